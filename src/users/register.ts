import * as vscode from 'vscode';
import type { Connection } from '../api/connection';
import { explanationOf } from '../api/explanationOf';
import type { AccountSelection } from '../platform/accountSelection';
import { commandUri } from '../platform/commandArguments';
import { registerCommands, type CommandHandler } from '../platform/commands';
import type { ProfileStore } from '../platform/profileStore';
import { UserCodeLens } from './documents/userCodeLens';
import { UserDiagnostics } from './documents/userDiagnostics';
import { UserDocuments } from './documents/userDocuments';
import { UserEditor } from './form/userEditor';
import { ResponseDocuments } from './send/responseDocuments';
import { SendAttempts } from './send/sendAttempts';
import type { SendServices } from './send/sendUser';
import { showFailure } from './showFailure';
import { UserTargets } from './userTargets';

interface UserFeatureServices {
  readonly extensionUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  readonly connection: Connection;
  readonly log: vscode.LogOutputChannel;
}

/** User files: checks, CodeLens, the form editor, opening and sending. */
export function registerUsers(given: UserFeatureServices): vscode.Disposable {
  const documents = new UserDocuments(given.workspaceState);
  const diagnostics = new UserDiagnostics(documents);
  const responses = new ResponseDocuments();
  const targets = new UserTargets(given.profiles, given.selection, given.connection);
  const editor = new UserEditor(documents, given.extensionUri, given.log);
  const services: SendServices = { ...given, documents, diagnostics, targets, editor, responses, attempts: new SendAttempts() };
  const codeLens = new UserCodeLens(documents, targets);
  return vscode.Disposable.from(
    documents,
    diagnostics,
    responses,
    codeLens,
    vscode.languages.registerCodeLensProvider('*', codeLens),
    targets,
    editor.register(async () => (await import('./form/createFormHost')).createFormHost(services)),
    registerCommands(userCommands(services)),
  );
}

function userCommands(services: SendServices): Record<string, CommandHandler> {
  const { documents } = services;
  return {
    updateUser: reported(async (argument) => (await import('./updateUser')).updateUser(argument, services), services),
    sendUser: reported(async (argument) => (await import('./send/sendUser')).sendUser(commandUri(argument), services), services),
    previewUpdate: reported(async (argument) => (await import('./send/previewUpdate')).previewUpdate(commandUri(argument), services), services),
    openUser: reported(async (argument) => (await import('./openUser')).openUser(argument, services), services),
    newUserFile: reported(async (argument) => (await import('./newUserFile')).newUserFile(argument, services), services),
    selectAccount: reported(async (argument) => (await import('./selectAccount')).selectAccount(argument, services), services),
    validateUser: async (argument) => {
      const uri = commandUri(argument);
      if (uri) await documents.attach(uri);
    },
    openForm: (argument) => reopen(argument, 'truto.userEditor'),
    openText: (argument) => reopen(argument, 'default'),
  };
}

async function reopen(argument: unknown, viewType: string): Promise<void> {
  const uri = commandUri(argument);
  if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
}

/**
 * A failure is told to the person who pressed the button. A caller that named its document in an argument object (a
 * test, a task, another extension) gets the error itself instead.
 */
function reported(handler: CommandHandler, { log }: SendServices): CommandHandler {
  return async (argument, ...rest) => {
    try {
      return await handler(argument, ...rest);
    } catch (error) {
      if (isCallerArgument(argument)) throw error;
      if (wasCancelled(error)) return undefined;
      log.error(error instanceof Error ? error.message : String(error));
      void showFailure(error, commandUri(argument));
      return undefined;
    }
  };
}

/** The person pressed Cancel before anything could have changed: nothing to tell. */
function wasCancelled(error: unknown): boolean {
  const explanation = explanationOf(error);
  return explanation?.code === 'cancelled' && explanation.outcome !== 'unknown';
}

/** `{ uri }` or `{ accountId, userId }` made by hand; a row of the tree has a `kind`. */
function isCallerArgument(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && !(argument instanceof vscode.Uri) && !('kind' in argument);
}
