import assert from 'node:assert/strict';
import type { RetryReason } from '../../../../src/core/http/retryDecision';
import { askedLabel, askedWords } from '../../../../src/platform/words/askedWords';
import { sizeWords } from '../../../../src/platform/words/sizeWords';
import { waitWords } from '../../../../src/platform/words/waitWords';

describe('short words', () => {
  const retry = 'no valid response, retry 2 in 3 s';
  const waits: Readonly<Record<RetryReason | 'pacing', string>> = {
    pacing: 'waiting for the rate limit, 3 s',
    rateLimited: 'rate limit reached, trying again in 3 s',
    trutoFailed: retry,
    providerFailed: retry,
    connectionLost: retry,
    timeout: retry,
  };
  for (const [reason, words] of Object.entries(waits))
    it(`tell why an attempt waits: ${reason}`, () =>
      assert.equal(waitWords({ reason: reason as RetryReason, attempt: 3 }, 3), words));

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
