import assert from 'node:assert/strict';
import { Throttle } from '../../../../src/users/responses/throttle';

describe('Throttle', () => {
  it('runs once for many askings, one run at a time, and once more for what was asked meanwhile', async () => {
    const first = Promise.withResolvers<undefined>();
    const second = Promise.withResolvers<undefined>();
    let runs = 0;
    let atOnce = 0;
    const throttle = new Throttle(
      async () => {
        runs++;
        assert.equal(++atOnce, 1);
        if (runs === 1) {
          throttle.ask();
          throttle.ask();
          await first.promise;
        } else second.resolve(undefined);
        atOnce--;
      },
      () => 0,
    );
    throttle.ask();
    throttle.ask();
    setImmediate(() => first.resolve(undefined));
    await second.promise;
    assert.equal(runs, 2);
    throttle.end();
  });

  it('goes on after a run that failed', async () => {
    const again = Promise.withResolvers<undefined>();
    let runs = 0;
    const throttle = new Throttle(
      () => {
        if (++runs === 2) again.resolve(undefined);
        else throttle.ask();
        return Promise.reject(new Error('busy'));
      },
      () => 0,
    );
    throttle.ask();
    await again.promise;
    throttle.end();
  });

  it('rests as long as it is told before each run, and runs no more once it has ended', async () => {
    const rests: number[] = [];
    const ran = Promise.withResolvers<undefined>();
    const throttle = new Throttle(
      async () => {
        ran.resolve(undefined);
        await Promise.resolve();
      },
      () => rests.push(1),
    );
    throttle.ask();
    await ran.promise;
    throttle.end();
    throttle.ask();
    assert.equal(rests.length, 1);
  });
});
