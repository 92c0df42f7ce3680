import * as vscode from 'vscode';
import { registerAccounts } from './accounts/register';
import { EnvironmentFacts } from './api/environmentFacts';
import { Environments } from './api/environments';
import { requestLine } from './api/requestLine';
import { registerBulk } from './bulk/window/register';
import { AccountSelection } from './platform/accountSelection';
import { CheckedUsers } from './platform/checkedUsers';
import { registerCommands } from './platform/commands';
import { DocumentInFront } from './platform/documentInFront';
import { DocumentMoves } from './platform/documentMoves';
import { inOrder } from './platform/inOrder';
import { ProfileStore } from './platform/profileStore';
import { settings } from './platform/settings';
import { WaitingSends } from './platform/waitingSends';
import { registerUsers } from './users/register';

/** Builds the services and hands them to the features. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Truto', { log: true });
  const { extensionUri, globalStorageUri, workspaceState } = context;
  const globalState = inOrder(context.globalState);
  const facts = new EnvironmentFacts(globalState);
  const profiles = new ProfileStore(workspaceState, globalState, context.secrets, facts);
  const inFront = new DocumentInFront();
  const moves = new DocumentMoves(inFront);
  const selection = new AccountSelection(workspaceState, globalState, moves);
  const environments = new Environments({
    facts,
    active: () => profiles.active(),
    lost: () => profiles.lost(),
    token: (profile) => profiles.token(profile),
    // Looked up at each call: VS Code may replace it with one that knows proxies and certificates.
    fetch: (input, init) => globalThis.fetch(input, init),
    timeoutSeconds: () => settings.timeoutSeconds(),
    isTrusted: () => vscode.workspace.isTrusted,
    onRequest: (record) => log.info(requestLine(record)),
    pacer: async (profile) => (await import('./platform/sharedPacer')).sharedPacer(globalStorageUri, profile),
  });
  const waitingSends = new WaitingSends(moves);
  const checkedUsers = new CheckedUsers();
  const storage = context.storageUri ?? globalStorageUri;

  const shared = {
    profiles,
    facts,
    selection,
    inFront,
    environments,
    waitingSends,
    checkedUsers,
    globalStorageUri,
    workspaceState,
    log,
  };
  const users = registerUsers({ ...shared, extensionUri, storage, globalState, moves });
  context.subscriptions.push(
    log,
    profiles,
    moves,
    selection,
    inFront,
    waitingSends,
    checkedUsers,
    users.disposable,
    registerAccounts({
      ...shared,
      targetInFront: users.targetInFront,
      unsent: users.unsent,
      startSandbox: async () => (await import('./sandbox/startSandbox')).startSandbox({ quirkyAccounts: true }),
    }),
    registerBulk({ ...shared, ...users }),
    registerCommands({ showLog: () => log.show() }),
  );
}
