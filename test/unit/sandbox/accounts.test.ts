import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/sandbox/startSandbox';
import {
  accountId,
  call,
  clickup,
  eachWithSandbox,
  gitlab,
  hubspot,
  type Json,
  pipedrive,
  salesforce,
  slack,
  textOf,
} from './callSandbox';

async function list(sandbox: Sandbox, query = ''): Promise<Json[]> {
  const reply = await call(sandbox, `/integrated-account?limit=200${query}`);
  assert.equal(reply.status, 200, reply.text);
  return reply.json.result as unknown as Json[];
}

describe('the accounts of the sandbox', () => {
  const sandbox = eachWithSandbox();

  it('lists them in pages whose cursors lead through all of them once', async () => {
    const seen: unknown[] = [];
    let cursor: unknown = '';
    let pages = 0;
    do {
      const { json } = await call(
        sandbox(),
        `/integrated-account?limit=7${cursor === '' ? '' : `&next_cursor=${textOf(cursor)}`}`,
      );
      seen.push(...(json.result as unknown as Json[]).map((account) => account.id));
      assert.equal(json.limit, 7);
      cursor = json.next_cursor;
      pages += 1;
    } while (cursor !== null);
    assert.equal(pages, 9);
    assert.deepEqual(
      seen,
      sandbox()
        .accounts()
        .map((account) => account.id),
    );
    assert.equal(new Set(seen).size, 60);
  });

  it('gives no more than 200 at once and 25 when not asked', async () => {
    assert.equal((await call(sandbox(), '/integrated-account?limit=5000')).json.limit, 200);
    const { json } = await call(sandbox(), '/integrated-account');
    assert.equal((json.result as unknown as Json[]).length, 25);
  });

  for (const query of [
    'next_cursor=nonsense',
    'next_cursor=MTA6YWJj',
    'limit=0',
    'limit=x',
    'limit=-1',
    'status=broken',
    'is_sandbox=maybe',
    'created_at=yesterday',
    'created_at[near]=2024-01-01',
  ]) {
    it(`refuses ${query} with 400 and names the parameter in details.failures`, async () => {
      const { status, json } = await call(sandbox(), `/integrated-account?${query}`);
      assert.equal(status, 400);
      assert.equal(json.error, 'Bad Request');
      assert.deepEqual(json.details!.failures![0]!.path, ['query', query.split(/[=[]/)[0]]);
    });
  }

  it('refuses a cursor of another list', async () => {
    const { json } = await call(sandbox(), '/integrated-account?limit=1');
    const { status } = await call(
      sandbox(),
      `/unified/user-directory/users?integrated_account_id=${hubspot}&next_cursor=${textOf(json.next_cursor)}`,
    );
    assert.equal(status, 400);
  });

  it('filters by tenant, sandbox, integration, status and dates, alone and together', async () => {
    const all = sandbox().accounts();
    const ids = (accounts: readonly { readonly id?: unknown }[]) => accounts.map((account) => account.id);
    assert.deepEqual(
      ids(await list(sandbox(), '&tenant_id=acme')),
      ids(all.filter((account) => account.tenant_id === 'acme')),
    );
    assert.deepEqual(
      ids(await list(sandbox(), `&tenant_id=${encodeURIComponent('株式会社')}`)),
      ids(all.filter((account) => account.tenant_id === '株式会社')),
    );
    assert.deepEqual(ids(await list(sandbox(), '&is_sandbox=true')), ids(all.filter((account) => account.is_sandbox)));
    assert.deepEqual(
      ids(await list(sandbox(), '&is_sandbox=false')),
      ids(all.filter((account) => !account.is_sandbox)),
    );
    assert.deepEqual(
      ids(await list(sandbox(), '&integration.name=clickup')),
      ids(all.filter((account) => account.integration.name === 'clickup')),
    );
    assert.deepEqual(
      ids(await list(sandbox(), '&status=needs_reauth')),
      ids(all.filter((account) => account.status === 'needs_reauth')),
    );
    assert.deepEqual(ids(await list(sandbox(), '&tenant_id=acme&integration.name=clickup&status=active')).slice(0, 1), [
      clickup,
    ]);
    const { created_at: created } = all[0]!;
    assert.deepEqual(ids(await list(sandbox(), `&created_at=${created}`)), [hubspot]);
    assert.deepEqual(
      ids(await list(sandbox(), '&updated_at[gte]=2024-07-01T00:00:00Z')),
      ids(all.filter((account) => account.updated_at >= '2024-07-01')),
    );
    assert.deepEqual(await list(sandbox(), '&tenant_id=nobody'), []);
  });

  it('answers one account itself, in the documented shape and with its last errors', async () => {
    const { json } = await call(sandbox(), `/integrated-account/${salesforce}`);
    assert.deepEqual(Object.keys(json).sort(), [
      'authentication_method',
      'context',
      'created_at',
      'environment_id',
      'environment_integration_id',
      'id',
      'integration',
      'is_sandbox',
      'last_error',
      'region',
      'status',
      'tenant_id',
      'updated_at',
    ]);
    assert.deepEqual(
      [json.id, json.status, json.integration!.name, json.integration!.label],
      [salesforce, 'needs_reauth', 'salesforce', 'Salesforce'],
    );
    assert.match(textOf(json.last_error), /invalid_grant/);
    const lacking = await call(sandbox(), `/integrated-account/${pipedrive}`);
    assert.deepEqual(lacking.json.last_forbidden_error!.missing_scopes, ['users:write']);
  });

  it('leaves the last errors out of the list', async () => {
    assert.ok(
      (await list(sandbox())).every(
        (account) => !('last_error' in account) && !('last_forbidden_error' in account) && !('is_blocked' in account),
      ),
    );
  });

  it('answers 404 for an account it does not have', async () => {
    const { status, json } = await call(sandbox(), `/integrated-account/${accountId(99)}`);
    assert.equal(status, 404);
    assert.ok(!('truto_is_remote_error' in json));
    assert.equal((await call(sandbox(), `/integrated-account/${accountId(99)}/capabilities`)).status, 404);
  });

  it('tells by the capabilities whether users can be updated, and whether the account is blocked', async () => {
    const capabilities = async (id: string) =>
      (await call(sandbox(), `/integrated-account/${id}/capabilities?type=unified&resource=users`)).json;
    const can = await capabilities(hubspot);
    const entry = can.unified![0]!;
    assert.deepEqual(
      [entry.model, entry.resource, (can.unified as unknown as Json[]).length],
      ['user-directory', 'users', 1],
    );
    assert.ok((entry.methods as unknown as string[]).includes('update'));
    assert.deepEqual(can.account, {
      id: hubspot,
      status: 'active',
      authentication_method: 'oauth2',
      is_blocked: false,
    });
    assert.equal(can.integration!.name, 'hubspot');
    assert.deepEqual((await capabilities(slack)).unified![0]!.methods, ['list', 'get']);
    assert.equal((await capabilities(gitlab)).account!.is_blocked, true);
  });

  it('makes a link token for an account, and refuses one for nobody', async () => {
    const make = (body: unknown) => call(sandbox(), '/link-token', { method: 'POST', body });
    const made = await make({ integrated_account_id: salesforce, persist_previous_context: true });
    assert.equal(made.status, 200);
    assert.match(textOf(made.json.link_token), /^[0-9a-f-]{36}$/);
    assert.equal((await make({ tenant_id: 'new' })).status, 200);
    assert.equal((await make({ integrated_account_id: accountId(99) })).status, 404);
    const refused = await make({});
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.json.details!.failures![0]!.path, ['body', 'integrated_account_id']);
  });
});
