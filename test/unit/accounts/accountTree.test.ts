import assert from 'node:assert/strict';
import { nameOrder } from '../../../src/accounts/accountRows';
import { environmentsOfMany } from '../../manyAccounts';
import { l10n, ThemeIcon, TreeItem, userSettings } from '../vscode';
import { treeOf } from './treeUnderTest';

const [integrations, tenants] = [60, 10];

describe('the cost of the tree of accounts', () => {
  const open = async (count: number, groupBy = 'integration') => {
    userSettings.values.set('accounts.groupBy', groupBy);
    const { environments, asked } = environmentsOfMany(count);
    const under = treeOf(environments);
    const { list, view } = under;
    await view.whenRead();
    const loadAll = async () => {
      while (list.hasMore) {
        await list.loadMore();
        await view.whenRead();
      }
    };
    return { ...under, asked, loadAll };
  };
  afterEach(() => userSettings.values.clear());

  for (const groupBy of ['none', 'integration'])
    it(`is one look at the setting whenever all rows are rendered, by ${groupBy}`, async () => {
      const { tree, view, loadAll } = await open(400, groupBy);
      await loadAll();
      const before = userSettings.reads;
      const rows = await view.rowsOf(() => tree.refresh());
      assert.ok(rows.length >= 400);
      assert.equal(userSettings.reads - before, 1);
    });

  it('is no tooltip until somebody wants one', async () => {
    const { list, tree, view } = await open(50, 'none');
    const [row] = await tree.getChildren();
    assert.ok(row?.kind === 'account');
    assert.ok(view.asked.every((node) => view.item(node).tooltip === undefined));
    const { tooltip } = tree.resolveTreeItem(view.item(row), row);
    assert.match(JSON.stringify(tooltip), new RegExp(list.accounts[0]!.id.slice(0, 8)));
  });

  it('is nothing for rows that are read again and say the same', async () => {
    const { tree, view, loadAll } = await open(300, 'none');
    await loadAll();
    const before = TreeItem.made;
    const rows = await view.rowsOf(() => tree.refresh());
    assert.equal(rows.length, 300);
    assert.equal(TreeItem.made - before, 0);
  });

  it('is, for rows grouped otherwise, what the grouping says of each, and no word or order that is known', async () => {
    const count = 600;
    const { tree, view, loadAll } = await open(count, 'tenant');
    await loadAll();
    const translate = l10n.t;
    const compare = nameOrder.compare;
    const made = { words: 0, orders: 0 };
    l10n.t = (...about) => {
      made.words++;
      return translate(...about);
    };
    Object.defineProperty(nameOrder, 'compare', {
      configurable: true,
      value: (one: string, other: string) => {
        made.orders++;
        return compare(one, other);
      },
    });
    try {
      for (const { groupBy, groups } of [
        { groupBy: 'integration', groups: integrations },
        { groupBy: 'tenant', groups: tenants },
        { groupBy: 'status', groups: 2 },
        { groupBy: 'none', groups: 0 },
      ]) {
        userSettings.values.set('accounts.groupBy', groupBy);
        const before = { ...made, icons: ThemeIcon.made, commands: new Set<unknown>() };
        const rows = await view.rowsOf(() => tree.refresh());
        assert.equal(rows.length, count + groups);
        for (const row of rows) if (row.kind === 'account') before.commands.add(view.item(row).command);
        assert.equal(before.commands.size, 1, 'one command for all');
        assert.equal(ThemeIcon.made - before.icons, 0);
        assert.ok(made.words - before.words <= groups + integrations, `${groupBy}: ${made.words - before.words} words`);
        // Each integration is compared once in each group, and tenants of one name are not.
        const most = 3 * integrations * Math.log2(integrations);
        assert.ok(made.orders - before.orders <= most, `${groupBy}: ${made.orders - before.orders}`);
      }
    } finally {
      l10n.t = translate;
      Reflect.deleteProperty(nameOrder, 'compare');
    }
  });

  it('is two rows when another account is chosen', async () => {
    const { environment, list, selection, view, loadAll } = await open(400);
    await loadAll();
    const choose = (index: number) => {
      const { id } = list.accounts[index]!;
      return selection.setDefaultAccount(environment, { id, label: id });
    };
    const names = async (job: () => unknown) =>
      (await view.rowsOf(job)).map((node) => (node.kind === 'account' ? node.accountId : node.kind));
    const ids = list.accounts.map(({ id }) => id);
    assert.deepEqual(await names(() => choose(7)), [ids[7]]);
    assert.deepEqual(await names(() => choose(307)), [ids[7], ids[307]]);
    assert.deepEqual(await names(() => choose(307)), []);
  });

  it('is the rows of one integration when something is learned of it', async () => {
    const { environment, list, view, loadAll } = await open(240);
    await loadAll();
    const account = list.accounts.find(({ status, isSandbox }) => status === 'active' && !isSandbox)!;
    const rows = await view.rowsOf(() => environment.askStanding({ ...account, isSandbox: false }));
    assert.deepEqual(rows, []);
    environment.remember([{ ...account, status: 'needs_reauth' }]);
    const known = await view.rowsOf(() => environment.askStanding(account));
    assert.deepEqual(
      known.map((node) => node.kind === 'account' && node.accountId),
      [account.id],
    );
  });

  it('is, for a page more, its own rows and those that it changes', async () => {
    const { list, view, loadAll } = await open(1000);
    await list.loadMore();
    await view.whenRead();
    const before = TreeItem.made;
    const rows = await view.rowsOf(() => list.loadMore());
    assert.ok(!rows.some(({ kind }) => kind === 'more'), 'the highest level stays');
    // Each group says how many accounts it has by now, and a row may have got a namesake.
    assert.ok(TreeItem.made - before <= 100 + integrations + 100, String(TreeItem.made - before));
    const start = TreeItem.made;
    await loadAll();
    const pages = 8;
    assert.ok(
      TreeItem.made - start <= 750 + pages * (2 * integrations + 100) + integrations,
      String(TreeItem.made - start),
    );
  });

  it('is one list for the first rows, and one look at what each integration offers, never one for each row', async () => {
    const { asked, list, view, loadAll } = await open(1000);
    const lists = () => asked.filter(({ pathname }) => pathname === '/integrated-account').length;
    assert.equal(lists(), 1);
    assert.equal(list.accounts.length, 50);
    await loadAll();
    await view.whenRead();
    assert.equal(lists(), 11);
    assert.ok(asked.length - lists() <= integrations, String(asked.length - lists()));
  });

  it('keeps the order and the groups that the whole list would have', async () => {
    for (const groupBy of ['integration', 'tenant', 'status', 'none']) {
      const paged = await open(330, groupBy);
      await paged.loadAll();
      const shown = async ({ tree }: { readonly tree: typeof paged.tree }) =>
        Promise.all(
          (await tree.getChildren()).map(async (node) => [
            tree.getTreeItem(node).label,
            tree.getTreeItem(node).description,
            (await tree.getChildren(node)).map((row) => {
              assert.equal(tree.getParent(row), node);
              return [row.kind === 'account' && row.accountId, tree.getTreeItem(row).label];
            }),
          ]),
        );
      const growing = await shown(paged);
      const whole = treeOf(paged.environments);
      await whole.view.whenRead();
      while (whole.list.hasMore) await whole.list.loadMore();
      assert.deepEqual(growing, await shown(whole));
      assert.equal(growing.length, { integration: 60, tenant: 10, status: 2, none: 330 }[groupBy]);
    }
  });
});
