import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RequestRecord } from '../../../src/api/requestRecord';
import type { StreamedResponse } from '../../../src/api/responseHead';
import { TrutoClient } from '../../../src/api/trutoClient';
import { TrutoError } from '../../../src/api/trutoError';
import { generatedList } from '../../../src/sandbox/generatedList';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import type { StreamPlan } from '../../../src/sandbox/streamedList';
import { accounts } from '../../sandboxAccounts';

const megabyte = 1024 * 1024;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const never = new Promise<never>(() => undefined);

describe('streamed answers', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let records: RequestRecord[];

  beforeEach(async () => {
    sandbox = await startSandbox({ accounts: 11, usersPerAccount: 1 });
    records = [];
  });
  afterEach(() => sandbox.close());

  function stream(
    plan: StreamPlan | undefined,
    { signal, timeoutSeconds = 10 }: { signal?: AbortSignal; timeoutSeconds?: number } = {},
  ): Promise<StreamedResponse> {
    const client = new TrutoClient({
      baseUrl: sandbox.baseUrl,
      getToken: () => Promise.resolve(sandbox.token),
      fetch,
      timeoutSeconds: () => timeoutSeconds,
      onRequest: (record) => records.push(record),
      clock: { now: Date.now, random: () => 0 },
    });
    if (plan) sandbox.inject({ kind: 'stream', when: 'afterApplying', match: { method: 'PATCH' }, ...plan });
    const query = { truto_response_format: 'stream' };
    return client.streamUpdate(
      {
        accountId: accounts.hubspot,
        userId: 'usr_ada',
        query,
        bodyJson: '{"title":"Countess"}',
        idempotencyKey: 'key-1',
      },
      signal,
    );
  }

  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const title = () => sandbox.user(accounts.hubspot, 'usr_ada')?.title;

  /** Reads to the end; what broke it off, if anything, and how much came. */
  async function drained({ chunks }: StreamedResponse): Promise<{ readonly bytes: number; readonly error: unknown }> {
    let bytes = 0;
    try {
      for await (const chunk of chunks) bytes += chunk.byteLength;
      return { bytes, error: undefined };
    } catch (error) {
      return { bytes, error };
    }
  }

  function explanationOf(error: unknown): TrutoError['explanation'] {
    assert.ok(error instanceof TrutoError, String(error));
    return error.explanation;
  }

  it('come with their head first, and their bytes are those that were sent', async () => {
    const answer = await stream(undefined);
    assert.deepEqual([answer.status, answer.attempts, answer.contentType], [200, 1, 'application/json; charset=utf-8']);
    assert.ok(answer.requestId !== undefined && answer.rateLimitRemaining !== undefined);
    const pieces: Uint8Array[] = [];
    for await (const chunk of answer.chunks) pieces.push(chunk);
    assert.ok(pieces.length > 1, String(pieces.length));
    assert.equal((JSON.parse(Buffer.concat(pieces).toString()) as { title: string }).title, 'Countess');
    assert.deepEqual(
      records.map(({ status, failure, requestId }) => [status, failure, requestId]),
      [[200, undefined, answer.requestId]],
    );
  });

  it('are handed on while the rest is still to come', async () => {
    const gate = Promise.withResolvers<undefined>();
    const answer = await stream({ bytes: 3 * megabyte, hold: { at: megabyte, until: gate.promise } });
    let bytes = 0;
    for await (const chunk of answer.chunks) {
      bytes += chunk.byteLength;
      if (bytes === megabyte) {
        assert.deepEqual(records, [], 'the attempt is not over');
        gate.resolve(undefined);
      }
    }
    assert.equal(bytes, 3 * megabyte);
    assert.equal(records.length, 1);
  });

  it('stop when they are cancelled, and the update was applied', async () => {
    const cancel = new AbortController();
    const answer = await stream(
      { bytes: 50 * megabyte, hold: { at: megabyte, until: never } },
      { signal: AbortSignal.any([cancel.signal, new AbortController().signal]) },
    );
    let bytes = 0;
    const error: unknown = await (async () => {
      for await (const chunk of answer.chunks) {
        bytes += chunk.byteLength;
        // While the next read waits, and a signal that nobody holds would be collected.
        if (bytes === megabyte)
          setImmediate(() => {
            collectGarbage();
            setImmediate(() => {
              collectGarbage();
              cancel.abort();
            });
          });
      }
    })().catch((reason: unknown) => reason);
    const { code, outcome } = explanationOf(error);
    assert.deepEqual(
      [code, outcome, bytes, patches().length, title()],
      ['cancelled', 'applied', megabyte, 1, 'Countess'],
    );
    assert.deepEqual(
      records.map(({ status, failure }) => [status, failure]),
      [[200, 'cancelled']],
    );
  });

  it('are let go when the reader stops reading', async () => {
    const { chunks } = await stream({ bytes: 50 * megabyte });
    const reader = chunks[Symbol.asyncIterator]();
    assert.equal((await reader.next()).done, false);
    await reader.return?.();
    assert.deepEqual(
      records.map(({ status, failure }) => [status, failure]),
      [[200, undefined]],
    );
  });

  it('are not asked for again when they break off, and the update was applied', async () => {
    const { bytes, error } = await drained(await stream({ bytes: 10 * megabyte, cutAt: megabyte }));
    const { code, outcome, status } = explanationOf(error);
    assert.deepEqual([code, outcome, patches().length, title()], ['connectionLost', 'applied', 1, 'Countess']);
    assert.equal(status, 200);
    assert.ok(bytes <= megabyte);
    assert.deepEqual(
      records.map(({ status, failure }) => [status, failure]),
      [[200, 'connectionLost']],
    );
  });

  it('break off when nothing comes for the time of the time-out', async () => {
    const { bytes, error } = await drained(
      await stream({ bytes: 10 * megabyte, hold: { at: megabyte, until: never } }, { timeoutSeconds: 1.5 }),
    );
    const { code, outcome } = explanationOf(error);
    assert.deepEqual([code, outcome, bytes, patches().length], ['timeout', 'applied', megabyte, 1]);
  });

  it('may take longer than the time-out as a whole, and their reader may take its time', async () => {
    const timeoutSeconds = 1;
    const answer = await stream({ bytes: 4 * megabyte }, { timeoutSeconds });
    const started = Date.now();
    let bytes = 0;
    for await (const chunk of answer.chunks) {
      bytes += chunk.byteLength;
      // The first piece is held for longer than the time-out: that is the reader's own time.
      if (bytes === chunk.byteLength) await new Promise((resolve) => setTimeout(resolve, 2 * timeoutSeconds * 1000));
    }
    assert.equal(bytes, 4 * megabyte);
    assert.ok(Date.now() - started > timeoutSeconds * 1000);
  });

  it('are refused like any other answer before their head says success, with the same retries', async () => {
    sandbox.inject({ kind: 'status', status: 502 });
    assert.equal((await stream(undefined)).attempts, 2);
    sandbox.inject({ kind: 'status', status: 422, remote: true });
    const error: unknown = await stream(undefined).catch((reason: unknown) => reason);
    assert.deepEqual([explanationOf(error).code, explanationOf(error).outcome], ['providerRefused', 'refused']);
  });

  it('of 50 MB keep memory flat', async function () {
    const held = () => {
      collectGarbage();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const answer = await stream({ bytes: 50 * megabyte });
    const before = { held: held(), rss: process.memoryUsage().rss };
    const peak = { held: 0, rss: 0 };
    let bytes = 0;
    let looked = 0;
    for await (const chunk of answer.chunks) {
      bytes += chunk.byteLength;
      peak.rss = Math.max(peak.rss, process.memoryUsage().rss - before.rss);
      if (bytes - looked < 2 * megabyte) continue;
      looked = bytes;
      peak.held = Math.max(peak.held, held() - before.held);
    }
    assert.equal(bytes, 50 * megabyte);
    const words = `held ${(peak.held / megabyte).toFixed(1)} MB, RSS ${(peak.rss / megabyte).toFixed(1)} MB`;
    console.log(`      peak growth for 50 MB, server included: ${words}`);
    assert.ok(peak.held < 20 * megabyte, words);
  });
});

describe('the large list of the sandbox', () => {
  for (const bytes of [100, 1000, 65_537, megabyte, megabyte + 63]) {
    it(`is JSON of exactly ${bytes} bytes`, () => {
      const list = Buffer.concat([...generatedList(bytes)]);
      assert.equal(list.length, bytes);
      assert.ok(Array.isArray(JSON.parse(list.toString())));
    });
  }
});
