import assert from 'node:assert/strict';
import { Connection } from '../../../src/api/connection';
import { Pacer } from '../../../src/core/http/pacer';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';

describe('what a connection knows of the way of an update into an account', () => {
  let sandbox: Sandbox;
  let connection: Connection;
  let changes: string[];
  const questions = () => sandbox.requests.filter(({ path }) => path.endsWith('/capabilities')).length;

  beforeEach(async () => {
    sandbox = await startSandbox();
    changes = [];
    connection = new Connection({
      profile: () => ({ name: 'Test', baseUrl: sandbox.baseUrl }),
      token: () => Promise.resolve(sandbox.token),
      fetch,
      timeoutSeconds: () => 5,
      onRequest: () => undefined,
      pacer: () => Promise.resolve(new Pacer(Date.now)),
    });
    connection.onDidChange((change) => changes.push(change));
  });
  afterEach(() => sandbox.close());

  it('is, without a question, what the account itself tells', async () => {
    assert.equal(connection.obstacle(await connection.account(accounts.sandbox)), 'sandboxAccount');
    assert.equal(connection.obstacle(await connection.account(accounts.needsReauth)), 'needsReconnecting');
    assert.equal(connection.obstacle(await connection.account(accounts.connecting)), 'notActive');
    assert.equal(connection.obstacle(await connection.account(accounts.blocked)), undefined);
    assert.equal(connection.obstacle(await connection.account(accounts.readOnly)), undefined);
    assert.equal(questions(), 0);
  });

  it('is found out once for each integration, and told once', async () => {
    const slack = await connection.account(accounts.readOnly);
    await Promise.all([
      connection.look(slack),
      connection.look(slack),
      connection.look({ ...slack, id: accounts.hubspot }),
    ]);
    await connection.look(slack);
    assert.equal(questions(), 1);
    assert.deepEqual(changes, ['learned']);
    assert.equal(connection.obstacle(slack), 'cannotUpdateUsers');
    assert.equal(connection.obstacle({ ...slack, id: 'another' }), 'cannotUpdateUsers');
  });

  it('tells nobody when nothing stands in the way', async () => {
    await connection.look(await connection.account(accounts.hubspot));
    assert.equal(questions(), 1);
    assert.deepEqual(changes, []);
  });

  it('is asked afresh each time that it decides, and what is shown follows', async () => {
    const blocked = await connection.account(accounts.blocked);
    assert.equal(await connection.askObstacle(blocked), 'blocked');
    assert.equal(connection.obstacle(blocked), 'blocked');
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
    assert.equal(await connection.askObstacle(blocked), 'needsReconnecting');
    assert.equal(connection.obstacle(blocked), 'needsReconnecting');
    assert.equal(connection.knownAccount(accounts.blocked)?.status, 'needs_reauth');
    assert.equal(questions(), 2);
    assert.deepEqual(changes, ['learned', 'learned']);
  });

  it('is what the account tells where nobody answers, whatever was answered before', async () => {
    const blocked = await connection.account(accounts.blocked);
    await connection.askObstacle(blocked);
    sandbox.inject({ kind: 'status', status: 404, match: { path: 'capabilities' } });
    assert.equal(await connection.askObstacle(blocked), undefined);
  });

  it('stays known when a list tells the account again, and is gone once forgotten', async () => {
    const blocked = await connection.account(accounts.blocked);
    await connection.askObstacle(blocked);
    connection.remember([blocked]);
    assert.equal(connection.obstacle(blocked), 'blocked');
    connection.forget();
    assert.equal(connection.obstacle(blocked), undefined);
    assert.deepEqual(changes, ['learned', 'forgotten']);
  });
});
