import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { broken, FakeTruto, json, send, windowOf } from './fakeTruto';
import type { HeadlessWindow } from './headless';

const problem = (body: object): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/problem+json; charset=utf-8' } });

describe('a read whose response is an error with the status of a success', () => {
  let truto: FakeTruto;
  let window: HeadlessWindow;
  beforeEach(async () => {
    truto = new FakeTruto();
    window = await windowOf(truto);
  });

  for (const [what, failing] of [
    ['an error of JavaScript', () => json({ name: 'ServiceUnavailable', message: 'later', code: 503 })],
    ['a problem document', () => problem({ type: 'about:blank', title: 'Too busy', status: 503, detail: 'Later.' })],
    ['a short problem document', () => problem({ title: 'Too busy' })],
    ['a problem document with an ID', () => problem({ id: 'usr_ada', title: 'Too busy', emails: [] })],
  ] as const) {
    it(`prepares no update: ${what}`, async () => {
      truto.get = failing;
      await assert.rejects(send(window), (error) => explanationOf(error)?.code === 'unexpectedResponse');
      assert.deepEqual(truto.keys, []);
    });

    it(`blames nobody after an update, and is asked for again: ${what}`, async () => {
      truto.get = (count) => (count === 1 ? failing() : undefined);
      const { outcome } = await send(window, { title: 'Countess' });
      assert.deepEqual([outcome.verdict, truto.gets], ['updated', 3]);
      truto.get = (count) => (count === 3 ? undefined : failing());
      const { words } = await send(window, { title: 'Duchess' });
      assert.match(words, /It is not checked: the live user could not be read just now/);
      truto.get = () => undefined;
      assert.deepEqual((await send(window, { title: 'Queen' })).prepared.drifts, []);
    });

    it(`ends no update whose response was lost: ${what}`, async () => {
      truto.get = (count) => (count === 0 ? undefined : failing());
      truto.patch = () => {
        throw broken();
      };
      const first = await send(window, { name: 'Ada L', title: 'Countess' });
      assert.equal(first.outcome.outcome, 'unknown');
      truto.get = () => undefined;
      truto.patch = () => undefined;
      const again = await send(window, { name: 'Ada L', title: 'Countess' });
      assert.deepEqual([again.outcome.outcome, new Set(truto.keys).size], ['applied', 1]);
    });
  }
});
