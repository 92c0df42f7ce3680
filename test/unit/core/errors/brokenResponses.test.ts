import assert from 'node:assert/strict';
import { explainError, type ErrorContext } from '../../../../src/core/errors/explainError';
import type { RequestFailure } from '../../../../src/core/errors/explainFailure';

const context: ErrorContext = { integrationLabel: 'HubSpot', write: true };

describe('a failure behind the head of a response', () => {
  const outcomes = (failure: RequestFailure) => {
    const { outcome, nextSteps } = explainError(failure, context);
    assert.equal(nextSteps.includes('lookAtUser'), outcome === 'unknown' || outcome === 'applied');
    assert.equal(explainError(failure, { ...context, write: false }).outcome, 'refused');
    return outcome;
  };

  it('says of a 4xx that broke off no more than its status does', () => {
    for (const status of [408, 409, 423, 425, 499])
      assert.equal(outcomes({ failure: 'connectionLost', status }), 'unknown', String(status));
    for (const status of [400, 401, 403, 404, 405, 413, 422, 429])
      assert.equal(outcomes({ failure: 'timeout', status }), 'refused', String(status));
  });

  it('never says that nothing was sent', () => {
    const never = ['offline', 'certificateRejected', 'plainHttp', 'proxyRefused', 'cancelled'] as const;
    for (const failure of never)
      assert.deepEqual(
        [200, 400, 409, 502].map((status) => outcomes({ failure, status, sent: false })),
        ['applied', 'refused', 'unknown', 'unknown'],
      );
  });

  it('takes a redirect for a refusal only where it asks for the same request elsewhere', () => {
    for (const status of [300, 301, 302, 303, 304])
      assert.equal(outcomes({ failure: 'redirected', status }), 'unknown', String(status));
    for (const status of [305, 307, 308])
      assert.equal(outcomes({ failure: 'redirected', status }), 'refused', String(status));
  });

  it('takes a page that broke off for no success', () => {
    const { outcome, origin } = explainError({ failure: 'connectionLost', status: 200, foreign: true }, context);
    assert.deepEqual([outcome, origin], ['unknown', 'between']);
  });

  for (const failure of ['timeout', 'connectionLost', 'cancelled', 'responseTooLarge', 'responseTooDeep'] as const) {
    it(`explains ${failure} behind a status of success: applied`, () => {
      const { outcome, status, nextSteps } = explainError({ failure, status: 200 }, context);
      assert.deepEqual([outcome, status], ['applied', 200]);
      assert.ok(nextSteps[0] === 'lookAtUser' && !nextSteps.includes('tryAgain'), String(nextSteps));
      assert.equal(explainError({ failure, status: 200 }, { ...context, write: false }).outcome, 'refused');
    });
  }

  for (const failure of ['timeout', 'connectionLost'] as const)
    it(`tells of a limit by its head alone: ${failure}`, () => {
      const headers = { 'retry-after': '60' };
      const { code, outcome, origin, ...rest } = explainError({ failure, status: 429, headers }, context);
      assert.deepEqual([code, outcome, origin, rest.status], ['rateLimited', 'refused', 'network', 429]);
      assert.equal(rest.retryAfterSeconds, 60);
      assert.equal(explainError({ failure: 'cancelled', status: 429, headers }, context).code, 'cancelled');
    });
});
