import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { Environment } from '../../../../src/api/environment';
import { pickAccount } from '../../../../src/platform/pick/pickAccount';
import { pickFromPages } from '../../../../src/platform/pick/pickFromPages';
import { maxShown } from '../../../../src/platform/pick/pickList';
import { pickUser } from '../../../../src/users/pick/pickUser';
import { untilTurn } from '../../../host/until';
import { environmentsOfMany } from '../../../manyAccounts';
import { treeOf } from '../../accounts/treeUnderTest';
import { picks } from '../../vscode';

const readParameters = { with: () => ({}), keep: () => Promise.resolve() } as unknown as Parameters<typeof pickUser>[1];
const accountId = '00000000-0000-4000-8000-000000000000';
/** The rows of a picker that are none of the list. */
const ownRows = 3;

describe('picking from very many', () => {
  const world = (count: number) => {
    const { environments, asked } = environmentsOfMany(count);
    const listed = () => asked.filter(({ pathname }) => pathname === '/integrated-account').length;
    return { environments, environment: environments.open(), asked, listed };
  };
  const kinds = {
    accounts: (environment: Environment) => pickAccount(environment),
    users: (environment: Environment) => pickUser({ environment, accountId, query: {} }, readParameters),
  };
  /** Opens a picker, and waits for its first rows. */
  const open = async (start: () => Promise<unknown>) => {
    const { length } = picks;
    void start();
    await untilTurn('the picker', () => picks.length > length || undefined);
    const pick = picks.at(-1)!;
    await untilTurn('its rows', () => pick.items.length > 0);
    return pick;
  };
  type Pick = Awaited<ReturnType<typeof open>>;
  const detailOf = (row: object) => ('detail' in row ? String(row.detail) : '');
  const last = (pick: Pick) => pick.items.at(-1)!;
  /** The highlight goes down as long as there is more. */
  const goThrough = async (pick: Pick, each: () => void = () => undefined) => {
    for (;;) {
      each();
      const before = pick.handedOver;
      if (!/Load More/.test(last(pick).label)) return;
      pick.reach(pick.items.length - 2);
      await untilTurn('more rows', () => pick.handedOver > before);
    }
  };

  for (const [what, start] of Object.entries(kinds)) {
    it(`takes a stretch of the ${what} at a time, and as many times more of five times as many`, async () => {
      const handedOver: number[] = [];
      for (const count of [1000, 5000]) {
        const pick = await open(() => start(world(count).environment));
        await goThrough(pick);
        assert.ok(pick.most <= maxShown + ownRows, String(pick.most));
        handedOver.push(pick.handedOver);
        pick.dispose();
      }
      const [few, many] = handedOver as [number, number];
      assert.ok(many / few < 6, String(many / few));
    });

    it(`reaches all of the ${what}, down and up again`, async () => {
      const pick = await open(() => start(world(1234).environment));
      const seen = new Set<string>();
      const look = () => {
        for (const row of pick.items) seen.add(detailOf(row));
      };
      await goThrough(pick, look);
      const rows = (details: ReadonlySet<string>) =>
        [...details].filter((detail) => /^usr_|^\d{8}-/.test(detail)).length;
      assert.equal(rows(seen), 1234);
      seen.clear();
      const first = () => pick.items[0]!.label;
      look();
      while (first() === 'Show Previous...') {
        pick.reach(20);
        pick.reach(1);
        await turn();
        look();
      }
      assert.equal(rows(seen), 1234);
      pick.dispose();
    });

    it(`finds the last of the ${what} by a key, without a request and without all the rows`, async () => {
      const { environment, asked } = world(3000);
      const pick = await open(() => start(environment));
      await goThrough(pick);
      const sought = detailOf(last(pick));
      const [requests, handedOver] = [asked.length, pick.handedOver];
      pick.type(sought.slice(0, 7));
      pick.type(sought);
      assert.ok(pick.items.some((row) => detailOf(row) === sought));
      assert.equal(asked.length, requests);
      assert.ok(pick.handedOver - handedOver <= 2 * (maxShown + ownRows));
      pick.dispose();
    });
  }

  it('keeps the highlight on its row while the stretch moves', async () => {
    const pick = await open(() => kinds.users(world(1000).environment));
    await goThrough(pick);
    await turn();
    for (const [from, to, least, most] of [
      [20, 10, 100, 200],
      [200, 295, 100, 200],
    ] as const) {
      pick.reach(from);
      const row = detailOf(pick.items[to]!);
      pick.reach(to);
      await turn();
      assert.equal(detailOf(pick.activeItems[0]!), row);
      const place = pick.items.findIndex((item) => detailOf(item) === row);
      assert.ok(place > least && place < most, String(place));
    }
    pick.dispose();
  });

  it('makes each row once on the way, and keeps only those that are shown', async () => {
    const made = new Map<number, number>();
    const rowsFrom = (from: number) => Array.from({ length: 100 }, (_, index) => from + index);
    const pick = await open(() =>
      pickFromPages<number>({
        title: '',
        placeholder: '',
        source: {
          loadPage: (cursor = '0') => {
            const next = Number(cursor) + 100;
            return Promise.resolve({ rows: rowsFrom(Number(cursor)), ...(next < 2000 && { nextCursor: `${next}` }) });
          },
          keyOf: String,
          textOf: String,
        },
        itemOf: (row) => {
          made.set(row, (made.get(row) ?? 0) + 1);
          return { label: `Row ${row}` };
        },
        typedLabel: String,
        offersTyped: () => false,
        failureOf: () => undefined,
      }),
    );
    await goThrough(pick);
    assert.equal(made.size, 2000);
    assert.deepEqual(new Set(made.values()), new Set([1]));
    while (pick.items[0]!.label === 'Show Previous...') {
      pick.reach(20);
      pick.reach(1);
      await turn();
    }
    // The last stretch was there all the time: all others had been let go.
    const madeTwice = [...made.values()].filter((times) => times === 2).length;
    assert.equal(madeTwice, 2000 - maxShown);
    pick.dispose();
  });

  it('looks at what an account takes once for its row and once for its words', async () => {
    const { environment } = world(1000);
    let looks = 0;
    const obstacle = environment.obstacle.bind(environment);
    environment.obstacle = (account) => {
      looks++;
      return obstacle(account);
    };
    const pick = await open(() => kinds.accounts(environment));
    await goThrough(pick);
    assert.equal(looks, 1000);
    pick.type('integration 1');
    // Beside the words, some rows come in sight.
    assert.ok(looks <= 2000 + maxShown, String(looks));
    pick.dispose();
  });

  it('does not ask for accounts that the tree has, and goes on from there', async () => {
    const { environments, environment, listed } = world(1000);
    const { list, view } = treeOf(environments);
    await view.whenRead();
    await list.loadMore();
    const before = listed();
    const pick = await open(() => pickAccount(environment));
    assert.equal(listed() - before, 0);
    assert.ok(pick.items.length >= 150);
    await goThrough(pick);
    assert.equal(listed() - before, 9);
    pick.dispose();
  });

  it('asks for the accounts anew where somebody wants that, or where the tree has only some by a filter', async () => {
    const { environments, environment, listed } = world(40);
    const { list, view } = treeOf(environments);
    await view.whenRead();
    const pick = await open(() => pickAccount(environment));
    assert.equal(listed(), 1);
    const { length } = picks;
    pick.pressing.fire(pick.buttons[0]);
    await untilTurn('another picker', () => picks.length > length);
    await untilTurn('its list', () => listed() === 2);
    picks.at(-1)!.dispose();
    environments.forget();
    list.reset({ status: 'active' });
    await view.whenRead();
    const filtered = listed();
    const other = await open(() => pickAccount(environment));
    assert.equal(listed() - filtered, 1);
    other.dispose();
  });

  it('looks at the words of each row once, however much is typed', async () => {
    const { environment } = world(3000);
    const pick = await open(() => kinds.accounts(environment));
    await goThrough(pick);
    let looks = 0;
    const knownAccount = environment.knownAccount.bind(environment);
    environment.knownAccount = (id) => {
      looks++;
      return knownAccount(id);
    };
    pick.type('i');
    const first = looks;
    pick.type('in');
    pick.type('integration 1');
    assert.ok(first <= 3000 + 2 * maxShown, String(first));
    assert.ok(looks - first <= 4 * maxShown, String(looks - first));
    pick.dispose();
  });
});
