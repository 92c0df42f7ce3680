import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { accountCommands } from '../../../src/accounts/accountCommands';
import { AccountList } from '../../../src/accounts/accountList';
import type { AccountTreeNode } from '../../../src/accounts/accountRows';
import { filterWords } from '../../../src/accounts/filterWords';
import type { UserNode } from '../../../src/accounts/userNodes';
import { maxShown } from '../../../src/platform/pick/pickList';
import { untilTurn } from '../../host/until';
import { environmentsOfMany } from '../../manyAccounts';
import { chosen, copied, picks } from '../vscode';
import { treeOf } from './treeUnderTest';

const isRefused = (run: () => unknown, words: RegExp) =>
  assert.rejects(async () => {
    await run();
  }, words);

describe('a command of the accounts before their view was opened', () => {
  const world = (count: number) => {
    const { environments, asked } = environmentsOfMany(count);
    const list = new AccountList(environments, { error: () => undefined } as unknown as LogOutputChannel);
    const services = { environments, list, selected: () => [] };
    return { list, asked, commands: accountCommands(services as unknown as Parameters<typeof accountCommands>[0]) };
  };
  /** The rows of some accounts, and commands for which some of them are selected. */
  const listed = async () => {
    const { environments } = environmentsOfMany(3, 1);
    const under = treeOf(environments);
    await under.view.whenRead();
    const { environment, list, tree } = under;
    const commandsOf = (rows: readonly AccountTreeNode[]) =>
      accountCommands({ environments, list, selected: () => rows } as unknown as Parameters<typeof accountCommands>[0]);
    return {
      environment,
      accounts: list.accounts.map(({ id }) => tree.accountOf({ environment, accountId: id })),
      commandsOf,
    };
  };
  const shown = async (run: () => unknown) => {
    const { length } = picks;
    const done = Promise.resolve(run());
    await untilTurn('the picker', () => picks.length > length);
    const pick = picks.at(-1)!;
    await untilTurn('its rows', () => pick.items.length > 0);
    return { pick, done };
  };

  it('copies the ID of any of them, shown page by page', async () => {
    const { commands, asked } = world(1000);
    const { pick, done } = await shown(() => commands.copyAccountId());
    assert.equal(pick.title, 'Copy Account ID');
    assert.equal(asked.filter(({ pathname }) => pathname === '/integrated-account').length, 1);
    while (/Load More/.test(pick.items.at(-1)!.label) && pick.most < maxShown) {
      const before = pick.handedOver;
      pick.reach(pick.items.length - 2);
      await untilTurn('more rows', () => pick.handedOver > before);
    }
    assert.ok(pick.most <= maxShown + 3, String(pick.most));
    const row = pick.items.find((item) => 'detail' in item && String(item.detail).startsWith('00000120-'))!;
    pick.selectedItems = [row];
    pick.accepting.fire();
    await done;
    assert.match(copied.at(-1)!, /^00000120-/);
  });

  it('filters by what the first page of them has', async () => {
    const { commands, list } = world(1000);
    const { pick, done } = await shown(() => commands.filterAccounts());
    const tenant = pick.items.find(({ label }) => label === 'tenant-7')!;
    assert.ok(pick.items.some(({ label }) => label === 'Integration 33'));
    pick.selectedItems = [tenant];
    pick.accepting.fire();
    await done;
    assert.deepEqual(list.filter, { tenantId: 'tenant-7' });
  });

  it('copies the IDs of accounts, not those of users beside them', async () => {
    const { environment, accounts, commandsOf } = await listed();
    const [one, two] = accounts;
    const user = { kind: 'user', environment, accountId: one!.accountId, userId: 'usr_1' } as unknown as UserNode;
    const group = { kind: 'group', accounts: [one, two] } as unknown as AccountTreeNode;
    const ids = `${one!.accountId}\n${two!.accountId}`;
    const commands = commandsOf([user, two!]);
    await commands.copyAccountId(one, [one, user, two]);
    assert.equal(copied.at(-1), ids);
    await commands.copyAccountId(group, [group, user]);
    assert.equal(copied.at(-1), ids);
    await commands.copyAccountId();
    assert.equal(copied.at(-1), two!.accountId);
    await commands.copyAccountId({ accountId: 'acc_named', userId: 'usr_named' });
    assert.equal(copied.at(-1), 'acc_named');
    await isRefused(() => commands.copyAccountId({ userId: 'usr_named' }), /“accountId” is missing/);
    // The key of the tree is about whatever is selected.
    await commands.copyAccountId({ kind: 'selection' });
    assert.equal(copied.at(-1), `${two!.accountId}\nusr_1`);
    await commandsOf([user]).copyAccountId({ kind: 'selection' });
    assert.equal(copied.at(-1), 'usr_1');
  });

  for (const filter of [{}, { status: 'active' }, { tenantId: 'tenant-7' }, { integration: 'x', isSandbox: true }])
    it(`filters by ${JSON.stringify(filter)} without a question`, async () => {
      const { commands, list } = world(10);
      list.reset({ status: 'connecting' });
      await commands.filterAccounts({ filter });
      assert.deepEqual(list.filter, filter);
    });

  for (const [filter, words] of [
    [{ state: 'active' }, /“filter” must be one of: status, integration, tenantId, isSandbox/],
    [{ status: 5 }, /“status” must be a string/],
    [{ isSandbox: 'true' }, /“isSandbox” must be true or false/],
    ['active', /“filter” must be an object/],
    [null, /“filter” must be an object/],
  ] as const)
    it(`filters nothing by ${JSON.stringify(filter)}`, async () => {
      const { commands, list } = world(10);
      await isRefused(() => commands.filterAccounts({ filter }), words);
      assert.deepEqual(list.filter, {});
    });

  it('says all that accounts are filtered by', () => {
    const { list } = world(10);
    list.filter = { status: 'active', isSandbox: true, tenantId: 'tenant-7' };
    assert.equal(filterWords(list), 'active, Sandbox accounts, tenant-7');
  });

  it('groups only by what there is, and not by the group whose row a menu hands over', async () => {
    const { commands } = world(10);
    for (const groupBy of ['name', 5, null, ''])
      await isRefused(
        () => commands.groupAccounts({ groupBy }),
        /“groupBy” must be one of: integration, tenant, status, none/,
      );
    chosen.push(undefined);
    await commands.groupAccounts({ kind: 'group', groupBy: 'tenant' });
    assert.deepEqual(chosen, []);
  });

  it('opens nothing where no account is named', async () => {
    const { commands } = world(10);
    for (const argument of [undefined, {}, { userId: 'usr_1' }])
      await isRefused(() => commands.openInDashboard(argument), /“accountId” is missing/);
  });
});
