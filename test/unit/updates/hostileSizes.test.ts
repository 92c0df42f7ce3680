import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { explanationOf } from '../../../src/api/explanationOf';
import { maxErrorBytes, maxStreamedBytes, maxUserBytes } from '../../../src/core/http/maxSizes';
import { maxDepth } from '../../../src/core/json/maxDepth';
import { prettyJson } from '../../../src/core/json/prettyJson';
import { redactedJson } from '../../../src/core/secrets/redactSecrets';
import { SentSecrets } from '../../../src/core/secrets/sentSecrets';
import { shownFragment, shownJson } from '../../../src/core/secrets/shown';
import { checkResponse } from '../../../src/core/responses/checkResponse';
import { userFileText } from '../../../src/updates/userFileText';
import { accountId, token } from '../api/clientUnderTest';
import { startScriptedServer, type ScriptedServer } from '../api/scriptedServer';
import { fileOf, openWindow, requestOf, type HeadlessWindow } from './headless';

const megabyte = 1024 ** 2;
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const user = (remoteData: string) => `{"id":"usr_ada","title":"a","remote_data":${remoteData}}`;
const listOf = (item: string, bytes: number) =>
  `[${Array<string>(Math.floor((bytes - 100) / (item.length + 1)))
    .fill(item)
    .join(',')}]`;

/** JSON that costs more than its bytes tell. */
const items: Readonly<Record<string, string>> = {
  records:
    '{"id":"usr_12","name":"Ada","created_at":"2024-09-01T10:00:00.000Z","emails":[{"email":"ada@example.com"}]}',
  brackets: '[]',
  'deep brackets': nested(maxDepth - 2),
  numbers: '1',
  'numbers that keep their spelling': '1.0',
  secrets: '{"pin":1}',
  'names and values': '{"name":"pin","value":1}',
  quotes: String.raw`"\"\"\"\"\"\"\"\""`,
};

describe('responses of any size', function () {
  this.timeout(60_000);
  let server: ScriptedServer;
  let window: HeadlessWindow;
  let live: string | Buffer;
  /** To the update. */
  let answer: { readonly status: number; readonly body: string | Buffer | undefined };
  const keys = () =>
    server.received.filter(({ method }) => method === 'PATCH').map(({ headers }) => headers['idempotency-key']);

  async function prepared(fields: string, query: Readonly<Record<string, unknown>> = {}) {
    const text = `{"$truto":{"integrated_account_id":"${accountId}","id":"usr_ada"},${fields.slice(1)}`;
    const found = await window.updates.prepare(requestOf(window, fileOf(text), { query }));
    assert.ok(found.obstacle === undefined);
    return found;
  }

  beforeEach(async () => {
    live = user('null');
    answer = { status: 200, body: live };
    server = await startScriptedServer();
    server.script(({ method = '', url = '' }, response) => {
      const capabilities = {
        integration: {},
        unified: [{ model: 'user-directory', resource: 'users', methods: ['get', 'update'] }],
        account: { status: 'active' },
      };
      const account = { id: accountId, status: 'active', integration: { name: 'hubspot' } };
      const isUser = url.includes('/users/');
      if (method === 'PATCH' && answer.status === 200) live = user('null').replace('"a"', '"b"');
      response.writeHead(method === 'PATCH' ? answer.status : 200, { 'content-type': 'application/json' });
      if (method === 'PATCH' && answer.body === undefined) endless(response);
      else if (method === 'PATCH') response.end(answer.body);
      else response.end(isUser ? live : JSON.stringify(url.includes('capabilities') ? capabilities : account));
    });
    window = openWindow();
    await window.profiles.save({ name: 'Test', baseUrl: server.baseUrl }, token);
  });
  afterEach(() => server.close());

  it('are refused as a live user with how much and how deep it may be', async () => {
    for (const [body, code, params] of [
      [user(nested(100_000)), 'responseTooDeep', { maxDepth }],
      [user(`"${'x'.repeat(maxUserBytes)}"`), 'responseTooLarge', { maxBytes: maxUserBytes }],
      [Buffer.alloc(64 * megabyte, '['), 'responseTooLarge', { maxBytes: maxUserBytes }],
    ] as const) {
      live = body;
      const error: unknown = await prepared('{"title":"b"}').catch((reason: unknown) => reason);
      const explanation = explanationOf(error);
      assert.deepEqual([explanation?.code, explanation?.params], [code, params]);
    }
    live = user(`"${'x'.repeat(maxUserBytes - 100)}"`);
    assert.equal((await prepared('{"title":"b"}')).fields.length, 1);
  });

  for (const [name, body] of [
    ['deep', nested(100_000)],
    ['deep and an object', `{"message":${nested(100_000)}}`],
    ['deep and cut', '{"a":['.repeat(200_000)],
    ['deep within a text', JSON.stringify({ statusCode: 500, error: 'x', raw_response: nested(100_000) })],
    ['64 MB', Buffer.alloc(64 * megabyte, '{"a":[')],
    ['of many short fields', `{"message":"no",${listOf('"k":1', maxErrorBytes).slice(1, -1)}}`],
  ] as const)
    it(`lose neither outcome nor key where they say that something failed: ${name}`, async () => {
      answer = { status: 500, body };
      const update = await prepared('{"title":"b"}');
      const { outcome, idempotencyKey, error, status } = await window.updates.run(update);
      assert.deepEqual([outcome, status], ['unknown', 500]);
      assert.match(explanationOf(error)?.code ?? '', /Failed$/);
      assert.deepEqual([...new Set(keys())], [idempotencyKey]);
      answer = { status: 200, body: live };
      const again = await window.updates.run(await prepared('{"title":"b"}'));
      assert.equal(again.idempotencyKey, idempotencyKey);
    });

  for (const [name, body, code] of [
    ['deep', user(nested(100_000)), 'responseTooDeep'],
    ['64 MB', Buffer.alloc(64 * megabyte, '['), 'responseTooLarge'],
  ] as const)
    it(`are told as too much where the update was applied: ${name}`, async () => {
      answer = { status: 200, body };
      const { outcome, error } = await window.updates.run(await prepared('{"title":"b"}'));
      const { code: found, params } = explanationOf(error) ?? {};
      assert.deepEqual([outcome, found], ['applied', code]);
      assert.deepEqual(params, code === 'responseTooDeep' ? { maxDepth } : { maxBytes: maxUserBytes });
    });

  it('end at a stated size where they never end', async () => {
    answer = { status: 200, body: undefined };
    const before = process.memoryUsage().rss;
    let bytes = 0;
    let peak = 0;
    const update = await prepared('{"title":"b"}', { truto_response_format: 'raw' });
    const { outcome, error } = await window.updates.run(update, {
      sending: (send) =>
        send({
          receive: async ({ chunks }) => {
            for await (const chunk of chunks) {
              bytes += chunk.byteLength;
              peak = Math.max(peak, process.memoryUsage().rss - before);
            }
            return 'notWhole';
          },
        }),
      looking: (look) => look(),
    });
    const { code, params } = explanationOf(error) ?? {};
    assert.deepEqual(
      [outcome, code, params, bytes],
      ['applied', 'responseTooLarge', { maxBytes: maxStreamedBytes }, maxStreamedBytes],
    );
    assert.ok(peak < maxStreamedBytes, `${peak}`);
  });

  /** Looks, sends and shows, and returns how long nothing else got its turn, in milliseconds. */
  async function longestDelay(json: string): Promise<number> {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const value = (await prepared('{"title":"b"}')).live ?? {};
    const { outcome } = await window.updates.run(await prepared('{"title":"b"}'));
    assert.equal(outcome === 'notSent', false);
    for (const step of [
      () => userFileText(value, { accountId, userId: 'usr_ada' }),
      () => assert.ok(prettyJson(shownJson(json).text).length < 10 * json.length + 20_000),
      () => checkResponse(prettyJson(redactedJson(json, new SentSecrets(['hunter2']))), [], [], value),
      () => shownFragment(json.slice(0, -5)),
    ]) {
      step();
      await turn();
    }
    delay.disable();
    return delay.max / 1e6;
  }

  for (const [name, item] of Object.entries(items))
    it(`hold nobody up for long, and grow little: ${name}`, async () => {
      const json = user(listOf(item, maxUserBytes));
      live = json;
      answer = { status: 200, body: json };
      // Who shares the processor makes it longer: the best of some rounds tells.
      let longest = Infinity;
      for (let round = 0; round < 3 && longest > 2000; round++) longest = Math.min(longest, await longestDelay(json));
      // Most take a tenth of that here.
      assert.ok(longest < 2000, `${longest} ms`);
      if (process.env['TELL_TIMES']) console.log(name, Math.round(longest), 'ms');
    });
});

function endless(response: { write(chunk: Buffer, done: (error?: Error | null) => void): boolean }): void {
  const chunk = Buffer.alloc(megabyte, '[');
  const write = () =>
    response.write(chunk, (error) => {
      if (!error) write();
    });
  write();
}
