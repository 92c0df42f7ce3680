import assert from 'node:assert/strict';
import type { Quirks } from '../../../src/sandbox/quirks';
import { call, callUser, eachWithSandbox, hubspot, type Json, patch, textOf, usersPath } from './callSandbox';

describe('accounts of the sandbox that are read in their own way', () => {
  let now = 1_000_000_000_000;
  const sandbox = eachWithSandbox({ now: () => now });
  const behave = (quirks: Quirks) => sandbox().setQuirks(hubspot, quirks);
  const list = async (query = '') => (await call(sandbox(), usersPath(hubspot, query))).json;
  const ids = async (query: string) => ((await list(query)).result as unknown as Json[]).map(({ id }) => id);
  const ada = async (query = '') => (await callUser(sandbox(), hubspot, 'usr_ada', { query })).json;
  const meta = (method: string) =>
    call(sandbox(), `/unified/user-directory/users/meta/${method}?integrated_account_id=${hubspot}`);

  for (const methods of [
    ['list', 'update'],
    ['get', 'update'],
    ['update'],
    ['list', 'get'],
  ] as const satisfies Quirks['methods'][]) {
    it(`offer only ${methods.join(', ')}: the others are answered 405, as the capabilities say`, async () => {
      behave({ methods });
      const { json } = await call(sandbox(), `/integrated-account/${hubspot}/capabilities?resource=users`);
      assert.deepEqual(json.unified![0]!.methods, methods);
      const replies = {
        list: await call(sandbox(), usersPath(hubspot)),
        get: await callUser(sandbox(), hubspot),
        update: await patch(sandbox(), hubspot, { title: 'x' }),
      };
      for (const [method, reply] of Object.entries(replies)) {
        const isOffered = (methods as readonly string[]).includes(method);
        assert.equal(reply.status, isOffered ? 200 : 405, method);
        assert.equal((await meta(method)).status, isOffered ? 200 : 405, method);
        if (isOffered) continue;
        assert.deepEqual([reply.json.statusCode, reply.json.error], [405, 'Method Not Allowed']);
        assert.match(textOf(reply.json.message), new RegExp(`method ${method} is not supported`));
        assert.ok(!('truto_is_remote_error' in reply.json));
      }
    });
  }

  it('want parameters for reading, which meta/get and meta/list tell and a 400 names', async () => {
    behave({ requiredQuery: { get: ['organization_id'], list: ['organization_id', 'workspace_id'] } });
    const names = (json: Json) => json.truto_error_insight!.missing_required_query_parameters!.value;
    const one = await callUser(sandbox(), hubspot);
    assert.deepEqual([one.status, names(one.json)], [400, ['organization_id']]);
    const several = await call(sandbox(), usersPath(hubspot, '&workspace_id='));
    assert.deepEqual([several.status, names(several.json)], [400, ['organization_id', 'workspace_id']]);
    assert.equal((await ada('&organization_id=1')).id, 'usr_ada');
    assert.ok('result' in (await list('&organization_id=1&workspace_id=2')));
    assert.equal((await patch(sandbox(), hubspot, { title: 'x' })).status, 200);
    const required = async (method: string) =>
      Object.entries((await meta(method)).json.query_schema!.properties!)
        .filter(([, property]) => property.required as unknown)
        .map(([name]) => name);
    assert.deepEqual(await required('get'), ['organization_id']);
    assert.deepEqual(await required('list'), ['organization_id', 'workspace_id']);
    assert.deepEqual(await required('update'), []);
  });

  it('tell how to read in the same form as how to write', async () => {
    for (const method of ['get', 'list']) {
      const { json } = await meta(method);
      assert.deepEqual(Object.keys(json).sort(), Object.keys((await meta('update')).json).sort());
      assert.equal(json.method, method);
    }
  });

  it('heed the filters that meta/list names', async () => {
    const { properties } = (await meta('list')).json.query_schema!;
    assert.deepEqual(properties!.emails!.properties, { email: { type: 'string' } });
    assert.ok('first_name' in properties! && 'status' in properties);
    assert.deepEqual(await ids('&emails[email]=GRACE@example.com'), ['usr_grace']);
    assert.deepEqual(await ids('&first_name=Ada&status=active'), ['usr_ada']);
    assert.deepEqual(await ids('&emails[email]=nobody@example.com'), []);
  });

  it('heed no filter that meta/list does not name', async () => {
    behave({ list: { filters: ['first_name'] } });
    assert.deepEqual(Object.keys((await meta('list')).json.query_schema!.properties!), ['first_name']);
    assert.deepEqual(await ids('&first_name=Ada'), ['usr_ada']);
    assert.deepEqual(await ids('&emails[email]=grace@example.com&status=none&limit=200'), await ids('&limit=200'));
  });

  it('list some fields only, and say so', async () => {
    behave({ list: { fields: ['id', 'emails'] } });
    const { result, is_partial_response: isPartial } = await list();
    assert.equal(isPartial, true);
    assert.deepEqual(Object.keys(result![0]!), ['id', 'emails', 'remote_data']);
    assert.ok('title' in (await ada()));
  });

  it('show the old values to so many reads after a write, each write for itself', async () => {
    behave({ reads: { late: { reads: 2 } } });
    const title = async () => (await ada()).title;
    assert.equal((await patch(sandbox(), hubspot, { title: 'One' })).json.title, 'One');
    assert.equal(await title(), 'Analyst');
    assert.equal((await patch(sandbox(), hubspot, { title: 'Two' })).json.title, 'Two');
    assert.deepEqual([await title(), await title(), await title()], ['Analyst', 'One', 'Two']);
    assert.equal(sandbox().user(hubspot, 'usr_ada')?.title, 'Two');
  });

  it('show the old values in the list as well, which counts as a read and filters by what it shows', async () => {
    behave({ reads: { late: { reads: 1 } } });
    await patch(sandbox(), hubspot, { first_name: 'Augusta' });
    assert.deepEqual(await ids('&first_name=Augusta'), []);
    assert.deepEqual(await ids('&first_name=Ada'), ['usr_ada']);
    assert.deepEqual(await ids('&first_name=Augusta'), ['usr_ada']);
  });

  it('show the old values for so long', async () => {
    behave({ reads: { late: { seconds: 10 } } });
    await patch(sandbox(), hubspot, { title: 'One' });
    now += 9_999;
    assert.equal((await ada()).title, 'Analyst');
    now += 1;
    assert.equal((await ada()).title, 'One');
  });

  it('show lists in another order at each read, with the same items', async () => {
    const roles = [{ id: 'a' }, { id: 'b' }];
    await patch(sandbox(), hubspot, { roles, languages: ['en', 'fr', 'it'] });
    behave({ reads: { reorders: true } });
    let before = await ada();
    for (let count = 0; count < 6; count += 1) {
      const user = await ada();
      for (const name of ['roles', 'languages'] as const) {
        assert.notDeepEqual(user[name], before[name]);
        assert.deepEqual(new Set(user[name] as unknown as unknown[]), new Set(before[name] as unknown as unknown[]));
      }
      before = user;
    }
    assert.deepEqual(sandbox().user(hubspot, 'usr_ada')?.roles, roles);
  });

  it('have a clock inside remote_data that never stands still', async () => {
    behave({ reads: { clock: true } });
    const time = async () => textOf((await ada()).remote_data!.answeredAt);
    assert.ok((await time()) < (await time()));
  });

  it('answer in other charsets, every character still there', async () => {
    await patch(sandbox(), hubspot, { title: 'Gräfin 伯爵夫人 🦆 "\\' });
    for (const [charset, decoder] of [
      ['iso-8859-1', 'latin1'],
      ['us-ascii', 'ascii'],
      ['utf-16', 'utf-16le'],
    ] as const) {
      behave({ charset });
      const response = await fetch(
        `${sandbox().baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${hubspot}`,
        { headers: { authorization: `Bearer ${sandbox().token}` } },
      );
      assert.equal(response.headers.get('content-type'), `application/json; charset=${charset}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (charset === 'us-ascii') assert.ok(bytes.every((byte) => byte < 0x80));
      const user = JSON.parse(new TextDecoder(decoder).decode(bytes)) as Json;
      assert.equal(user.title, 'Gräfin 伯爵夫人 🦆 "\\');
    }
  });

  it('keep every digit of a number, through reading, updating and reading again', async () => {
    const body =
      '{"seq":9007199254740993,"group":18446744073709551615,"price":1.10,"tiny":1e-400,"remote_data":{"n":[-0]}}';
    const updated = await patch(sandbox(), hubspot, body);
    assert.equal(updated.status, 200, updated.text);
    for (const text of [updated.text, (await callUser(sandbox(), hubspot)).text]) {
      for (const digits of [
        '"seq":9007199254740993,',
        '"group":18446744073709551615,',
        '"price":1.10,',
        '"tiny":1e-400',
      ])
        assert.ok(text.includes(digits), `${digits} in ${text}`);
      assert.ok(text.includes('"n":[-0]'));
    }
  });

  it('list pages that fail, and pages whose cursor repeats', async () => {
    behave({ list: { failsAfter: 100 } });
    const second = await list(`&limit=50&next_cursor=${textOf((await list('&limit=50')).next_cursor)}`);
    const third = await call(sandbox(), usersPath(hubspot, `&limit=50&next_cursor=${textOf(second.next_cursor)}`));
    assert.deepEqual([third.status, third.json.truto_is_remote_error], [502, true]);
    behave({ list: { cursorRepeats: true } });
    const cursor = textOf((await list('&limit=50')).next_cursor);
    for (let count = 0; count < 3; count += 1)
      assert.equal((await list(`&limit=50&next_cursor=${cursor}`)).next_cursor, cursor);
  });

  it('are the same ones when they are named in capitals', async () => {
    behave({ charset: 'utf-16', quota: { requests: 5, seconds: 10 }, reads: { late: { reads: 1 } } });
    const account = hubspot.toUpperCase();
    await patch(sandbox(), account, { title: 'One' });
    const { headers } = await callUser(sandbox(), account);
    assert.deepEqual(
      [headers.get('content-type'), headers.get('ratelimit-remaining')],
      ['application/json; charset=utf-16', '3'],
    );
  });

  it('are slow', async () => {
    behave({ latencyMs: 30 });
    const before = performance.now();
    await ada();
    assert.ok(performance.now() - before >= 29);
  });
});
