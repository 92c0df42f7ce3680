import * as vscode from 'vscode';
import { accountLabel } from '../api/accountLabel';
import type { CheckedUsers } from '../platform/checkedUsers';
import type { CommandHandler } from '../platform/commands';
import { plainText } from '../platform/plainText';
import type { AccountNode, AccountTreeNode } from './accountRows';
import type { AccountTree } from './accountTree';
import { copyIds, nodesOf } from './copyIds';
import { loadAndFollow } from './loadAndFollow';
import type { NoteNode } from './userNodes';

interface UserRowServices {
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

/** The commands of the rows below accounts, and those of accounts that are about their users. */
export function userRowCommands(services: UserRowServices): UserRowCommands {
  const { tree, view, selected, checked } = services;
  const ofAccount = (run: (account: AccountNode) => Promise<void>) => async (given: unknown) => {
    const account = [given as AccountTreeNode | undefined, ...selected()].find((node) => node?.kind === 'account');
    if (account?.kind === 'account') await run(account);
  };
  return {
    openUserRow: async () => {
      if (selected().length === 0) await tree.whenRead();
      const [row] = selected();
      if (row?.kind === 'user') await vscode.commands.executeCommand('truto.openUser', row);
      if (row?.kind === 'note') await followNote(row, services);
    },
    copyUserId: (...rows) => copyIds(rows, selected()),
    checkUsers: (...rows) => {
      const users = (nodesOf(rows) ?? selected()).filter((node) => node.kind === 'user');
      checked.setAll(users, !users.every(({ id }) => checked.has(id)));
    },
    refreshUsers: ofAccount(async (account) => (await tree.users()).of(account).reload()),
    searchUsers: ofAccount(async (account) => {
      const users = (await tree.users()).of(account);
      const { t } = vscode.l10n;
      const sought = await vscode.window.showInputBox({
        title: plainText(t('Search Users of {0}', accountLabel(account.account))),
        prompt: t('Part of a name, an email or a user ID. Empty shows all users.'),
        value: users.sought,
      });
      if (sought === undefined) return;
      const searching = users.search(sought.trim());
      await view.reveal(account, { expand: true, select: false });
      await searching;
    }),
    clearUserSearch: ofAccount(async (account) => (await tree.users()).of(account).search('')),
  };
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
