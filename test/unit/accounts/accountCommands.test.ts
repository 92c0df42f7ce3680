import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { accountCommands } from '../../../src/accounts/accountCommands';
import { AccountList } from '../../../src/accounts/accountList';
import { maxShown } from '../../../src/platform/pick/pickList';
import { untilTurn } from '../../host/until';
import { environmentsOfMany } from '../../manyAccounts';
import { copied, picks } from '../vscode';

describe('a command of the accounts before their view was opened', () => {
  const world = (count: number) => {
    const { environments, asked } = environmentsOfMany(count);
    const list = new AccountList(environments, { error: () => undefined } as unknown as LogOutputChannel);
    const services = { environments, list, selected: () => [] };
    return { list, asked, commands: accountCommands(services as unknown as Parameters<typeof accountCommands>[0]) };
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
});
