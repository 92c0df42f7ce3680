import * as vscode from 'vscode';
import { neededText } from '../platform/commandArguments';
import { loadedLater, registerCommands, setContext } from '../platform/commands';
import { environmentArgument, givenEnvironment } from '../platform/environmentArgument';
import { plainText } from '../platform/plainText';
import { environmentName } from '../platform/words/environmentWords';
import { AccountList } from './accountList';
import type { AccountRoom } from './accountRoom';
import type { AccountTreeNode } from './accountRows';
import type { AccountServices } from './accountServices';
import { AccountTree } from './accountTree';
import { filterWords } from './filterWords';
import { registerStatusBar } from './statusBar';

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
  'startSandbox',
  'stopSandbox',
] as const satisfies readonly (keyof AccountRoom['commands'])[];

type LoadRoom = () => Promise<AccountRoom>;

/** Environments, the tree of integrated accounts, the status bar and the local sandbox. */
export function registerAccounts(services: AccountServices): vscode.Disposable {
  const shown = createTree(services, async (target, data) => (await room()).drop(target, data));
  const { list, tree, view } = shown;
  // The view itself knows none of its rows while they are read anew.
  let known: readonly AccountTreeNode[] = [];
  const selected = () => (view.selection.length > 0 ? view.selection : known);
  let opening: Promise<AccountRoom> | undefined;
  const room: LoadRoom = () =>
    (opening ??= import('./accountRoom').then(({ openAccountRoom }) =>
      openAccountRoom({ ...services, list, tree, view, selected }),
    ));
  return vscode.Disposable.from(
    list,
    tree,
    view,
    new vscode.Disposable(() => void opening?.then((opened) => opened.dispose())),
    view.onDidChangeSelection(({ selection }) => {
      known = selection;
    }),
    tellScope(services, shown),
    followRows(services, shown),
    followEnvironments(services, shown, room, () => {
      known = [];
    }),
    registerStatusBar(services.targetInFront, services.environments),
    registerAccountCommands(services, room),
    vscode.window.registerUriHandler({ handleUri: async (uri) => (await room()).openUri(uri) }),
  );
}

type ShownTree = ReturnType<typeof createTree>;

function createTree(services: AccountServices, drop: AccountRoom['drop']) {
  const { environments, selection, checkedUsers: checked, unsent, workspaceState, log } = services;
  const list = new AccountList(environments, log);
  const tree: AccountTree = new AccountTree(
    list,
    environments,
    selection,
    () => view.visible,
    async (events) => {
      const [{ openUserBranches }] = await Promise.all([import('./userBranches'), unsent.ready()]);
      return openUserBranches({ ...events, checked, unsent }, workspaceState);
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
      handleDrop: drop,
    },
  });
  return { list, tree, view };
}

/** Tells whose accounts are shown, which of them, and what they wait for. A view with a message shows no welcome. */
function tellScope(
  { profiles, environments, checkedUsers: checked }: AccountServices,
  { list, view }: ShownTree,
): vscode.Disposable {
  const { t } = vscode.l10n;
  const showScope = () => {
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
  const showEnvironment = () => {
    setContext('hasProfile', profiles.list().length > 0);
    setContext('profileLost', profiles.lost() !== undefined);
    showScope();
  };
  showEnvironment();
  return vscode.Disposable.from(
    list.onDidChange(showScope),
    list.onDidWait(showScope),
    checked.onDidChange(showScope),
    profiles.onDidChange(showEnvironment),
    environments.onDidChange(({ environment, change }) => {
      if (change === 'described' && environment === environments.active()) showScope();
    }),
  );
}

/** What a person does with the rows of the tree. */
function followRows({ checkedUsers: checked }: AccountServices, { tree, view }: ShownTree): vscode.Disposable {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  return vscode.Disposable.from(
    view.onDidChangeCheckboxState(({ items }) => {
      for (const wanted of [Checked, Unchecked])
        checked.setAll(
          items.flatMap(([node, state]) => (node.kind === 'user' && state === wanted ? [node] : [])),
          wanted === Checked,
        );
    }),
    view.onDidExpandElement(async ({ element }) => {
      if (element.kind === 'account') (await tree.users()).opened(element);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('truto.accounts.groupBy')) tree.refresh();
    }),
  );
}

/** @param forgetRows told when the rows are those of another environment from now on */
function followEnvironments(
  { profiles, facts, environments, checkedUsers: checked }: AccountServices,
  { list, tree }: ShownTree,
  room: LoadRoom,
  forgetRows: () => void,
): vscode.Disposable {
  return vscode.Disposable.from(
    environments.onDidChange(({ environment, change }) => {
      if (change === 'described' && environment.facts.expiresAt !== undefined)
        void room().then(({ warnOfExpiry }) => warnOfExpiry(environment, facts));
    }),
    profiles.onDidChange(({ concernsUse }) => {
      if (!concernsUse) return;
      forgetRows();
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
  );
}

/** What some are about is fixed when they are called: while code is being loaded the person may turn to something else. */
function registerAccountCommands({ environments, inFront }: AccountServices, room: LoadRoom): vscode.Disposable {
  return registerCommands({
    ...loadedLater(commandNames, async () => (await room()).commands),
    reconnectAccount: async (node) => {
      const environment = environmentArgument(node, environments);
      return (await room()).reconnectAccount(neededText(node, 'accountId'), environment);
    },
    copyUserLink: async (argument) => {
      const uri = inFront.meantBy(argument);
      const environment = givenEnvironment(argument) ?? environments.active();
      return (await room()).copyUserLink({ argument, uri, environment });
    },
  });
}
