import assert from 'node:assert/strict';
import { eachWithSandbox, hubspot, isCut, patch, clickup } from './callSandbox';

describe('accounts of the sandbox with their own rule for an Idempotency-Key', () => {
  let now = 1_700_000_000_000;
  const sandbox = eachWithSandbox({ now: () => now });
  const send = (title: unknown, key: string, account = hubspot) =>
    patch(sandbox(), account, { title }, { headers: { 'idempotency-key': key }, query: '&organization_id=1' });
  const applied = () => sandbox().requests.filter((request) => request.applied).length;
  const title = () => sandbox().user(hubspot, 'usr_ada')?.title;

  it('store failures and replay them, wherever they came from', async () => {
    sandbox().setQuirks(hubspot, { idempotency: { storesFailures: true } });
    for (const [key, when, expected] of [
      ['a', 'beforeApplying', 'Analyst'],
      ['b', 'afterApplying', 'b'],
    ] as const) {
      sandbox().inject({ kind: 'status', status: 500, remote: true, when });
      const first = await send(key, key);
      const again = await send(key, key);
      assert.deepEqual([first.status, again.status, again.text], [500, 500, first.text]);
      assert.equal(title(), expected);
      assert.equal(sandbox().requests.at(-1)?.replayed, true);
    }
    assert.equal((await send('c', 'd')).status, 200);
  });

  it('store refusals as well, also those that never reached the provider', async () => {
    sandbox().setQuirks(hubspot, { idempotency: { storesFailures: true }, methods: ['get'] });
    assert.equal((await send('x', 'k')).status, 405);
    sandbox().setQuirks(hubspot, { idempotency: { storesFailures: true } });
    assert.equal((await send('x', 'k')).status, 405);
    assert.equal((await send('x', 'l')).status, 200);
  });

  it('store nothing that came from a gateway', async () => {
    sandbox().setQuirks(hubspot, { idempotency: { storesFailures: true } });
    sandbox().inject({ kind: 'body', status: 502, body: '<html>' });
    assert.equal((await send('x', 'k')).status, 502);
    assert.equal((await send('x', 'k')).status, 200);
  });

  it('forget a key after so many seconds', async () => {
    sandbox().setQuirks(hubspot, { idempotency: { forgetsAfter: { seconds: 10 } } });
    sandbox().inject({ kind: 'cut', when: 'afterApplying' });
    await assert.rejects(send('One', 'k'), isCut);
    now += 9_999;
    assert.equal((await send('One', 'k')).status, 200);
    assert.equal(applied(), 1);
    now += 1;
    await send('One', 'k');
    assert.equal(applied(), 2);
  });

  it('forget a key after so many further requests of the account', async () => {
    sandbox().setQuirks(hubspot, { idempotency: { forgetsAfter: { requests: 2 } } });
    await send('One', 'k');
    await send('elsewhere', 'x', clickup);
    await send('Two', 'l');
    await send('One', 'k');
    assert.equal(title(), 'Two');
    await send('One', 'k');
    assert.equal(title(), 'One');
  });

  for (const otherBody of [409, 422] as const) {
    it(`refuse another body under the same key with ${otherBody}`, async () => {
      sandbox().setQuirks(hubspot, { idempotency: { otherBody } });
      const first = await send('One', 'k');
      const other = await send('Two', 'k');
      assert.deepEqual([other.status, other.json.statusCode], [otherBody, otherBody]);
      assert.ok(!('truto_is_remote_error' in other.json));
      assert.equal((await send('One', 'k')).text, first.text);
      assert.equal(title(), 'One');
    });
  }

  it('ignore keys: each request is applied', async () => {
    sandbox().setQuirks(hubspot, { idempotency: { ignoresKeys: true } });
    for (let count = 0; count < 3; count += 1) await send('One', 'k');
    assert.equal(applied(), 3);
  });
});
