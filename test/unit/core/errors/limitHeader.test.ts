import assert from 'node:assert/strict';
import fc from 'fast-check';
import { limitValues, remainingCount } from '../../../../src/core/errors/limitHeader';
import { quotaResetSeconds, rateLimitWaitSeconds, retryAfterSeconds } from '../../../../src/core/errors/retryAfter';
import { Pacer } from '../../../../src/core/http/pacer';

const now = Date.parse('2026-01-01T00:00:00Z');
const httpDate = (seconds: number): string => new Date(now + seconds * 1000).toUTCString();

/** The same value as servers and gateways write it. */
const spellings = (value: string): fc.Arbitrary<string> =>
  fc.constantFrom(value, ` ${value} `, `"${value}"`, `${value};comment`, `${value};w=60`, `${value} ; a=1;b="x"`);

const seconds = fc.nat(600);
const waits = seconds.chain((wait) =>
  fc
    .oneof(spellings(String(wait)), fc.constantFrom(`${wait}s`, `${wait} s`, `"${wait}s"`), spellings(httpDate(wait)))
    .map((text) => ({ wait, text })),
);
const unreadable = fc
  .constantFrom('', 'soon', '-1', '"', ';w=60', '0x10', 'PT30S')
  .map((text) => ({ wait: undefined, text }));

describe('headers that tell of limits', () => {
  it('are the longest wait, in whatever spelling and however many were joined', () => {
    const list = fc.array(fc.oneof({ weight: 3, arbitrary: waits }, unreadable), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(list, fc.constantFrom(',', ', ', ' ,'), (parts, comma) => {
        const header = parts.map(({ text }) => text).join(comma);
        const readable = parts.flatMap(({ wait }) => wait ?? []);
        const longest = readable.length > 0 ? Math.max(...readable) : undefined;
        assert.equal(retryAfterSeconds({ 'retry-after': header }, now), longest);
        assert.equal(rateLimitWaitSeconds({ 'ratelimit-reset': header }, now), longest);
        assert.equal(quotaResetSeconds({ 'ratelimit-reset': header }, now), longest);
      }),
    );
  });

  it('leave as many requests as the smallest of them, and none below zero', () => {
    const counts = fc
      .integer({ min: -3, max: 500 })
      .chain((count) => spellings(String(count)).map((text) => ({ count, text })));
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 4 }), (parts) => {
        const header = parts.map(({ text }) => text).join(', ');
        assert.equal(remainingCount(header), Math.max(0, Math.min(...parts.map(({ count }) => count))));
      }),
    );
    for (const header of [undefined, '', 'none', ',', '1e3', '0x1']) assert.equal(remainingCount(header), undefined);
    assert.equal(remainingCount('none, 4'), 4);
  });

  it('do not split the date that a comma is a part of', () => {
    const dates = ['Thu, 01 Jan 2026 00:00:30 GMT', 'Thursday, 01-Jan-26 00:00:30 GMT', 'Thu Jan  1 00:00:30 2026 GMT'];
    assert.deepEqual(limitValues(dates.join(', ')), dates);
    for (const date of dates) assert.equal(retryAfterSeconds({ 'retry-after': `5, "${date}"` }, now), 30);
    const date = `${httpDate(100)}, ${httpDate(100)}`;
    assert.equal(retryAfterSeconds({ date, 'retry-after': httpDate(107) }, now), 7);
  });

  for (const [remaining, reset] of [
    ['0, 0', '30, 30'],
    ['0;w=10', '30'],
    ['-1', '30'],
    ['0', '30;w=60'],
    ['"0"', '30s'],
    ['7, 0', '12, 30'],
  ] as const)
    it(`hold the next request back for 30 s: ${remaining} left, reset ${reset}`, () => {
      const pacer = new Pacer(() => 0);
      pacer.take('a');
      pacer.done('a', { status: 200, headers: { 'ratelimit-remaining': remaining, 'ratelimit-reset': reset } });
      assert.equal(pacer.take('a'), 30_000);
    });

  for (const header of ['2, 2', '2s', '"2"', '2;comment', '1, 2'])
    it(`pause after a 429 for as long as it asks: ${header}`, () => {
      const pacer = new Pacer(() => 0);
      pacer.take('a');
      pacer.done('a', { status: 429, headers: { 'retry-after': header } });
      assert.equal(pacer.take('a'), 2_000);
    });
});
