import * as vscode from 'vscode';
import { textArgument } from '../platform/commandArguments';
import { loadedLater, registerCommands, setContext } from '../platform/commands';
import { environmentArgument, givenEnvironment } from '../platform/environmentArgument';
import { plainText } from '../platform/plainText';
import { environmentName } from '../platform/words/environmentWords';
import { AccountList } from './accountList';
import type { AccountRoom } from './accountRoom';
import type { AccountTreeNode } from './accountRows';
import type { AccountServices } from './accountServices';
import { AccountTree } from './accountTree';
import { SandboxSession } from './sandboxCommands';
import { registerStatusBar } from './statusBar';
import { filterWords } from './filterWords';

const commandNames = [
  'refreshAccounts',
  'loadMoreAccounts',
  'selectAccountRow',
  'filterAccounts',
  'clearAccountFilter',
  'groupAccounts',
  'copyAccountId',
  'openInDashboard',
  'openUserRow',
  'copyUserId',
  'checkUsers',
  'refreshUsers',
  'searchUsers',
  'clearUserSearch',
  'addProfile',
  'switchProfile',
  'replaceToken',
  'removeProfile',
  'markProduction',
  'importCliProfile',
] as const satisfies readonly (keyof AccountRoom['commands'])[];

/** Environments, the tree of integrated accounts, the status bar and the local sandbox. */
export function registerAccounts(services: AccountServices): vscode.Disposable {
  const { profiles, facts, selection, environments, checkedUsers: checked } = services;
  const list = new AccountList(environments, services.log);
  const tree: AccountTree = new AccountTree(
    list,
    environments,
    selection,
    () => view.visible,
    async (events) => {
      const [{ openUserBranches }] = await Promise.all([import('./userBranches'), services.unsent.ready()]);
      return openUserBranches({ ...events, checked, unsent: services.unsent }, services.workspaceState);
    },
  );
  const view = vscode.window.createTreeView<AccountTreeNode>('truto.accounts', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
    manageCheckboxStateManually: true,
    dragAndDropController: {
      dragMimeTypes: [],
      dropMimeTypes: ['text/uri-list', 'files'],
      handleDrop: async (target, data) => (await room()).drop(target, data),
    },
  });
  // The view itself knows none of its rows while they are read anew.
  let known: readonly AccountTreeNode[] = [];
  const selected = () => (view.selection.length > 0 ? view.selection : known);
  const sandbox = new SandboxSession(profiles, () => services.startSandbox());

  let opening: Promise<AccountRoom> | undefined;
  const room = (): Promise<AccountRoom> =>
    (opening ??= import('./accountRoom').then(({ openAccountRoom }) =>
      openAccountRoom({ ...services, list, tree, view, selected }),
    ));

  const showEnvironment = () => {
    setContext('hasProfile', profiles.list().length > 0);
    setContext('profileLost', profiles.lost() !== undefined);
    showScope();
  };
  /** Whose accounts are shown, which of them, and what they wait for. A view with a message shows no welcome. */
  const showScope = () => {
    const { t } = vscode.l10n;
    const active = environments.active();
    const name = active ? environmentName(active) : '';
    const isFilled = list.waits !== '' || list.state === 'loaded' || (list.state === 'idle' && view.message !== '');
    const words = list.isFiltered
      ? t('Environment: {0} · Filter: {1}', name, filterWords(list))
      : t('Environment: {0}', name);
    const chosen = checked.count === 0 ? '' : t('{0} checked', checked.count);
    const all = [words, chosen, list.waits].filter(Boolean).join(' · ');
    view.message = isFilled && name !== '' ? plainText(all) : '';
    view.description = view.message === '' ? plainText(name) : '';
    setContext('accountsFiltered', list.isFiltered);
    setContext('usersChecked', checked.count > 0);
  };
  showEnvironment();

  return vscode.Disposable.from(
    list,
    tree,
    view,
    sandbox,
    list.onDidChange(showScope),
    list.onDidWait(showScope),
    checked.onDidChange(showScope),
    view.onDidChangeCheckboxState(({ items }) => {
      const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
      for (const wanted of [Checked, Unchecked])
        checked.setAll(
          items.flatMap(([node, state]) => (node.kind === 'user' && state === wanted ? [node] : [])),
          wanted === Checked,
        );
    }),
    view.onDidExpandElement(async ({ element }) => {
      if (element.kind === 'account') (await tree.users()).opened(element);
    }),
    environments.onDidChange(({ environment, change }) => {
      if (change !== 'described') return;
      if (environment === environments.active()) showScope();
      if (environment.facts.expiresAt !== undefined)
        void room().then(({ warnOfExpiry }) => warnOfExpiry(environment, facts));
    }),
    registerStatusBar(services.targetInFront, environments),
    registerCommands({
      ...loadedLater(commandNames, async () => (await room()).commands),
      ...sandbox.commands(),
      // What these are about is fixed when they are called: while code is being loaded the person may turn to something else.
      reconnectAccount: async (node) => {
        const environment = environmentArgument(node, environments);
        return (await room()).reconnectAccount(textArgument(node, 'accountId'), environment);
      },
      copyUserLink: async (argument) => {
        const uri = services.inFront.meantBy(argument);
        const environment = givenEnvironment(argument) ?? environments.active();
        return (await room()).copyUserLink({ argument, uri, environment });
      },
    }),
    vscode.window.registerUriHandler({ handleUri: async (uri) => (await room()).openUri(uri) }),
    view.onDidChangeSelection(({ selection }) => {
      known = selection;
    }),
    profiles.onDidChange(({ concernsUse }) => {
      showEnvironment();
      if (!concernsUse) return;
      known = [];
      environments.forget();
      tree.outdateUsers('forgotten');
      checked.clear();
      list.reset({});
    }),
    // What failed before is asked for again.
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      environments.forget();
      tree.outdateUsers();
      list.reset();
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) return;
      profiles.catchUp();
      facts.catchUp(profiles.active());
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('truto.accounts.groupBy')) tree.refresh();
    }),
  );
}
