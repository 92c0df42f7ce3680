import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { lookAtUser, type LookOptions } from '../../../src/updates/lookAtUser';
import { accountId, token } from '../api/clientUnderTest';
import { startScriptedServer, type ScriptedServer } from '../api/scriptedServer';
import { openWindow, type HeadlessWindow } from './headless';

/** What the server says to a request: a status and a body. */
type Reply = readonly [status: number, body: unknown];

const ada = { id: 'ada', title: 'Countess' };
const refusal = (statusCode: number, more: object = {}): Reply => [
  statusCode,
  { statusCode, error: 'Error', message: 'No.', ...more },
];

describe('a look at a live user', () => {
  let server: ScriptedServer;
  let window: HeadlessWindow;
  /** By what is asked for. */
  let replies: Partial<Record<'get' | 'list' | 'meta', (url: URL) => Reply>>;

  beforeEach(async () => {
    server = await startScriptedServer();
    server.script(({ url = '' }, response) => {
      const asked = new URL(url, 'http://localhost');
      const kind = asked.pathname.includes('/meta/') ? 'meta' : asked.pathname.endsWith('/users') ? 'list' : 'get';
      const [status, body] = replies[kind]?.(asked) ?? refusal(404);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    window = openWindow();
    await window.profiles.save({ name: 'Test', baseUrl: server.baseUrl }, token);
  });
  afterEach(() => server.close());

  const look = async (options: LookOptions = {}, query: Readonly<Record<string, unknown>> = {}, userId = 'ada') =>
    (await lookAtUser({ environment: window.environments.open(), accountId, userId }, query, options)).user;
  const asked = () => server.received.map(({ url }) => new URL(url, 'http://localhost'));
  const kinds = () => asked().map(({ pathname }) => (pathname.endsWith('/users') ? 'list' : 'get'));

  const getsAda = () => [200, ada] as const;
  const listsAda = () => [200, { result: [{ id: 'eve' }, ada], next_cursor: null }] as const;

  it('gets it, and asks for no list then', async () => {
    replies = { get: getsAda, list: listsAda };
    assert.equal((await look())?.['title'], 'Countess');
    assert.deepEqual(kinds(), ['get']);
  });

  it('finds it in the list where that is all that is offered', async () => {
    replies = { get: getsAda, list: listsAda };
    assert.equal((await look({ userMethods: ['list', 'update'] }))?.['title'], 'Countess');
    assert.deepEqual(kinds(), ['list']);
    assert.deepEqual(
      [...asked()[0]!.searchParams],
      [
        ['integrated_account_id', accountId],
        ['limit', '200'],
      ],
    );
  });

  it('finds it by an ID that is a number', async () => {
    replies = { list: () => [200, { result: [{ id: 7, title: 'Seven' }] }] };
    assert.equal((await look({ userMethods: ['list'] }, {}, '7'))?.['title'], 'Seven');
  });

  it('finds it on a later page', async () => {
    const pages = ['', 'one', 'two'];
    replies = {
      list: ({ searchParams }) => {
        const page = pages.indexOf(searchParams.get('next_cursor') ?? '');
        return [
          200,
          page === 2 ? { result: [ada] } : { result: [{ id: `user ${page}` }], next_cursor: pages[page + 1] },
        ];
      },
    };
    assert.equal((await look({ userMethods: ['list'] }))?.['title'], 'Countess');
    assert.deepEqual(
      asked().map(({ searchParams }) => searchParams.get('next_cursor')),
      [null, 'one', 'two'],
    );
  });

  it('finds out that there is no such user where the whole list has none', async () => {
    replies = { list: () => [200, { result: [{ id: 'eve' }] }] };
    const error: unknown = await look({ userMethods: ['list'] }).catch((reason: unknown) => reason);
    assert.deepEqual(
      [explanationOf(error)?.code, explanationOf(error)?.nextSteps],
      ['notFound', ['checkUserId', 'selectAccount']],
    );
    assert.equal(kinds().length, 1);
  });

  it('ends where the pages of a list lead in a circle', async () => {
    const next: Readonly<Record<string, string>> = { '': 'one', one: 'two', two: 'one' };
    replies = {
      list: ({ searchParams }) => [200, { result: [], next_cursor: next[searchParams.get('next_cursor') ?? ''] }],
    };
    assert.equal(await look({ userMethods: ['list'] }), undefined);
    assert.equal(kinds().length, 3);
  });

  it('ends after fifty pages', async () => {
    let page = 0;
    replies = { list: () => [200, { result: [], next_cursor: String(page++) }] };
    assert.equal(await look({ userMethods: ['list'] }), undefined);
    assert.equal(kinds().length, 50);
  });

  it('tries to get it once where neither is said to be offered', async () => {
    replies = { get: getsAda };
    assert.equal((await look({ userMethods: ['update'] }))?.['title'], 'Countess');
    replies = { list: listsAda };
    assert.equal(await look({ userMethods: [] }), undefined);
    assert.deepEqual(kinds(), ['get', 'get']);
  });

  const unreadable: readonly (readonly [what: string, reply: Reply])[] = [
    ['405', refusal(405)],
    ['501', refusal(501)],
    ['403 of the provider', refusal(403, { truto_is_remote_error: true })],
  ];
  for (const [what, reply] of unreadable)
    it(`goes on where one way is not open: ${what}`, async () => {
      replies = { get: () => reply, list: listsAda };
      assert.equal((await look())?.['title'], 'Countess');
      replies = { get: () => reply, list: () => reply };
      assert.equal(await look(), undefined);
    });

  const failures: readonly (readonly [what: string, reply: Reply])[] = [
    ['404', refusal(404)],
    ['404 of the provider', refusal(404, { truto_is_remote_error: true })],
    ['403 of Truto', refusal(403)],
    ['400 of the provider', refusal(400, { truto_is_remote_error: true })],
    ['500', refusal(500)],
  ];
  for (const [what, reply] of failures)
    it(`fails where something else is wrong: ${what}`, async () => {
      replies = { get: () => reply, list: listsAda };
      await assert.rejects(look(), (error) => explanationOf(error)?.status === reply[0]);
      assert.ok(!kinds().includes('list'));
    });

  it('fails where there is no response', async () => {
    const { baseUrl } = server;
    await server.close();
    await window.profiles.save({ name: 'Gone', baseUrl }, token);
    await assert.rejects(look(), (error) => explanationOf(error)?.origin === 'network');
    server = await startScriptedServer();
  });

  const query = { workspace_id: 'w', notify: 'yes' };
  const metas: readonly (readonly [what: string, meta: Reply, taken: Readonly<Record<string, string>>])[] = [
    [
      'what a read takes, and what it has by default',
      [200, { query_schema: { properties: { workspace_id: {} } }, default_query: { view: 'full' } }],
      { view: 'full', workspace_id: 'w' },
    ],
    [
      'its own values before those by default',
      [200, { query_schema: { properties: { workspace_id: {} } }, default_query: { workspace_id: 'd' } }],
      { workspace_id: 'w' },
    ],
    ['nothing that a read does not take', [200, { query_schema: { properties: { other: {} } } }], {}],
    ['all of it where a read names nothing', [200, { query_schema: { properties: {} } }], query],
    ['all of it where a read is not described', [200, {}], query],
    ['all of it where its description is damaged', [200, { query_schema: { properties: 'x' } }], query],
    ['all of it where nobody tells', refusal(404), query],
  ];
  for (const [what, meta, taken] of metas)
    it(`takes of the update ${what}`, async () => {
      replies = { get: getsAda, meta: () => meta };
      await look({}, query);
      const { searchParams } = asked().at(-1)!;
      searchParams.delete('integrated_account_id');
      assert.deepEqual(Object.fromEntries(searchParams), taken);
    });

  it('asks what a read takes only where there is something to take', async () => {
    replies = { get: getsAda };
    await look();
    assert.equal(asked().length, 1);
  });
});
