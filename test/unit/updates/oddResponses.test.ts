import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { broken, cut, FakeTruto, json, refusal, send, windowOf } from './fakeTruto';
import type { HeadlessWindow } from './headless';

describe('an update with an odd response', () => {
  let truto: FakeTruto;
  let window: HeadlessWindow;
  beforeEach(async () => {
    truto = new FakeTruto();
    window = await windowOf(truto);
  });

  /** As undici's fetch takes a 407 for no response. */
  const proxy407 = () => new TypeError('fetch failed', { cause: new Error('') });

  it('is looked for after a 407: it may have been applied', async () => {
    truto.patch = (_, fake, fields) => {
      fake.apply(fields);
      throw proxy407();
    };
    const { outcome, words } = await send(window);
    assert.deepEqual([outcome.outcome, truto.keys.length, truto.gets], ['applied', 1, 2]);
    assert.match(words, /The live user now has your values: the update was applied\./);
  });

  it('goes out under the same key again after a 407', async () => {
    truto.patch = () => {
      throw proxy407();
    };
    const { outcome, words } = await send(window);
    assert.equal(outcome.outcome, 'unknown');
    assert.match(
      words,
      /The proxy of this network requires you to sign in\..*It is safe to send the same update again\./,
    );
    assert.doesNotMatch(words, /Nothing was sent/);
    truto.patch = () => undefined;
    await send(window);
    assert.equal(new Set(truto.keys).size, 1);
  });

  for (const code of ['Z_DATA_ERROR', 'ERR__ERROR_FORMAT_PADDING_1', 'ERR_CONTENT_DECODING_FAILED']) {
    for (const status of [400, 404, 422])
      it(`is refused once where the reason cannot be decoded: ${status}, ${code}`, async () => {
        truto.patch = () => cut(status, '', 'application/json', broken(code));
        const { outcome, words } = await send(window);
        assert.deepEqual([outcome.outcome, truto.keys.length, truto.gets], ['refused', 1, 1]);
        assert.match(
          words,
          new RegExp(`It could not be read\\..*${status}.*The update was refused, so nothing changed\\.`),
        );
        assert.doesNotMatch(words, /connection/);
        assert.equal(explanationOf(outcome.error)?.nextSteps.includes('tryAgain'), false);
      });

    it(`is looked for where a success cannot be decoded: ${code}`, async () => {
      truto.patch = (_, fake, fields) => {
        fake.apply(fields);
        return cut(200, '', 'application/json', broken(code));
      };
      const { outcome } = await send(window);
      assert.deepEqual([outcome.outcome, outcome.verdict, truto.keys.length], ['applied', 'updated', 1]);
    });
  }

  it('is tried again where a response may have been cut', async () => {
    truto.patch = (count) => (count === 0 ? cut(422, '', 'application/json', broken('Z_BUF_ERROR')) : refusal(422));
    const { outcome, words } = await send(window);
    assert.deepEqual([outcome.outcome, truto.keys.length], ['refused', 2]);
    assert.doesNotMatch(words, /so nothing changed/);
  });

  it('says of a refusal that broke off that nothing changed', async () => {
    truto.patch = () => cut(422, '{"statusCode":');
    const { outcome, words } = await send(window);
    assert.equal(outcome.outcome, 'refused');
    assert.match(words, /status 422\..*The update was refused, so nothing changed\.$/);
  });

  it('may be tried again in a moment where a limit asks for no time', async () => {
    truto.patch = () => json({ statusCode: 429, error: 'Error', message: '' }, 429, { 'retry-after': '0' });
    const { words } = await send(window);
    assert.match(words, /Try again in a moment\./);
  });
});
