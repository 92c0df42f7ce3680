import assert from 'node:assert/strict';
import { ChoiceLists, listChoices, type ChoiceSource } from '../../../src/api/choiceList';
import { choiceResources, choiceResourceAt } from '../../../src/core/form/choices';
import type { Quirks } from '../../../src/sandbox/quirks';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';
import { environmentOf } from '../../sandboxEnvironments';

describe('the roles, groups and the like of an account', () => {
  let sandbox: Sandbox;
  let source: ChoiceSource;
  let lists: ChoiceLists;
  let now: number;
  const asked = () => sandbox.requests.filter(({ path }) => !path.startsWith('/integrated-account'));

  beforeEach(async () => {
    sandbox = await startSandbox();
    source = { environment: environmentOf(sandbox), accountId: accounts.hubspot, query: {} };
    now = 0;
    lists = new ChoiceLists(() => now);
  });
  afterEach(() => sandbox.close());
  const quirks = (choices: Quirks['choices']) => sandbox.setQuirks(accounts.hubspot, choices ? { choices } : {});

  it('are listed, each resource by itself', async () => {
    for (const resource of choiceResources) assert.ok((await lists.of(source, resource)).length > 1, resource);
    assert.deepEqual((await lists.of(source, 'roles'))[0], { id: 'role_admin', name: 'admin' });
    assert.equal((await lists.of(source, 'groups')).length, 60);
  });

  it('are asked for once an hour', async () => {
    await Promise.all([lists.of(source, 'roles'), lists.of(source, 'roles')]);
    now = 59 * 60_000;
    await lists.of(source, 'roles');
    assert.equal(asked().length, 1);
    now = 61 * 60_000;
    await lists.of(source, 'roles');
    assert.equal(asked().length, 2);
  });

  it('are asked for once, whoever picks or types, in the same place of the same account', async () => {
    quirks({ count: 450 });
    const { signal } = new AbortController();
    const picked = await lists.page({ ...source, query: { remote_query: 'x' } }, 'groups', undefined, signal);
    assert.equal(asked().length, 1);
    assert.equal((await lists.of(source, 'groups')).length, 450);
    assert.equal(asked().length, 3);
    const next = await lists.page(source, 'groups', picked.nextCursor, signal);
    assert.deepEqual([picked.rows.length, next.rows.length, asked().length], [200, 200, 3]);
    await lists.page(source, 'roles', undefined, signal);
    await lists.page({ ...source, query: { workspace_id: 'w' } }, 'groups', undefined, signal);
    await lists.page({ ...source, accountId: accounts.looker }, 'groups', undefined, signal).catch(() => undefined);
    assert.equal(asked().length, 6);
  });

  it('are asked for again in another environment, and once they are forgotten', async () => {
    const { signal } = new AbortController();
    await lists.page(source, 'roles', undefined, signal);
    const other = await startSandbox();
    try {
      await lists.page({ ...source, environment: environmentOf(other) }, 'roles', undefined, signal);
      assert.equal(other.requests.filter(({ path }) => path.endsWith('/roles')).length, 1);
    } finally {
      await other.close();
    }
    await lists.of(source, 'roles');
    assert.equal(asked().length, 1);
    lists.forget(source, 'roles');
    await lists.of(source, 'roles');
    await lists.page(source, 'roles', undefined, signal);
    assert.equal(asked().length, 2);
  });

  it('are asked for again by whoever picks, where that has failed or was given up', async () => {
    sandbox.inject({ kind: 'status', status: 403, match: { path: '/roles' }, times: 1 });
    const { signal } = new AbortController();
    await assert.rejects(lists.page(source, 'roles', undefined, signal));
    await assert.rejects(lists.page(source, 'roles', undefined, AbortSignal.abort()));
    assert.ok((await lists.page(source, 'roles', undefined, signal)).rows.length > 1);
    assert.ok((await lists.of(source, 'roles')).length > 1);
  });

  it('come in pages, as far as a thousand', async () => {
    quirks({ count: 450 });
    assert.equal((await lists.of(source, 'groups')).length, 450);
    assert.equal(asked().length, 3);
    quirks({ count: 5000 });
    assert.equal((await new ChoiceLists().of(source, 'groups')).length, 1000);
  });

  it('are asked for with what says where in the account, and nothing else of the query', async () => {
    await lists.of(
      { ...source, query: { workspace_id: 'w', truto_response_format: 'raw', remote_query: { x: 1 } } },
      'roles',
    );
    const { integrated_account_id: account, limit, ...query } = asked()[0]?.query ?? {};
    assert.deepEqual([account, limit, query], [accounts.hubspot, '200', { workspace_id: 'w' }]);
  });

  it('may have no names', async () => {
    quirks({ idsOnly: true });
    assert.deepEqual((await lists.of(source, 'roles'))[0], { id: 'role_admin' });
  });

  it('are asked for again by a new token, in that environment alone', async () => {
    sandbox.inject({ kind: 'status', status: 401, match: { path: '/roles' } });
    assert.deepEqual(await lists.of(source, 'roles'), []);
    lists.forgetAll({ key: 'another one' });
    assert.deepEqual(await lists.of(source, 'roles'), []);
    lists.forgetAll(source.environment);
    assert.ok((await lists.of(source, 'roles')).length > 1);
  });

  it('are those before the page that fails, which is asked for again after five minutes', async () => {
    quirks({ count: 450 });
    sandbox.inject({ kind: 'status', status: 403, match: { path: 'next_cursor=' }, times: 1 });
    assert.equal((await lists.of(source, 'groups')).length, 200);
    const before = asked().length;
    now = 4 * 60_000;
    assert.equal((await lists.of(source, 'groups')).length, 200);
    assert.equal(asked().length, before);
    now = 6 * 60_000;
    assert.equal((await lists.of(source, 'groups')).length, 450);
  });

  for (const status of [404, 405, 403, 500])
    it(`are none where their list answers ${status}, and not asked for again at once`, async () => {
      const begun = asked().length;
      sandbox.inject({ kind: 'status', status, match: { path: '/roles' }, times: Infinity });
      assert.deepEqual(await lists.of(source, 'roles'), []);
      const after = asked().length;
      assert.deepEqual(await lists.of(source, 'roles'), []);
      assert.equal(asked().length, after);
      assert.ok(after > begun);
    });

  it('are refused in words where the account lists none', async () => {
    quirks({ methods: 'none' });
    await assert.rejects(listChoices(source, 'roles', {}, new AbortController().signal));
  });

  for (const [what, body] of [
    ['a list of anything', '{"result":[7,null,{"name":"x"},{"id":""},{"id":3},{"id":"a","name":5}]}'],
    ['a cursor that repeats', '{"result":[{"id":3},{"id":"a"}],"next_cursor":"same"}'],
  ] as const)
    it(`end behind ${what}`, async () => {
      sandbox.inject({
        kind: 'body',
        body,
        contentType: 'application/json',
        match: { path: '/roles' },
        times: Infinity,
      });
      assert.deepEqual(await lists.of(source, 'roles'), [{ id: '3' }, { id: 'a' }]);
      assert.ok(asked().length <= 2);
    });

  it('are named by the items of these lists alone', () => {
    assert.equal(choiceResourceAt(['roles', 0]), 'roles');
    for (const path of [[], ['roles'], ['roles', 0, 'id'], ['emails', 0], ['roles', 'x'], ['constructor', 0]])
      assert.equal(choiceResourceAt(path), undefined);
  });
});
