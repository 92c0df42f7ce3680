import assert from 'node:assert/strict';
import { callUser, call, clickup, eachWithSandbox, hubspot, isCut, type Json, patch, textOf } from './callSandbox';

describe('the log of the sandbox', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sandbox = eachWithSandbox({ now: () => now, limits: { perAccount: 1000 } });
  const log = (query = `&log_type_filter[integrated_account_id]=${hubspot}`) =>
    call(sandbox(), `/log?log_type=unified_proxy_api${query}`);
  const entries = async (query?: string) => (await log(query)).json.result as unknown as Json[];
  const key = { headers: { 'idempotency-key': 'secret-key' } };

  it('tells the updates that were run, the newest first, without body and key', async () => {
    await patch(sandbox(), hubspot, { title: 'secret-title' }, key);
    now += 1000;
    await patch(sandbox(), hubspot, { title: 5 });
    await patch(sandbox(), clickup, { title: 'x' });
    await callUser(sandbox(), hubspot);
    const [refused, applied, ...more] = await entries();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [refused, applied].map((entry) => [entry!.metadata!.status, entry!.timestamp]),
      [
        [422, '2026-01-01T00:00:01.000Z'],
        [200, '2026-01-01T00:00:00.000Z'],
      ],
    );
    const { metadata, log_type: type, _id: id } = applied!;
    assert.deepEqual(
      [metadata!.method, metadata!.resource, metadata!.request_type, metadata!.integrated_account_id, type],
      ['update', 'users', 'unified', hubspot, 'unified_proxy_api'],
    );
    assert.match(textOf(metadata!.url), /^\/unified\/user-directory\/users\/usr_ada\?integrated_account_id=/);
    assert.match(textOf(id), /^[0-9a-f]{24}$/);
    assert.doesNotMatch((await log()).text, /secret/);
  });

  it('has an update whose response was lost, and none that never came through or was replayed', async () => {
    sandbox().inject({ kind: 'cut', when: 'afterApplying' });
    await assert.rejects(patch(sandbox(), hubspot, { title: 'x' }, key), isCut);
    await patch(sandbox(), hubspot, { title: 'x' }, key);
    sandbox().inject({ kind: 'cut' });
    await assert.rejects(patch(sandbox(), hubspot, { title: 'y' }), isCut);
    sandbox().inject({ kind: 'status', status: 502 });
    await patch(sandbox(), hubspot, { title: 'y' });
    assert.deepEqual(
      (await entries()).map(({ metadata }) => metadata!.status),
      [200],
    );
  });

  it('comes in pages of 100, and can be asked for a time and for all accounts', async () => {
    for (let count = 0; count < 120; count += 1) {
      now += 1000;
      await patch(sandbox(), hubspot, { title: String(count) });
    }
    const first = (await log()).json;
    const pages = [first.result, (await log(`&next_cursor=${textOf(first.next_cursor)}`)).json.result];
    assert.deepEqual(
      pages.map((page) => (page as unknown as Json[]).length),
      [100, 20],
    );
    const since = new Date(now - 5000).toISOString();
    assert.equal((await entries(`&created_at[gt]=${since}`)).length, 5);
    assert.deepEqual(await entries('&log_type_filter[integrated_account_id]=none'), []);
    assert.deepEqual((await call(sandbox(), '/log?log_type=webhook')).json.result, []);
  });

  for (const query of ['', '?log_type=everything', '?log_type=unified_proxy_api&log_type_filter=x'])
    it(`is refused for /log${query}`, async () => {
      assert.equal((await call(sandbox(), `/log${query}`)).status, 400);
    });
});
