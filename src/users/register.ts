import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import { explanationOf } from '../api/explanationOf';
import type { AccountSelection } from '../platform/accountSelection';
import { argumentOf } from '../platform/commandArguments';
import { registerCommands, type CommandHandler } from '../platform/commands';
import type { DocumentInFront } from '../platform/documentInFront';
import type { ProfileStore } from '../platform/profileStore';
import type { DocumentMoves } from '../platform/documentMoves';
import type { DocumentMove } from '../core/update/movedEntries';
import type { ShownTarget } from '../platform/shownTarget';
import { AccountRulesStatus } from './documents/accountRulesStatus';
import { AccountRulesStore } from './documents/accountRulesStore';
import { QuickFixes } from './documents/quickFixes';
import { tellObstacleCommand, UserCodeLens } from './documents/userCodeLens';
import { TargetInFront } from './documents/targetInFront';
import { UserCompletion } from './documents/userCompletion';
import { DocumentChecks } from './documents/documentChecks';
import { UserDocuments } from './documents/userDocuments';
import { UserFiles } from './documents/userFiles';
import { UserHover } from './documents/userHover';
import { UserEditor } from './form/userEditor';
import { ResponseCodeLens } from './responses/responseCodeLens';
import { ResponseFolder } from './responses/responseFolder';
import { ReadOnlyDocuments, responseScheme } from './responses/readOnlyDocuments';
import type { SendOptions, SendServices } from './send/sendUser';
import type { Updating } from './loadUpdates';
import { ShownResponses } from './responses/shownResponses';
import type { Obstructed } from '../updates/prepared';
import { UserTargets } from './documents/userTargets';

interface UserFeatureServices {
  readonly extensionUri: vscode.Uri;
  readonly storage: vscode.Uri;
  readonly globalStorageUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly globalState: vscode.Memento;
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  readonly inFront: DocumentInFront;
  readonly moves: DocumentMoves;
  readonly environments: Environments;
  readonly log: vscode.LogOutputChannel;
}

/** What other features know of this one. */
interface UserFeature {
  /** Where the document in front goes. */
  readonly targetInFront: ShownTarget;
  readonly disposable: vscode.Disposable;
}

/** User files: checks, CodeLens, the form editor, opening and sending. */
export function registerUsers(given: UserFeatureServices): UserFeature {
  const files = new UserFiles(given.workspaceState, given.moves);
  const checks = new DocumentChecks(vscode.Uri.joinPath(given.extensionUri, 'dist', 'checkWorker.js'));
  const diagnostics = vscode.languages.createDiagnosticCollection('truto');
  const serverDiagnostics = vscode.languages.createDiagnosticCollection('truto-server');
  const targets = new UserTargets(given.environments, given.selection, given.profiles);
  const rules = new AccountRulesStore(given.environments, given.profiles, given.globalState, given.log);
  const documents = new UserDocuments(files, {
    checks,
    diagnostics,
    serverDiagnostics,
    targets,
    rules,
    beginEdit: async (uri, target, live) => {
      const { updates } = await updating();
      await updates.bases.begin({ ...target, source: uri.toString() }, live);
    },
  });
  const readOnlyDocuments = new ReadOnlyDocuments();
  const responseFolder = new ResponseFolder(vscode.Uri.joinPath(given.globalStorageUri, 'responses').fsPath);
  const responses = new ShownResponses(readOnlyDocuments, responseFolder);
  const editor = new UserEditor(documents, given.extensionUri, given.log);
  let loading: Promise<Updating> | undefined;
  const updating = () =>
    (loading ??= import('./loadUpdates').then(({ loadUpdates }) =>
      loadUpdates(given.storage, given.workspaceState, documents),
    ));
  const services: SendServices = { ...given, documents, editor, readOnlyDocuments, responses, updating };
  // One after the other: a document that is saved for the first time is closed right after.
  let followed: Promise<unknown> = Promise.resolve();
  const followEdits = (move: DocumentMove) =>
    (followed = followed.then(async () => (await updating()).updates.bases.follow(move)));
  const codeLens = new UserCodeLens(documents, given.environments);
  const targetInFront = new TargetInFront(given.inFront, documents, targets);
  const disposable = vscode.Disposable.from(
    documents,
    files,
    checks,
    diagnostics,
    serverDiagnostics,
    readOnlyDocuments,
    responses,
    targetInFront,
    later(() => responseFolder.removeLeftovers()),
    vscode.languages.registerCodeLensProvider({ scheme: responseScheme }, new ResponseCodeLens(responses)),
    codeLens,
    vscode.languages.registerCodeLensProvider('*', codeLens),
    vscode.commands.registerCommand(tellObstacleCommand, async (account: Obstructed, uri: vscode.Uri) =>
      (await import('./send/accountObstacle')).tellObstacle(account, uri),
    ),
    vscode.languages.registerCodeActionsProvider('*', new QuickFixes(documents), QuickFixes.metadata),
    vscode.languages.registerHoverProvider('*', new UserHover(documents)),
    new UserCompletion(documents).register(),
    targets,
    rules,
    new AccountRulesStatus(documents),
    given.moves.onDidMove((move) => void followEdits(move)),
    editor.register(async () => (await import('./form/createFormHost')).createFormHost(services)),
    registerCommands(userCommands(services)),
  );
  return { targetInFront, disposable };
}

/** In ms: by then VS Code has started, and nobody waits for it. */
const afterStart = 30_000;

/** Runs something once the start is over. */
function later(run: () => unknown): vscode.Disposable {
  const timer = setTimeout(run, afterStart);
  return new vscode.Disposable(() => clearTimeout(timer));
}

function userCommands(services: SendServices): Record<string, CommandHandler> {
  const { documents, inFront } = services;
  return {
    updateUser: reported(
      async (argument) => (await import('./send/updateUser')).updateUser(argument, services, sendOptions(argument)),
      services,
    ),
    sendUser: reported(
      async (argument) =>
        (await import('./send/sendUser')).sendUser(inFront.meantBy(argument), services, sendOptions(argument)),
      services,
    ),
    previewUpdate: reported(
      async (argument) => (await import('./send/previewUpdate')).previewUpdate(inFront.meantBy(argument), services),
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
      async (argument) =>
        (await import('./responses/responseCommands')).compareAnswer(inFront.meantBy(argument), services.responses),
      services,
    ),
    saveAnswer: reported(
      async (argument) =>
        (await import('./responses/responseCommands')).saveAnswer(
          inFront.meantBy(argument),
          argumentOf(argument, 'target'),
          services.responses,
        ),
      services,
    ),
    copyRequestId: reported(
      async (argument) =>
        (await import('./responses/responseCommands')).copyRequestId(inFront.meantBy(argument), services.responses),
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
      const uri = inFront.meantBy(argument);
      if (uri) await documents.attach(uri);
    },
    openForm: async (argument) => {
      const uri = inFront.meantBy(argument);
      if (uri) await (await import('./form/switchEditor')).openForm(uri, services);
    },
    openText: async (argument) => {
      const uri = inFront.meantBy(argument);
      if (uri) await (await import('./form/switchEditor')).openText(uri, inFront);
    },
  };
}

const sendOptions = (argument: unknown): SendOptions => ({
  canAsk: argumentOf(argument, 'confirm') !== false,
  isPress: !isCallerArgument(argument),
});

/**
 * A failure is told to the person who pressed the button. A caller that named its document in an argument object (a
 * test, a task, another extension) gets the error itself instead.
 */
function reported(handler: CommandHandler, { environments, inFront, log }: SendServices): CommandHandler {
  return async (argument, ...rest) => {
    const environment = environments.active();
    try {
      return await handler(argument, ...rest);
    } catch (error) {
      const { inWords, showFailure } = await import('./send/showFailure');
      if (isCallerArgument(argument)) throw inWords(error);
      if (wasCancelled(error)) return undefined;
      log.error(error instanceof Error ? error.message : String(error));
      void showFailure(error, { uri: inFront.meantBy(argument), environment });
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
