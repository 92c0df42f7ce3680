import assert from 'node:assert/strict';
import { TrutoClient, type AttemptWait } from '../../../src/api/trutoClient';
import { TrutoError } from '../../../src/api/trutoError';
import type { ErrorCode, ErrorExplanation, NextStep } from '../../../src/core/errors/errorExplanation';
import type { SandboxFault } from '../../../src/sandbox/faults';
import type { SandboxRequest } from '../../../src/sandbox/sandboxRequest';
import { startSandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';

type Reason = AttemptWait['reason'];
/** What a status means: how it is explained, what to do first, and why it is tried again, if it is. */
type Meaning = readonly [ErrorCode, NextStep, Reason?];

/** The error table that Truto documents: each status from Truto itself, and with the remote flag from the provider. */
const table: Readonly<Record<number, { readonly truto: Meaning; readonly provider: Meaning }>> = {
  400: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  401: { truto: ['tokenRejected', 'replaceToken'], provider: ['connectionRejected', 'reconnectAccount'] },
  402: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  403: { truto: ['forbidden', 'selectAccount'], provider: ['forbidden', 'askForScopes'] },
  404: { truto: ['notFound', 'checkUserId'], provider: ['notFound', 'checkUserId'] },
  405: { truto: ['readOnlyAccount', 'selectAccount'], provider: ['readOnlyAccount', 'selectAccount'] },
  406: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  408: { truto: ['requestTimedOut', 'lookAtUser'], provider: ['requestTimedOut', 'lookAtUser'] },
  409: { truto: ['conflict', 'fixFields'], provider: ['conflict', 'fixFields'] },
  410: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  412: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  413: { truto: ['requestTooLarge', 'fixFields'], provider: ['requestTooLarge', 'fixFields'] },
  415: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  418: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  422: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  423: { truto: ['keyInUse', 'lookAtUser', 'keyInUse'], provider: ['providerRefused', 'fixFields'] },
  425: { truto: ['keyInUse', 'lookAtUser', 'keyInUse'], provider: ['providerRefused', 'fixFields'] },
  429: { truto: ['rateLimited', 'wait', 'rateLimited'], provider: ['rateLimited', 'wait', 'rateLimited'] },
  451: { truto: ['refused', 'fixFields'], provider: ['providerRefused', 'fixFields'] },
  500: {
    truto: ['trutoFailed', 'lookAtUser', 'trutoFailed'],
    provider: ['providerFailed', 'lookAtUser', 'providerFailed'],
  },
  501: { truto: ['trutoFailed', 'lookAtUser'], provider: ['providerFailed', 'lookAtUser', 'providerFailed'] },
  502: {
    truto: ['providerFailed', 'lookAtUser', 'providerFailed'],
    provider: ['providerFailed', 'lookAtUser', 'providerFailed'],
  },
  503: { truto: ['blocked', 'selectAccount'], provider: ['providerFailed', 'lookAtUser', 'providerFailed'] },
  504: {
    truto: ['providerFailed', 'lookAtUser', 'providerFailed'],
    provider: ['providerFailed', 'lookAtUser', 'providerFailed'],
  },
  507: { truto: ['trutoFailed', 'lookAtUser'], provider: ['providerFailed', 'lookAtUser', 'providerFailed'] },
};
const statuses = Object.keys(table).map(Number);
const neverRepeated = [400, 401, 403, 404, 405, 409, 422, 503];

/** On the first try, behind a 502 that was tried again, or on every try. */
const moments = ['first', 'retry', 'always'] as const;

interface Sent {
  readonly waits: readonly AttemptWait[];
  readonly explanation: ErrorExplanation | undefined;
  readonly attempts: number | undefined;
  readonly requests: readonly SandboxRequest[];
  /** Whether the sandbox has the change in the end. */
  readonly isApplied: boolean;
}

/** Sends one update into the faults, from a client and to a sandbox of its own. */
async function send(faults: readonly SandboxFault[]): Promise<Sent> {
  const sandbox = await startSandbox({ accounts: 11, usersPerAccount: 1 });
  const client = new TrutoClient({
    baseUrl: sandbox.baseUrl,
    getToken: () => Promise.resolve(sandbox.token),
    fetch,
    timeoutSeconds: () => 10,
    // A chance of 1 in 100 makes the back-off of one second 10 ms, and the next one 20 ms.
    clock: { now: Date.now, random: () => 0.01 },
  });
  for (const fault of faults) sandbox.inject(fault);
  const waits: AttemptWait[] = [];
  try {
    const update = {
      accountId: accounts.hubspot,
      userId: 'usr_ada',
      query: {},
      bodyJson: '{"title":"Countess"}',
      idempotencyKey: 'key-1',
    };
    // Pacing only rounds here: a timer may fire in the last millisecond of a Retry-After.
    const result = await client
      .updateUser(update, undefined, (wait) => wait.reason !== 'pacing' && waits.push(wait))
      .catch((error: unknown) => error);
    if (result instanceof Error && !(result instanceof TrutoError)) throw result;
    return {
      waits,
      requests: [...sandbox.requests],
      isApplied: sandbox.user(accounts.hubspot, 'usr_ada')?.title === 'Countess',
      explanation: result instanceof TrutoError ? result.explanation : undefined,
      attempts: result instanceof TrutoError ? undefined : (result as { attempts: number }).attempts,
    };
  } finally {
    await sandbox.close();
  }
}

function faultsOf(status: number, remote: boolean, moment: (typeof moments)[number]): SandboxFault[] {
  const fault: SandboxFault = {
    kind: 'status',
    status,
    remote,
    ...(status === 429 && { headers: { 'retry-after': '1' } }),
  };
  if (moment === 'first') return [fault];
  return moment === 'always' ? [{ ...fault, times: Infinity }] : [{ kind: 'status', status: 502 }, fault];
}

/** The waits before attempts 2, 3, ...: the first ones are as long as their reasons want. */
function waitsOf(reasons: readonly Reason[]): AttemptWait[] {
  return reasons.map((reason, index) => ({
    attempt: index + 2,
    waitMs: reason === 'rateLimited' ? 1000 : 10 * 2 ** index,
    reason,
  }));
}

describe('the answers of Truto, with the real client against the sandbox', function () {
  this.timeout(20_000);
  const sent = new Map<string, Sent>();

  // All at once, on servers of their own: the waits for 429 pass side by side.
  before(async () => {
    await Promise.all(
      statuses.flatMap((status) =>
        [true, false].flatMap((remote) =>
          moments.map(async (moment) => {
            sent.set(`${status} ${remote} ${moment}`, await send(faultsOf(status, remote, moment)));
          }),
        ),
      ),
    );
  });

  it('covers 25 statuses', () => assert.equal(statuses.length, 25));

  for (const status of statuses) {
    for (const remote of [false, true]) {
      const [code, step, reason] = table[status]![remote ? 'provider' : 'truto'];
      const isRepeated = reason !== undefined;
      const cell = (moment: (typeof moments)[number]) => sent.get(`${status} ${remote} ${moment}`)!;

      describe(`${status} of ${remote ? 'the provider' : 'Truto'} (${code})`, () => {
        it(isRepeated ? 'on the first try: is tried again once' : 'on the first try: is final', () => {
          check(cell('first'), { reasons: isRepeated ? [reason] : [], failed: !isRepeated, doubtful: false });
        });
        it(isRepeated ? 'on a retry: is tried again once more' : 'on a retry: is final', () => {
          check(cell('retry'), {
            reasons: ['providerFailed', ...(isRepeated ? [reason] : [])],
            failed: !isRepeated,
            doubtful: true,
          });
        });
        it(isRepeated ? 'always: is given up after three tries' : 'always: is final at once', () => {
          check(cell('always'), { reasons: isRepeated ? [reason, reason] : [], failed: true, doubtful: false });
        });
      });

      function check(
        { waits, requests, explanation, attempts, isApplied }: Sent,
        expected: { reasons: readonly Reason[]; failed: boolean; doubtful: boolean },
      ): void {
        assert.deepEqual(waits, waitsOf(expected.reasons));
        assert.equal(requests.length, expected.reasons.length + 1);
        for (const [index, request] of requests.entries()) {
          assert.equal(request.headers['idempotency-key'], 'key-1');
          assert.equal(request.bodyText, '{"title":"Countess"}');
          const before = requests[index - 1];
          if (before) assert.ok(request.at - before.at >= waits[index - 1]!.waitMs - 1, `${request.at - before.at} ms`);
        }
        assert.equal(isApplied, !expected.failed);
        assert.equal(requests.filter(({ applied }) => applied).length, expected.failed ? 0 : 1);
        if (!expected.failed) {
          assert.equal(attempts, requests.length);
          assert.equal(explanation, undefined);
          return;
        }
        assert.equal(explanation?.code, code);
        assert.equal(explanation.status, status);
        assert.equal(explanation.origin, remote || status === 502 || status === 504 ? 'provider' : 'truto');
        assert.equal(explanation.outcome, outcome(expected.doubtful));
        assert.ok(explanation.nextSteps.slice(0, 2).includes(step), String(explanation.nextSteps));
        assert.equal(explanation.nextSteps.includes('lookAtUser'), explanation.outcome === 'unknown' || status === 409);
        assert.equal(explanation.retryAfterSeconds, status === 429 ? 1 : undefined);
        assert.equal(explanation.write, true);
      }

      /**
       * A 5xx, a 408 or a lock of Truto may come after the change. So may whatever follows a 502: a refusal of a retry is that
       * of the retry alone. What the 502 hides may be what made it wrong (“already inactive”), or be applied later.
       */
      function outcome(doubtful: boolean): ErrorExplanation['outcome'] {
        if (status === 408 || (status >= 500 && (status !== 503 || remote))) return 'unknown';
        if ((status === 423 || status === 425) && !remote) return 'unknown';
        return doubtful ? 'unknown' : 'refused';
      }
    }
  }

  it(`never repeats ${neverRepeated.join(', ')}`, () => {
    for (const status of neverRepeated) {
      assert.equal(table[status]!.truto[2], undefined);
      if (status < 500) assert.equal(table[status]!.provider[2], undefined);
    }
  });

  it('waits until the date of a Retry-After', async () => {
    const until = Math.ceil(Date.now() / 1000 + 1) * 1000;
    const { requests, waits } = await send([
      { kind: 'status', status: 429, remote: true, headers: { 'retry-after': new Date(until).toUTCString() } },
    ]);
    assert.equal(requests.length, 2);
    assert.ok(requests[1]!.at >= until - 1, JSON.stringify(waits));
  });
});
