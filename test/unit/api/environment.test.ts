import assert from 'node:assert/strict';
import type { Environment, EnvironmentChange } from '../../../src/api/environment';
import { explanationOf } from '../../../src/api/explanationOf';
import { Pacer } from '../../../src/core/http/pacer';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';
import { environmentOf } from '../../sandboxEnvironments';

describe('what a handle on an environment knows of the way of an update into an account', () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let changes: EnvironmentChange[];
  const questions = () => sandbox.requests.filter(({ path }) => path.endsWith('/capabilities')).length;

  beforeEach(async () => {
    sandbox = await startSandbox();
    changes = [];
    environment = environmentOf(sandbox);
    environment.onDidChange((change) => changes.push(change));
  });
  afterEach(() => sandbox.close());

  it('is, without a question, what the account itself tells', async () => {
    assert.equal(environment.obstacle(await environment.account(accounts.sandbox)), 'sandboxAccount');
    assert.equal(environment.obstacle(await environment.account(accounts.needsReauth)), 'needsReconnecting');
    assert.equal(environment.obstacle(await environment.account(accounts.connecting)), 'notActive');
    assert.equal(environment.obstacle(await environment.account(accounts.blocked)), undefined);
    assert.equal(environment.obstacle(await environment.account(accounts.readOnly)), undefined);
    assert.equal(questions(), 0);
  });

  it('is found out once for each integration, and told once', async () => {
    const slack = await environment.account(accounts.readOnly);
    await Promise.all([
      environment.look(slack),
      environment.look(slack),
      environment.look({ ...slack, id: accounts.hubspot }),
    ]);
    await environment.look(slack);
    assert.equal(questions(), 1);
    assert.deepEqual(changes, [{ learned: 'slack' }]);
    assert.equal(environment.obstacle(slack), 'cannotUpdateUsers');
    assert.equal(environment.obstacle({ ...slack, id: 'another' }), 'cannotUpdateUsers');
  });

  it('tells nobody when nothing stands in the way', async () => {
    await environment.look(await environment.account(accounts.hubspot));
    assert.equal(questions(), 1);
    assert.deepEqual(changes, []);
  });

  it('is asked afresh each time that it decides, and what is shown follows', async () => {
    const blocked = await environment.account(accounts.blocked);
    assert.equal((await environment.askStanding(blocked)).obstacle, 'blocked');
    assert.equal(environment.obstacle(blocked), 'blocked');
    const opened = {
      unified: [{ model: 'user-directory', resource: 'users', methods: ['update'] }],
      account: { status: 'needs_reauth', is_blocked: false },
    };
    sandbox.inject({
      kind: 'body',
      contentType: 'application/json',
      body: JSON.stringify(opened),
      match: { path: 'capabilities' },
    });
    assert.equal((await environment.askStanding(blocked)).obstacle, 'needsReconnecting');
    assert.equal(environment.obstacle(blocked), 'needsReconnecting');
    assert.equal(environment.knownAccount(accounts.blocked)?.status, 'needs_reauth');
    assert.equal(questions(), 2);
    assert.deepEqual(changes, [{ learned: 'gitlab' }, { learned: 'gitlab' }]);
  });

  it('is what the account tells where nobody answers, whatever was answered before', async () => {
    const blocked = await environment.account(accounts.blocked);
    await environment.askStanding(blocked);
    sandbox.inject({ kind: 'status', status: 404, match: { path: 'capabilities' } });
    assert.equal((await environment.askStanding(blocked)).obstacle, undefined);
  });

  for (const [what, told] of [
    ['tells nothing', undefined],
    [
      'tells no status',
      { account: {}, unified: [{ model: 'user-directory', resource: 'users', methods: ['update'] }] },
    ],
  ] as const)
    for (const status of ['needs_reauth', 'connecting'])
      it(`is no status that was seen before where it is ${status} no more, and what it can do ${what}`, async () => {
        const { hubspot } = accounts;
        const seen = await environment.account(hubspot);
        environment.remember([{ ...seen, status }]);
        const known = await environment.account(hubspot);
        assert.equal(known.status, status);
        const match = { path: 'capabilities' };
        const json = { kind: 'body', contentType: 'application/json', body: JSON.stringify(told) } as const;
        sandbox.inject({ ...(told ? json : { kind: 'status', status: 404 }), match });
        const before = sandbox.requests.length;
        assert.equal((await environment.askStanding(known)).obstacle, undefined);
        assert.equal(sandbox.requests.length, before + 2);
        assert.deepEqual(
          [environment.knownAccount(hubspot)?.status, environment.obstacle(known)],
          ['active', undefined],
        );
        assert.deepEqual(changes, [{ learned: 'hubspot' }]);
      });

  it('is a status that was seen before where it is that yet, or where nobody tells', async () => {
    const broken = await environment.account(accounts.needsReauth);
    sandbox.inject({ kind: 'status', status: 404, match: { path: 'capabilities' }, times: 2 });
    assert.equal((await environment.askStanding(broken)).obstacle, 'needsReconnecting');
    sandbox.inject({ kind: 'status', status: 404, match: { path: accounts.needsReauth } });
    assert.equal((await environment.askStanding(broken)).obstacle, 'needsReconnecting');
  });

  it('stays known when a list tells the account again, and is gone once forgotten', async () => {
    const blocked = await environment.account(accounts.blocked);
    await environment.askStanding(blocked);
    environment.remember([blocked]);
    assert.equal(environment.obstacle(blocked), 'blocked');
    environment.forget();
    assert.equal(environment.obstacle(blocked), undefined);
    assert.deepEqual(changes, [{ learned: 'gitlab' }, 'forgotten']);
  });
});

describe('what a handle on an environment reads once', () => {
  let sandbox: Sandbox;
  let environment: Environment;
  const readsOf = (part: string) => sandbox.requests.filter(({ path }) => path.includes(part)).length;
  const failOnce = (path: string) => sandbox.inject({ kind: 'status', status: 404, match: { path } });

  beforeEach(async () => {
    sandbox = await startSandbox();
    environment = environmentOf(sandbox);
  });
  afterEach(() => sandbox.close());

  it('is an account, for all who ask at the same time and after', async () => {
    const ask = () => environment.account(accounts.hubspot);
    const [one, other] = await Promise.all([ask(), ask()]);
    assert.equal(one, other);
    assert.equal(await ask(), environment.knownAccount(accounts.hubspot));
    assert.equal(readsOf(accounts.hubspot), 1);
    environment.forget();
    assert.equal(environment.knownAccount(accounts.hubspot), undefined);
    await ask();
    assert.equal(readsOf(accounts.hubspot), 2);
  });

  it('is an account of its own for who may cancel: the others go on', async () => {
    const abort = new AbortController();
    const cancelled = environment.account(accounts.hubspot, abort.signal);
    abort.abort();
    await assert.rejects(cancelled, (error) => explanationOf(error)?.code === 'cancelled');
    assert.equal((await environment.account(accounts.hubspot)).id, accounts.hubspot);
  });

  it('is asked for again where it could not be read', async () => {
    failOnce(accounts.hubspot);
    await assert.rejects(environment.account(accounts.hubspot));
    assert.equal((await environment.account(accounts.hubspot)).id, accounts.hubspot);
    assert.equal(readsOf(accounts.hubspot), 2);
  });

  it('is not asked for where a list has told of it', async () => {
    const account = await environment.account(accounts.hubspot);
    const other = environmentOf(sandbox);
    other.remember([{ ...account, status: 'told by the list' }]);
    assert.equal((await other.account(accounts.hubspot)).status, 'told by the list');
    assert.equal(readsOf(accounts.hubspot), 1);
  });

  it('is how an account describes a read, each by itself', async () => {
    const describe = (method: 'get' | 'list') => environment.readMeta(accounts.hubspot, method);
    assert.equal(await describe('get'), await describe('get'));
    assert.notEqual(await describe('list'), await describe('get'));
    assert.deepEqual([readsOf('meta/get'), readsOf('meta/list')], [1, 1]);
    assert.ok(await environment.readMeta(accounts.readOnly, 'get'));
    assert.equal(readsOf('meta/get'), 2);
  });

  it('is how an account describes a read, asked for again where it was refused', async () => {
    sandbox.inject({ kind: 'status', status: 403, match: { path: 'meta/get' } });
    assert.equal(await environment.readMeta(accounts.hubspot, 'get'), undefined);
    assert.ok(await environment.readMeta(accounts.hubspot, 'get'));
  });

  it('is that there is no description of a read', async () => {
    failOnce('meta/get');
    assert.equal(await environment.readMeta(accounts.hubspot, 'get'), undefined);
    assert.equal(await environment.readMeta(accounts.hubspot, 'get'), undefined);
    assert.equal(readsOf('meta/get'), 1);
  });

  it('is its client', async () => assert.equal(await environment.client(), await environment.client()));

  it('is its client, made again where that has failed', async () => {
    let tries = 0;
    const pacer = () => (tries++ === 0 ? Promise.reject(new Error('locked')) : Promise.resolve(new Pacer(Date.now)));
    const failing = environmentOf(sandbox, 'Test', { pacer });
    await assert.rejects(failing.client(), /locked/);
    assert.equal((await failing.account(accounts.hubspot)).id, accounts.hubspot);
    assert.equal(tries, 2);
  });
});
