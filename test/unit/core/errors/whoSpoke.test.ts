import assert from 'node:assert/strict';
import { explainError, type ErrorContext, type ErrorResponse } from '../../../../src/core/errors/explainError';

const context: ErrorContext = { integrationLabel: 'HubSpot', write: true };
const answer = (status: number, more: object = {}): ErrorResponse => ({
  status,
  headers: {},
  body: { statusCode: status, error: 'Canonical Name', message: '', ...more },
});
const remote = (status: number) => answer(status, { truto_is_remote_error: true });

/** Bodies that are not Truto's, as gateways, firewalls, proxies and portals send them. */
const foreignBodies: readonly (readonly [string, unknown])[] = [
  ['HTML', '<html><head><title>Sorry</title></head><body><h1>No</h1></body></html>'],
  ['text', 'upstream connect error'],
  ['nothing', ''],
  ['no body at all', undefined],
  ['another JSON', { message: 'Sorry' }],
  ['JSON that comes close', { statusCode: 403, message: 'Sorry' }],
  ['a list', [{ statusCode: 403, error: 'x', message: 'y' }]],
];

const foreign: readonly (readonly [number, string, string, string])[] = [
  // status, code, origin, outcome of a write
  [400, 'gatewayRefused', 'between', 'refused'],
  [401, 'gatewayRefused', 'between', 'refused'],
  [403, 'gatewayRefused', 'between', 'refused'],
  [404, 'gatewayRefused', 'between', 'refused'],
  [405, 'gatewayRefused', 'between', 'refused'],
  [407, 'proxyRefused', 'proxy', 'refused'],
  [408, 'gatewayFailed', 'between', 'unknown'],
  [409, 'gatewayRefused', 'between', 'refused'],
  [413, 'requestTooLarge', 'between', 'refused'],
  [414, 'requestTooLarge', 'between', 'refused'],
  [418, 'gatewayRefused', 'between', 'refused'],
  [422, 'gatewayRefused', 'between', 'refused'],
  [429, 'rateLimited', 'between', 'refused'],
  [431, 'requestTooLarge', 'between', 'refused'],
  [499, 'gatewayFailed', 'between', 'unknown'],
  [500, 'gatewayFailed', 'between', 'unknown'],
  [502, 'gatewayFailed', 'between', 'unknown'],
  [503, 'gatewayFailed', 'between', 'unknown'],
  [504, 'gatewayFailed', 'between', 'unknown'],
  [520, 'gatewayFailed', 'between', 'unknown'],
  [524, 'gatewayFailed', 'between', 'unknown'],
  [304, 'unexpectedResponse', 'between', 'unknown'],
];

describe('who spoke', () => {
  for (const [status, code, origin, outcome] of foreign)
    for (const [what, body] of foreignBodies)
      it(`explains ${status} with ${what} as ${code}: it is not from Truto`, () => {
        const explanation = explainError({ status, headers: {}, body }, { ...context, accountId: 'acc_1' });
        assert.deepEqual(
          [explanation.code, explanation.origin, explanation.outcome, explanation.status],
          [code, origin, outcome, status],
        );
        const blaming = ['replaceToken', 'reconnectAccount', 'selectAccount', 'checkUserId', 'contactTruto'];
        assert.deepEqual(
          explanation.nextSteps.filter((step) => blaming.includes(step)),
          [],
        );
        assert.deepEqual(explanation.fieldProblems, []);
      });

  it('takes a body for that of Truto by its three members, or by what only Truto writes', () => {
    const bodies = [
      { statusCode: 403, error: 'Forbidden', message: '' },
      { truto_is_remote_error: true },
      { truto_is_remote_error: 'true', raw_response: '<html>' },
      { truto_error_insight: { forbidden_error: { description: 'x' } } },
    ];
    for (const body of bodies) {
      const { code } = explainError({ status: 403, headers: {}, body }, context);
      assert.equal(code, 'forbidden', JSON.stringify(body));
    }
  });

  for (const [what, body] of [...foreignBodies, ['Truto’s own body', answer(404).body] as const])
    it(`suspects the base URL when the list of accounts is not found, with ${what}`, () => {
      const { code, nextSteps } = explainError({ status: 404, headers: {}, body }, { expected: 'accountList' });
      assert.deepEqual([code, nextSteps[0]], ['wrongBaseUrl', 'checkBaseUrl']);
    });

  it('tells a read that is not offered from an account that takes no update', () => {
    for (const error of [answer(405), remote(405)]) {
      const { code, nextSteps } = explainError(error, { integrationLabel: 'HubSpot' });
      assert.deepEqual([code, nextSteps], ['readNotOffered', ['showLog']]);
    }
  });

  for (const message of [
    'A request with this Idempotency-Key is still being processed',
    'Idempotency key is in use by another request',
    'The idempotency key was used with a different body',
    'key still being processed',
  ]) {
    it(`tells a key that is in use from an email that is taken: ${message}`, () => {
      const { code, outcome, nextSteps } = explainError(answer(409, { message }), context);
      assert.deepEqual([code, outcome, nextSteps[0]], ['keyInUse', 'unknown', 'lookAtUser']);
    });
  }

  for (const message of ['Email is already taken', 'The API key name exists', 'Username is being used', ''])
    it(`sees a conflict in “${message}”`, () =>
      assert.equal(explainError(answer(409, { message }), context).code, 'conflict'));

  for (const [status, part] of [
    [413, 'body'],
    [414, 'url'],
    [431, 'headers'],
  ] as const) {
    it(`tells which part was too large: ${status}`, () =>
      assert.deepEqual(explainError(answer(status), context).params, { part }));
  }
});
