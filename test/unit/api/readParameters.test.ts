import assert from 'node:assert/strict';
import { encodeQuery } from '../../../src/core/http/query';
import { exactJsonOf } from '../../../src/core/json/exactJson';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { lackingParameters, ReadParameters } from '../../../src/api/readParameters';
import type { QuirkyLabel } from '../../../src/sandbox/quirkyAccounts';
import { quirkyAccount } from '../../sandboxAccounts';
import { environmentOf } from '../../sandboxEnvironments';
import { FakeMemento } from '../platform/sharedState';

const query = { organization_id: 'org', workspace_id: 'ws' };

describe('the parameters that reading users takes', () => {
  it('are kept for each account of each environment, but secrets', async () => {
    const state = new FakeMemento();
    const parameters = new ReadParameters(state);
    await parameters.keep({ key: 'A' }, 'a', { organization_id: 'org', api_key: 'secret' });
    await parameters.keep({ key: 'A' }, 'a', { workspace_id: 'ws' });
    await parameters.keep({ key: 'B' }, 'a', { workspace_id: 'other' });
    const again = new ReadParameters(state);
    assert.deepEqual(again.of({ key: 'A' }, 'a'), query);
    assert.deepEqual(again.of({ key: 'B' }, 'a'), { workspace_id: 'other' });
    assert.deepEqual(again.of({ key: 'A' }, 'b'), {});
  });

  it('are those that are kept where a file gives none', async () => {
    const parameters = new ReadParameters(new FakeMemento());
    await parameters.keep({ key: 'A' }, 'a', query);
    assert.deepEqual(parameters.with({ key: 'A' }, 'a', { workspace_id: 'own', view: 'full' }), {
      ...query,
      workspace_id: 'own',
      view: 'full',
    });
    assert.deepEqual(parameters.with({ key: 'A' }, 'b', {}), {});
  });

  it('keep the spelling of their numbers, and are read as an earlier version kept them', async () => {
    const state = new FakeMemento();
    await state.update('truto.readParameters', { 'A a': { view: 'full' } });
    const given = exactJsonOf('{"group_id":12345678901234567890}') as Readonly<Record<string, unknown>>;
    await new ReadParameters(state).keep({ key: 'A' }, 'a', given);
    await state.update('truto.readParameters', JSON.parse(JSON.stringify(state.get('truto.readParameters'))));
    const kept = new ReadParameters(state).of({ key: 'A' }, 'a');
    assert.equal(encodeQuery(kept), 'view=full&group_id=12345678901234567890');
  });

  it('are kept of the latest accounts only', async () => {
    const parameters = new ReadParameters(new FakeMemento());
    for (let count = 1; count <= 201; count++) await parameters.keep({ key: 'A' }, String(count), query);
    assert.deepEqual(parameters.of({ key: 'A' }, '1'), {});
    assert.deepEqual(parameters.of({ key: 'A' }, '2'), query);
    assert.deepEqual(parameters.of({ key: 'A' }, '201'), query);
  });

  for (const damaged of [null, 'text', { 'A a': 'text' }, ['A a']])
    it(`are none where ${JSON.stringify(damaged)} was kept`, async () => {
      const state = new FakeMemento();
      await state.update('truto.readParameters', damaged);
      const parameters = new ReadParameters(state);
      assert.deepEqual(parameters.of({ key: 'A' }, 'a'), {});
      await parameters.keep({ key: 'A' }, 'a', query);
      assert.deepEqual(parameters.of({ key: 'A' }, 'a'), query);
    });

  describe('are known by the failure of a read', () => {
    let sandbox: Sandbox;
    beforeEach(async () => (sandbox = await startSandbox({ quirkyAccounts: true })));
    afterEach(() => sandbox.close());

    type Query = Readonly<Record<string, unknown>>;
    const lackingOf = async (label: QuirkyLabel, method: 'get' | 'list', given: Query, userId = 'usr_ada') => {
      const environment = environmentOf(sandbox);
      const accountId = quirkyAccount(sandbox, label);
      const client = await environment.client();
      const reading =
        method === 'get'
          ? client.getUser(accountId, userId, given)
          : client.listUsers(accountId, {}, undefined, undefined, given);
      const error: unknown = await reading.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return lackingParameters({ environment, accountId, method }, given, error);
    };
    const lacking = async (method: 'get' | 'list', given: Query, userId?: string) => {
      const found = await lackingOf('Reads want parameters', method, given, userId);
      assert.ok(!found?.isOneOf);
      return found?.names ?? [];
    };

    it('in its own words', async () => {
      assert.deepEqual(await lacking('get', {}), ['organization_id']);
      assert.deepEqual(await lacking('list', {}), ['organization_id', 'workspace_id']);
      assert.deepEqual(await lacking('list', { organization_id: 'org' }), ['workspace_id']);
    });

    it('and by the description of the account, where the failure names none', async () => {
      const body = JSON.stringify({ statusCode: 400, error: 'Bad Request', message: 'Something is missing' });
      const match = { path: '/users/usr_ada' };
      sandbox.inject({ kind: 'body', status: 400, contentType: 'application/json', body, match });
      assert.deepEqual(await lacking('get', {}), ['organization_id']);
    });

    it('also where one of several is enough, until one is given', async () => {
      const oneOf = { names: ['organization_id', 'workspace_id'], isOneOf: true };
      for (const method of ['get', 'list'] as const) {
        const ofOne = (given: Query) => lackingOf('Reads want one of two', method, given);
        assert.deepEqual(await ofOne({}), oneOf);
        assert.deepEqual(await ofOne({ view: 'full' }), oneOf);
        assert.equal(await ofOne({ workspace_id: 'ws' }), undefined);
        const body = JSON.stringify({
          statusCode: 400,
          error: 'Bad Request',
          message: 'No such workspace',
          truto_error_insight: {
            conditionally_required_query_parameters: {
              value: { organization_id: { required_if_missing: ['workspace_id'] }, workspace_id: {} },
            },
          },
        });
        sandbox.inject({ kind: 'body', status: 400, contentType: 'application/json', body, match: { path: '/users' } });
        assert.equal(await ofOne({ workspace_id: 'wrong' }), undefined, 'whoever gave one is not asked again');
      }
    });

    it('not where it failed for another reason, or did not fail', async () => {
      assert.deepEqual(await lacking('get', { organization_id: 'org' }), []);
      assert.deepEqual(await lacking('get', { organization_id: 'org' }, 'usr_nobody'), []);
      const match = { path: '/users/usr_ada' };
      sandbox.inject({ kind: 'body', status: 403, contentType: 'application/json', body: '{}', match });
      assert.deepEqual(await lacking('get', {}), []);
    });
  });
});
