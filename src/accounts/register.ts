import * as vscode from 'vscode';
import type { Connection } from '../api/connection';
import type { AccountSelection } from '../platform/accountSelection';
import { registerCommands, setContext } from '../platform/commands';
import type { ProfileStore } from '../platform/profileStore';
import { accountCommands } from './accountCommands';
import { AccountList } from './accountList';
import { AccountTree, type AccountTreeNode } from './accountTree';
import { environmentCommands } from './environmentCommands';
import { SandboxSession, type RunningSandbox } from './sandboxCommands';
import { registerStatusBar } from './statusBar';

export interface AccountServices {
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  readonly connection: Connection;
  startSandbox(): Promise<RunningSandbox>;
  readonly log: vscode.LogOutputChannel;
}

/** Environments, the tree of integrated accounts, the status bar and the local sandbox. */
export function registerAccounts(services: AccountServices): vscode.Disposable {
  const { profiles, selection, connection } = services;
  const list = new AccountList(connection, services.log);
  const tree = new AccountTree(list, connection, {
    isEmpty: () => profiles.active() === undefined,
    selectedAccount: () => selection.defaultAccount()?.id,
  });
  const view = vscode.window.createTreeView<AccountTreeNode>('truto.accounts', {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const sandbox = new SandboxSession(profiles, () => services.startSandbox());

  const showEnvironment = () => {
    const profile = profiles.active();
    setContext('hasProfile', profile !== undefined);
    view.description = profile?.name ?? '';
  };
  showEnvironment();

  return vscode.Disposable.from(
    list,
    tree,
    view,
    sandbox,
    registerStatusBar(profiles, selection),
    registerCommands({
      ...accountCommands({ connection, list }),
      ...environmentCommands(profiles),
      ...sandbox.commands(),
    }),
    profiles.onDidChange(() => {
      showEnvironment();
      connection.forget();
      list.reset({});
    }),
    selection.onDidChange(() => tree.refresh()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('truto.accounts.groupBy')) tree.refresh();
    }),
  );
}
