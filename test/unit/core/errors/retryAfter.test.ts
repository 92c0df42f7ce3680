import assert from 'node:assert/strict';
import { quotaResetSeconds, rateLimitWaitSeconds, retryAfterSeconds } from '../../../../src/core/errors/retryAfter';

const now = Date.parse('2025-03-01T12:00:00Z');
/** The server's clock is ten minutes ahead of ours. */
const date = 'Sat, 01 Mar 2025 12:10:00 GMT';
const epoch = Date.parse(date) / 1000;

describe('what a response says of waiting', () => {
  const table: readonly (readonly [string, Record<string, string>, number | undefined])[] = [
    ['seconds', { 'retry-after': '7' }, 7],
    ['a date against our clock, where the response has none', { 'retry-after': 'Sat, 01 Mar 2025 12:00:07 GMT' }, 7],
    ['a date against the clock of the response', { date, 'retry-after': 'Sat, 01 Mar 2025 12:10:07 GMT' }, 7],
    ['a date that is past', { date, 'retry-after': 'Sat, 01 Mar 2025 12:09:07 GMT' }, 0],
    ['a reset in seconds', { 'ratelimit-reset': '9' }, 9],
    ['a reset in seconds since 1970', { date, 'ratelimit-reset': String(epoch + 9) }, 9],
    ['a reset in milliseconds since 1970', { date, 'ratelimit-reset': String((epoch + 9) * 1000) }, 9],
    ['a Retry-After in seconds since 1970', { date, 'retry-after': String(epoch + 3) }, 3],
    ['a clock that cannot be read', { date: 'noon', 'ratelimit-reset': String(now / 1000 + 5) }, 5],
    ['a reset that is past', { 'ratelimit-reset': String(now / 1000 - 5) }, 0],
    ['the Retry-After before the reset', { 'retry-after': '2', 'ratelimit-reset': '9' }, 2],
    ['a date of RFC 850', { date, 'retry-after': 'Saturday, 01-Mar-25 12:10:07 GMT' }, 7],
    ['a date of asctime', { date, 'retry-after': 'Sat Mar  1 12:10:07 2025' }, 7],
    ['a date of asctime, with one space', { date, 'retry-after': 'Sat Mar 1 12:10:07 2025' }, 7],
    ['a date without a zone', { date, 'retry-after': 'Sat, 01 Mar 2025 12:10:07' }, 7],
    ['a date with another zone', { date, 'retry-after': 'Sat, 01 Mar 2025 13:10:07 +0100' }, 7],
    ['a date without a day of the week', { date, 'retry-after': '1 Mar 2025 12:10:07 UTC' }, 7],
    ['a date of ISO 8601', { date, 'retry-after': '2025-03-01T12:10:07Z' }, 7],
    ['a date of ISO 8601 with a fraction', { date, 'retry-after': '2025-03-01T12:10:06.250Z' }, 7],
    ['a date of ISO 8601 with a zone', { date, 'retry-after': '2025-03-01T14:10:07+02:00' }, 7],
    ['a date of ISO 8601 without a zone', { date, 'retry-after': '2025-03-01 12:10:07' }, 7],
    ['two dates: the later one', { 'retry-after': 'Sat, 01 Mar 2025 12:00:07 GMT, Sat, 01 Mar 2025 12:00:09 GMT' }, 9],
    ['a clock of asctime', { date: 'Sat Mar  1 12:10:00 2025', 'retry-after': 'Sat, 01 Mar 2025 12:10:07 GMT' }, 7],
    ['a clock that is none', { date: 'age 5', 'retry-after': 'Sat, 01 Mar 2025 12:00:07 GMT' }, 7],
    ...[
      'try 10',
      'March 7',
      'minutes: 5',
      'never',
      '5 min',
      'Sat, 31 Feb 2025 12:10:07 GMT',
      'Sat, 01 Foo 2025 12:10:07 GMT',
      'Sat, 01 Mar 2025',
      'Sat, 01 Mar 2025 25:10:07 GMT',
      '2025-03',
      'at 2025-03-01T12:10:07Z',
    ].map((words) => [`no date in ${words}`, { date, 'retry-after': words }, undefined] as const),
    ['what cannot be read', { 'retry-after': '-5', 'ratelimit-reset': 'soon' }, undefined],
    ['a number beyond all time', { 'retry-after': '9'.repeat(40) }, undefined],
  ];
  for (const [what, headers, seconds] of table)
    it(`understands ${what}`, () => assert.equal(rateLimitWaitSeconds(headers, now), seconds));

  it('is the same in every zone that a computer may be in', () => {
    const { TZ } = process.env;
    try {
      for (const zone of ['America/New_York', 'Asia/Kolkata', 'UTC']) {
        process.env['TZ'] = zone;
        for (const [what, headers, seconds] of table) assert.equal(rateLimitWaitSeconds(headers, now), seconds, what);
      }
    } finally {
      if (TZ === undefined) delete process.env['TZ'];
      else process.env['TZ'] = TZ;
    }
  });

  it('tells Retry-After alone too, and the reset with its fraction', () => {
    const headers = { 'retry-after': '2', 'ratelimit-reset': '0.5' };
    assert.deepEqual([retryAfterSeconds(headers, now), quotaResetSeconds(headers, now)], [2, 0.5]);
    assert.equal(retryAfterSeconds({ 'ratelimit-reset': '4' }, now), undefined);
    assert.equal(quotaResetSeconds({ date, 'ratelimit-reset': String(epoch + 4) }, now), 4);
  });
});
