import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { lookAtUser, type LookOptions } from '../../../src/updates/lookAtUser';
import { accountId, token } from '../api/clientUnderTest';
import { obstacleMessage } from '../../../src/platform/words/obstacleWords';
import { startScriptedServer, type ScriptedServer } from '../api/scriptedServer';
import { openWindow, type HeadlessWindow } from './headless';

/** What the server says to a request: a status and a body. */
type Reply = readonly [status: number, body: unknown];

const ada = { id: 'ada', title: 'Countess' };
const refusal = (statusCode: number, more: object = {}): Reply => [
  statusCode,
  { statusCode, error: 'Error', message: 'No.', ...more },
];

function kindOf({ pathname }: URL) {
  if (pathname.includes('/meta/')) return 'meta';
  if (pathname.endsWith('/capabilities')) return 'capabilities';
  if (pathname.includes('/integrated-account/')) return 'account';
  return pathname.endsWith('/users') ? 'list' : 'get';
}

describe('a look at a live user', () => {
  let server: ScriptedServer;
  let window: HeadlessWindow;
  /** By what is asked for. */
  let replies: Partial<Record<'get' | 'list' | 'meta' | 'account' | 'capabilities', (url: URL) => Reply>>;

  beforeEach(async () => {
    server = await startScriptedServer();
    server.script(({ url = '' }, response) => {
      const asked = new URL(url, 'http://localhost');
      const kind = kindOf(asked);
      const [status, body] = replies[kind]?.(asked) ?? refusal(404);
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' }).end(JSON.stringify(body));
    });
    window = openWindow();
    await window.profiles.save({ name: 'Test', baseUrl: server.baseUrl }, token);
  });
  afterEach(() => server.close());

  const look = async (options: LookOptions = {}, query: Readonly<Record<string, unknown>> = {}, userId = 'ada') =>
    (await lookAtUser({ environment: window.environments.open(), accountId, userId }, query, options)).user;
  const asked = () => server.received.map(({ url }) => new URL(url, 'http://localhost'));
  const kinds = () =>
    asked().flatMap(({ pathname }) =>
      pathname.includes('/meta/') ? [] : pathname.endsWith('/users') ? ['list'] : ['get'],
    );

  const lists = () => asked().filter(({ pathname }) => pathname.endsWith('/users'));

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
      [...lists()[0]!.searchParams],
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
      lists().map(({ searchParams }) => searchParams.get('next_cursor')),
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

  it('ends after ten thousand users, and says so', async () => {
    let page = 0;
    replies = { list: () => [200, { result: [], next_cursor: String(page++) }] };
    const target = { environment: window.environments.open(), accountId, userId: 'ada' };
    assert.deepEqual(await lookAtUser(target, {}, { userMethods: ['list'] }), { obstacle: 'outOfReach' });
    assert.equal(kinds().length, 50);
    assert.match(obstacleMessage('outOfReach', 'Acme'), /Acme cannot be searched.*first 10,000, so changes cannot/);
  });

  /** A list of ten thousand: Ada is the last one. It heeds the filters that its description names. */
  const listsMany = (...filters: readonly string[]) => {
    const bare = ({ searchParams }: URL) => filters.find((name) => searchParams.has(name));
    replies = {
      meta: () => [200, { query_schema: { properties: Object.fromEntries(filters.map((name) => [name, {}])) } }],
      list: (url) => {
        const name = bare(url);
        const isAda = ['ada', 'ada@example.com'].includes(url.searchParams.get(name ?? '') ?? '');
        if (name !== undefined) return [200, { result: isAda ? [ada] : [] }];
        const page = Number(url.searchParams.get('next_cursor') ?? 0);
        return [200, { result: page === 49 ? [ada] : [{ id: `user ${page}` }], next_cursor: String(page + 1) }];
      },
    };
  };
  const userMethods = ['list'];

  for (const [filter, known, userId = 'ada'] of [
    ['id', {}],
    ['ids', {}],
    ['user_id', {}],
    ['emails[email]', { emails: [{ email: 'ada@example.com' }] }],
    ['email', { emails: [{ email: 'new@example.com' }, { email: 'ada@example.com' }] }],
  ] as const)
    it(`finds it among ten thousand by a search where the list heeds ${filter}`, async () => {
      listsMany(filter);
      assert.equal((await look({ userMethods, known }, {}, userId))?.['title'], 'Countess');
      assert.equal(lists().length, filter === 'email' ? 2 : 1);
      await look({ userMethods, known: { emails: [{ email: 'ada@example.com' }] } }, {}, userId);
      assert.equal(asked().length - lists().length, 1, 'the description is asked for once');
    });

  it('goes on through the list where a search is refused, or shows others', async () => {
    for (const reply of [refusal(400), refusal(422), [200, { result: [{ id: 'eve' }] }] as const]) {
      listsMany('id');
      const { list } = replies;
      replies.list = (url) => (url.searchParams.has('id') ? reply : list!(url));
      assert.equal((await look({ userMethods }))?.['title'], 'Countess');
    }
    replies.list = () => refusal(401);
    await assert.rejects(look({ userMethods }), (error) => explanationOf(error)?.status === 401);
  });

  it('asks once for a description that there is not', async () => {
    replies = { list: listsAda };
    for (let count = 0; count < 3; count++) assert.equal((await look({ userMethods }))?.['title'], 'Countess');
    assert.deepEqual([asked().length, lists().length], [4, 3]);
  });

  it('searches by no more than three addresses', async () => {
    listsMany('email');
    const emails = Array.from({ length: 9 }, (_, index) => ({ email: `${index}@example.com` }));
    await look({ userMethods, known: { emails } });
    assert.equal(lists().filter(({ searchParams }) => searchParams.has('email')).length, 3);
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
    // Whether a scope is missing at Truto or at the provider makes no difference to who wants to look.
    ['403 of Truto', refusal(403)],
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
    ['403 of something in between', [403, '<html>']],
    ['400 of the provider', refusal(400, { truto_is_remote_error: true })],
    ['500', refusal(500)],
    ['200 that is no user', [200, { maintenance: true }]],
    ['200 that is nothing', [200, {}]],
    ['200 with a status alone', [200, { status: 'ok' }]],
    ['200 that is an envelope', [200, { result: ada }]],
    ['200 that is a list without a cursor', [200, { result: [ada] }]],
    ['200 that is an error', [200, { ...ada, statusCode: 500 }]],
    ['200 that is another user', [200, { ...ada, id: 'eve' }]],
    ['200 that is another user by a number', [200, { ...ada, id: 7 }]],
  ];

  it('takes for the user what has its ID as a number, or tells none', async () => {
    for (const [user, userId] of [
      [{ id: 7, title: 'Seven' }, '7'],
      [{ id: '7', title: 'Seven' }, '7'],
      [{ title: 'Seven' }, 'ada'],
      [{ id: null, title: 'Seven' }, 'ada'],
      [{ id: '', title: 'Seven' }, 'ada'],
      [{ id: 'ada', odd: true }, 'ada'],
    ] as const) {
      replies = { get: () => [200, user] };
      assert.deepEqual(await look({}, {}, userId), user);
    }
  });

  it('is not to be had where a read that is not offered is tried in vain, however that is said', async () => {
    for (const reply of [400, 402, 403, 404, 405, 409, 422, 500, 501, 503].flatMap((status) => [
      refusal(status),
      refusal(status, { truto_is_remote_error: true }),
    ])) {
      replies = { get: () => reply };
      assert.equal(await look({ userMethods: ['update'] }), undefined, JSON.stringify(reply));
    }
    for (const status of [401, 429]) {
      replies = { get: () => refusal(status) };
      await assert.rejects(look({ userMethods: [] }), (error) => explanationOf(error)?.status === status);
    }
  }).timeout(60_000);

  it('asks what is offered where nobody told, and there is no such user: a route that there is not says the same', async () => {
    for (const [methods, isFound] of [
      [['list', 'update'], true],
      [['get', 'list', 'update'], false],
    ] as const) {
      replies = {
        list: listsAda,
        account: () => [200, { id: accountId, integration: { name: 'acme' } }],
        capabilities: () => [200, { unified: [{ model: 'user-directory', resource: 'users', methods }] }],
      };
      if (isFound) assert.equal((await look())?.['title'], 'Countess');
      else await assert.rejects(look(), (error) => explanationOf(error)?.status === 404);
    }
  });
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
