import assert from 'node:assert/strict';
import { documentedLimits, RateLimits } from '../../../src/sandbox/rateLimits';
import { startSandbox } from '../../../src/sandbox/startSandbox';
import { call, callUser, clickup, eachWithSandbox, hubspot, slack } from './callSandbox';

describe('the rate limits of the sandbox', () => {
  let now = 1_000_000;
  const sandbox = eachWithSandbox({ now: () => now });

  it('takes 50 requests in 10 s for an account, then answers 429 with Retry-After: 10', async () => {
    for (let count = 0; count < 50; count += 1) assert.equal((await callUser(sandbox(), hubspot)).status, 200);
    const refused = await callUser(sandbox(), hubspot, 'usr_ada', { method: 'PATCH', body: { title: 'x' } });
    assert.equal(refused.status, 429);
    assert.equal(refused.json.error, 'Too Many Requests');
    assert.ok(!('truto_is_remote_error' in refused.json));
    assert.equal(refused.headers.get('retry-after'), '10');
    assert.equal(refused.headers.get('ratelimit-limit'), '50');
    assert.equal(refused.headers.get('ratelimit-remaining'), '0');
    assert.equal(sandbox().user(hubspot, 'usr_ada')?.title, 'Analyst');
    assert.equal((await callUser(sandbox(), slack)).status, 200);
    assert.equal((await call(sandbox(), `/integrated-account/${hubspot}`)).status, 200);
    now += 10_000;
    assert.equal((await callUser(sandbox(), hubspot)).status, 200);
  });

  it('takes 500 requests in 10 s for the token, over all accounts', async () => {
    const own = await startSandbox({ limits: { perToken: 3 } });
    const statuses = [];
    for (const account of [hubspot, slack, clickup, hubspot]) statuses.push((await callUser(own, account)).status);
    await own.close();
    assert.deepEqual(statuses, [200, 200, 200, 429]);
    assert.deepEqual(documentedLimits, { perToken: 500, perAccount: 50, seconds: 10 });
  });

  it('tells limit, remaining and reset on every answer, refusals included', async () => {
    const state = (headers: Headers) => ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`));
    assert.deepEqual(state((await call(sandbox(), '/integrated-account', { token: null })).headers), [
      '500',
      '500',
      '0',
    ]);
    assert.deepEqual(state((await callUser(sandbox(), hubspot)).headers), ['50', '49', '10']);
    now += 2500;
    assert.deepEqual(state((await callUser(sandbox(), hubspot, 'nobody')).headers), ['50', '48', '8']);
    assert.deepEqual(state((await call(sandbox(), '/nowhere')).headers), ['500', '497', '8']);
  });

  it('counts in a sliding window, and does not count what it refused', () => {
    let at = 0;
    const limits = new RateLimits({ perToken: 100, perAccount: 2, seconds: 10 }, () => at);
    assert.equal(limits.take('t', 'a'), undefined);
    at = 9000;
    assert.equal(limits.take('t', 'a'), undefined);
    assert.equal(limits.take('t', 'a'), 'account');
    at = 10_000;
    assert.equal(limits.take('t', 'a'), undefined);
    at = 18_999;
    assert.equal(limits.take('t', 'a'), 'account');
    at = 19_000;
    assert.equal(limits.take('t', 'a'), undefined);
    assert.equal(limits.state('t', undefined).remaining, 98);
  });
});
