import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { broken, cut, FakeTruto, json, refusal, send, windowOf } from './fakeTruto';
import { fileOf, requestOf, userFile, type HeadlessWindow } from './headless';

describe('an update with a response that breaks off', () => {
  let truto: FakeTruto;
  let window: HeadlessWindow;
  beforeEach(async () => {
    truto = new FakeTruto();
    window = await windowOf(truto);
  });
  const nobodyReads = () => {
    truto.methods = ['update'];
    truto.get = () => refusal(404);
  };
  const inRaw = { query: { truto_response_format: 'raw' } };

  const brokenOff = [
    ['JSON', () => cut(200, '{"id":"usr_ada",'), {}],
    ['nothing yet', () => cut(200, ''), {}],
    ['JSON that came in no time', () => cut(200, '{"id":', 'application/json', broken('UND_ERR_BODY_TIMEOUT')), {}],
    ['JSON that cannot be decoded', () => cut(200, '{"id":', 'application/json', broken('Z_DATA_ERROR')), {}],
    ['JSON in the format of the provider', () => cut(200, '{"ok":'), inRaw],
    ['text in the format of the provider', () => cut(200, 'O', 'text/plain'), inRaw],
    ['JSON that is streamed', () => cut(201, '{"id":'), { query: { truto_response_format: 'stream' } }],
  ] as const;
  for (const [what, response, options] of brokenOff) {
    it(`goes out under the same key again where its response broke off, and is applied once: ${what}`, async () => {
      const old = truto.user;
      const stored = new Map<string, object>();
      let isLate = true;
      truto.get = () => (isLate ? json(old) : undefined);
      let isBroken = true;
      truto.patch = (count, fake, fields) => {
        const key = fake.keys[count] ?? '';
        if (!stored.has(key)) fake.apply(fields);
        stored.set(key, fake.user);
        return isBroken ? response() : json(stored.get(key));
      };
      const { outcome, words } = await send(window, { title: 'Countess' }, options);
      assert.deepEqual([outcome.outcome, outcome.verdict], ['unknown', 'notVisibleYet']);
      assert.match(words, /status (was )?20[01]/);
      assert.match(words, /The live user is unchanged\. It is safe to send the same update again\./);
      assert.doesNotMatch(words, /was accepted|was applied/);
      isBroken = false;
      const again = await send(window, { title: 'Countess' }, options);
      assert.equal(again.outcome.idempotencyKey, outcome.idempotencyKey);
      assert.deepEqual([...stored.keys()], [outcome.idempotencyKey]);
      isLate = false;
      const seen = await window.updates.prepare(requestOf(window, fileOf(userFile({ title: 'Countess' })), options));
      assert.deepEqual(seen.obstacle ?? seen.fields, []);
    });

    it(`sends nobody to look where nobody can, but says that the key is the same: ${what}`, async () => {
      nobodyReads();
      truto.patch = response;
      const { outcome, words } = await send(window, { title: 'Countess' }, { ...options, body: 'whole' });
      assert.deepEqual([outcome.outcome, outcome.verdict], ['unknown', 'unchecked']);
      assert.match(
        words,
        /not known whether the update was applied\. The live user cannot be read\. .*same idempotency key/,
      );
      assert.equal(explanationOf(outcome.error)?.nextSteps.includes('lookAtUser'), false);
      truto.patch = () => undefined;
      const again = await send(window, { title: 'Countess' }, { ...options, body: 'whole' });
      assert.deepEqual(
        [again.outcome.outcome, new Set(truto.keys).size],
        [options === inRaw ? 'unknown' : 'applied', 1],
      );
    });
  }

  it('keeps an earlier one open where its response broke off, which may have come from something in between', async () => {
    truto.patch = () => {
      throw broken();
    };
    const first = await send(window, { title: 'Countess' });
    truto.patch = () => cut(200, '{"id":');
    await send(window, { title: 'Duchess' });
    truto.patch = () => undefined;
    const again = await send(window, { title: 'Countess' });
    assert.equal(again.outcome.idempotencyKey, first.outcome.idempotencyKey);
  });

  it('is broken off also where who takes its response says nothing of that', async () => {
    truto.patch = () => cut(200, '{"ok":');
    const prepared = await window.updates.prepare(requestOf(window, fileOf(userFile({ title: 'Countess' })), inRaw));
    assert.ok(prepared.obstacle === undefined);
    const { outcome, error } = await window.updates.run(prepared, {
      sending: (sends) =>
        sends({
          receive: async ({ chunks }) => {
            try {
              for await (const chunk of chunks) assert.ok(chunk);
            } catch {
              return 'notWhole';
            }
            return { json: undefined };
          },
        }),
      looking: (look) => look(),
    });
    assert.deepEqual([outcome, explanationOf(error)?.arrival], ['unknown', 'notArrived']);
    await send(window, { title: 'Countess' }, inRaw);
    assert.equal(new Set(truto.keys).size, 1);
  });
});
