import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TrutoClient, type UserUpdate } from '../../../src/api/trutoClient';
import { TrutoError } from '../../../src/api/trutoError';
import { Pacer } from '../../../src/core/http/pacer';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';
import { startCuttingGateway, type CuttingGateway } from './cuttingGateway';
import { amount } from '../../host/long';

const limits = { perToken: 1e6, perAccount: 1e6 };
const runs = amount(60, 200);
/** Where an answer breaks off: never behind its last byte. */
const cut = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('updates whose answers are lost', function () {
  this.timeout(20_000);
  let sandbox: Sandbox;
  let gateway: CuttingGateway;

  before(async () => {
    sandbox = await startSandbox({ accounts: 11, usersPerAccount: 1, limits });
    gateway = await startCuttingGateway(sandbox.baseUrl);
  });
  after(async () => {
    await gateway.close();
    await sandbox.close();
  });

  function clientOf(baseUrl: string, timeoutSeconds = 10): TrutoClient {
    return new TrutoClient({
      baseUrl,
      getToken: () => Promise.resolve(sandbox.token),
      fetch,
      timeoutSeconds: () => timeoutSeconds,
      clock: { now: Date.now, random: () => 0 },
      pacer: new Pacer(Date.now, { windowMs: 10_000, ...limits }),
    });
  }

  const update = (title: string): UserUpdate => ({
    accountId: accounts.hubspot,
    userId: 'usr_ada',
    query: {},
    bodyJson: JSON.stringify({ title }),
    idempotencyKey: `key of ${title}`,
  });
  const requestsOf = ({ idempotencyKey }: UserUpdate) =>
    sandbox.requests.filter(({ headers }) => headers['idempotency-key'] === idempotencyKey);
  const title = () => sandbox.user(accounts.hubspot, 'usr_ada')?.title;

  async function failureOf(call: Promise<unknown>): Promise<TrutoError> {
    const error: unknown = await call.then(
      () => assert.fail('should not have succeeded'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof TrutoError, String(error));
    return error;
  }

  it(`are applied exactly once when the connection is cut at a random byte, ${runs} times in ${runs}`, async () => {
    let once = 0;
    for (const [run, parts] of fc.sample(fc.array(cut, { minLength: 1, maxLength: 2 }), runs).entries()) {
      const sent = update(`title ${run}`);
      gateway.cut(...parts);
      const answer = await clientOf(gateway.baseUrl).updateUser(sent);
      const requests = requestsOf(sent);
      assert.deepEqual(
        [answer.attempts, requests.length],
        [parts.length + 1, parts.length + 1],
        `run ${run}, cut at ${parts.join()}`,
      );
      assert.deepEqual(
        requests.map(({ replayed }) => replayed),
        [false, ...parts.map(() => true)],
      );
      assert.equal((answer.body as { title: string }).title, `title ${run}`);
      assert.equal(title(), `title ${run}`);
      if (requests.filter(({ applied }) => applied).length === 1) once += 1;
    }
    assert.equal(once, runs);
  });

  it('are reported as applied when a head came through, else as unknown, when every answer is cut; with one key for all attempts', async () => {
    for (const [run, parts] of fc.sample(fc.tuple(cut, cut, cut), 20).entries()) {
      const sent = update(`cut ${run}`);
      gateway.cut(...parts);
      const { explanation } = await failureOf(clientOf(gateway.baseUrl).updateUser(sent));
      const outcome = gateway.heads.slice(-parts.length).includes(true) ? 'applied' : 'unknown';
      assert.deepEqual(
        [explanation.code, explanation.outcome, explanation.nextSteps[0]],
        ['connectionLost', outcome, 'lookAtUser'],
      );
      assert.deepEqual(
        requestsOf(sent).map(({ applied, replayed }) => [applied, replayed]),
        [
          [true, false],
          [false, true],
          [false, true],
        ],
      );
      assert.equal(title(), `cut ${run}`);
    }
  });

  for (const when of ['beforeApplying', 'afterApplying'] as const) {
    it(`are reported as unknown when no answer comes at all, ${when === 'afterApplying' ? 'though applied' : 'not applied'}`, async () => {
      const before = sandbox.requests.length;
      for (let time = 1; time <= 3; time += 1) sandbox.inject({ kind: 'noResponse', when });
      const sent = update(`silence ${when}`);
      const { explanation } = await failureOf(clientOf(sandbox.baseUrl, 0.3).updateUser(sent));
      assert.deepEqual([explanation.code, explanation.outcome], ['timeout', 'unknown']);
      assert.equal(sandbox.requests.length - before, 3);
      assert.equal(requestsOf(sent).length, 3);
      assert.equal(requestsOf(sent).filter(({ applied }) => applied).length, when === 'afterApplying' ? 1 : 0);
    });
  }
});
