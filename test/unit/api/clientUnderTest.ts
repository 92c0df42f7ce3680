import assert from 'node:assert/strict';
import type { RequestRecord } from '../../../src/api/requestRecord';
import { TrutoClient } from '../../../src/api/trutoClient';
import { TrutoError } from '../../../src/api/trutoError';
import { startScriptedServer, type ScriptedServer } from './scriptedServer';

export const token = 'tok_5up3r-secret';
export const accountId = '5a9d0c1e-0000-4000-8000-000000000001';
export const update = {
  accountId,
  userId: 'usr_ada',
  query: {},
  bodyJson: '{"title":"Countess"}',
  idempotencyKey: 'key-1',
};

interface ClientOptions {
  readonly baseUrl?: string;
  readonly timeoutSeconds?: number;
  readonly token?: () => Promise<string | undefined>;
}

/** A scripted server for each test of a suite, and what is asked and told there. */
export function eachWithServer() {
  let server: ScriptedServer;
  let records: RequestRecord[];

  beforeEach(async () => {
    server = await startScriptedServer();
    records = [];
  });
  afterEach(() => server.close());

  return {
    script: (...steps: Parameters<ScriptedServer['script']>) => server.script(...steps),
    received: () => server.received,
    baseUrl: () => server.baseUrl,
    /** What the clients told of their requests. */
    records: () => records,

    client: (options: ClientOptions = {}) =>
      new TrutoClient({
        baseUrl: options.baseUrl ?? server.baseUrl,
        getToken: options.token ?? (() => Promise.resolve(token)),
        fetch,
        timeoutSeconds: () => options.timeoutSeconds ?? 5,
        onRequest: (entry) => records.push(entry),
        // No back-off: what is waited for is Retry-After only.
        clock: { now: Date.now, random: () => 0 },
      }),

    /** The error that a call ends with. The token is neither there nor in the records. */
    failureOf: async (call: Promise<unknown>): Promise<TrutoError> => {
      const error: unknown = await call.then(
        () => assert.fail('should not have succeeded'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof TrutoError, String(error));
      const texts = JSON.stringify([error.message, error.stack, error.explanation, error.body, error.headers, records]);
      assert.ok(!texts.includes(token), 'the token must not be in an error or a record');
      return error;
    },
  };
}
