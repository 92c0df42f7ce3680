import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Pacer, trutoLimits } from '../../../../src/core/http/pacer';

/** Sends `count` requests as fast as the pacer lets, each over at once; answers the times at which they were sent. */
function sendAll(
  pacer: Pacer,
  clock: { now: number },
  accountOf: (index: number) => string | undefined,
  count: number,
): number[] {
  return Array.from({ length: count }, (_, index) => {
    for (;;) {
      const waitMs = pacer.take(accountOf(index));
      if (waitMs === 0) break;
      clock.now += waitMs;
    }
    pacer.done(accountOf(index));
    return clock.now;
  });
}

function mostInWindow(times: readonly number[], windowMs: number): number {
  return Math.max(0, ...times.map((end) => times.filter((time) => time > end - windowMs && time <= end).length));
}

describe('Pacer', () => {
  let clock: { now: number };
  let pacer: Pacer;
  beforeEach(() => {
    clock = { now: 1_000_000 };
    pacer = new Pacer(() => clock.now);
  });

  it('lets 50 requests of one account pass, and the next when the window has moved on', () => {
    const times = sendAll(pacer, clock, () => 'a', 120);
    assert.deepEqual(
      [times[49], times[50], times[99], times[100]].map((time) => (time ?? 0) - 1_000_000),
      [0, trutoLimits.windowMs, trutoLimits.windowMs, 2 * trutoLimits.windowMs],
    );
  });

  it('slides: a slot comes back a window after it was taken', () => {
    for (let index = 0; index < 50; index += 1) {
      assert.equal(pacer.take('a'), 0);
      clock.now += 100;
    }
    const left = trutoLimits.windowMs - 5_000;
    assert.equal(pacer.take('a'), left);
    clock.now += left;
    assert.equal(pacer.take('a'), 0);
    assert.equal(pacer.take('a'), 100);
  });

  it('lets 500 requests of one token pass, whatever the account', () => {
    const times = sendAll(pacer, clock, (index) => `account ${index % 20}`, 501);
    assert.deepEqual(
      [times[499], times[500]].map((time) => (time ?? 0) - 1_000_000),
      [0, trutoLimits.windowMs],
    );
  });

  it('does not make one account wait for another', () => {
    sendAll(pacer, clock, () => 'a', 50);
    assert.ok(pacer.take('a') > 0);
    assert.equal(pacer.take('b'), 0);
    assert.equal(pacer.take(undefined), 0);
  });

  it('never exceeds a limit in any window, at any pace', () => {
    const limits = { windowMs: 1000, perAccount: 5, perToken: 12 };
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.nat(300), account: fc.constantFrom('a', 'b', 'c', 'd') }), { maxLength: 80 }),
        (requests) => {
          const own = { now: 0 };
          const paced = new Pacer(() => own.now, limits);
          const times = requests.map(({ gap, account }) => {
            own.now += gap;
            return { account, time: sendAll(paced, own, () => account, 1)[0] ?? 0 };
          });
          assert.ok(
            mostInWindow(
              times.map(({ time }) => time),
              limits.windowMs,
            ) <= limits.perToken,
          );
          for (const name of ['a', 'b', 'c', 'd']) {
            assert.ok(
              mostInWindow(
                times.filter(({ account }) => account === name).map(({ time }) => time),
                limits.windowMs,
              ) <= limits.perAccount,
            );
          }
        },
      ),
    );
  });

  it('keeps a window somewhat longer than Truto does, so that a slow request before a quick one is no matter', () => {
    assert.ok(trutoLimits.windowMs > 10_000 && trutoLimits.windowMs <= 10_400, String(trutoLimits.windowMs));
  });

  for (const [change, by] of [
    ['back by an hour', -3_600_000],
    ['back by a second', -1_000],
    ['forward by an hour', 3_600_000],
  ] as const) {
    it(`waits no longer than a window where the clock is set ${change}`, () => {
      for (let index = 0; index < 50; index += 1) pacer.take('a');
      pacer.take('b');
      pacer.done('b', { status: 429, headers: { 'retry-after': '7' } });
      pacer.take('c');
      pacer.done('c', { status: 200, headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '9' } });
      clock.now += by;
      for (const [account, maxMs] of [
        ['a', trutoLimits.windowMs],
        ['b', 7_000],
        ['c', 9_000],
      ] as const) {
        const waitMs = pacer.waitMs(account);
        assert.ok(waitMs <= maxMs, `${waitMs} ms for ${account}`);
      }
      clock.now += trutoLimits.windowMs;
      assert.deepEqual([pacer.take('a'), pacer.take('b'), pacer.take('c')], [0, 0, 0]);
    });
  }

  describe('with a provider that tells its quota', () => {
    /** Sends as fast as the pacer lets against a provider with a quota; all but the first few know of it. */
    function sent(limit: string, headers: Record<string, string> = {}): number[] {
      return Array.from({ length: 60 }, () => {
        for (let waitMs = pacer.take('a'); waitMs > 0; waitMs = pacer.take('a')) clock.now += waitMs;
        pacer.done('a', { status: 200, headers: { 'ratelimit-limit': limit, ...headers } });
        return clock.now;
      });
    }

    for (const limit of [
      '10;w=20',
      ' 10; w=20',
      '10, 10;w=20',
      '100;w=20, 10;w=20',
      '10;w=20;burst=5',
      '10;policy=x;w=20',
    ])
      it(`keeps to the quota of “${limit}”`, () => assert.equal(mostInWindow(sent(limit), 20_000), 10));

    for (const limit of ['110;w=10', '50', '10;w=0', '0;w=10', '100;w=3600', 'w=10', 'ten;w=20', '10;ww=20', ''])
      it(`keeps to the limits of Truto where the header says “${limit}”`, () =>
        assert.equal(mostInWindow(sent(limit), trutoLimits.windowMs), 50));

    it('takes over another one, and leaves other accounts alone', () => {
      sent('10;w=20');
      assert.equal(pacer.waitMs('b'), 0);
      clock.now += 60_000;
      assert.equal(mostInWindow(sent('5;w=20').slice(5), 20_000), 5);
    });

    for (const later of ['110;w=10', '50', undefined])
      it(`keeps to a quota no longer than it is told: then “${later}”`, () => {
        sent('2;w=60');
        const headers: Record<string, string> = later === undefined ? {} : { 'ratelimit-limit': later };
        pacer.take('a');
        pacer.done('a', { status: 200, headers });
        clock.now += 60_001;
        for (let index = 0; index < 10; index += 1) {
          assert.equal(pacer.take('a'), 0, `${index}`);
          pacer.done('a', { status: 200, headers });
        }
      });

    it('keeps to the slowest of several as long as it is told among them', () => {
      const limits = ['10;w=20', '110;w=10', '20;w=20', '50'];
      const times = Array.from({ length: 80 }, (_, index) => {
        for (let waitMs = pacer.take('a'); waitMs > 0; waitMs = pacer.take('a')) clock.now += waitMs;
        pacer.done('a', { status: 200, headers: { 'ratelimit-limit': limits[index % limits.length]! } });
        return clock.now;
      });
      assert.equal(mostInWindow(times, 20_000), 10);
    });

    it('takes over a faster one that is still slow once the slower one is told no more', () => {
      sent('2;w=60');
      clock.now += 60_001;
      assert.equal(mostInWindow(sent('10;w=20'), 20_000), 10);
    });

    it('counts what was under way when it heard of it', () => {
      for (let index = 0; index < 8; index += 1) pacer.take('a');
      pacer.done('a', { status: 200, headers: { 'ratelimit-limit': '10;w=20' } });
      assert.deepEqual([pacer.take('a'), pacer.take('a'), pacer.take('a')], [0, 0, 20_000]);
    });
  });

  it('pauses an account for as long as a 429 says', () => {
    pacer.take('a');
    pacer.done('a', { status: 429, headers: { 'retry-after': '7' } });
    assert.equal(pacer.take('a'), 7_000);
    assert.equal(pacer.take('b'), 0);
  });

  it('sends no more than an answer says remains, until the reset', () => {
    pacer.take('a');
    pacer.done('a', {
      status: 200,
      headers: { 'ratelimit-limit': '10', 'ratelimit-remaining': '2', 'ratelimit-reset': '3' },
    });
    assert.deepEqual([pacer.take('a'), pacer.take('a'), pacer.take('a')], [0, 0, 3_000]);
    clock.now += 3_000;
    assert.equal(pacer.take('a'), 0);
  });

  it('counts the requests under way against what remains', () => {
    for (let index = 0; index < 3; index += 1) pacer.take('a');
    pacer.done('a', { status: 200, headers: { 'ratelimit-remaining': '3', 'ratelimit-reset': '5' } });
    assert.deepEqual([pacer.take('a'), pacer.take('a')], [0, 5_000]);
  });

  it('does not believe a reset that lies hours ahead for more than a minute', () => {
    pacer.take('a');
    pacer.done('a', { status: 200, headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '86400' } });
    assert.equal(pacer.take('a'), 60_000);
  });

  it('understands a reset as a point in time by the clock of the response', () => {
    pacer.take('a');
    pacer.done('a', {
      status: 200,
      headers: {
        date: 'Sat, 01 Mar 2025 12:00:00 GMT',
        'ratelimit-limit': '110;w=10',
        'ratelimit-remaining': '0',
        'ratelimit-reset': String(Date.parse('2025-03-01T12:00:07Z') / 1000),
      },
    });
    assert.equal(pacer.take('a'), 7_000);
  });

  it('takes a reset of nothing for the end of what was said to remain', () => {
    const told = (remaining: string, reset: string) =>
      pacer.done('a', { status: 200, headers: { 'ratelimit-remaining': remaining, 'ratelimit-reset': reset } });
    pacer.take('a');
    told('0', '9');
    assert.equal(pacer.take('a'), 9_000);
    told('0', '0');
    assert.equal(pacer.take('a'), 0);
    told('1', '0.5');
    assert.deepEqual([pacer.take('a'), pacer.take('a')], [0, 500]);
  });

  it('counts nothing against what remained once its time is over', () => {
    pacer.take('a');
    pacer.done('a', { status: 200, headers: { 'ratelimit-remaining': '1', 'ratelimit-reset': '3' } });
    assert.equal(pacer.take('a'), 0);
    assert.equal(pacer.take('a'), 3_000);
    clock.now += 3_000;
    assert.deepEqual([pacer.take('a'), pacer.take('a')], [0, 0]);
  });

  it('needs both numbers, and not those that a provider refuses with', () => {
    const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': '9' };
    for (const name of ['ratelimit-remaining', 'ratelimit-reset'] as const) {
      pacer.take('a');
      pacer.done('a', { status: 200, headers: { [name]: headers[name] } });
      assert.equal(pacer.waitMs('a'), 0, name);
    }
    pacer.take('a');
    pacer.done('a', {
      status: 429,
      headers: { ...headers, 'retry-after': '2' },
      body: { truto_is_remote_error: true },
    });
    assert.equal(pacer.waitMs('a'), 2_000);
  });

  it('keeps what calls without an account are told to themselves and the token', () => {
    pacer.take(undefined);
    pacer.done(undefined, { status: 429, headers: {} });
    assert.deepEqual([pacer.waitMs(undefined), pacer.waitMs('a')], [10_000, 10_000]);
    pacer.take('b');
    pacer.done('b', { status: 429, headers: { 'retry-after': '3600' } });
    assert.deepEqual([pacer.waitMs(undefined), pacer.waitMs('b')], [10_000, 300_000]);
  });

  it('gives a place back where nothing came, and asks without taking one', () => {
    pacer.take('a');
    pacer.done('a');
    pacer.done('a');
    pacer.done('a', { status: 200, headers: { 'ratelimit-remaining': '2', 'ratelimit-reset': '5' } });
    for (let index = 0; index < 3; index += 1) assert.equal(pacer.waitMs('a'), 0);
    assert.deepEqual([pacer.take('a'), pacer.take('a'), pacer.take('a')], [0, 0, 5_000]);
  });

  it('keeps the longest pause of those that it was told', () => {
    for (const seconds of ['7', '3']) {
      pacer.take(undefined);
      pacer.done('a', { status: 429, headers: { 'retry-after': seconds } });
    }
    assert.equal(pacer.take('a'), 7_000);
  });

  it('ignores headers it cannot read', () => {
    pacer.take('a');
    pacer.done('a', { status: 200, headers: { 'ratelimit-remaining': 'none', 'ratelimit-reset': '-1' } });
    assert.equal(pacer.take('a'), 0);
  });

  it('knows to the millisecond when there is room, where headers tell of nothing but its own requests', () => {
    const told = (remaining: number) => ({
      status: 200,
      headers: { 'ratelimit-limit': '50', 'ratelimit-remaining': String(remaining), 'ratelimit-reset': '10' },
    });
    for (let index = 0; index < 50; index += 1) {
      assert.equal(pacer.take('a'), 0);
      pacer.done('a', told(49 - index));
    }
    clock.now += 1_000;
    assert.equal(pacer.take('a'), trutoLimits.windowMs - 1_000);
    // Somebody else has taken places, too.
    clock.now += trutoLimits.windowMs - 1_000;
    assert.equal(pacer.take('a'), 0);
    pacer.done('a', told(0));
    assert.equal(pacer.take('a'), 10_000);
  });
});
