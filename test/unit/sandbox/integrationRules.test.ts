import assert from 'node:assert/strict';
import { accountId, call, clickup, eachWithSandbox, type Json, looker, patch, textOf, usersPath } from './callSandbox';

describe('the integration rules of the sandbox', () => {
  // Enough accounts for a writable one of every integration.
  const sandbox = eachWithSandbox({ accounts: 400 });

  it('names the query parameters that are missing: 400 with their names', async () => {
    const { status, json } = await patch(sandbox(), clickup, { title: 'x' });
    assert.equal(status, 400);
    assert.deepEqual(json.truto_error_insight!.missing_required_query_parameters!.value, ['organization_id']);
    assert.ok(!('truto_is_remote_error' in json));
    assert.equal((await patch(sandbox(), clickup, { title: 'x' }, { query: '&organization_id=' })).status, 400);
    assert.equal((await patch(sandbox(), clickup, { title: 'x' }, { query: '&organization_id=9' })).status, 200);
  });

  it('names the body fields that are missing', async () => {
    const { status, json } = await patch(sandbox(), looker, { title: 'x' });
    assert.equal(status, 400);
    assert.deepEqual(json.truto_error_insight!.missing_required_body_fields!.value, ['roles']);
    assert.equal((await patch(sandbox(), looker, { title: 'x', roles: [] })).status, 200);
  });

  it('wants no body field that its account fills in, and tells so', async () => {
    const clickupMeta = `/unified/user-directory/users/meta/update?integrated_account_id=${clickup}`;
    assert.deepEqual((await call(sandbox(), clickupMeta)).json.request_body_schema!.required, []);
    const account = writable('activecampaign');
    const [user] = await userIds(account);
    assert.equal((await patch(sandbox(), account, { title: 'x' }, { userId: user! })).status, 200);
  });

  it('tells a conditional rule with every error, whatever its cause', async () => {
    const account = writable('gitlab');
    const names = (json: Json) =>
      Object.keys(json.truto_error_insight!.conditionally_required_query_parameters!.value!);
    const [user] = await userIds(account);
    const neither = await patch(sandbox(), account, { title: 'x' }, { userId: user! });
    assert.equal(neither.status, 400);
    assert.deepEqual(names(neither.json), ['organization_id', 'workspace_id']);
    const nobody = await patch(sandbox(), account, { title: 'x' }, { userId: 'nobody', query: '&workspace_id=1' });
    assert.equal(nobody.status, 404);
    assert.deepEqual(names(nobody.json), ['organization_id', 'workspace_id']);
    assert.equal(
      (await patch(sandbox(), account, { title: 'x' }, { userId: user!, query: '&organization_id=1' })).status,
      200,
    );
  });

  it('wants groups where they are required, as an array of objects', async () => {
    const account = writable('vercel');
    const [user] = await userIds(account);
    assert.equal((await patch(sandbox(), account, {}, { userId: user! })).status, 400);
    assert.equal(
      (await patch(sandbox(), account, {}, { userId: user!, query: '&groups[][id]=1&groups[][id]=2' })).status,
      200,
    );
  });

  it('takes fewer statuses in some integrations', async () => {
    assert.equal((await patch(sandbox(), accountId(8), { status: 'invited' })).status, 422);
    assert.equal((await patch(sandbox(), accountId(8), { status: 'inactive' })).status, 200);
  });

  function writable(slug: string): string {
    const found = sandbox()
      .accounts()
      .find(
        (account) =>
          account.integration.name === slug &&
          account.status === 'active' &&
          !account.is_sandbox &&
          !account.is_blocked &&
          account.missing_scopes.length === 0,
      );
    assert.ok(found !== undefined, `no writable ${slug} account`);
    return found.id;
  }

  async function userIds(account: string): Promise<string[]> {
    const { json } = await call(sandbox(), usersPath(account));
    return (json.result as unknown as Json[]).map((user) => textOf(user.id));
  }
});
