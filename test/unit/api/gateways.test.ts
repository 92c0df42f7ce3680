import assert from 'node:assert/strict';
import type { AttemptWait, TrutoClient } from '../../../src/api/trutoClient';
import { accountId, eachWithServer, update } from './clientUnderTest';
import type { Step } from './scriptedServer';

const page = (status: number, headers: Readonly<Record<string, string>> = {}): Step => ({
  status,
  text: '<html><head><title>Sorry</title></head></html>',
  headers: { 'content-type': 'text/html', ...headers },
});

describe('gateways between here and Truto', () => {
  const { client, failureOf, script, received } = eachWithServer();

  for (const status of [408, 500, 502, 503, 504, 520, 521, 522, 523, 524]) {
    it(`let an update be sent again under its key after ${status}, and leave its outcome open`, async () => {
      script(page(status), { status: 200, json: { id: 'usr_ada' } });
      assert.equal((await client().updateUser(update)).attempts, 2);
      script(page(status));
      const { explanation } = await failureOf(client().updateUser(update));
      assert.deepEqual(
        [explanation.code, explanation.origin, explanation.outcome, explanation.status],
        ['gatewayFailed', 'between', 'unknown', status],
      );
      assert.deepEqual(
        received().map(({ headers }) => headers['idempotency-key']),
        Array.from({ length: 5 }, () => 'key-1'),
      );
    });
  }

  for (const status of [400, 401, 403, 404, 405, 422]) {
    it(`refuse an update with ${status} for good, yet say nothing of an earlier attempt`, async () => {
      script(page(status));
      const refused = await failureOf(client().updateUser(update));
      assert.deepEqual([refused.explanation.outcome, received().length], ['refused', 1]);
      script(page(502), page(status));
      const doubtful = await failureOf(client().updateUser(update));
      assert.deepEqual([doubtful.explanation.outcome, doubtful.explanation.earlier], ['unknown', 'unknown']);
    });
  }

  it('refuse with 407 as proxies, which had the request: nobody knows whether they sent it on', async () => {
    script(page(407));
    const { explanation } = await failureOf(client().updateUser(update));
    assert.deepEqual(
      [explanation.code, explanation.params, explanation.outcome, received().length],
      ['proxyRefused', { proxyStatus: 407 }, 'unknown', 1],
    );
  });

  it('are waited for as long as they say', async () => {
    script(page(503, { 'retry-after': '1' }), { status: 200, json: { id: 'usr_ada' } });
    const waits: AttemptWait[] = [];
    await client().updateUser(update, undefined, (wait) => waits.push(wait));
    assert.deepEqual(waits[0], { attempt: 2, waitMs: 1000, reason: 'nothingHeard' });
  });

  const big = '<html><title>User is locked</title>' + '<p>x</p>'.repeat(50_000);
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const envelope = (status: number, message = '') => `"statusCode":${status},"error":"Name","message":"${message}"`;
  const raw = `"raw_response":${JSON.stringify(big)}`;
  const isRemote = '"truto_is_remote_error":true';
  for (const [what, status, text, code, serverMessage] of [
    ['the flag first', 422, `{${envelope(422)},${isRemote},${raw}}`, 'providerRefused', 'User is locked'],
    ['the flag behind', 422, `{${envelope(422)},${raw},${isRemote}}`, 'providerRefused', 'User is locked'],
    ['the rest behind', 422, `{${raw},${envelope(422)},${isRemote}}`, 'providerRefused', 'User is locked'],
    ['a message', 422, `{${envelope(422, 'No seat')},${isRemote},${raw}}`, 'providerRefused', 'No seat'],
    ['a rejected connection', 401, `{${envelope(401)},${isRemote},${raw}}`, 'connectionRejected', 'User is locked'],
    [
      'an object',
      422,
      `{${envelope(422)},${isRemote},"raw_response":{"message":"No","html":"${big}"}}`,
      'providerRefused',
      'Name',
    ],
    ['one too deep', 422, `{${envelope(422)},${isRemote},"raw_response":${deep}}`, 'providerRefused', 'Name'],
    ['Truto’s own', 422, `{${envelope(422, 'No')},"details":{"failures":"${big}"}}`, 'refused', 'No'],
    ['a page in JSON', 422, `{"message":"No","html":"${big}"}`, 'gatewayRefused', undefined],
    ['a page', 401, big, 'gatewayRefused', 'User is locked'],
  ] as const)
    it(`are told from Truto also where an error is too large to be read whole: ${what}`, async () => {
      script({ status, text, headers: { 'content-type': 'application/json' } });
      const { explanation } = await failureOf(client().updateUser(update));
      assert.equal(explanation.code, code);
      if (serverMessage !== undefined) assert.equal(explanation.serverMessage, serverMessage);
    });

  const reads: Readonly<Record<string, (client: TrutoClient, onAttempt: (wait: AttemptWait) => void) => unknown>> = {
    listAccounts: (client, onAttempt) => client.listAccounts({}, {}, undefined, onAttempt),
    getAccount: (client, onAttempt) => client.getAccount(accountId, undefined, onAttempt),
    getCapabilities: (client, onAttempt) => client.getCapabilities(accountId, undefined, onAttempt),
    listUsers: (client, onAttempt) => client.listUsers(accountId, {}, undefined, onAttempt),
    getUser: (client, onAttempt) => client.getUser(accountId, accountId, {}, undefined, onAttempt),
    getMethodMeta: (client, onAttempt) => client.getMethodMeta(accountId, 'update', undefined, onAttempt),
    loggedUpdates: (client, onAttempt) => client.loggedUpdates(accountId, undefined, undefined, onAttempt),
    refreshCredentials: (client, onAttempt) => client.refreshCredentials(accountId, undefined, onAttempt),
    createLinkToken: (client, onAttempt) => client.createLinkToken(accountId, undefined, onAttempt),
  };
  const everything = { id: accountId, result: [], unified: [], link_token: 'x', success: true };
  for (const [name, read] of Object.entries(reads)) {
    it(`are told of by ${name} as by an update`, async () => {
      script(page(502), { status: 429, headers: { 'retry-after': '0' }, text: '' }, { status: 200, json: everything });
      const waits: AttemptWait[] = [];
      await read(client(), (wait) => waits.push(wait));
      assert.deepEqual(waits, [
        { attempt: 2, waitMs: 0, reason: 'nothingHeard' },
        { attempt: 3, waitMs: 0, reason: 'rateLimited' },
      ]);
    });
  }
});
