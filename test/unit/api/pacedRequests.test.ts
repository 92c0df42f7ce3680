import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { TrutoClient, type AttemptWait } from '../../../src/api/trutoClient';
import type { Pace, PacedResponse } from '../../../src/core/http/pacer';
import { accountId, token, update } from './clientUnderTest';
import { startScriptedServer, type ScriptedServer } from './scriptedServer';

type Told = readonly ['take', string | undefined] | readonly ['done', string | undefined, PacedResponse | undefined];

describe('requests that keep a pace', () => {
  let server: ScriptedServer;
  let told: Told[];
  let waits: number[];

  beforeEach(async () => {
    server = await startScriptedServer();
    told = [];
    waits = [];
  });
  afterEach(() => server.close());

  const pacer: Pace = {
    take: (account) => {
      told.push(['take', account]);
      return waits.shift() ?? 0;
    },
    done: (account, response) => told.push(['done', account, response]),
  };
  const client = (getToken = () => Promise.resolve<string | undefined>(token)) =>
    new TrutoClient({
      baseUrl: server.baseUrl,
      getToken,
      fetch,
      timeoutSeconds: () => 5,
      pacer,
      clock: { now: Date.now, random: () => 0 },
    });
  const steps = () => told.map(([step]) => step);

  it('take a place for every attempt, and tell what every response said of the limits', async () => {
    const limits = { 'retry-after': '0', 'ratelimit-remaining': '3', 'ratelimit-reset': '7' };
    server.script({ status: 429, headers: limits, json: { message: 'slow down' } }, { status: 200, json: { id: 'u' } });
    await client().updateUser(update);
    assert.deepEqual(steps(), ['take', 'done', 'take', 'done']);
    assert.deepEqual(
      told.map(([, account]) => account),
      Array.from({ length: 4 }, () => accountId),
    );
    const [, refused, , accepted] = told.map(([, , response]) => response);
    assert.equal(refused?.status, 429);
    for (const [name, value] of Object.entries(limits)) assert.equal(refused.headers[name], value);
    assert.deepEqual(refused.body, { message: 'slow down' });
    assert.equal(accepted?.status, 200);
  });

  for (const [how, ending] of [
    ['breaks off', (response: ServerResponse) => response.write('{', () => response.destroy())],
    ['cannot be unpacked', (response: ServerResponse) => response.end('no gzip')],
  ] as const)
    it(`tell of a limit also where its response ${how}, and wait as long as it says`, async () => {
      const stop = new AbortController();
      server.script((_, response) => {
        const encoding = how === 'breaks off' ? {} : { 'content-encoding': 'gzip' };
        response.writeHead(429, { 'retry-after': '60', ...encoding });
        ending(response);
      });
      const seen: AttemptWait[] = [];
      const sending = client().updateUser(update, stop.signal, (wait) => {
        seen.push(wait);
        stop.abort();
      });
      await assert.rejects(sending);
      assert.deepEqual(seen, [{ attempt: 2, waitMs: 60_000, reason: 'rateLimited' }]);
      const [, , response] = told.at(-1)!;
      assert.deepEqual([response?.status, response?.headers['retry-after']], [429, '60']);
      assert.equal(server.received.length, 1);
    });

  it('give their place back without a response where none came', async () => {
    server.script((request) => request.socket.destroy());
    await assert.rejects(client().updateUser(update));
    assert.deepEqual(steps(), ['take', 'done', 'take', 'done', 'take', 'done']);
    assert.deepEqual(told.at(-1), ['done', accountId, undefined]);
  });

  it('take no place where nothing is sent for want of a token', async () => {
    await assert.rejects(client(() => Promise.resolve(undefined)).updateUser(update));
    assert.deepEqual([told, server.received.length], [[], 0]);
  });

  it('take their place when they leave: after the token was read, which may take long', async () => {
    const order: string[] = [];
    const slow = client(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push(`token after ${told.length} places`);
      return token;
    });
    await slow.updateUser(update);
    assert.deepEqual([order, steps()], [['token after 0 places'], ['take', 'done']]);
  });

  it('carry the token as it is after a wait', async () => {
    waits = [5, 0];
    const tokens = ['before', 'after'];
    await client(() => Promise.resolve(tokens.shift())).updateUser(update);
    assert.deepEqual(
      server.received.map(({ headers }) => headers['authorization']),
      ['Bearer after'],
    );
  });

  it('ask again after the wait, tell of it once, and take no place meanwhile', async () => {
    waits = [5, 5, 0];
    const attempts: unknown[] = [];
    await client().updateUser(update, undefined, (attempt) => attempts.push(attempt));
    assert.deepEqual(steps(), ['take', 'take', 'take', 'done']);
    assert.deepEqual(attempts, [{ attempt: 1, waitMs: 5, reason: 'pacing' }]);
  });

  it('are not sent when they are cancelled in the wait, and give back no place', async () => {
    waits = [60_000];
    const cancelling = new AbortController();
    const sending = client().updateUser(update, cancelling.signal, () => cancelling.abort());
    await assert.rejects(sending);
    assert.deepEqual(steps(), ['take']);
    assert.equal(server.received.length, 0);
  });
});
