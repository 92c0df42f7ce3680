import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import { explanationOf } from '../api/explanationOf';
import type { AccountSelection } from '../platform/accountSelection';
import { argumentOf, commandUri } from '../platform/commandArguments';
import { registerCommands, type CommandHandler } from '../platform/commands';
import type { ProfileStore } from '../platform/profileStore';
import { AccountRulesStatus } from './documents/accountRulesStatus';
import { AccountRulesStore } from './documents/accountRulesStore';
import { QuickFixes } from './documents/quickFixes';
import { ServerProblems } from './documents/serverProblems';
import { UserCodeLens } from './documents/userCodeLens';
import { UserCompletion } from './documents/userCompletion';
import { UserDiagnostics } from './documents/userDiagnostics';
import { UserDocuments } from './documents/userDocuments';
import { UserHover } from './documents/userHover';
import { UserEditor } from './form/userEditor';
import { ResponseCodeLens } from './responses/responseCodeLens';
import { ResponseFolder } from './responses/responseFolder';
import { ReadOnlyDocuments, responseScheme } from './responses/readOnlyDocuments';
import { SendAttempts } from './send/sendAttempts';
import type { SendServices } from './send/sendUser';
import { ShownResponses } from './responses/shownResponses';
import { LiveUsers } from './live/liveUsers';
import { UserTargets } from './documents/userTargets';

interface UserFeatureServices {
  readonly extensionUri: vscode.Uri;
  readonly storage: vscode.Uri;
  readonly globalStorageUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly globalState: vscode.Memento;
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  readonly environments: Environments;
  readonly log: vscode.LogOutputChannel;
}

/** User files: checks, CodeLens, the form editor, opening and sending. */
export function registerUsers(given: UserFeatureServices): vscode.Disposable {
  const documents = new UserDocuments(given.workspaceState);
  const serverProblems = new ServerProblems();
  const readOnlyDocuments = new ReadOnlyDocuments();
  const responseFolder = new ResponseFolder(vscode.Uri.joinPath(given.globalStorageUri, 'responses').fsPath);
  const responses = new ShownResponses(readOnlyDocuments, responseFolder);
  const targets = new UserTargets(given.environments, given.selection, given.profiles);
  const rules = new AccountRulesStore(
    documents,
    targets,
    given.profiles,
    given.environments,
    given.globalState,
    given.log,
  );
  const diagnostics = new UserDiagnostics(
    documents,
    vscode.Uri.joinPath(given.extensionUri, 'dist', 'checkWorker.js'),
    rules,
  );
  const editor = new UserEditor(documents, given.extensionUri, given.log);
  const attempts = new SendAttempts(given.workspaceState);
  const liveUsers = new LiveUsers(targets, given.environments, given.storage);
  const services: SendServices = {
    ...given,
    documents,
    diagnostics,
    serverProblems,
    rules,
    targets,
    editor,
    liveUsers,
    readOnlyDocuments,
    responses,
    attempts,
  };
  const codeLens = new UserCodeLens(documents, targets, given.environments);
  return vscode.Disposable.from(
    documents,
    diagnostics,
    serverProblems,
    readOnlyDocuments,
    responses,
    later(() => responseFolder.removeLeftovers()),
    vscode.languages.registerCodeLensProvider({ scheme: responseScheme }, new ResponseCodeLens(responses)),
    codeLens,
    vscode.languages.registerCodeLensProvider('*', codeLens),
    vscode.languages.registerCodeActionsProvider(
      '*',
      new QuickFixes(documents, diagnostics, serverProblems),
      QuickFixes.metadata,
    ),
    vscode.languages.registerHoverProvider('*', new UserHover(documents, rules)),
    new UserCompletion(documents, rules).register(),
    targets,
    rules,
    liveUsers,
    new AccountRulesStatus(documents, rules),
    editor.register(async () => (await import('./form/createFormHost')).createFormHost(services)),
    registerCommands(userCommands(services)),
  );
}

/** In ms: by then VS Code has started, and nobody waits for it. */
const afterStart = 30_000;

/** Runs something once the start is over. */
function later(run: () => unknown): vscode.Disposable {
  const timer = setTimeout(run, afterStart);
  return new vscode.Disposable(() => clearTimeout(timer));
}

function userCommands(services: SendServices): Record<string, CommandHandler> {
  const { documents } = services;
  return {
    updateUser: reported(
      async (argument) => (await import('./send/updateUser')).updateUser(argument, services),
      services,
    ),
    sendUser: reported(
      async (argument) =>
        (await import('./send/sendUser')).sendUser(
          commandUri(argument),
          services,
          argumentOf(argument, 'confirm') !== false,
        ),
      services,
    ),
    previewUpdate: reported(
      async (argument) => (await import('./send/previewUpdate')).previewUpdate(commandUri(argument), services),
      services,
    ),
    copyAsCode: reported(
      async (argument) => (await import('./send/copyAsCode')).copyAsCode(argument, services),
      services,
    ),
    setQueryParameters: reported(
      async (argument) => (await import('./parameters/setQueryParameters')).setQueryParameters(argument, services),
      services,
    ),
    compareAnswer: reported(
      async (argument) => (await import('./responses/responseCommands')).compareAnswer(argument, services.responses),
      services,
    ),
    saveAnswer: reported(
      async (argument) => (await import('./responses/responseCommands')).saveAnswer(argument, services.responses),
      services,
    ),
    copyRequestId: reported(
      async (argument) => (await import('./responses/responseCommands')).copyRequestId(argument, services.responses),
      services,
    ),
    openUser: reported(async (argument) => (await import('./live/openUser')).openUser(argument, services), services),
    newUserFile: reported(
      async (argument) => (await import('./documents/newUserFile')).newUserFile(argument, services),
      services,
    ),
    selectAccount: reported(
      async (argument) => (await import('./pick/selectAccount')).selectAccount(argument, services),
      services,
    ),
    validateUser: async (argument) => {
      const uri = commandUri(argument);
      if (uri) await documents.attach(uri);
    },
    openForm: async (argument) => {
      const uri = commandUri(argument);
      if (uri) await (await import('./form/switchEditor')).openForm(uri, services.editor);
    },
    openText: async (argument) => {
      const uri = commandUri(argument);
      if (uri) await (await import('./form/switchEditor')).openText(uri);
    },
  };
}

/**
 * A failure is told to the person who pressed the button. A caller that named its document in an argument object (a
 * test, a task, another extension) gets the error itself instead.
 */
function reported(handler: CommandHandler, { environments, log }: SendServices): CommandHandler {
  return async (argument, ...rest) => {
    const environment = environments.active();
    try {
      return await handler(argument, ...rest);
    } catch (error) {
      const { inWords, showFailure } = await import('./send/showFailure');
      if (isCallerArgument(argument)) throw inWords(error);
      if (wasCancelled(error)) return undefined;
      log.error(error instanceof Error ? error.message : String(error));
      void showFailure(error, { uri: commandUri(argument), environment });
      return undefined;
    }
  };
}

/** The person pressed Cancel before anything could have changed: nothing to tell. */
function wasCancelled(error: unknown): boolean {
  const explanation = explanationOf(error);
  return explanation?.code === 'cancelled' && (explanation.outcome === 'notSent' || explanation.outcome === 'refused');
}

/** `{ uri }` or `{ accountId, userId }` made by hand; a row of the tree has a `kind`. */
function isCallerArgument(argument: unknown): boolean {
  return (
    typeof argument === 'object' && argument !== null && !(argument instanceof vscode.Uri) && !('kind' in argument)
  );
}
