import assert from 'node:assert/strict';
import type { Environment } from '../../../src/api/environment';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';
import { environmentOf } from '../../sandboxEnvironments';

describe('what a handle on an environment knows of the way of an update into an account', () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let changes: string[];
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
    assert.deepEqual(changes, ['learned']);
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
    assert.deepEqual(changes, ['learned', 'learned']);
  });

  it('is what the account tells where nobody answers, whatever was answered before', async () => {
    const blocked = await environment.account(accounts.blocked);
    await environment.askStanding(blocked);
    sandbox.inject({ kind: 'status', status: 404, match: { path: 'capabilities' } });
    assert.equal((await environment.askStanding(blocked)).obstacle, undefined);
  });

  it('stays known when a list tells the account again, and is gone once forgotten', async () => {
    const blocked = await environment.account(accounts.blocked);
    await environment.askStanding(blocked);
    environment.remember([blocked]);
    assert.equal(environment.obstacle(blocked), 'blocked');
    environment.forget();
    assert.equal(environment.obstacle(blocked), undefined);
    assert.deepEqual(changes, ['learned', 'forgotten']);
  });
});
