import assert from 'node:assert/strict';
import { call, callUser, clickup, eachWithSandbox, hubspot, type Reply } from './callSandbox';

describe("the providers' quotas of the sandbox", () => {
  let now = 1_700_000_000_000;
  const sandbox = eachWithSandbox({ now: () => now });
  const told = ({ headers }: Reply) => ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`));

  it("are told in place of Truto's own limits, with their window", async () => {
    sandbox().setQuirks(hubspot, { quota: { requests: 110, seconds: 10, told: 'window' } });
    assert.deepEqual(told(await callUser(sandbox(), hubspot)), ['110;w=10', '109', '10']);
    assert.deepEqual(told(await callUser(sandbox(), clickup)), ['50', '49', '10']);
  });

  it('are told as a point in time', async () => {
    sandbox().setQuirks(hubspot, { quota: { requests: 5, seconds: 30, resetAsEpoch: true } });
    assert.deepEqual(told(await callUser(sandbox(), hubspot)), ['5', '4', '1700000030']);
  });

  it('are not told at all', async () => {
    sandbox().setQuirks(hubspot, { quota: { requests: Infinity, seconds: 10, told: 'nothing' } });
    assert.deepEqual(told(await callUser(sandbox(), hubspot)), [null, null, null]);
  });

  for (const [title, retryAfter, expected] of [
    ['its own Retry-After', 7, '7'],
    ['the seconds until there is room', undefined, '30'],
  ] as const) {
    it(`are refused by the provider when exceeded, with ${title}`, async () => {
      sandbox().setQuirks(hubspot, {
        quota: { requests: 2, seconds: 30, ...(retryAfter === undefined ? {} : { retryAfter }) },
      });
      const before = sandbox().user(hubspot, 'usr_ada');
      for (let count = 0; count < 2; count += 1) assert.equal((await callUser(sandbox(), hubspot)).status, 200);
      const refused = await callUser(sandbox(), hubspot, 'usr_ada', { method: 'PATCH', body: { title: 'x' } });
      assert.deepEqual([refused.status, refused.json.truto_is_remote_error], [429, true]);
      assert.ok('rate_limit_error' in refused.json.truto_error_insight!);
      assert.equal(refused.headers.get('retry-after'), expected);
      assert.deepEqual(sandbox().user(hubspot, 'usr_ada'), before);
      // What never reaches the provider needs no room.
      assert.equal((await call(sandbox(), `/integrated-account/${hubspot}/capabilities`)).status, 200);
      const meta = await call(sandbox(), `/unified/user-directory/users/meta/update?integrated_account_id=${hubspot}`);
      assert.equal(meta.status, 200);
      now += 30_000;
      assert.equal((await callUser(sandbox(), hubspot)).status, 200);
    });
  }
});
