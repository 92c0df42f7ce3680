import assert from 'node:assert/strict';
import { call, clickup, eachWithSandbox, hubspot, patch, salesforce, isCut } from './callSandbox';

describe('the Idempotency-Key of the sandbox', () => {
  const sandbox = eachWithSandbox();
  const key = (value: string) => ({ headers: { 'idempotency-key': value } });

  it('answers the stored response for the same key without running the operation again', async () => {
    const first = await patch(sandbox(), hubspot, { title: 'One' }, key('k'));
    await patch(sandbox(), hubspot, { title: 'Two' });
    const again = await patch(sandbox(), hubspot, { title: 'One' }, key('k'));
    assert.equal(again.text, first.text);
    assert.equal(sandbox().user(hubspot, 'usr_ada')?.title, 'Two');
    assert.deepEqual(
      sandbox().requests.map(({ applied, replayed }) => [applied, replayed]),
      [
        [true, false],
        [true, false],
        [false, true],
      ],
    );
  });

  it('answers the stored response also when the body is another one', async () => {
    const first = await patch(sandbox(), hubspot, { title: 'One' }, key('k'));
    const other = await patch(sandbox(), hubspot, { title: 'Other' }, key('k'));
    assert.deepEqual([other.status, other.text], [200, first.text]);
    assert.equal(sandbox().user(hubspot, 'usr_ada')?.title, 'One');
  });

  it('runs again for another key, another user or another account', async () => {
    await patch(sandbox(), hubspot, { title: 'One' }, key('k'));
    await patch(sandbox(), hubspot, { title: 'Two' }, key('l'));
    await patch(sandbox(), hubspot, { title: 'Three' }, { userId: 'usr_grace', ...key('k') });
    await patch(sandbox(), clickup, { title: 'Four' }, { query: '&organization_id=1', ...key('k') });
    assert.ok(sandbox().requests.every(({ replayed, applied }) => !replayed && applied));
  });

  it('keeps what the provider refused, and not what never reached it', async () => {
    assert.equal((await patch(sandbox(), hubspot, { username: 'grace' }, key('conflict'))).status, 409);
    await patch(sandbox(), hubspot, { username: 'amazing' }, { userId: 'usr_grace' });
    assert.equal((await patch(sandbox(), hubspot, { username: 'grace' }, key('conflict'))).status, 409);
    assert.equal((await patch(sandbox(), clickup, { title: 'x' }, key('early'))).status, 400);
    assert.equal(
      (await patch(sandbox(), clickup, { title: 'x' }, { query: '&organization_id=1', ...key('early') })).status,
      200,
    );
  });

  it('works for POST as well', async () => {
    const make = () =>
      call(sandbox(), '/link-token', { method: 'POST', body: { integrated_account_id: salesforce }, ...key('p') });
    assert.deepEqual((await make()).json, (await make()).json);
  });

  it('lets a client repeat an update whose answer was lost', async () => {
    sandbox().inject({ kind: 'cut', when: 'afterApplying' });
    await assert.rejects(patch(sandbox(), hubspot, { title: 'Once' }, key('lost')), isCut);
    const again = await patch(sandbox(), hubspot, { title: 'Once' }, key('lost'));
    assert.equal(again.json.title, 'Once');
    assert.deepEqual(
      sandbox().requests.map(({ applied, replayed, status }) => [applied, replayed, status]),
      [
        [true, false, undefined],
        [false, true, 200],
      ],
    );
  });
});
