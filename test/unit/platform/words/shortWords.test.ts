import assert from 'node:assert/strict';
import type { RetryReason } from '../../../../src/core/http/retryDecision';
import { askedLabel, askedWords } from '../../../../src/platform/words/askedWords';
import { sizeWords } from '../../../../src/platform/words/sizeWords';
import { durationWords, shortDuration } from '../../../../src/platform/words/plainWords';
import { waitWords } from '../../../../src/platform/words/waitWords';

describe('short words', () => {
  const retry = 'no valid response, retry 2 in 3 s';
  const waits: Readonly<Record<RetryReason | 'pacing', string>> = {
    pacing: 'waiting for the rate limit, 3 s',
    rateLimited: 'rate limit reached, trying again in 3 s',
    trutoFailed: retry,
    providerFailed: retry,
    nothingHeard: retry,
    keyInUse: 'Truto is still handling the same request, asking again in 3 s',
    connectionLost: retry,
    timeout: retry,
  };
  for (const [reason, words] of Object.entries(waits))
    it(`tell why an attempt waits: ${reason}`, () =>
      assert.equal(waitWords({ reason: reason as RetryReason, attempt: 3 }, 3), words));

  it('tell times: seconds up to a minute, then minutes, then hours, and never less than it takes', () => {
    const told: readonly (readonly [number, string, string])[] = [
      [1, '1 second', '1 s'],
      [60, '60 seconds', '60 s'],
      [61, '1 minute 1 second', '1 min 1 s'],
      [90, '1 minute 30 seconds', '1 min 30 s'],
      [120, '2 minutes', '2 min'],
      [300, '5 minutes', '5 min'],
      [599, '9 minutes 59 seconds', '9 min 59 s'],
      [601, '11 minutes', '11 min'],
      [3600, '60 minutes', '60 min'],
      [7200, '2 hours', '2 h'],
      [7201, '3 hours', '3 h'],
    ];
    for (const [seconds, long, short] of told)
      assert.deepEqual([durationWords(seconds), shortDuration(seconds)], [long, short]);
  });

  it('tell sizes', () => {
    assert.deepEqual([1, 1023, 1024, 2965, 1024 ** 2, 64 * 1024 ** 2].map(sizeWords), [
      '1 B',
      '1,023 B',
      '1 KB',
      '2.9 KB',
      '1 MB',
      '64 MB',
    ]);
  });

  it('tell what an account asks of a field', () => {
    const integration = 'Looker';
    assert.equal(askedWords({ integration }), '');
    assert.equal(
      askedWords({ integration, extra: true, required: true, types: ['boolean', 'string'] }),
      'Specific to Looker. Required by Looker. Must be true or false or a string for Looker.',
    );
    assert.equal(
      askedWords({ integration, oneOf: ['team', 'group'], allowed: ['a', 1] }),
      'Looker requires “team” or “group”. Must be one of a, 1 for Looker.',
    );
    assert.deepEqual(
      [{ required: true as const }, { oneOf: ['team'] }, {}].map((asked) => askedLabel({ integration, ...asked })),
      ['required by Looker', 'Looker requires one of these', 'Looker'],
    );
  });
});
