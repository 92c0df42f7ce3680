import assert from 'node:assert/strict';
import { UpdateOffers } from '../../../src/api/updateOffers';

describe('UpdateOffers', () => {
  const minute = 60_000;
  let now: number;
  let offers: UpdateOffers;
  let asked: string[];

  beforeEach(() => {
    now = 0;
    offers = new UpdateOffers(() => now);
    asked = [];
  });

  const answering = (name: string, offered: boolean) =>
    offers.findOut(name, () => {
      asked.push(name);
      offers.set(name, offered);
      return Promise.resolve();
    });

  it('asks once an hour for each integration', async () => {
    await Promise.all([answering('slack', false), answering('slack', false), answering('hubspot', true)]);
    now = 60 * minute - 1;
    await answering('slack', true);
    assert.deepEqual(asked.sort(), ['hubspot', 'slack']);
    assert.deepEqual([offers.of('slack'), offers.of('hubspot'), offers.of('webex')], [false, true, undefined]);
    now = 60 * minute;
    assert.equal(offers.of('slack'), undefined);
    await answering('slack', true);
    assert.equal(offers.of('slack'), true);
  });

  it('asks again after a minute where there was no answer', async () => {
    const failing = () =>
      offers.findOut('slack', () => {
        asked.push('slack');
        return Promise.reject(new Error('offline'));
      });
    await failing();
    now = minute - 1;
    await failing();
    assert.equal(asked.length, 1);
    now = minute;
    await failing();
    assert.equal(asked.length, 2);
    assert.equal(offers.of('slack'), undefined);
  });

  it('has four questions under way at a time, and goes on after a failure', async () => {
    const ends: (() => void)[] = [];
    let most = 0;
    let running = 0;
    const all = Array.from({ length: 10 }, (_, index) =>
      offers.findOut(`integration ${index}`, async () => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => ends.push(resolve));
        running--;
        if (index === 0) throw new Error('offline');
      }),
    );
    for (let ended = 0; ended < all.length; ) {
      const end = ends.shift();
      end?.();
      if (end) ended++;
      await new Promise(setImmediate);
    }
    await Promise.all(all);
    assert.equal(most, 4);
  });
});
