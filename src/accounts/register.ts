import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import type { AccountSelection } from '../platform/accountSelection';
import { registerCommands, setContext } from '../platform/commands';
import { plainText } from '../platform/plainText';
import type { ProfileStore } from '../platform/profileStore';
import type { ShownTarget } from '../platform/shownTarget';
import type { WaitingSends } from '../platform/waitingSends';
import { accountCommands, filterWords } from './accountCommands';
import { AccountList } from './accountList';
import { AccountTree, type AccountTreeNode } from './accountTree';
import { environmentCommands } from './environmentCommands';
import type { Reconnects } from './reconnects';
import { SandboxSession, type RunningSandbox } from './sandboxCommands';
import { registerStatusBar } from './statusBar';

export interface AccountServices {
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  readonly environments: Environments;
  readonly targetInFront: ShownTarget;
  readonly waitingSends: WaitingSends;
  startSandbox(): Promise<RunningSandbox>;
  readonly log: vscode.LogOutputChannel;
}

/** Environments, the tree of integrated accounts, the status bar and the local sandbox. */
export function registerAccounts(services: AccountServices): vscode.Disposable {
  const { profiles, selection, environments } = services;
  const list = new AccountList(environments, services.log);
  const tree: AccountTree = new AccountTree(list, environments, selection, () => view.visible);
  const view = vscode.window.createTreeView<AccountTreeNode>('truto.accounts', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  // The view itself knows none of its rows while they are read anew.
  let known: readonly AccountTreeNode[] = [];
  const selected = () => (view.selection.length > 0 ? view.selection : known);
  const sandbox = new SandboxSession(profiles, () => services.startSandbox());

  let opening: Promise<Reconnects> | undefined;
  const reconnects = (): Promise<Reconnects> =>
    (opening ??= import('./reconnectAccount').then(({ openReconnects }) => openReconnects(services)));

  const showEnvironment = () => {
    setContext('hasProfile', profiles.list().length > 0);
    setContext('profileLost', profiles.lost() !== undefined);
    showScope();
  };
  /** Whose accounts are shown, and which of them. A view with a message shows no welcome. */
  const showScope = () => {
    const { t } = vscode.l10n;
    const name = profiles.active()?.name ?? '';
    const isFilled = list.state === 'loaded' || (list.state === 'idle' && view.message !== '');
    const words = list.isFiltered
      ? t('Environment: {0} · Filter: {1}', name, filterWords(list))
      : t('Environment: {0}', name);
    view.message = isFilled && name !== '' ? plainText(words) : '';
    view.description = view.message === '' ? plainText(name) : '';
    setContext('accountsFiltered', list.isFiltered);
  };
  showEnvironment();

  return vscode.Disposable.from(
    list,
    tree,
    view,
    sandbox,
    list.onDidChange(showScope),
    registerStatusBar(services.targetInFront, environments),
    registerCommands({
      ...accountCommands({ environments, list, tree, view, selected, reconnects }),
      ...environmentCommands(profiles),
      ...sandbox.commands(),
    }),
    vscode.window.registerUriHandler({ handleUri: async (uri) => (await reconnects()).cameBack(uri) }),
    view.onDidChangeSelection(({ selection }) => {
      known = selection;
    }),
    profiles.onDidChange(({ concernsUse }) => {
      showEnvironment();
      if (!concernsUse) return;
      known = [];
      environments.forget();
      list.reset({});
    }),
    // What failed before is asked for again.
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      environments.forget();
      list.reset();
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) profiles.catchUp();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('truto.accounts.groupBy')) tree.refresh();
    }),
  );
}
