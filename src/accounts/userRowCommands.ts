import * as vscode from 'vscode';
import { accountLabel } from '../api/accountLabel';
import type { Environments } from '../api/environments';
import type { CheckedUsers } from '../platform/checkedUsers';
import { isCaller, neededText, textArgument } from '../platform/commandArguments';
import type { CommandHandler } from '../platform/commands';
import { environmentArgument } from '../platform/environmentArgument';
import { plainText } from '../platform/plainText';
import type { AccountNode, AccountTreeNode } from './accountRows';
import type { AccountTree } from './accountTree';
import { copyUserIds, nodesOf, noUserWords } from './copyIds';
import { loadAndFollow } from './loadAndFollow';
import type { NoteNode, UserNode } from './userNodes';

interface UserRowServices {
  readonly environments: Environments;
  readonly tree: AccountTree;
  readonly view: vscode.TreeView<AccountTreeNode>;
  /** The rows selected in the tree. */
  readonly selected: () => readonly AccountTreeNode[];
  readonly checked: CheckedUsers;
}

export type UserRowCommands = Readonly<
  Record<
    'openUserRow' | 'copyUserId' | 'checkUsers' | 'refreshUsers' | 'searchUsers' | 'clearUserSearch',
    CommandHandler
  >
>;

/**
 * The commands of the rows below accounts, and those of accounts that are about their users: of the rows that a menu hands
 * over, of those that a caller names by `{ accountId, userId? }`, and of those selected in the tree only where nothing is
 * handed over. They throw an error in words where there is none.
 */
export function userRowCommands(services: UserRowServices): UserRowCommands {
  const { tree, view, selected, checked } = services;
  const ofAccount = (run: (account: AccountNode, given: unknown) => Promise<void>) => async (given: unknown) => {
    const rows = isCaller(given) ? [namedAccount(given, services)] : (nodesOf([given]) ?? selected());
    const account = rows.find((node) => node.kind === 'account');
    if (!account) throw new Error(noAccountWords());
    await run(account, given);
  };
  return {
    openUserRow: async () => {
      if (selected().length === 0) await tree.whenRead();
      const [row] = selected();
      if (row?.kind === 'user') await vscode.commands.executeCommand('truto.openUser', row);
      if (row?.kind === 'note') await followNote(row, services);
    },
    copyUserId: (...rows) => copyUserIds(rows, selected()),
    checkUsers: async (...given) => {
      const rows = isCaller(given[0]) ? [await namedUser(given[0], services)] : (nodesOf(given) ?? selected());
      const users = rows.filter((node) => node.kind === 'user');
      if (users.length === 0) throw new Error(noUserWords());
      checked.setAll(users, !users.every(({ id }) => checked.has(id)));
    },
    refreshUsers: ofAccount(async (account) => (await tree.users()).of(account).reload()),
    searchUsers: ofAccount(async (account, given) => {
      const users = (await tree.users()).of(account);
      const { t } = vscode.l10n;
      const sought =
        textArgument(given, 'text') ??
        (await vscode.window.showInputBox({
          title: plainText(t('Search Users of {0}', accountLabel(account.account))),
          prompt: t('Part of a name, an email or a user ID. Empty shows all users.'),
          value: users.sought,
        }));
      if (sought === undefined) return;
      const searching = users.search(sought.trim());
      await view.reveal(account, { expand: true, select: false });
      await searching;
    }),
    clearUserSearch: ofAccount(async (account) => (await tree.users()).of(account).search('')),
  };
}

const noAccountWords = (): string => vscode.l10n.t('Select an integrated account in the tree first.');

/** The row of the account that a caller names. Throws an error in words, and NoEnvironmentError. */
function namedAccount(argument: unknown, { environments, tree }: UserRowServices): AccountNode {
  const accountId = neededText(argument, 'accountId');
  const account = tree.accountOf({ environment: environmentArgument(argument, environments), accountId });
  return account ?? notThere(accountId);
}

async function namedUser(argument: unknown, services: UserRowServices): Promise<UserNode> {
  const userId = neededText(argument, 'userId');
  const account = namedAccount(argument, services);
  return (await services.tree.users()).nodeOf(account, userId) ?? notThere(userId);
}

function notThere(id: string): never {
  throw new Error(vscode.l10n.t('“{0}” is not in the tree. Load it there first.', id));
}

async function followNote(row: NoteNode, services: UserRowServices): Promise<void> {
  const { tree } = services;
  const users = await tree.users();
  const branch = users.of(row);
  switch (row.note.about) {
    case 'lacking':
      return users.ask(row);
    case 'unlisted':
      await vscode.commands.executeCommand('truto.openUser', tree.accountOf(row));
      return;
    case 'more':
    case 'failed': {
      const known = new Set(branch.shown.map(({ id }) => id));
      await loadAndFollow(
        services,
        () => branch.loadMore(),
        () => {
          users.rowsOf(row);
          return users.nodeOf(row, branch.shown.find(({ id }) => !known.has(id))?.id);
        },
      );
    }
  }
}
