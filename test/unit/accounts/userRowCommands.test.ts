import assert from 'node:assert/strict';
import type { TreeView } from 'vscode';
import type { AccountTreeNode } from '../../../src/accounts/accountRows';
import { userRowCommands } from '../../../src/accounts/userRowCommands';
import { environmentsOfMany } from '../../manyAccounts';
import { copied, userSettings } from '../vscode';
import { open, type Under } from './openedAccount';
import { treeOf } from './treeUnderTest';

const isRefused = (run: () => unknown, words: RegExp) =>
  assert.rejects(async () => {
    await run();
  }, words);

describe('the users that a command names', () => {
  beforeEach(() => userSettings.values.set('accounts.groupBy', 'none'));
  afterEach(() => userSettings.values.clear());

  const world = async () => {
    const { environments } = environmentsOfMany(120, 50);
    const under = treeOf(environments);
    await under.view.whenRead();
    const [first, second] = under.list.accounts;
    const [named, other] = [await open(under, first!.id), await open(under, second!.id)];
    let selection: readonly AccountTreeNode[] = [other.users[0]!, other.account];
    const commands = userRowCommands({
      environments,
      tree: under.tree,
      view: { reveal: () => Promise.resolve() } as unknown as TreeView<AccountTreeNode>,
      selected: () => selection,
      checked: under.checked,
    });
    const accountId = first!.id;
    const select = (...rows: readonly AccountTreeNode[]) => (selection = rows);
    return { under, named, other, commands, accountId, select };
  };
  const checkedIn = ({ under }: { readonly under: Under }) =>
    under.checked.all.map(({ accountId, userId }) => [accountId, userId]);

  it('are those whose ID is copied, whatever is selected', async () => {
    const { commands, other, select } = await world();
    await commands.copyUserId({ accountId: 'acc_named', userId: 'usr_named' });
    assert.equal(copied.at(-1), 'usr_named');
    await commands.copyUserId({ userId: 'usr_alone' });
    assert.equal(copied.at(-1), 'usr_alone');
    const [one, two] = other.users;
    // A menu hands over the row that it was opened on, and all that are selected.
    await commands.copyUserId(one, [one, other.account, two]);
    assert.equal(copied.at(-1), [one!.userId, two!.userId].join('\n'));
    await commands.copyUserId();
    assert.equal(copied.at(-1), one!.userId);
    const { length } = copied;
    await isRefused(() => commands.copyUserId({ accountId: 'acc_named' }), /“userId” is missing/);
    await isRefused(() => commands.copyUserId({}), /“userId” is missing/);
    select(other.account);
    await isRefused(() => commands.copyUserId(), /Select a user/);
    assert.equal(copied.length, length);
  });

  it('are those that are checked, whatever is selected', async () => {
    const made = await world();
    const { commands, accountId, other, select } = made;
    await commands.checkUsers({ accountId, userId: 'usr_7' });
    assert.deepEqual(checkedIn(made), [[accountId, 'usr_7']]);
    for (const argument of [{ accountId }, { userId: 'usr_7' }, {}])
      await isRefused(() => commands.checkUsers(argument), /is missing/);
    await isRefused(() => commands.checkUsers({ accountId, userId: 'nobody' }), /“nobody” is not in the tree/);
    await isRefused(() => commands.checkUsers({ accountId: 'none', userId: 'x' }), /“none” is not in the tree/);
    select(other.account);
    await isRefused(() => commands.checkUsers(), /Select a user/);
    assert.deepEqual(checkedIn(made), [[accountId, 'usr_7']]);
  });

  it('are of the account that is named, whatever is selected', async () => {
    const { commands, accountId, named, other, select } = await world();
    await commands.searchUsers({ accountId, text: ' User 7 ' });
    assert.deepEqual([(await named.branch()).sought, (await other.branch()).sought], ['User 7', '']);
    await commands.clearUserSearch({ accountId });
    assert.equal((await named.branch()).sought, '');
    const before = await other.branch();
    await commands.refreshUsers({ accountId });
    assert.equal(before.isLoading, false);
    for (const command of ['refreshUsers', 'searchUsers', 'clearUserSearch'] as const) {
      await isRefused(() => commands[command]({ accountId: 'none' }), /“none” is not in the tree/);
      await isRefused(() => commands[command]({}), /“accountId” is missing/);
      // A user that a menu hands over is no account, whatever else is selected.
      await isRefused(() => commands[command](named.users[0]), /Select an integrated account/);
      select();
      await isRefused(() => commands[command](), /Select an integrated account/);
    }
  });
});
