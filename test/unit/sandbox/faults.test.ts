import assert from 'node:assert/strict';
import { until } from '../../host/until';
import { call, callUser, eachWithSandbox, hubspot, patch, userPath, isCut } from './callSandbox';

describe('the faults of the sandbox', () => {
  const sandbox = eachWithSandbox();
  const title = () => sandbox().user(hubspot, 'usr_ada')?.title;

  it("answers another status once, in Truto's error shape, then works again", async () => {
    sandbox().inject({ kind: 'status', status: 500 });
    const failed = await patch(sandbox(), hubspot, { title: 'x' });
    assert.deepEqual([failed.status, failed.json.statusCode, failed.json.error], [500, 500, 'Internal Server Error']);
    assert.ok(!('truto_is_remote_error' in failed.json));
    assert.equal(title(), 'Analyst');
    assert.equal((await patch(sandbox(), hubspot, { title: 'x' })).status, 200);
  });

  it('answers a failing provider with the remote flag and raw_response', async () => {
    sandbox().inject({ kind: 'status', status: 502, remote: true, headers: { 'x-provider': 'yes' } });
    const { status, json, headers } = await callUser(sandbox(), hubspot);
    assert.deepEqual([status, json.truto_is_remote_error, json.raw_response!.error!.code], [502, true, 502]);
    assert.equal(headers.get('x-provider'), 'yes');
    assert.ok(headers.has('ratelimit-limit'));
  });

  it("answers a provider's own rate limit with its Retry-After and insight", async () => {
    sandbox().inject({ kind: 'status', status: 429, remote: true, headers: { 'retry-after': '3' } });
    const { json, headers } = await callUser(sandbox(), hubspot);
    assert.equal(headers.get('retry-after'), '3');
    assert.ok('rate_limit_error' in json.truto_error_insight!);
  });

  it('answers a given body: an object as JSON, a text as it is', async () => {
    sandbox().inject({ kind: 'status', status: 418, body: { teapot: true } });
    sandbox().inject({ kind: 'status', status: 503, body: 'upstream gone' });
    assert.deepEqual((await callUser(sandbox(), hubspot)).json, { teapot: true });
    assert.equal((await callUser(sandbox(), hubspot)).text, 'upstream gone');
  });

  it("leaves the account in needs_reauth after the provider's 401", async () => {
    sandbox().inject({ kind: 'status', status: 401, remote: true });
    assert.equal((await callUser(sandbox(), hubspot)).status, 401);
    assert.equal((await callUser(sandbox(), hubspot)).status, 401);
    const { json } = await call(sandbox(), `/integrated-account/${hubspot}`);
    assert.deepEqual([json.status, json.last_error], ['needs_reauth', 'The provider answered 401']);
  });

  it('meets only the method and path it was made for, as often as it was told', async () => {
    sandbox().inject({ kind: 'status', status: 500, times: 2, match: { method: 'patch', path: '/users/usr_ada' } });
    sandbox().inject({
      kind: 'status',
      status: 504,
      times: Infinity,
      match: { path: /usr_gr\w+\?.*integrated_account_id=/g },
    });
    assert.equal((await callUser(sandbox(), hubspot)).status, 200);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await patch(sandbox(), hubspot, {})).status);
    for (let count = 0; count < 3; count += 1) statuses.push((await callUser(sandbox(), hubspot, 'usr_grace')).status);
    assert.deepEqual(statuses, [500, 500, 200, 504, 504, 504]);
  });

  it('delays, then goes on to the next fault or the usual answer', async () => {
    sandbox().inject({ kind: 'delay', ms: 30, times: 2 });
    sandbox().inject({ kind: 'status', status: 504 });
    for (const expected of [504, 200]) {
      const before = performance.now();
      assert.equal((await callUser(sandbox(), hubspot)).status, expected);
      assert.ok(performance.now() - before >= 29);
    }
  });

  it('applies an update whose client gave up waiting', async () => {
    sandbox().inject({ kind: 'delay', ms: 200 });
    const leaving = new AbortController();
    const left = assert.rejects(patch(sandbox(), hubspot, { title: 'late' }, { signal: leaving.signal }), {
      name: 'AbortError',
    });
    await until('the request', () => sandbox().requests.length === 1);
    leaving.abort();
    await left;
    await until('the late update', () => title() === 'late');
    assert.equal((await callUser(sandbox(), hubspot)).status, 200);
  });

  it('cuts the connection before applying', async () => {
    sandbox().inject({ kind: 'cut', when: 'beforeApplying' });
    await assert.rejects(patch(sandbox(), hubspot, { title: 'x' }), isCut);
    assert.equal(title(), 'Analyst');
    assert.deepEqual([sandbox().requests[0]?.status, sandbox().requests[0]?.applied], [undefined, false]);
  });

  it('cuts the connection after applying and after some bytes of the answer', async () => {
    sandbox().inject({ kind: 'cut', when: 'afterApplying', afterBytes: 20 });
    const response = await fetch(`${sandbox().baseUrl}${userPath(hubspot, 'usr_ada')}`, {
      method: 'PATCH',
      body: '{"title":"x"}',
      headers: { authorization: `Bearer ${sandbox().token}`, 'content-type': 'application/json' },
    });
    assert.equal(response.status, 200);
    const reader = response.body!.getReader();
    const { value } = (await reader.read()) as { value: Uint8Array };
    assert.equal(new TextDecoder().decode(value), '{"id":"usr_ada","nam');
    await assert.rejects(reader.read(), isCut);
    assert.equal(title(), 'x');
  });

  it('stays silent until the client leaves', async () => {
    sandbox().inject({ kind: 'noResponse', when: 'afterApplying' });
    const leaving = new AbortController();
    const left = assert.rejects(patch(sandbox(), hubspot, { title: 'x' }, { signal: leaving.signal }), {
      name: 'AbortError',
    });
    await until('the update', () => title() === 'x');
    leaving.abort();
    await left;
  });

  it('redirects elsewhere', async () => {
    sandbox().inject({ kind: 'redirect', status: 307, location: 'https://evil.example/' });
    const { status, headers } = await callUser(sandbox(), hubspot);
    assert.deepEqual([status, headers.get('location')], [307, 'https://evil.example/']);
  });

  it('answers a page that is no JSON, also in place of the answer of an applied update', async () => {
    sandbox().inject({ kind: 'body', body: '<html>Log in to the Wi-Fi</html>' });
    sandbox().inject({ kind: 'body', body: '{"id":', contentType: 'application/json', when: 'afterApplying' });
    const page = await callUser(sandbox(), hubspot);
    assert.deepEqual(
      [page.status, page.headers.get('content-type'), page.text],
      [200, 'text/html', '<html>Log in to the Wi-Fi</html>'],
    );
    assert.equal((await patch(sandbox(), hubspot, { title: 'x' })).text, '{"id":');
    assert.equal(title(), 'x');
  });
});
