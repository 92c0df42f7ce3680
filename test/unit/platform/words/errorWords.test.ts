import assert from 'node:assert/strict';
import type { CodedError, ErrorCode, ErrorExplanation, ErrorFacts } from '../../../../src/core/errors/errorExplanation';
import { explainError } from '../../../../src/core/errors/explainError';
import { errorMessage, errorWords } from '../../../../src/platform/words/errorWords';

const facts: ErrorFacts = {
  origin: 'truto',
  outcome: 'refused',
  write: true,
  status: 400,
  nextSteps: [],
  fieldProblems: [],
  conditionalFields: [],
  missingScopes: [],
};

/** Every code with each of the shapes its params can have. */
const coded: { readonly [Code in ErrorCode]: readonly Extract<CodedError, { readonly code: Code }>['params'][] } = {
  tokenRejected: [{}],
  connectionRejected: [{}],
  forbidden: [{}],
  notFound: [{}],
  readOnlyAccount: [{}],
  conflict: [{}],
  refused: [{}],
  providerRefused: [{}],
  rateLimited: [{}],
  blocked: [{}],
  trutoFailed: [{}],
  providerFailed: [{ how: 'error' }, { how: 'unusable' }, { how: 'tooLate' }],
  timeout: [{}, { seconds: 1 }, { seconds: 30 }],
  offline: [{}, { detail: 'ECONNREFUSED' }],
  connectionLost: [{}, { detail: 'ECONNRESET' }],
  certificateRejected: [{}, { detail: 'CERT_HAS_EXPIRED' }],
  cancelled: [{}],
  redirected: [{}, { target: 'https://elsewhere.example' }],
  unexpectedResponse: [
    { what: 'status' },
    { what: 'body' },
    ...(['accountList', 'account', 'capabilities', 'userList', 'user', 'updateDescription', 'linkToken'] as const).map(
      (expected) => ({ what: 'body' as const, expected }),
    ),
  ],
  responseTooLarge: [{}, { maxBytes: 64 * 1024 ** 2 }],
  responseTooDeep: [{}, { maxDepth: 100 }],
  noToken: [{}],
  unreadableToken: [{}, { seconds: 30 }],
  unusableToken: [{}],
  unusableId: [{}],
};

const all = Object.entries(coded).flatMap(([code, shapes]) =>
  shapes.flatMap((params) => [
    { ...facts, code, params },
    { ...facts, code, params, origin: 'provider', integration: 'HubSpot', status: 502 },
    { ...facts, code, params, origin: 'provider', write: false },
    { ...facts, code, params, origin: 'provider', missingScopes: ['users:write'], retryAfterSeconds: 1 },
  ]),
) as readonly ErrorExplanation[];

const explained = (status: number, body: object = {}) =>
  explainError({ status, headers: {}, body }, { integrationLabel: 'HubSpot', write: true });

describe('the words of errors', () => {
  it('are there for every code: a title without a full stop, and whole sentences', () => {
    for (const error of all) {
      const { title, cause } = errorWords(error);
      assert.match(title, /^[A-Z].*[^.]$/, title);
      assert.match(cause, /^[A-Z].*\.$/, cause);
      assert.doesNotMatch(`${title} ${cause}`, /\{\d\}|undefined|\(\)| {2}|\.\.(?!”)/, `${title} ${cause}`);
    }
  });

  it('speak of no update when nothing was to be changed', () => {
    for (const error of all.filter(({ write, code }) => !write && code !== 'unexpectedResponse'))
      assert.doesNotMatch(errorMessage(error), /updates?\b/);
  });

  it('are no longer than 25 words a sentence', () => {
    for (const error of all)
      for (const sentence of errorMessage(error).split(/(?<=\.) /))
        assert.ok(sentence.split(' ').length <= 25, sentence);
  });

  it('name the provider, and say "the provider" where its name is not known', () => {
    const body = { truto_is_remote_error: true };
    const rejected = explainError({ status: 401, headers: {}, body });
    assert.equal(errorWords(rejected).title, 'The provider rejected the account’s connection');
    assert.equal(
      errorWords({ ...rejected, integration: 'HubSpot' }).title,
      'HubSpot rejected the account’s connection',
    );
    assert.equal(
      errorMessage(explained(422, body)),
      'HubSpot refused the update. The update reached HubSpot, but HubSpot rejected it (422).',
    );
  });

  it('name what is missing and what was not accepted, three at most', () => {
    const body = {
      truto_error_insight: {
        missing_required_query_parameters: { value: ['organization_id'] },
        missing_required_body_fields: { value: ['roles', 'emails[0].email'] },
      },
    };
    const refused = explained(400, body);
    assert.equal(
      errorWords(refused).title,
      'Truto refused the update: “organization_id”, “roles” and “emails.0.email” are missing',
    );
    const [first] = refused.fieldProblems;
    const more = [...refused.fieldProblems, first!, { ...first!, kind: 'refused' as const }];
    assert.equal(
      errorWords({ ...refused, fieldProblems: more }).title,
      'Truto refused the update: “organization_id”, “roles”, “emails.0.email” and 1 more are missing, “organization_id” was not accepted',
    );
  });

  it('name the missing scopes', () => {
    const insight = { forbidden_error: { value: { missing_scopes: ['users:write'] } } };
    const { cause } = errorWords(explained(403, { truto_is_remote_error: true, truto_error_insight: insight }));
    assert.match(cause, /^HubSpot requires scopes that the connection does not have: “users:write”\./);
  });

  it('say how long to wait', () => {
    const limited = (seconds: string) =>
      errorMessage(explainError({ status: 429, headers: { 'retry-after': seconds }, body: {} }));
    assert.match(limited('1'), /^Rate limit reached\. Try again in 1 second\. /);
    assert.match(limited('10'), /Try again in 10 seconds\./);
  });

  it('quote the server, and keep what the system said', () => {
    assert.match(errorWords(explained(400, { message: 'Nope' })).cause, /The server says: “Nope”$/);
    const offline = explainError({ failure: 'offline', detail: 'ECONNREFUSED' }, { write: true });
    assert.match(errorWords(offline).cause, /System error: ECONNREFUSED\. Nothing was sent, nothing changed\.$/);
  });

  const lost = explainError({ failure: 'connectionLost' }, { write: true });
  const outcomes: readonly (readonly [string, Partial<ErrorFacts>, RegExp])[] = [
    ['nothing more where it was refused', { outcome: 'refused' }, /before there was a response\.$/],
    ['that nothing was sent', { outcome: 'notSent' }, /Nothing was sent, nothing changed\.$/],
    ['that it was applied', { outcome: 'applied' }, /The update was applied\. Only its response is missing\.$/],
    ['that an earlier attempt was', { outcome: 'applied', earlier: 'applied' }, /An earlier attempt was applied\.$/],
    ['to look first', {}, /not known whether the update was applied\. Check the live user before you send it again\.$/],
    [
      'to look first after an earlier attempt',
      { earlier: 'unknown' },
      /An earlier attempt may have been applied\. Check the live user before you send it again\.$/,
    ],
    ['that it arrived', { arrival: 'arrived' }, /The live user now has your values: the update was applied\.$/],
    [
      'that it did not',
      { arrival: 'notArrived' },
      /The live user is unchanged\. It is safe to send the same update again\.$/,
    ],
    ['that a look did not tell', { arrival: 'unclear' }, /was checked, but the result is unclear\.$/],
  ];
  for (const [what, more, expected] of outcomes)
    it(`say ${what}`, () => assert.match(errorWords({ ...lost, ...more }).cause, expected));
});
