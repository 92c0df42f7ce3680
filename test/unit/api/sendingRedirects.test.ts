import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { TrutoClient } from '../../../src/api/trutoClient';
import { TrutoError } from '../../../src/api/trutoError';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';

describe('redirects of an update', () => {
  let sandbox: Sandbox;
  let elsewhere: Server;
  let connections: number;

  before(async () => {
    sandbox = await startSandbox({ accounts: 11, usersPerAccount: 1, limits: { perAccount: 1e6, perToken: 1e6 } });
    elsewhere = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await new Promise((resolve) => elsewhere.close(resolve));
    await sandbox.close();
  });
  beforeEach(() => {
    connections = 0;
  });

  const port = () => (elsewhere.address() as AddressInfo).port;
  const targets: Readonly<Record<string, () => string>> = {
    'the same origin': () =>
      `${sandbox.baseUrl}/unified/user-directory/users/usr_grace?integrated_account_id=${accounts.hubspot}`,
    'the same origin, by a path': () =>
      `/unified/user-directory/users/usr_grace?integrated_account_id=${accounts.hubspot}`,
    'another port': () => `http://127.0.0.1:${port()}/`,
    'another host': () => `http://localhost:${port()}/`,
    'another scheme': () => `https://127.0.0.1:${port()}/`,
  };

  for (const status of [300, 301, 302, 303, 304, 305, 306, 307, 308]) {
    for (const [name, location] of Object.entries(targets)) {
      for (const when of ['beforeApplying', 'afterApplying'] as const) {
        it(`${status} to ${name} is not followed${when === 'afterApplying' ? ', also where the update was applied' : ''}`, async () => {
          // Its own client for each: the pacer would hold the 51st back.
          const client = new TrutoClient({
            baseUrl: sandbox.baseUrl,
            getToken: () => Promise.resolve(sandbox.token),
            fetch,
            timeoutSeconds: () => 5,
          });
          const before = sandbox.requests.length;
          sandbox.inject({ kind: 'redirect', status, location: location(), when });
          const update = {
            accountId: accounts.hubspot,
            userId: 'usr_ada',
            query: {},
            bodyJson: '{"title":"Countess"}',
            idempotencyKey: crypto.randomUUID(),
          };
          const error: unknown = await client.updateUser(update).catch((reason: unknown) => reason);
          assert.ok(error instanceof TrutoError);
          assert.deepEqual([error.explanation.code, error.status], ['redirected', status]);
          assert.equal(sandbox.requests.length - before, 1);
          assert.equal(connections, 0);
          assert.ok(!JSON.stringify([error.explanation, error.message]).includes(sandbox.token));
        });
      }
    }
  }

  it('would reach the target if they were followed', async () => {
    sandbox.inject({ kind: 'redirect', status: 307, location: targets['another port']!() });
    await assert.rejects(
      fetch(`${sandbox.baseUrl}/integrated-account`, { headers: { authorization: `Bearer ${sandbox.token}` } }),
      { message: 'fetch failed' },
    );
    assert.equal(connections, 1);
  });
});
