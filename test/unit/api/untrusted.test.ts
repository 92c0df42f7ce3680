import assert from 'node:assert/strict';
import { Environment } from '../../../src/api/environment';
import { explanationOf } from '../../../src/api/explanationOf';
import { TrutoClient } from '../../../src/api/trutoClient';
import { Pacer } from '../../../src/core/http/pacer';
import { accountId, token, update } from './clientUnderTest';

describe('a workspace that nobody trusts', () => {
  let isTrusted: boolean;
  let sent: string[];
  let tokens: number;
  let environment: Environment;

  beforeEach(() => {
    isTrusted = false;
    sent = [];
    tokens = 0;
    environment = new Environment(
      { name: 'Test', baseUrl: 'https://api.truto.one' },
      {
        token: () => {
          tokens += 1;
          return Promise.resolve(token);
        },
        isTrusted: () => isTrusted,
        fetch: (input) => {
          sent.push(input instanceof Request ? input.url : input.toString());
          isTrusted = false;
          return Promise.resolve(new Response('{}', { status: 429, headers: { 'retry-after': '0' } }));
        },
        timeoutSeconds: () => 5,
        onRequest: () => undefined,
        clock: { now: Date.now, random: () => 0 },
        pacer: () => Promise.resolve(new Pacer(Date.now)),
      },
    );
  });

  const calls: Readonly<Record<string, (client: TrutoClient) => Promise<unknown>>> = {
    listAccounts: (client) => client.listAccounts({}, {}),
    getAccount: (client) => client.getAccount(accountId),
    getCapabilities: (client) => client.getCapabilities(accountId),
    listUsers: (client) => client.listUsers(accountId, {}),
    listResource: (client) => client.listResource('roles', accountId, {}),
    getUser: (client) => client.getUser(accountId, 'usr_ada'),
    getMethodMeta: (client) => client.getMethodMeta(accountId, 'update'),
    loggedUpdates: (client) => client.loggedUpdates(accountId),
    environmentName: (client) => client.environmentName(),
    tokenExpiry: (client) => client.tokenExpiry(),
    refreshCredentials: (client) => client.refreshCredentials(accountId),
    createLinkToken: (client) => client.createLinkToken(accountId),
    updateUser: (client) => client.updateUser(update),
    streamUpdate: (client) => client.streamUpdate(update),
  };

  it('is thought of in every call that there is', () => {
    const methods = Object.getOwnPropertyNames(TrutoClient.prototype);
    const inside = ['constructor', 'get', 'post', 'patch', 'about', 'remember'];
    assert.deepEqual(methods.filter((name) => !inside.includes(name)).sort(), Object.keys(calls).sort());
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`sends nothing by ${name}, and reads no token for it`, async () => {
      const client = await environment.client();
      const error: unknown = await call(client).catch((reason: unknown) => reason);
      const explanation = explanationOf(error);
      assert.deepEqual(
        [explanation?.code, explanation?.outcome, explanation?.nextSteps],
        ['untrustedWorkspace', 'notSent', ['trustWorkspace']],
      );
      assert.deepEqual([sent, tokens], [[], 0]);
    });
  }

  it('asks nothing of an account', async () => {
    await assert.rejects(environment.account(accountId));
    const account = { id: accountId, status: 'active', isSandbox: false, integration: { name: 'x', label: 'X' } };
    await environment.look({ ...account, missingScopes: [] });
    assert.deepEqual([sent, tokens], [[], 0]);
  });

  it('is asked about before every attempt', async () => {
    isTrusted = true;
    const client = await environment.client();
    const error: unknown = await client.updateUser(update).catch((reason: unknown) => reason);
    assert.equal(explanationOf(error)?.code, 'untrustedWorkspace');
    assert.equal(sent.length, 1);
  });
});
