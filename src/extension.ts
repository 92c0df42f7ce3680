import * as vscode from 'vscode';
import { registerAccounts } from './accounts/register';
import { Environments } from './api/environments';
import { requestLine } from './api/requestLine';
import { AccountSelection } from './platform/accountSelection';
import { registerCommands } from './platform/commands';
import { DocumentInFront } from './platform/documentInFront';
import { DocumentMoves } from './platform/documentMoves';
import { ProfileStore } from './platform/profileStore';
import { settings } from './platform/settings';
import { WaitingSends } from './platform/waitingSends';
import { registerUsers } from './users/register';

/** Builds the services and hands them to the features. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Truto', { log: true });
  const profiles = new ProfileStore(context.workspaceState, context.globalState, context.secrets);
  const inFront = new DocumentInFront();
  const moves = new DocumentMoves(inFront);
  const selection = new AccountSelection(context.workspaceState, moves);
  const environments = new Environments({
    active: () => profiles.active(),
    lost: () => profiles.lost(),
    token: (profile) => profiles.token(profile),
    // Looked up at each call: VS Code may replace it with one that knows proxies and certificates.
    fetch: (input, init) => globalThis.fetch(input, init),
    timeoutSeconds: () => settings.timeoutSeconds(),
    isTrusted: () => vscode.workspace.isTrusted,
    onRequest: (record) => log.info(requestLine(record)),
    pacer: async (profile) => (await import('./platform/sharedPacer')).sharedPacer(context.globalStorageUri, profile),
  });
  const waitingSends = new WaitingSends(moves);
  const { extensionUri, globalStorageUri, workspaceState, globalState } = context;
  const storage = context.storageUri ?? globalStorageUri;

  const users = registerUsers({
    extensionUri,
    storage,
    globalStorageUri,
    workspaceState,
    globalState,
    profiles,
    selection,
    inFront,
    moves,
    environments,
    waitingSends,
    log,
  });
  context.subscriptions.push(
    log,
    profiles,
    moves,
    selection,
    inFront,
    waitingSends,
    users.disposable,
    registerAccounts({
      profiles,
      selection,
      targetInFront: users.targetInFront,
      environments,
      waitingSends,
      startSandbox: async () => (await import('./sandbox/startSandbox')).startSandbox({ quirkyAccounts: true }),
      log,
    }),
    registerCommands({ showLog: () => log.show() }),
  );
}
