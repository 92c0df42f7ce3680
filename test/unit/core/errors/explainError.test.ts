import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainError, type ErrorResponse, type ErrorContext } from '../../../../src/core/errors/explainError';
import { redactSecrets } from '../../../../src/core/secrets/redactSecrets';
import { SentSecrets } from '../../../../src/core/secrets/sentSecrets';
import type { RequestFailure } from '../../../../src/core/errors/explainFailure';

const context: ErrorContext = { integrationLabel: 'HubSpot', write: true };
const answer = (status: number, more: object = {}, headers: Record<string, string> = {}): ErrorResponse => ({
  status,
  headers,
  body: { statusCode: status, error: 'Canonical Name', message: '', ...more },
});
const remote = (status: number, raw?: unknown) =>
  answer(status, { truto_is_remote_error: true, ...(raw !== undefined && { raw_response: raw }) });
const insight = (key: string, value: unknown) => ({
  truto_error_insight: { [key]: { description: `About ${key}`, value } },
});

const table: readonly (readonly [string, ErrorResponse, string, string, string, string])[] = [
  // what, answer, code, origin, outcome, first next step
  ['400', answer(400), 'refused', 'truto', 'refused', 'fixFields'],
  ['400 remote', remote(400), 'providerRefused', 'provider', 'refused', 'fixFields'],
  ['401', answer(401), 'tokenRejected', 'truto', 'refused', 'replaceToken'],
  ['401 remote', remote(401), 'connectionRejected', 'provider', 'refused', 'reconnectAccount'],
  ['403', answer(403), 'forbidden', 'truto', 'refused', 'selectAccount'],
  ['403 remote', remote(403), 'forbidden', 'provider', 'refused', 'askForScopes'],
  ['404', answer(404), 'notFound', 'truto', 'refused', 'checkUserId'],
  ['404 remote', remote(404), 'notFound', 'provider', 'refused', 'checkUserId'],
  ['405', answer(405), 'readOnlyAccount', 'truto', 'refused', 'selectAccount'],
  ['408', answer(408), 'requestTimedOut', 'truto', 'unknown', 'lookAtUser'],
  ['408 remote', remote(408), 'requestTimedOut', 'provider', 'unknown', 'lookAtUser'],
  ['409', remote(409), 'conflict', 'provider', 'refused', 'fixFields'],
  ['413', answer(413), 'requestTooLarge', 'truto', 'refused', 'fixFields'],
  ['414', answer(414), 'requestTooLarge', 'truto', 'refused', 'showLog'],
  ['431 remote', remote(431), 'requestTooLarge', 'provider', 'refused', 'showLog'],
  ['422', answer(422), 'refused', 'truto', 'refused', 'fixFields'],
  ['422 remote', remote(422), 'providerRefused', 'provider', 'refused', 'fixFields'],
  ['429', answer(429), 'rateLimited', 'truto', 'refused', 'wait'],
  ['429 remote', remote(429), 'rateLimited', 'provider', 'refused', 'wait'],
  ['500', answer(500), 'trutoFailed', 'truto', 'unknown', 'lookAtUser'],
  ['500 remote', remote(500), 'providerFailed', 'provider', 'unknown', 'lookAtUser'],
  ['502', answer(502), 'providerFailed', 'provider', 'unknown', 'lookAtUser'],
  ['503', answer(503), 'blocked', 'truto', 'refused', 'selectAccount'],
  ['503 remote', remote(503), 'providerFailed', 'provider', 'unknown', 'lookAtUser'],
  ['504', answer(504), 'providerFailed', 'provider', 'unknown', 'lookAtUser'],
  ['423', answer(423), 'keyInUse', 'truto', 'unknown', 'lookAtUser'],
  ['423 remote', remote(423), 'providerRefused', 'provider', 'refused', 'fixFields'],
  ['425', answer(425), 'keyInUse', 'truto', 'unknown', 'lookAtUser'],
  ['499', answer(499), 'requestTimedOut', 'truto', 'unknown', 'lookAtUser'],
  ['an unknown 4xx', answer(418), 'refused', 'truto', 'refused', 'fixFields'],
  ['an unknown 5xx', answer(530), 'trutoFailed', 'truto', 'unknown', 'lookAtUser'],
  ['a status that is no error', answer(203), 'unexpectedResponse', 'truto', 'unknown', 'showLog'],
];

describe('explainError', () => {
  for (const [what, error, code, origin, outcome, step] of table) {
    it(`explains ${what} as ${code}`, () => {
      const explanation = explainError(error, context);
      assert.deepEqual(
        [explanation.code, explanation.origin, explanation.outcome, explanation.nextSteps[0]],
        [code, origin, outcome, step],
      );
      assert.equal(explanation.status, error.status);
      assert.equal(explanation.serverMessage, 'Canonical Name');
      assert.equal(explanation.write, true);
    });
  }

  it('tells of a limit as one, whatever it says of requests', () => {
    const message = 'Too many concurrent requests are being processed';
    const body = { statusCode: 429, error: 'Too Many Requests', message };
    const { code, outcome } = explainError({ status: 429, headers: {}, body }, { write: true });
    assert.deepEqual([code, outcome], ['rateLimited', 'refused']);
  });

  it('names the provider and the account, where they are known', () => {
    const known = explainError(remote(401), { ...context, accountId: 'acc_1' });
    assert.deepEqual([known.integration, known.accountId], ['HubSpot', 'acc_1']);
    const unknown = explainError(remote(401));
    assert.deepEqual(['integration' in unknown, 'accountId' in unknown], [false, false]);
  });

  for (const [status, how] of [
    [500, 'error'],
    [502, 'unusable'],
    [503, 'error'],
    [504, 'tooLate'],
  ] as const) {
    it(`tells how the provider failed with ${status}: ${how}`, () => {
      const { code, params } = explainError(remote(status), context);
      assert.deepEqual([code, params], ['providerFailed', { how }]);
    });
  }

  it('leaves no doubt when nothing was to be changed', () => {
    const explanation = explainError(answer(500), {});
    assert.deepEqual([explanation.outcome, explanation.write], ['refused', false]);
    assert.deepEqual(explanation.nextSteps, ['tryAgain', 'contactTruto']);
  });

  it('names what is missing in body and query', () => {
    const body = {
      truto_error_insight: {
        missing_required_query_parameters: { description: 'Missing', value: ['organization_id'] },
        missing_required_body_fields: { description: 'Missing', value: ['roles', 'emails[0].email'] },
      },
    };
    const explanation = explainError(answer(400, body), context);
    assert.deepEqual(explanation.fieldProblems, [
      { path: ['organization_id'], in: 'query', kind: 'missing', message: 'Missing' },
      { path: ['roles'], in: 'body', kind: 'missing', message: 'Missing' },
      { path: ['emails', 0, 'email'], in: 'body', kind: 'missing', message: 'Missing' },
    ]);
  });

  for (const value of [['roles'], 'roles', [{ name: 'roles' }], [{ field: 'roles' }], { roles: {} }]) {
    it(`reads missing fields as ${JSON.stringify(value)}`, () => {
      const { fieldProblems } = explainError(answer(400, insight('missing_required_body_fields', value)), context);
      assert.deepEqual(
        fieldProblems.map(({ path, kind }) => [path, kind]),
        [[['roles'], 'missing']],
      );
    });
  }

  it('keeps what is needed only under conditions apart: it is information', () => {
    const explanation = explainError(answer(401, insight('conditionally_required_body_fields', ['roles'])), context);
    assert.deepEqual(explanation.fieldProblems, []);
    assert.deepEqual(
      explanation.conditionalFields.map(({ path }) => path),
      [['roles']],
    );
  });

  it('names the missing scopes', () => {
    const explanation = explainError(
      answer(403, {
        truto_is_remote_error: true,
        ...insight('forbidden_error', { missing_scopes: ['users:write', 'users:write'] }),
      }),
      context,
    );
    assert.deepEqual(explanation.missingScopes, ['users:write']);
    assert.equal(explanation.serverMessage, 'About forbidden_error');
    assert.deepEqual(explanation.nextSteps, ['askForScopes', 'reconnectAccount']);
  });

  it('says how long to wait, from seconds, from a date, or as Truto documents it', () => {
    const now = Date.parse('2025-03-01T12:00:00Z');
    const seconds = (header: string | undefined) =>
      explainError(answer(429, {}, header === undefined ? {} : { 'retry-after': header }), { now }).retryAfterSeconds;
    assert.deepEqual([seconds('7'), seconds('Sat, 01 Mar 2025 12:01:00 GMT'), seconds(undefined)], [7, 60, 10]);
  });

  describe("Truto's own validation", () => {
    const shapes: readonly unknown[] = [
      [{ field: 'status', message: 'must be one of active, inactive' }],
      [{ path: ['status'], message: 'must be one of' }],
      [{ path: ['body', 'status'], message: 'must be one of' }],
      [{ instancePath: '/status', keyword: 'enum', message: 'must be one of' }],
      { status: 'must be one of' },
      { status: ['must be one of'] },
      ['"status" must be one of [active, inactive]'],
      [{ message: '"status" must be one of', path: 'status', type: 'any.only', context: { key: 'status' } }],
    ];
    for (const failures of shapes) {
      it(`reads details.failures as ${JSON.stringify(failures)}`, () => {
        const { fieldProblems } = explainError(answer(400, { details: { failures } }), context);
        assert.deepEqual(
          fieldProblems.map(({ path, in: place, kind }) => [path, place, kind]),
          [[['status'], 'body', 'refused']],
        );
      });
    }

    it('tells missing from refused, query from body, and takes names it does not know', () => {
      const failures = [
        { path: 'query.organization_id', message: '"organization_id" is required', type: 'any.required' },
        {
          instancePath: '',
          params: { missingProperty: 'department' },
          keyword: 'required',
          message: "must have required property 'department'",
        },
      ];
      assert.deepEqual(
        explainError(answer(400, { details: { failures } }), context).fieldProblems.map(({ path, in: place, kind }) => [
          path,
          place,
          kind,
        ]),
        [
          [['organization_id'], 'query', 'missing'],
          [['department'], 'body', 'missing'],
        ],
      );
    });
  });

  describe("a provider's own body", () => {
    const shapes: readonly (readonly [string, unknown, readonly (string | number)[]])[] = [
      ['errors by field', { errors: { email: ['has already been taken'] } }, ['emails']],
      ['errors by field, as text', { errors: { first_name: 'is too long' } }, ['first_name']],
      ['errors by a field that is also a word of errors', { errors: { title: ['is too long'] } }, ['title']],
      ['a list with field', { errors: [{ field: 'status', message: 'bad' }] }, ['status']],
      ['a list with path', { errors: [{ path: 'emails[1].email', message: 'bad' }] }, ['emails', 1, 'email']],
      [
        'a list with param',
        { errors: [{ type: 'field', location: 'body', param: 'timezone', msg: 'bad' }] },
        ['timezone'],
      ],
      [
        'JSON:API',
        { errors: [{ title: 'Invalid', detail: 'bad', source: { pointer: '/data/attributes/first-name' } }] },
        ['first_name'],
      ],
      ['one field beside a message', { field: 'status', message: 'bad' }, ['status']],
      [
        'HubSpot',
        {
          status: 'error',
          message: 'Property values were not valid',
          errors: [{ message: 'bad', context: { propertyName: ['firstname'] } }],
        },
        ['first_name'],
      ],
      [
        'Zendesk',
        {
          error: 'RecordInvalid',
          description: 'Record validation errors',
          details: { email: [{ description: 'Email: x is already being used', error: 'DuplicateValue' }] },
        },
        ['emails'],
      ],
      [
        'Salesforce',
        [{ message: 'Required fields are missing', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }],
        ['last_name'],
      ],
      ['FastAPI', { detail: [{ loc: ['body', 'languages', 0], msg: 'bad', type: 'value_error' }] }, ['languages', 0]],
      ['Django REST', { username: ['A user with that username already exists.'] }, ['username']],
      [
        'Google',
        { error: { code: 400, errors: [{ reason: 'invalid', message: 'bad', location: 'password' }] } },
        ['password'],
      ],
      [
        'Okta',
        {
          errorSummary: 'Api validation failed: login',
          errorCauses: [{ errorSummary: 'login: An object with this field already exists' }],
        },
        ['username'],
      ],
      [
        'SCIM',
        {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          detail: "Attribute 'userName' is not mutable",
          status: '400',
        },
        ['username'],
      ],
      ['a SCIM name', { errors: [{ path: 'name.givenName', message: 'bad' }] }, ['first_name']],
      ['sentences', { errors: ['Email has already been taken'] }, ['emails']],
      ['JSON in a text', '{"errors":{"status":["bad"]}}', ['status']],
      ['a text', 'status must be active or inactive', ['status']],
    ];
    for (const [name, raw, path] of shapes) {
      it(`finds the field in ${name}`, () => {
        const { fieldProblems } = explainError(remote(422, raw), context);
        assert.deepEqual(
          fieldProblems.map((field) => field.path),
          [path],
        );
      });
    }

    for (const raw of [
      { user: { name: 'Ada', status: 'active', emails: ['a@b.c'] }, message: 'No' },
      { name: 'ValidationError', title: 'Bad Request', status: 'error', message: 'No' },
      { id: '1', name: 'Ada Lovelace', languages: ['en'], message: 'No' },
      { error: { type: 'invalid_request', code: 'x', message: 'No' } },
      '<html><title>502</title></html>',
      7,
      null,
      [],
      [[[]]],
    ]) {
      it(`sees no complaint in ${JSON.stringify(raw)}`, () => {
        assert.deepEqual(explainError(remote(422, raw), context).fieldProblems, []);
      });
    }

    it("quotes the provider's words when Truto has none", () => {
      const quoted = (raw: unknown) => explainError(remote(422, raw), context).serverMessage;
      assert.equal(quoted({ error: { errors: [{ message: 'Nope' }] } }), 'Nope');
      assert.equal(quoted('plain words'), 'plain words');
    });
  });

  it('gives plain text only: no tags, no control characters, no endless words', () => {
    const message = `<b onclick="x()">Bad</b>\u0000\u202E <script>alert(1)</script>${'very '.repeat(500)}`;
    const { serverMessage = '' } = explainError(answer(400, { message }), context);
    assert.ok(!/[<>\u0000\u202E]|alert/.test(serverMessage));
    assert.match(serverMessage, /^Bad very/);
    assert.ok(serverMessage.length <= 500);
  });

  it('never repeats a token or a password', () => {
    const message = 'Bearer abcdefghijkl is invalid, hunter22 too';
    const raw = { errors: { password: ['hunter22 is weak'] } };
    const explanation = explainError(answer(422, { message, truto_is_remote_error: true, raw_response: raw }), {
      ...context,
      secrets: new SentSecrets(['hunter22']),
    });
    assert.ok(!/hunter22|abcdefghijkl/.test(JSON.stringify(explanation)));
    const scopes = insight('forbidden_error', { missing_scopes: ['hunter22:write'] });
    const insights = insight('conditionally_required_body_fields', ['hunter22']);
    for (const body of [scopes, insights, insight('missing_required_body_fields', ['roles.hunter22'])]) {
      const said = JSON.stringify(
        explainError(answer(403, body), { ...context, secrets: new SentSecrets(['hunter22']) }),
      );
      assert.ok(!said.includes('hunter22'), said);
      assert.ok(said.includes('[redacted]'), said);
    }
    assert.equal(redactSecrets('a Bearer abcdefgh.x b', new SentSecrets()), 'a Bearer [redacted] b');
  });

  const failures: readonly (readonly [RequestFailure['failure'], boolean | undefined, string, string])[] = [
    ['timeout', undefined, 'unknown', 'network'],
    ['offline', false, 'notSent', 'network'],
    ['connectionLost', undefined, 'unknown', 'network'],
    ['certificateRejected', undefined, 'notSent', 'network'],
    ['cancelled', undefined, 'unknown', 'us'],
    ['cancelled', false, 'notSent', 'us'],
    // Where it leads to is not known, and it may be the page of what was done.
    ['redirected', undefined, 'unknown', 'between'],
    ['unexpectedResponse', undefined, 'unknown', 'truto'],
    ['responseTooLarge', undefined, 'unknown', 'truto'],
    ['responseTooDeep', undefined, 'unknown', 'truto'],
    ['noToken', undefined, 'notSent', 'us'],
    ['unreadableToken', undefined, 'notSent', 'us'],
    ['unusableToken', undefined, 'notSent', 'us'],
    ['unusableId', undefined, 'notSent', 'us'],
    ['proxyRefused', undefined, 'notSent', 'proxy'],
    ['plainHttp', undefined, 'notSent', 'network'],
    ['untrustedWorkspace', undefined, 'notSent', 'us'],
  ];
  for (const [failure, sent, outcome, origin] of failures) {
    it(`explains ${failure}${sent === false ? ' before sending' : ''}: ${outcome}`, () => {
      const explanation = explainError({ failure, ...(sent !== undefined && { sent }) }, context);
      assert.deepEqual([explanation.code, explanation.outcome, explanation.origin], [failure, outcome, origin]);
      assert.equal(explanation.nextSteps.includes('lookAtUser'), outcome === 'unknown');
    });
  }

  const params: readonly (readonly [RequestFailure, object])[] = [
    [{ failure: 'otherUser' }, { what: 'otherUser' }],
    [{ failure: 'timeout', seconds: 30 }, { seconds: 30 }],
    [{ failure: 'offline', detail: 'ECONNREFUSED' }, { detail: 'ECONNREFUSED' }],
    [{ failure: 'connectionLost', detail: 'ECONNRESET' }, { detail: 'ECONNRESET' }],
    [{ failure: 'certificateRejected', detail: 'CERT_HAS_EXPIRED' }, { detail: 'CERT_HAS_EXPIRED' }],
    [{ failure: 'redirected', target: 'https://elsewhere.example' }, { target: 'https://elsewhere.example' }],
    [
      { failure: 'unexpectedResponse', expected: 'user' },
      { what: 'body', expected: 'user' },
    ],
    [
      { failure: 'unexpectedResponse', expected: 'user', foreign: true },
      { what: 'body', expected: 'user' },
    ],
    [
      { failure: 'redirected', target: 'https://api.truto.one', sameOrigin: true },
      { target: 'https://api.truto.one', sameOrigin: true },
    ],
    [{ failure: 'proxyRefused', proxyStatus: 407 }, { proxyStatus: 407 }],
    [{ failure: 'responseTooLarge', maxBytes: 1024 }, { maxBytes: 1024 }],
    [{ failure: 'responseTooDeep', maxDepth: 100 }, { maxDepth: 100 }],
    [{ failure: 'unreadableToken', seconds: 30 }, { seconds: 30 }],
    [{ failure: 'unusableToken', detail: 'of no use' }, {}],
  ];
  for (const [failure, expected] of params) {
    it(`tells of ${failure.failure} ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(explainError(failure, context).params, expected);
    });
  }

  it('says whether Truto or something in between answered with success and a body that was not asked for', () => {
    const origins = [true, false].map(
      (foreign) => explainError({ failure: 'unexpectedResponse', status: 200, foreign }).origin,
    );
    assert.deepEqual(origins, ['between', 'truto']);
  });

  it('never throws, whatever the body, and what it makes is data', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), fc.jsonValue(), (status, one, other) => {
        for (const body of [
          one,
          { message: one, details: other, raw_response: other },
          { details: { failures: one }, truto_error_insight: other },
          {
            truto_error_insight: { missing_required_body_fields: one, forbidden_error: other },
            truto_is_remote_error: one,
          },
        ]) {
          const explanation = explainError({ status, headers: {}, body }, context);
          assert.deepEqual(JSON.parse(JSON.stringify(explanation)), explanation);
        }
      }),
    );
  });

  it('stays quick on large and deep bodies', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 5000; level += 1) deep = { errors: [deep] };
    const wide = { errors: Array.from({ length: 100_000 }, () => ({ field: 'status', message: 'bad' })) };
    // The runner's limit would not do for a time that grows with the square of these.
    explainError(remote(400, deep), context);
    assert.deepEqual(explainError(remote(400, wide), context).fieldProblems.length, 1);
    explainError(answer(400, { message: '<'.repeat(200_000) }), context);
    explainError(answer(400, { message: '<title<a'.repeat(50_000) }), context);
  });
});
