import assert from 'node:assert/strict';
import { PickList, type PickSource } from '../../../../src/platform/pick/pickList';
import { untilTurn } from '../../../host/until';

interface Row {
  readonly id: string;
  readonly words?: string;
}

/** Pages of rows `1`, `2`, …; the cursor of a page is the number of the rows before it. */
class Server {
  readonly asked: (string | undefined)[] = [];
  readonly searched: string[] = [];
  readonly failing = new Set<string | undefined>();
  changes = 0;

  constructor(
    private readonly count: number,
    private readonly pageSize = 20,
  ) {}

  list(more: Partial<PickSource<Row>> = {}): PickList<Row> {
    return new PickList<Row>(
      {
        loadPage: async (cursor) => {
          this.asked.push(cursor);
          await Promise.resolve();
          if (this.failing.has(cursor)) throw new Error('page');
          const start = Number(cursor ?? 0);
          const end = Math.min(start + this.pageSize, this.count);
          const rows = Array.from({ length: end - start }, (_, index) => ({ id: `row ${start + index + 1}.` }));
          return { rows, ...(end < this.count && { nextCursor: String(end) }) };
        },
        keyOf: ({ id }) => id,
        textOf: ({ id, words }) => `${id} ${words ?? ''}`,
        ...more,
      },
      () => this.changes++,
      0,
    );
  }
}

describe('a list to pick from', () => {
  it('loads a page when the highlight comes near its end, one at a time, each row once', async () => {
    const server = new Server(110);
    const list = server.list();
    await list.loadMore();
    list.reach(0);
    list.reach(4);
    assert.deepEqual(server.asked, [undefined]);
    list.reach(5);
    list.reach(6);
    assert.equal(list.isBusy, true);
    await untilTurn('the page', () => list.rows.length === 40);
    assert.deepEqual(server.asked, [undefined, '20']);
    while (list.hasMore) await list.loadMore();
    assert.equal(list.rows.length, 110);
    assert.equal(server.asked.length, 6);
    list.reach(109);
    await list.loadMore();
    assert.equal(server.asked.length, 6);
  });

  const afterEmptyPages = (count: number, asked: unknown[] = []) =>
    new Server(1).list({
      loadPage: async (cursor) => {
        asked.push(cursor);
        await Promise.resolve();
        const page = Number(cursor ?? 0);
        return page < count ? { rows: [], nextCursor: String(page + 1) } : { rows: [{ id: 'row 1.' }] };
      },
    });

  it('begins behind pages that are empty', async () => {
    const list = afterEmptyPages(3);
    assert.equal(list.hasBegun, false);
    list.begin();
    assert.equal(list.isBusy, true);
    await untilTurn('the row', () => list.rows.length > 0);
    assert.equal(list.hasMore, false);
  });

  it('lets a person go on behind very many pages that are empty', async () => {
    const asked: unknown[] = [];
    const list = afterEmptyPages(25, asked);
    list.begin();
    await untilTurn('its rest', () => list.hasBegun && !list.isBusy && asked.length >= 10);
    assert.deepEqual([asked.length, list.rows.length, list.hasMore], [10, 0, true]);
    while (list.hasMore) await list.loadMore();
    assert.equal(list.rows.length, 1);
  });

  it('only ever adds rows, so that what was made of them stays', async () => {
    const list = new Server(60).list();
    await list.loadMore();
    const { rows } = list;
    const before = [...rows];
    await list.loadMore();
    assert.equal(list.rows, rows);
    assert.ok(before.every((row, index) => rows[index] === row));
  });

  for (const [kind, next] of [
    ['the same cursor again', () => 'a'],
    ['cursors in a circle', (cursor: string | undefined) => (cursor === 'a' ? 'b' : 'a')],
  ] as const)
    it(`ends at ${kind}`, async () => {
      let asked = 0;
      const list = new Server(0).list({
        loadPage: (cursor) =>
          Promise.resolve({ rows: [{ id: `row ${++asked}` }, { id: 'row' }], nextCursor: next(cursor) }),
      });
      while (list.hasMore && asked < 10) await list.loadMore();
      assert.ok(asked <= 3);
      assert.deepEqual(
        list.rows.filter(({ id }) => id === 'row'),
        [{ id: 'row' }],
      );
    });

  for (const cursor of [undefined, '20', '80'])
    it(`keeps what is there when page ${cursor ?? 'one'} fails, and goes on from there`, async () => {
      const server = new Server(100);
      server.failing.add(cursor);
      const list = server.list();
      while (list.hasMore && list.failure === undefined) await list.loadMore();
      assert.equal(list.rows.length, Number(cursor ?? 0));
      assert.ok(list.failure instanceof Error);
      const asked = server.asked.length;
      list.reach(list.rows.length);
      list.type('row 99.');
      await untilTurn('the look', () => list.typed !== '' && !list.isBusy);
      assert.equal(server.asked.length, asked);
      server.failing.clear();
      list.type('');
      await untilTurn('rest', () => list.typed === '');
      while (list.hasMore) await list.loadMore();
      assert.equal(list.failure, undefined);
      assert.equal(list.rows.length, 100);
    });

  it('looks through further pages for what is typed until something fits, and shows them at once', async () => {
    const server = new Server(200);
    const list = server.list();
    await list.loadMore();
    const { changes } = server;
    list.type(' ROW 101. ');
    await untilTurn('the row', () => list.typed !== '' && !list.isBusy);
    assert.equal(list.rows.length, 120);
    assert.equal(list.fits, true);
    assert.ok(server.changes - changes <= 3);
    list.type('row 7.');
    await untilTurn('the look', () => list.typed === 'row 7.' && !list.isBusy);
    assert.equal(server.asked.length, 6);
  });

  it('looks through so many pages and no more', async () => {
    const server = new Server(1000);
    const list = server.list();
    await list.loadMore();
    list.type('nobody');
    await untilTurn('the look', () => list.typed !== '' && !list.isBusy);
    assert.equal(server.asked.length, 11);
    assert.equal(list.fits, false);
  });

  it('asks nothing for one letter, nor where all pages are there', async () => {
    const server = new Server(30);
    const list = server.list({ search: () => assert.fail('searched') });
    await list.loadMore();
    list.type('z');
    await untilTurn('rest', () => list.typed === 'z');
    await list.loadMore();
    list.type('zz');
    await untilTurn('rest', () => list.typed === 'zz');
    assert.equal(server.asked.length, 2);
  });

  it('lets the server search when typing rests, and drops what an earlier search finds', async () => {
    const searches: { typed: string; signal: AbortSignal; found: PromiseWithResolvers<readonly Row[]> }[] = [];
    const server = new Server(100);
    const list = server.list({
      search: async (typed, signal) => {
        const found = Promise.withResolvers<readonly Row[]>();
        searches.push({ typed, signal, found });
        return found.promise;
      },
    });
    await list.loadMore();
    list.type('a');
    list.type('ad');
    list.type('ada');
    await untilTurn('a search', () => searches.length === 1);
    list.type('grace');
    await untilTurn('a search', () => searches.length === 2);
    const [first, second] = searches;
    assert.deepEqual([first?.typed, second?.typed], ['ada', 'grace']);
    assert.equal(first?.signal.aborted, true);
    second?.found.resolve([{ id: 'grace' }]);
    first.found.resolve([{ id: 'ada' }]);
    await untilTurn('the look', () => !list.isBusy);
    assert.deepEqual(list.found, [{ id: 'grace' }]);
    assert.equal(server.asked.length, 1);
    list.type('');
    await untilTurn('rest', () => list.typed === '');
    assert.deepEqual(list.found, []);
  });

  it('looks through the pages where the search fails or finds nothing', async () => {
    for (const search of [() => Promise.reject(new Error('search')), () => Promise.resolve([])]) {
      const list = new Server(100).list({ search });
      await list.loadMore();
      list.type('row 45.');
      await untilTurn('the look', () => list.typed !== '' && !list.isBusy);
      assert.equal(list.rows.length, 60);
    }
  });

  it('tells nothing more once it is disposed of', async () => {
    const server = new Server(100);
    const list = server.list();
    const loading = list.loadMore();
    list.dispose();
    const { changes } = server;
    await loading;
    list.type('row 99.');
    list.dispose();
    assert.equal(server.changes, changes);
  });
});
