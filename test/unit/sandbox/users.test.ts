import assert from 'node:assert/strict';
import {
  accountId,
  call,
  callUser,
  clickup,
  eachWithSandbox,
  gitlab,
  hubspot,
  type Json,
  looker,
  salesforce,
  slack,
  textOf,
  userPath,
  usersPath,
} from './callSandbox';

describe('reading users of the sandbox', () => {
  const sandbox = eachWithSandbox();

  it('answers the user itself, without an envelope', async () => {
    const { status, json } = await callUser(sandbox(), hubspot);
    assert.equal(status, 200);
    assert.deepEqual([json.id, json.name, json.emails![0]!.email], ['usr_ada', 'Ada Lovelace', 'ada@example.com']);
    assert.equal(json.remote_data!.displayName, 'Ada Lovelace');
    assert.deepEqual(json, sandbox().user(hubspot, 'usr_ada'));
  });

  it('reads ids in any script and with slashes from the path', async () => {
    const { status, json } = await callUser(sandbox(), hubspot, 'a/б?');
    assert.equal(status, 404);
    assert.match(textOf(json.raw_response!.error!.message), /a\/б\?/);
  });

  it('lists all users in pages, some integrations with partial entries', async () => {
    const seen: unknown[] = [];
    let cursor: unknown = null;
    do {
      const { json } = await call(
        sandbox(),
        usersPath(hubspot, `&limit=50${cursor === null ? '' : `&next_cursor=${textOf(cursor)}`}`),
      );
      const result = json.result as unknown as Json[];
      assert.equal(json.result_count, result.length);
      assert.equal((json.prev_cursor as unknown) === null, seen.length === 0);
      assert.ok(result.every((user) => !('roles' in user) && 'emails' in user));
      seen.push(...result.map((user) => user.id));
      cursor = json.next_cursor;
    } while (cursor !== null);
    assert.equal(new Set(seen).size, 120);
    assert.deepEqual(seen.slice(0, 2), ['usr_ada', 'usr_grace']);
    const whole = await call(sandbox(), usersPath(clickup));
    assert.ok('roles' in whole.json.result![0]!);
  });

  it('filters the list by fields, an address and dates', async () => {
    const ids = async (query: string) =>
      ((await call(sandbox(), usersPath(hubspot, query))).json.result as unknown as Json[]).map((user) => user.id);
    assert.deepEqual(await ids('&username=grace'), ['usr_grace']);
    assert.deepEqual(await ids('&email=ADA@example.com'), ['usr_ada']);
    assert.deepEqual(await ids('&first_name=Ada&status=inactive'), []);
    assert.deepEqual(await ids('&created_at=2024-01-11T09:00:00Z'), ['usr_grace']);
  });

  it('refuses a missing, malformed or unknown integrated_account_id as Truto itself', async () => {
    const path = '/unified/user-directory/users/usr_ada';
    const missing = await call(sandbox(), path);
    assert.equal(missing.status, 400);
    assert.deepEqual(missing.json.details!.failures![0]!.path, ['query', 'integrated_account_id']);
    assert.equal((await call(sandbox(), `${path}?integrated_account_id=acme`)).status, 400);
    const unknown = await call(sandbox(), userPath(accountId(99), 'usr_ada'));
    assert.equal(unknown.status, 404);
    assert.ok(!('truto_is_remote_error' in unknown.json));
  });

  it('says by the remote flag that it is the user, not the account, that does not exist', async () => {
    const { status, json } = await callUser(sandbox(), hubspot, 'usr_nobody');
    assert.equal(status, 404);
    assert.equal(json.truto_is_remote_error, true);
  });

  it('answers 401 with the remote flag for an account that needs reconnecting', async () => {
    const { status, json } = await callUser(sandbox(), salesforce);
    assert.equal(status, 401);
    assert.equal(json.truto_is_remote_error, true);
    assert.equal(json.raw_response!.error, 'invalid_grant');
    assert.ok('description' in json.truto_error_insight!.remote_error!);
  });

  it('answers 503 without the remote flag for a blocked account', async () => {
    const { status, json } = await callUser(sandbox(), gitlab);
    assert.equal(status, 503);
    assert.ok(!('truto_is_remote_error' in json));
  });

  it('has Ada in every fixed account', () => {
    for (let number = 1; number <= 11; number += 1)
      assert.equal(sandbox().user(accountId(number), 'usr_ada')?.name, 'Ada Lovelace');
    assert.equal(sandbox().user(hubspot, 'usr_nobody'), undefined);
    assert.equal(sandbox().user(accountId(99), 'usr_ada'), undefined);
  });

  it('tells what an account accepts, with both spellings of required', async () => {
    const meta = async (id: string) =>
      (await call(sandbox(), `/unified/user-directory/users/meta/update?integrated_account_id=${id}`)).json;
    const forClickUp = await meta(clickup);
    assert.deepEqual(Object.keys(forClickUp).sort(), [
      'default_body',
      'default_query',
      'documentation_link',
      'method',
      'query_schema',
      'request_body_schema',
      'response_mapping',
      'schema',
    ]);
    assert.equal(forClickUp.query_schema!.properties!.organization_id!.required, true);
    assert.deepEqual((await meta(looker)).request_body_schema!.required, ['roles']);
    assert.deepEqual((await meta(accountId(8))).request_body_schema!.properties!.status!.enum, ['active', 'inactive']);
    assert.ok('department' in (await meta(hubspot)).request_body_schema!.properties!);
    assert.equal(
      (await call(sandbox(), `/unified/user-directory/users/meta/update?integrated_account_id=${slack}`)).status,
      405,
    );
  });
});
