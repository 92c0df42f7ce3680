import assert from 'node:assert/strict';
import type { NextStep } from '../../../../src/core/errors/errorExplanation';
import type { RequestFailure } from '../../../../src/core/errors/explainFailure';
import { explainError, type ErrorContext, type ErrorResponse } from '../../../../src/core/errors/explainError';

const truto = (status: number, more: object = {}): ErrorResponse => ({
  status,
  headers: {},
  body: { statusCode: status, error: 'Canonical Name', message: '', ...more },
});
const remote = (status: number) => truto(status, { truto_is_remote_error: true });
const between = (status: number): ErrorResponse => ({ status, headers: {}, body: '<html>Sorry</html>' });
const key = truto(409, { message: 'A request with this Idempotency-Key is still being processed' });
const scopes = truto(403, { truto_error_insight: { forbidden_error: { value: ['users:write'] } } });
const failures = truto(400, { details: { failures: [{ path: 'status', message: 'is odd' }] } });

/** What is offered after an update, and after a read where that is something else. */
const responses: readonly (readonly [string, ErrorResponse, string, string?])[] = [
  ['400 of Truto', truto(400), 'fixFields showLog', 'showLog'],
  ['400 of Truto that names a field', failures, 'fixFields showLog'],
  ['400 of the provider', remote(400), 'fixFields showLog', 'showLog'],
  ['401 of Truto', truto(401), 'replaceToken showLog'],
  ['401 of the provider', remote(401), 'reconnectAccount selectAccount'],
  ['403 of Truto', truto(403), 'selectAccount contactTruto'],
  ['403 of Truto that names scopes', scopes, 'askForScopes reconnectAccount'],
  ['403 of the provider', remote(403), 'askForScopes reconnectAccount'],
  ['404', truto(404), 'checkUserId selectAccount'],
  ['405', truto(405), 'selectAccount', 'showLog'],
  ['408', truto(408), 'lookAtUser tryAgain showLog', 'tryAgain showLog'],
  ['409', truto(409), 'fixFields lookAtUser'],
  ['409 of a key that is in use', key, 'lookAtUser wait tryAgain', 'wait tryAgain'],
  ['413', truto(413), 'fixFields showLog', 'showLog'],
  ['414', truto(414), 'showLog'],
  ['429', truto(429), 'wait tryAgain'],
  ['431', truto(431), 'showLog'],
  ['500 of Truto', truto(500), 'lookAtUser tryAgain contactTruto', 'tryAgain contactTruto'],
  ['500 of the provider', remote(500), 'lookAtUser tryAgain showLog', 'tryAgain showLog'],
  ['502', truto(502), 'lookAtUser tryAgain', 'tryAgain'],
  ['503 of Truto', truto(503), 'selectAccount contactTruto'],
  ['504', truto(504), 'lookAtUser tryAgain', 'tryAgain'],
  ['a status of Truto that is no error', truto(203), 'showLog contactTruto'],
  ['a status of something in between that is no error', between(304), 'showLog'],
  ['403 of something in between', between(403), 'showLog checkBaseUrl'],
  ['407 of something in between', between(407), 'showLog'],
  ['408 of something in between', between(408), 'lookAtUser tryAgain showLog', 'tryAgain showLog'],
  ['502 of something in between', between(502), 'lookAtUser tryAgain showLog', 'tryAgain showLog'],
];

/** What is offered where the request was not sent, was refused, or was a read; then where its outcome is unknown. */
const failed: readonly (readonly [RequestFailure['failure'], string])[] = [
  ['timeout', 'tryAgain showLog'],
  ['offline', 'tryAgain showLog'],
  ['connectionLost', 'tryAgain showLog'],
  ['certificateRejected', 'showLog'],
  ['plainHttp', 'checkBaseUrl showLog'],
  ['proxyRefused', 'showLog'],
  ['cancelled', ''],
  ['redirected', 'checkBaseUrl showLog'],
  ['unexpectedResponse', 'showLog contactTruto'],
  ['responseTooLarge', 'showLog contactTruto'],
  ['responseTooDeep', 'showLog contactTruto'],
  ['noToken', 'replaceToken'],
  ['unreadableToken', 'replaceToken showLog'],
  ['unusableToken', 'replaceToken'],
  ['unusableId', 'checkUserId'],
  ['notListed', 'checkUserId selectAccount'],
  ['untrustedWorkspace', 'trustWorkspace'],
];

describe('what a person can do', () => {
  const steps = (error: ErrorResponse | RequestFailure, context: ErrorContext = {}): readonly NextStep[] =>
    explainError(error, context).nextSteps;
  const listed = (text: string) => text.split(' ').filter((step) => step !== '');

  for (const [what, error, ofWrite, ofRead = ofWrite] of responses)
    it(`after ${what}`, () => {
      assert.deepEqual(steps(error, { write: true }), listed(ofWrite));
      assert.deepEqual(steps(error), listed(ofRead));
    });

  for (const [failure, expected] of failed)
    it(`after ${failure}`, () => {
      assert.deepEqual(steps({ failure }), listed(expected));
      const { outcome, nextSteps } = explainError({ failure }, { write: true });
      assert.deepEqual(nextSteps, outcome === 'unknown' ? ['lookAtUser', ...listed(expected)] : listed(expected));
    });

  it('where the list of accounts is not found', () => {
    for (const error of [truto(404), between(404)])
      assert.deepEqual(steps(error, { expected: 'accountList' }), ['checkBaseUrl', 'showLog']);
  });

  it('where a page came in place of data', () =>
    assert.deepEqual(steps({ failure: 'unexpectedResponse', status: 200, foreign: true }), [
      'checkBaseUrl',
      'showLog',
    ]));
});

describe('the server’s own words', () => {
  const said = (more: object) => explainError(truto(400, more)).serverMessage;

  for (const name of [
    'forbidden_error',
    'rate_limit_error',
    'remote_error',
    'missing_required_body_fields',
    'missing_required_query_parameters',
  ])
    it(`are those of the insight ${name}, where there are no others`, () => {
      assert.equal(said({ truto_error_insight: { [name]: { description: 'Words', value: 'x' } } }), 'Words');
      assert.equal(said({ truto_error_insight: { [name]: 'Value' } }), 'Value');
      assert.equal(said({ truto_error_insight: { [name]: { value: ['x'] } } }), 'Canonical Name');
    });

  it('are those of no other insight', () =>
    assert.equal(said({ truto_error_insight: { other: { description: 'Words' } } }), 'Canonical Name'));

  it('are found in the provider’s body in the first of these members', () => {
    const names = 'message error_description detail description errorSummary msg title error errors'.split(' ');
    for (const [index, name] of names.entries()) {
      const raw = Object.fromEntries(names.slice(index).map((later) => [later, `by ${later}`]));
      assert.equal(said({ raw_response: raw }), `by ${name}`);
      assert.equal(said({ raw_response: { ...raw, [name]: [{ message: 'inner' }] } }), 'inner');
    }
    assert.equal(said({ raw_response: { note: 'Words' } }), 'Canonical Name');
  });

  it('are looked for five levels deep', () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }).reduce<unknown>((error) => ({ error }), 'deep down');
    assert.equal(said({ raw_response: nested(5) }), 'deep down');
    assert.equal(said({ raw_response: nested(6) }), 'Canonical Name');
  });

  it('come from Truto before the provider, and from the provider before an insight', () => {
    const insight = { truto_error_insight: { remote_error: { description: 'insight' } } };
    assert.equal(said({ message: 'truto', raw_response: 'provider', ...insight }), 'truto');
    assert.equal(said({ raw_response: 'provider', ...insight }), 'provider');
  });
});

describe('missing scopes', () => {
  const scopesOf = (more: object) => explainError(truto(403, more)).missingScopes;
  const insight = (value: unknown) => ({ truto_error_insight: { forbidden_error: { value } } });

  it('are named by the insight as a list or within an object, else by the provider', () => {
    assert.deepEqual(scopesOf(insight(['a', 'b', 'a'])), ['a', 'b']);
    assert.deepEqual(scopesOf(insight({ missing_scopes: ['a'] })), ['a']);
    assert.deepEqual(scopesOf({ raw_response: { missing_scopes: 'a, b' } }), ['a', 'b']);
    assert.deepEqual(scopesOf({ ...insight('words'), raw_response: { missing_scopes: ['c'] } }), ['c']);
    assert.deepEqual(scopesOf({ raw_response: { scopes: ['a'] } }), []);
  });
});
