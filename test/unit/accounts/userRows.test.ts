import assert from 'node:assert/strict';
import type { TreeView } from 'vscode';
import type { AccountTreeNode } from '../../../src/accounts/accountRows';
import { userRowCommands } from '../../../src/accounts/userRowCommands';
import type { QuirkyLabel } from '../../../src/sandbox/quirkyAccounts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/startSandbox';
import { untilTurn } from '../../host/until';
import { environmentsOfMany } from '../../manyAccounts';
import { accounts, quirkyAccount } from '../../sandboxAccounts';
import { environmentsOf } from '../../sandboxEnvironments';
import { chosen, inputs, TreeItem, Uri, userSettings } from '../vscode';
import { open, Opened } from './openedAccount';
import { treeOf } from './treeUnderTest';

describe('the users below an account', () => {
  beforeEach(() => userSettings.values.set('accounts.groupBy', 'none'));
  afterEach(() => {
    userSettings.values.clear();
    inputs.length = 0;
  });

  describe('of a large account', () => {
    const many = async (users: number) => {
      const { environments, asked } = environmentsOfMany(120, users);
      const under = treeOf(environments);
      await under.view.whenRead();
      const first = under.list.accounts[0]!.id;
      const lists = () => asked.filter(({ pathname }) => pathname.endsWith('/users'));
      return { under, first, lists, asked };
    };

    it('are asked for when its row is opened: one list, and nothing before', async () => {
      const { under, first, lists, asked } = await many(10_000);
      assert.equal(asked.filter(({ pathname }) => pathname === '/integrated-account').length, 1);
      assert.deepEqual(lists(), []);
      const opened = await open(under, first);
      // Beside it, there is one look at what each integration offers.
      assert.equal(asked.filter(({ pathname }) => !pathname.endsWith('/capabilities')).length, 2);
      assert.equal(lists().length, 1);
      assert.equal(lists()[0]?.searchParams.get('integrated_account_id'), first);
      assert.equal(opened.users.length, 50);
      assert.equal(opened.note, 'more: Load More Users...');
    });

    it('are shown page by page: the second is asked for by the last row alone, and costs its own rows', async () => {
      const { under, first, lists } = await many(10_000);
      const opened = await open(under, first);
      const branch = await opened.branch();
      const [made, addresses] = [TreeItem.made, Uri.made];
      await Promise.all([branch.loadMore(), branch.loadMore()]);
      await opened.settled();
      assert.equal(lists().length, 2);
      assert.equal(opened.users.length, 150);
      assert.ok(TreeItem.made - made <= 100 + 10, String(TreeItem.made - made));
      assert.equal(Uri.made - addresses, 100);
    });

    it('have each an ID of its own', async () => {
      const { under, first } = await many(2000);
      const opened = await open(under, first);
      const branch = await opened.branch();
      while (branch.hasMore) await branch.loadMore();
      await opened.settled();
      const ids = opened.rows.map((row) => under.view.item(row).id);
      assert.equal(new Set(ids).size, 2000);
      assert.equal(opened.note, undefined);
    });

    it('are loaded again as far as they were, in place of those of before, and no other row is touched', async () => {
      const { under, first, lists } = await many(1000);
      const opened = await open(under, first);
      const second = await open(under, under.list.accounts[1]!.id);
      const branch = await opened.branch();
      await branch.loadMore();
      await opened.settled();
      const before = lists().length;
      const others = second.users;
      const seen: number[] = [];
      const asked = await under.view.rowsOf(async () => {
        const reloading = branch.reload();
        await untilTurn('the rows while they are loaded again', () => seen.push(opened.users.length) > 3);
        await reloading;
        await opened.settled();
      });
      assert.deepEqual(new Set(seen), new Set([150]));
      assert.equal(lists().length - before, 2);
      assert.equal(opened.users.length, 150);
      assert.ok(asked.every((row) => row.kind !== 'user' || row.accountId === first));
      assert.ok(asked.every((row) => row.kind !== 'account' || row.accountId === first));
      assert.deepEqual(second.users, others);
    });

    it('stay open, with their IDs, when the accounts are listed again, and are then listed again too', async () => {
      const { under, first, lists } = await many(80);
      const opened = await open(under, first);
      const { ids } = opened;
      under.environments.forget();
      under.tree.outdateUsers();
      under.list.reset();
      await under.view.whenRead();
      await opened.settled();
      assert.deepEqual(opened.ids, ids);
      assert.equal(lists().length, 2);
    });

    it('have a tooltip when somebody wants one', async () => {
      const { under, first } = await many(10);
      const opened = await open(under, first);
      const [user] = opened.users;
      const item = under.view.item(user!);
      assert.equal(item.tooltip, undefined);
      under.tree.resolveTreeItem(item, user!);
      assert.match(JSON.stringify(item.tooltip), /user\\\\-0\\\\@example\\\\.com/);
    });

    it('say which of them have changes that were not sent, one row at a time', async () => {
      const { under, first } = await many(60);
      const opened = await open(under, first);
      const [, user] = opened.users;
      const uri = under.view.item(user!).resourceUri!;
      assert.equal(uri.toString(), `truto:/Many/${first}/usr_1.truto-user.json`);
      const rows = await under.view.rowsOf(() => under.drafts.set(uri, true));
      assert.deepEqual(rows, [user]);
      assert.equal(opened.label(user!), 'User 1 | unsent draft · user-1@example.com');
      assert.match(under.view.item(user!).accessibilityInformation!.label, /unsent draft/);
      await under.view.rowsOf(() => under.drafts.set(uri, false));
      assert.equal(opened.label(user!), 'User 1 | user-1@example.com');
    });

    it('stay checked, sought or not, and when they are loaded again', async () => {
      const { under, first } = await many(60);
      const opened = await open(under, first);
      const state = () => opened.users.map((user) => under.view.item(user).checkboxState);
      assert.deepEqual(new Set(state()), new Set([0]));
      const [user] = opened.users;
      assert.deepEqual(await under.view.rowsOf(() => under.checked.set(user!.id, user!, true)), [user]);
      await (await opened.branch()).search('User 7');
      await opened.settled();
      await (await opened.branch()).search('');
      await (await opened.branch()).reload();
      await opened.settled();
      const [box] = state();
      assert.equal(box, 1);
      assert.deepEqual(
        under.checked.all.map(({ userId }) => userId),
        ['usr_0'],
      );
      await under.view.rowsOf(() => under.checked.clear());
      assert.deepEqual(new Set(state()), new Set([0]));
    });
  });

  describe('of a page, all checked at once', () => {
    it('are rendered anew by one event, and counted by one', async () => {
      const { environments } = environmentsOfMany(120, 50);
      const under = treeOf(environments);
      await under.view.whenRead();
      const { users } = await open(under, under.list.accounts[0]!.id);
      const [told, counted]: [unknown[], number[]] = [[], []];
      const idsOf = (nodes: readonly AccountTreeNode[] = []) => nodes.map((node) => ('id' in node ? node.id : ''));
      under.tree.onDidChangeTreeData((nodes) => told.push(idsOf(nodes)));
      under.checked.onDidChange(() => counted.push(under.checked.count));
      const commands = userRowCommands({
        environments,
        tree: under.tree,
        view: under.view as unknown as TreeView<AccountTreeNode>,
        selected: () => users,
        checked: under.checked,
      });
      await commands.checkUsers();
      assert.deepEqual([told, counted], [[idsOf(users)], [50]]);
      await commands.checkUsers(users[0], users.slice(0, 2));
      assert.deepEqual([told[1], counted], [idsOf(users.slice(0, 2)), [50, 48]]);
      under.checked.setAll([], true);
      assert.equal(counted.length, 2);
    });
  });

  describe('of a server with manners or without', () => {
    let sandbox: Sandbox;
    const start = async (options: SandboxOptions = {}) => {
      sandbox = await startSandbox({ quirkyAccounts: true, ...options });
      const profile = { name: 'Test', baseUrl: sandbox.baseUrl };
      return treeOf(environmentsOf(sandbox.token, () => profile));
    };
    afterEach(() => sandbox.close());

    const openQuirky = async (label: QuirkyLabel) => open(await start(), quirkyAccount(sandbox, label));
    const lists = () => sandbox.requests.filter(({ path }) => path.endsWith('/users'));

    it('end where a cursor repeats', async () => {
      const opened = await openQuirky('Cursor repeats');
      const branch = await opened.branch();
      for (let count = 0; count < 10; count++) await branch.loadMore();
      await opened.settled();
      assert.equal(new Set(opened.ids).size, opened.ids.length);
      assert.ok(lists().length <= 4, String(lists().length));
      assert.equal(opened.note, undefined);
    });

    it('stay when a page fails, which is tried again', async () => {
      const opened = await openQuirky('Third page fails');
      const branch = await opened.branch();
      await branch.loadMore();
      await branch.loadMore();
      await branch.loadMore();
      await opened.settled();
      const shown = opened.users.length;
      assert.ok(shown > 100, String(shown));
      assert.match(opened.note ?? '', /^failed: .+ \| try again$/);
      sandbox.setQuirks(quirkyAccount(sandbox, 'Third page fails'), { methods: ['list'] });
      await branch.loadMore();
      await opened.settled();
      assert.ok(opened.users.length > shown);
      assert.equal(opened.users.slice(0, shown).length, shown);
    });

    it('stay when they cannot be loaded again, which is said', async () => {
      const opened = await openQuirky('Large numbers');
      const { ids } = opened;
      const match = { path: '/unified/user-directory/users' };
      sandbox.inject({ kind: 'body', status: 400, contentType: 'application/json', body: '{}', match });
      const branch = await opened.branch();
      await branch.reload();
      await opened.settled();
      assert.deepEqual(opened.ids, ids);
      assert.match(opened.note ?? '', /^failed: /);
      await branch.loadMore();
      await opened.settled();
      assert.deepEqual([opened.ids, opened.note], [ids, undefined]);
    });

    it('cannot be listed where the account does not offer that', async () => {
      const opened = await openQuirky('Without list');
      assert.equal(opened.note, 'unlisted: Users cannot be listed here | open one by its ID');
      assert.deepEqual(opened.ids, []);
    });

    it('say why they are not shown where the account is blocked', async () => {
      const opened = await open(await start(), accounts.blocked);
      assert.match(opened.note ?? '', /^failed: .*blocked/i);
      assert.equal(lists().length, 1);
    });

    it('are none where there are none', async () => {
      const under = await start();
      sandbox.setQuirks(quirkyAccount(sandbox, 'Odd values'), { users: [], userCount: 0 });
      const accountId = quirkyAccount(sandbox, 'Odd values');
      const body = JSON.stringify({ result: [], next_cursor: null });
      const match = { path: '/unified/user-directory/users' };
      sandbox.inject({ kind: 'body', status: 200, contentType: 'application/json', body, match });
      assert.equal((await open(under, accountId)).note, 'empty: No users');
    });

    it('are text and nothing else, whatever they are called', async () => {
      const names = ['$(trash)[x](command:y)', 'a\nb', '\u202Eevil', 'usr/../../x', '"],["'];
      const users = names.map((name) => ({ id: name, name, emails: [{ email: `${name}@x` }], status: 'odd\n1' }));
      const under = await start();
      const accountId = quirkyAccount(sandbox, 'Odd values');
      const body = JSON.stringify({ result: [...users, ...users, { name: 'no id' }, 'x'], next_cursor: null });
      const match = { path: '/unified/user-directory/users' };
      sandbox.inject({ kind: 'body', status: 200, contentType: 'application/json', body, match });
      const opened = await open(under, accountId);
      const items = opened.rows.map((row) => under.view.item(row));
      const words = opened.rows.map((row) => opened.label(row));
      assert.equal(items.length, names.length);
      assert.equal(new Set(items.map(({ id }) => id)).size, names.length);
      for (const text of words) assert.doesNotMatch(text, /\$\(|\]\(|[\n\u202E]/);
      assert.ok(items.every(({ resourceUri }) => resourceUri!.path.split('/').length === 4));
    });

    describe('that wants parameters', () => {
      const quirk = 'Reads want parameters' as const;

      it('offer to enter them, ask when a person opens the row, once, and keep them', async () => {
        const opened = await openQuirky(quirk);
        assert.equal(opened.note, 'lacking: Enter organization_id, workspace_id...');
        inputs.push('org', 'ws');
        const users = await opened.under.tree.users();
        users.opened(opened.account);
        await untilTurn('the users', () => opened.users.length > 0);
        await opened.settled();
        assert.deepEqual(opened.under.parameters.of(opened.under.environment, opened.account.accountId), {
          organization_id: 'org',
          workspace_id: 'ws',
        });
        assert.match(String(opened.under.view.item(opened.users[0]!).resourceUri), /\?\{"organization_id":"org"/);
        await (await opened.branch()).reload();
        await opened.settled();
        assert.ok(opened.users.length > 0);
      });

      it('do not ask again where that was dismissed, but by their row', async () => {
        const opened = await openQuirky(quirk);
        const users = await opened.under.tree.users();
        inputs.push(undefined, 'org', 'ws');
        users.opened(opened.account);
        await untilTurn('the question', () => inputs.length === 2);
        users.opened(opened.account);
        await opened.settled();
        assert.equal(inputs.length, 2);
        await users.ask(opened.account);
        await opened.settled();
        assert.ok(opened.users.length > 0);
      });

      it('ask for the one of several that a person picks, unless that is dismissed', async () => {
        const opened = await openQuirky('Reads want one of two');
        const users = await opened.under.tree.users();
        chosen.push(undefined, 'workspace_id');
        users.opened(opened.account);
        await untilTurn('the question', () => chosen.length === 1);
        assert.equal(opened.note, 'lacking: Enter one of organization_id, workspace_id...');
        inputs.push('ws');
        await users.ask(opened.account);
        await opened.settled();
        assert.ok(opened.users.length > 0);
        const kept = opened.under.parameters.of(opened.under.environment, opened.account.accountId);
        assert.deepEqual(kept, { workspace_id: 'ws' });
      });
    });

    describe('that are sought', () => {
      it('are found by the server where its list heeds a filter, first, and the account says so', async () => {
        const opened = await openQuirky('Six slow pages');
        const branch = await opened.branch();
        await branch.search('Grace');
        await opened.settled();
        assert.ok(opened.users.every(({ label }) => label.startsWith('Grace')));
        assert.ok(lists().some(({ query }) => query['first_name'] === 'Grace'));
        assert.match(opened.label(opened.account), /search: “Grace”/);
        assert.match(opened.under.view.item(opened.account).contextValue ?? '', /\.searched$/);
        await branch.search('');
        await opened.settled();
        assert.ok(opened.users.length >= 50);
        assert.doesNotMatch(opened.label(opened.account), /search/);
      });

      it('are looked for page by page where the list heeds none, until one fits', async () => {
        const opened = await openQuirky('Cursor repeats');
        const branch = await opened.branch();
        const before = lists().length;
        const [, second] = opened.users;
        await branch.search(second!.label.toUpperCase());
        await opened.settled();
        assert.equal(lists().length, before, 'it is among those that are loaded');
        assert.ok(opened.ids.includes(second!.userId));
        await branch.search('nobody at all');
        await opened.settled();
        assert.equal(opened.note, 'noMatch: No user matches “nobody at all”');
      });

      it('are sought before the account was opened', async () => {
        const under = await start();
        const accountId = quirkyAccount(sandbox, 'Third page fails');
        await under.view.whenRead();
        while (under.list.hasMore) await under.list.loadMore();
        await under.view.whenRead();
        const opened = new Opened(under, accountId);
        await (await opened.branch()).search('ada');
        await under.view.open(opened.account);
        await opened.settled();
        assert.ok(opened.ids.includes('usr_ada'));
        assert.equal(lists().length, 1);
      });
    });
  });
});
