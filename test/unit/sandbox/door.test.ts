import assert from 'node:assert/strict';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { startSandbox } from '../../../src/sandbox/startSandbox';
import { until } from '../../host/until';
import { call, callUser, eachWithSandbox, hubspot, isCut, isRefused } from './callSandbox';

describe('the door of the sandbox', () => {
  const sandbox = eachWithSandbox();

  /** The status for a request with the right token under this Host. */
  function statusFor(host: string, body?: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request(
        `${sandbox().baseUrl}/integrated-account`,
        {
          method: body === undefined ? 'GET' : 'POST',
          headers: { host, authorization: `Bearer ${sandbox().token}` },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end(body);
    });
  }

  for (const [title, token, headers] of [
    ['no token', null, {}],
    ['a wrong token', 'wrong', {}],
    ['another scheme', null, { authorization: 'Basic eDp5' }],
  ] as const) {
    it(`refuses ${title} with 401 and without the remote flag`, async () => {
      const reply = await call(sandbox(), '/integrated-account', { token, headers });
      assert.equal(reply.status, 401);
      assert.equal(reply.json.error, 'Unauthorized');
      assert.equal(reply.json.statusCode, 401);
      assert.ok(!('truto_is_remote_error' in reply.json));
    });
  }

  it('takes its own token, also in lower-case "bearer"', async () => {
    assert.equal(
      (
        await call(sandbox(), '/integrated-account', {
          token: null,
          headers: { authorization: `bearer ${sandbox().token}` },
        })
      ).status,
      200,
    );
  });

  it('makes a new random token each time, and takes a given one', async () => {
    const other = await startSandbox();
    const given = await startSandbox({ token: 'given' });
    try {
      assert.notEqual(other.token, sandbox().token);
      assert.ok(other.token.length > 30);
      assert.equal((await call(other, '/integrated-account', { token: sandbox().token })).status, 401);
      assert.equal((await call(given, '/integrated-account', { token: 'given' })).status, 200);
    } finally {
      await other.close();
      await given.close();
    }
  });

  it('refuses a foreign Host, even with the right token', async () => {
    const { port } = new URL(sandbox().baseUrl);
    assert.equal(await statusFor(`evil.example:${port}`), 421);
    assert.equal(await statusFor('127.0.0.1'), 421);
    assert.equal(await statusFor(`127.0.0.1:${port}`), 200);
    assert.equal(await statusFor(`localhost:${port}`), 200);
  });

  it('listens on 127.0.0.1 only', async () => {
    const { hostname, port } = new URL(sandbox().baseUrl);
    assert.equal(hostname, '127.0.0.1');
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((entry) => entry?.family === 'IPv4' && !entry.internal);
    if (outside !== undefined) await assert.rejects(fetch(`http://${outside.address}:${port}/`), isRefused);
  });

  it('rejects when its port is taken', async () => {
    await assert.rejects(startSandbox({ port: Number(new URL(sandbox().baseUrl).port) }), /EADDRINUSE/);
  });

  it('answers 404 for an unknown route and 405 with Allow for a known one with another method', async () => {
    assert.equal((await call(sandbox(), '/nowhere')).status, 404);
    const put = await callUser(sandbox(), hubspot, 'usr_ada', { method: 'PUT', body: {} });
    assert.equal(put.status, 405);
    assert.equal(put.headers.get('allow'), 'GET, PATCH');
  });

  it('answers 400 for a path that is not properly encoded', async () => {
    assert.equal((await call(sandbox(), '/unified/user-directory/users/%E0%A4%A')).status, 400);
  });

  it('keeps nothing of a request before it has let it in', async () => {
    const body = `{"title":"${'x'.repeat(2_000_000)}"}`;
    for (const options of [
      { token: null },
      { token: 'wrong' },
      { token: null, headers: { authorization: 'Basic eDp5' } },
    ])
      assert.equal((await callUser(sandbox(), hubspot, 'usr_ada', { method: 'PATCH', body, ...options })).status, 401);
    assert.equal(await statusFor('evil.example', body), 421);
    assert.deepEqual(sandbox().requests, []);
  });

  it('refuses a stranger before its body has come', async () => {
    // The body that is announced never comes.
    const reply = await new Promise<number | undefined>((resolve, reject) => {
      const stranger = request(
        `${sandbox().baseUrl}/link-token`,
        { method: 'POST', headers: { 'content-length': '19000000' } },
        (response) => {
          resolve(response.statusCode);
          stranger.destroy();
        },
      ).on('error', reject);
      stranger.flushHeaders();
    });
    assert.equal(reply, 401);
    assert.deepEqual(sandbox().requests, []);
  });

  it('records every request that it let in as it came, with what became of it', async () => {
    const before = Date.now();
    await call(sandbox(), '/integrated-account', { token: null });
    await call(sandbox(), '/nowhere');
    await callUser(sandbox(), hubspot, 'usr_ada', {
      method: 'PATCH',
      body: '{"title":"Ünïcode"}',
      query: '&remote_query[a][b]=c+d',
    });
    const [refused, applied] = sandbox().requests;
    assert.equal(refused?.status, 404);
    assert.equal(applied?.method, 'PATCH');
    assert.equal(applied.path, '/unified/user-directory/users/usr_ada');
    assert.deepEqual(applied.query, { integrated_account_id: hubspot, remote_query: { a: { b: 'c d' } } });
    assert.equal(applied.headers.authorization, `Bearer ${sandbox().token}`);
    assert.equal(applied.bodyText, '{"title":"Ünïcode"}');
    assert.deepEqual(applied.body, { title: 'Ünïcode' });
    assert.deepEqual([applied.status, applied.applied, applied.replayed], [200, true, false]);
    assert.ok(applied.at >= before && applied.at <= Date.now());
  });

  it('ends kept-alive connections and waiting requests when it closes', async () => {
    const own = await startSandbox();
    await call(own, '/integrated-account');
    own.inject({ kind: 'noResponse' });
    const waiting = assert.rejects(call(own, '/integrated-account'), isCut);
    await until('the second request', () => own.requests.length === 2);
    await own.close();
    await waiting;
    await assert.rejects(call(own, '/integrated-account'), isRefused);
    await own.close();
  });

  it('waits for the given latency', async () => {
    const slow = await startSandbox({ latencyMs: 40 });
    const before = performance.now();
    await call(slow, '/integrated-account');
    const took = performance.now() - before;
    await slow.close();
    assert.ok(took >= 39, String(took));
  });
});
