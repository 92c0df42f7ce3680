import assert from 'node:assert/strict';
import { retryDecision, type FailedAttempt, type RetryReason } from '../../../../src/core/http/retryDecision';

const clock = { now: () => Date.parse('2025-03-01T12:00:00Z'), random: () => 0.5 };
const answer = (status: number, remote = false, headers: Record<string, string> = {}): FailedAttempt => ({
  status,
  headers,
  body: { statusCode: status, error: 'Name', message: '', ...(remote && { truto_is_remote_error: true }) },
});

/** As something in between answers. */
const foreign = (status: number, headers: Record<string, string> = {}, body: unknown = '<html>Sorry</html>') => ({
  status,
  headers,
  body,
});
const broken = (failure: string, status: number, headers: Record<string, string> = {}): FailedAttempt => ({
  failure,
  status,
  headers,
});
const keyed = (statusCode: number) => ({
  status: statusCode,
  headers: {},
  body: { ...processing, statusCode },
});
const processing = { statusCode: 409, error: 'Conflict', message: 'A request with this key is still being processed' };

const table: readonly (readonly [string, FailedAttempt, number, number | 'no', RetryReason?])[] = [
  ...[400, 401, 403, 404, 405, 409, 422].flatMap((status) => [
    [`${status} of Truto`, answer(status), 1, 'no'] as const,
    [`${status} of the provider`, answer(status, true), 1, 'no'] as const,
  ]),
  ['503 of Truto: the account is blocked', answer(503), 1, 'no'],
  ['501 of Truto', answer(501), 1, 'no'],
  ['500 of Truto', answer(500), 1, 500, 'trutoFailed'],
  ['500 of Truto, the second time', answer(500), 2, 1000, 'trutoFailed'],
  ['500 of Truto, the third time', answer(500), 3, 'no'],
  ['500 of the provider', answer(500, true), 1, 500, 'providerFailed'],
  ['503 of the provider: it is flaky', answer(503, true), 1, 500, 'providerFailed'],
  ['502', answer(502), 1, 500, 'providerFailed'],
  ['504', answer(504), 2, 1000, 'providerFailed'],
  ['429 with seconds', answer(429, false, { 'retry-after': '10' }), 1, 10_000, 'rateLimited'],
  ['429 of the provider with seconds', answer(429, true, { 'retry-after': '37' }), 2, 37_000, 'rateLimited'],
  ['429 with a date', answer(429, true, { 'retry-after': 'Sat, 01 Mar 2025 12:01:30 GMT' }), 1, 90_000, 'rateLimited'],
  [
    '429 with a date that is past: not at once',
    answer(429, true, { 'retry-after': 'Sat, 01 Mar 2025 11:00:00 GMT' }),
    1,
    500,
    'rateLimited',
  ],
  ['429 that lets come back at once', answer(429, true, { 'retry-after': '0' }), 1, 500, 'rateLimited'],
  ['429 that lets come back at once, again', answer(429, false, { 'retry-after': '0' }), 2, 1000, 'rateLimited'],
  ['429 with a reset that is now', answer(429, false, { 'ratelimit-reset': '0' }), 2, 1000, 'rateLimited'],
  ['422 that cannot be decoded', broken('unexpectedResponse', 422), 1, 'no'],
  ['200 that cannot be decoded', broken('unexpectedResponse', 200), 1, 'no'],
  ['502 that cannot be decoded', broken('unexpectedResponse', 502), 1, 500, 'nothingHeard'],
  ['429 that cannot be decoded', broken('unexpectedResponse', 429, { 'retry-after': '7' }), 1, 7000, 'rateLimited'],
  ['what is no JSON', { failure: 'unexpectedResponse' }, 1, 'no'],
  ['429 with a reset only', answer(429, true, { 'ratelimit-reset': '4' }), 1, 4000, 'rateLimited'],
  ['429 without any word', answer(429), 1, 10_000, 'rateLimited'],
  ['429 with blanks', answer(429, false, { 'retry-after': ' 7 ' }), 1, 7000, 'rateLimited'],
  ['429 with a fraction', answer(429, false, { 'retry-after': '1.2' }), 1, 2000, 'rateLimited'],
  ['429 with words', answer(429, false, { 'retry-after': 'soon' }), 1, 10_000, 'rateLimited'],
  ['429 with nonsense', answer(429, true, { 'retry-after': '-5' }), 1, 10_000, 'rateLimited'],
  ['429 for five minutes', answer(429, true, { 'retry-after': '300' }), 1, 300_000, 'rateLimited'],
  ['429 for longer than that', answer(429, true, { 'retry-after': '301' }), 1, 'no'],
  ['429 for an hour: the person is told instead', answer(429, true, { 'retry-after': '3600' }), 1, 'no'],
  ['429, the third time', answer(429, false, { 'retry-after': '1' }), 3, 'no'],
  ['429 of something in between', foreign(429, { 'retry-after': '3' }), 1, 3000, 'rateLimited'],
  [
    '429 with a reset in seconds since 1970',
    answer(429, true, { 'ratelimit-reset': '1740830407' }),
    1,
    7000,
    'rateLimited',
  ],
  ...[408, 500, 502, 503, 504, 520, 521, 522, 523, 524].map(
    (status) => [`${status} of something in between`, foreign(status), 1, 500, 'nothingHeard'] as const,
  ),
  ...[400, 401, 403, 404, 405, 407, 409, 413, 422, 501, 505, 525, 530].map(
    (status) => [`${status} of something in between`, foreign(status), 1, 'no'] as const,
  ),
  ['503 with JSON that is not Truto’s', foreign(503, {}, { message: 'no healthy upstream' }), 1, 500, 'nothingHeard'],
  ['503 without a body', foreign(503, {}, ''), 1, 500, 'nothingHeard'],
  ['503 that says when to come back', foreign(503, { 'retry-after': '30' }), 1, 30_000, 'nothingHeard'],
  ['502 of the provider that says so', answer(502, true, { 'retry-after': '30' }), 1, 30_000, 'providerFailed'],
  ['500 of Truto that says so', answer(500, false, { 'retry-after': '12' }), 2, 12_000, 'trutoFailed'],
  ['503 that says so for longer than five minutes', foreign(503, { 'retry-after': '301' }), 1, 'no'],
  ['502 that says sooner than the back-off', answer(502, false, { 'retry-after': '0' }), 2, 1000, 'providerFailed'],
  ['503 of Truto that says when to come back', answer(503, false, { 'retry-after': '3' }), 1, 'no'],
  ['a key that is in use', { status: 409, headers: { 'retry-after': '2' }, body: processing }, 1, 2000, 'keyInUse'],
  ...[400, 409, 422, 423, 425].map(
    (status) => [`a key that is in use, told with ${status}`, keyed(status), 1, 500, 'keyInUse'] as const,
  ),
  ['a lock of Truto', answer(423), 1, 500, 'keyInUse'],
  ['a lock of the provider', answer(423, true), 1, 'no'],
  ['a limit met with a key that is in use', keyed(429), 1, 10_000, 'rateLimited'],
  [
    'a key in use at the provider',
    { status: 409, headers: {}, body: { ...processing, truto_is_remote_error: true } },
    1,
    'no',
  ],
  [
    'a date against the clock of the response, which is ten minutes ahead',
    answer(429, true, { date: 'Sat, 01 Mar 2025 12:10:00 GMT', 'retry-after': 'Sat, 01 Mar 2025 12:10:05 GMT' }),
    1,
    5000,
    'rateLimited',
  ],
  [
    'a date against the clock of a gateway, which is ten minutes behind',
    foreign(503, { date: 'Sat, 01 Mar 2025 11:50:00 GMT', 'retry-after': 'Sat, 01 Mar 2025 11:50:05 GMT' }),
    1,
    5000,
    'nothingHeard',
  ],
  ['a lost connection', { failure: 'connectionLost' }, 1, 500, 'connectionLost'],
  ['a time-out', { failure: 'timeout' }, 2, 1000, 'timeout'],
  ...(['connectionLost', 'timeout'] as const).flatMap((failure) => [
    [`a limit and then ${failure}`, broken(failure, 429, { 'retry-after': '60' }), 1, 60_000, 'rateLimited'] as const,
    [`a limit and then ${failure}, without a word`, broken(failure, 429), 2, 10_000, 'rateLimited'] as const,
    [`503 and then ${failure}`, broken(failure, 503, { 'retry-after': '30' }), 1, 30_000, 'nothingHeard'] as const,
    [`502 and then ${failure}`, broken(failure, 502), 1, 500, 'nothingHeard'] as const,
    [`422 and then ${failure}`, broken(failure, 422), 1, 500, failure] as const,
    [`200 and then ${failure}`, broken(failure, 200), 1, 500, failure] as const,
  ]),
  ['a limit, canceled in the middle', broken('cancelled', 429, { 'retry-after': '6' }), 1, 'no'],
  ['no network', { failure: 'offline' }, 1, 'no'],
  ['a cancelled request', { failure: 'cancelled' }, 1, 'no'],
  ['a redirect', { failure: 'redirected' }, 1, 'no'],
  ['an untrusted certificate', { failure: 'certificateRejected' }, 1, 'no'],
  ['an answer that is too large', { failure: 'responseTooLarge' }, 1, 'no'],
];

describe('retryDecision', () => {
  for (const [title, failed, attempt, expected, reason] of table) {
    it(`${expected === 'no' ? 'does not repeat' : `waits ${expected} ms`} after ${title}`, () => {
      assert.deepEqual(
        retryDecision(failed, attempt, clock),
        expected === 'no' ? { retry: false } : { retry: true, waitMs: expected, reason },
      );
    });
  }

  it('backs off with full jitter: anything from nothing to the whole wait', () => {
    const waits = [0, 0.25, 0.999_999].map((chance) => {
      const decision = retryDecision(answer(502), 2, { now: clock.now, random: () => chance });
      return decision.retry ? decision.waitMs : -1;
    });
    assert.deepEqual(waits, [0, 500, 2000]);
  });

  it('believes the remote flag where it says true, in whatever spelling, and nowhere else', () => {
    const reasonOf = (body: unknown) => {
      const decision = retryDecision({ status: 503, headers: {}, body }, 1, clock);
      return decision.retry ? decision.reason : undefined;
    };
    const flag = 'truto_is_remote_error';
    for (const body of [undefined, null, 'text', 7, [], {}, [{ [flag]: true }]])
      assert.equal(reasonOf(body), 'nothingHeard', JSON.stringify(body));
    for (const value of [false, 1]) assert.equal(reasonOf({ [flag]: value }), undefined, String(value));
    for (const value of [true, 'true']) assert.equal(reasonOf({ [flag]: value }), 'providerFailed', String(value));
  });
});
