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
  tokenRejected: [{}, { expiredAt: Date.UTC(2026, 4, 1) }],
  connectionRejected: [{}],
  forbidden: [{}],
  notFound: [{}],
  readOnlyAccount: [{}],
  readNotOffered: [{}],
  conflict: [{}],
  keyInUse: [{}],
  wrongBaseUrl: [{}],
  requestTimedOut: [{}],
  requestTooLarge: [{ part: 'body' }, { part: 'url' }, { part: 'headers' }],
  gatewayRefused: [{}],
  gatewayFailed: [{}],
  proxyRefused: [{}, { proxyStatus: 407 }, { proxyStatus: 503 }],
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
  plainHttp: [{}, { detail: 'EPROTO' }],
  cancelled: [{}],
  redirected: [{}, { target: 'https://elsewhere.example' }, { target: 'https://api.truto.one', sameOrigin: true }],
  unexpectedResponse: [
    { what: 'status' },
    { what: 'otherUser' },
    { what: 'body' },
    ...(
      [
        'accountList',
        'account',
        'capabilities',
        'userList',
        'user',
        'methodDescription',
        'refreshedCredentials',
        'linkToken',
        'environment',
        'apiToken',
      ] as const
    ).map((expected) => ({ what: 'body' as const, expected })),
  ],
  responseTooLarge: [{}, { maxBytes: 64 * 1024 ** 2 }],
  responseTooDeep: [{}, { maxDepth: 100 }],
  noToken: [{}],
  unreadableToken: [{}, { seconds: 30 }],
  unusableToken: [{}],
  unusableId: [{}],
  untrustedWorkspace: [{}],
};

const all = Object.entries(coded).flatMap(([code, shapes]) =>
  shapes.flatMap((params) => [
    { ...facts, code, params },
    { ...facts, code, params, origin: 'provider', integration: 'HubSpot', status: 502 },
    { ...facts, code, params, origin: 'provider', write: false },
    { ...facts, code, params, origin: 'between', serverMessage: 'Sorry', status: 403 },
    { ...facts, code, params, origin: 'provider', missingScopes: ['users:write'], retryAfterSeconds: 1 },
  ]),
) as readonly ErrorExplanation[];

const trutoBody = (status: number, more: object = {}) => ({ statusCode: status, error: '', message: '', ...more });

const explained = (status: number, body: object = {}) =>
  explainError({ status, headers: {}, body: trutoBody(status, body) }, { integrationLabel: 'HubSpot', write: true });

/** As a gateway, a firewall or a portal answers. */
const foreign = (status: number, write = true) =>
  explainError(
    { status, headers: {}, body: '<html><head><title>Sorry</title></head></html>' },
    { integrationLabel: 'HubSpot', accountId: 'acc_1', write },
  );

describe('the words of errors', () => {
  it('are there for every code: a title without a full stop, and whole sentences', () => {
    for (const error of all) {
      const { title, cause } = errorWords(error);
      assert.match(title, /^[A-Z].*[^.]$/, title);
      assert.match(cause, /^[A-Z].*(\.|”)$/, cause);
      assert.doesNotMatch(`${title} ${cause}`, /\{\d\}|undefined|\(\)| {2}|\.\.(?!”)/, `${title} ${cause}`);
    }
  });

  it('name the status, once, wherever there is one', () => {
    for (const error of all.filter(({ status }) => status !== undefined)) {
      const times = errorMessage(error).match(new RegExp(`\\b${error.status}\\b`, 'g'))?.length ?? 0;
      const proxyStatus = error.code === 'proxyRefused' ? error.params.proxyStatus : undefined;
      assert.ok(times === 1 || proxyStatus !== undefined, errorMessage(error));
    }
  });

  it('blame neither account nor token, nor Truto, for what something in between says', () => {
    const blame =
      /API token|blocked|sandbox|reconnect|no user|(^|\. )Truto (says|knows|refused|failed|rejected)|HubSpot/i;
    for (let status = 400; status < 600; status += 1)
      for (const write of [true, false])
        if (status !== 431) assert.doesNotMatch(errorMessage(foreign(status, write)), blame);
  });

  const spoken: readonly (readonly [string, ErrorExplanation, RegExp])[] = [
    ['Truto', explained(400, { message: 'Nope' }), /Truto says: “Nope”$/],
    ['the provider', explained(400, { message: 'Nope', truto_is_remote_error: true }), /HubSpot says: “Nope”$/],
    [
      'what is in between',
      foreign(403),
      /^Something between .*\(403\).* not from Truto: .*What is in between says: “Sorry”$/,
    ],
    [
      'a gateway',
      foreign(503),
      /^No response from Truto\. Something in between, .*\(503\).*What is in between says: “Sorry”$/,
    ],
    ['the proxy', foreign(407), /^The proxy of this network requires you to sign in\. .*407.*The proxy says: “Sorry”$/],
    ['a cache', foreign(304), /^No response from Truto\. Something in between, such as a cache or gateway, .*304/],
    [
      'a portal',
      explainError({ failure: 'unexpectedResponse', status: 200, expected: 'user', foreign: true }),
      /^Something other than Truto responded\. .* sign-in page .*The status was 200\.$/,
    ],
  ];
  for (const [who, error, words] of spoken)
    it(`tell who spoke: ${who}`, () => assert.match(errorMessage(error), words));

  it('say of a proxy what it wants', () => {
    const refused = explainError({ failure: 'proxyRefused', proxyStatus: 403 }, { write: true });
    assert.equal(
      errorMessage(refused),
      'The proxy of this network refused to connect to Truto. The proxy responded with status 403. Check the proxy settings of VS Code (“http.proxy”). Nothing was sent, nothing changed.',
    );
  });

  it('say that a read failed, not that the account is a sandbox', () => {
    const body = trutoBody(405);
    const message = errorMessage(explainError({ status: 405, headers: {}, body }, { integrationLabel: 'ClickUp' }));
    assert.match(message, /^Reading failed\. .*ClickUp.*405/);
    assert.doesNotMatch(message, /sandbox|updates?\b/);
  });

  it('say of a redirect within one address that it is no matter of the token', () => {
    const message = (sameOrigin: boolean) =>
      errorMessage(
        explainError({
          failure: 'redirected',
          status: 307,
          target: 'https://api.truto.one',
          ...(sameOrigin && { sameOrigin }),
        }),
      );
    assert.doesNotMatch(message(true), /token/);
    assert.match(message(true), /another path of https:\/\/api\.truto\.one/);
    assert.match(message(false), /token is only sent to the address/);
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
    const rejected = explainError({ status: 401, headers: {}, body: trutoBody(401, body) });
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
      errorMessage(explainError({ status: 429, headers: { 'retry-after': seconds }, body: trutoBody(429) }));
    assert.match(limited('0'), /Try again in a moment\./);
    assert.match(limited('1'), /^Rate limit reached\. Try again in 1 second\. /);
    assert.match(limited('10'), /Try again in 10 seconds\./);
    assert.match(limited('90'), /Try again in 1 minute 30 seconds\./);
    assert.match(limited('3600'), /Try again in 60 minutes\./);
    assert.match(limited('100000'), /Try again in 28 hours\./);
    assert.doesNotMatch(limited(String(Date.now() / 1000 + 400)), /\d{4,} seconds/);
  });

  it('quote the server, and keep what the system said', () => {
    assert.match(errorWords(explained(400, { message: 'Nope' })).cause, /Truto says: “Nope”$/);
    const offline = explainError({ failure: 'offline', detail: 'ECONNREFUSED' }, { write: true });
    assert.match(errorWords(offline).cause, /System error: ECONNREFUSED\. Nothing was sent, nothing changed\.$/);
  });

  const lost = explainError({ failure: 'connectionLost' }, { write: true });
  const outcomes: readonly (readonly [string, Partial<ErrorFacts>, RegExp])[] = [
    ['nothing more where it was refused', { outcome: 'refused' }, /before there was a response\.$/],
    [
      'that it was refused where no more than the status could be read',
      { outcome: 'refused', status: 422 },
      /with status 422\. The update was refused, so nothing changed\.$/,
    ],
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
    [
      'that nobody can look, and what that means for another send',
      { arrival: 'unreadable' },
      /not known whether .* cannot be read\. Sending the same update again within a day uses the same idempotency key\.$/,
    ],
    [
      'that a failure may be a stored one, where it did not arrive',
      { arrival: 'notArrived', isFailedAlike: true },
      /is unchanged\. Every attempt had the same failure, .* stored .*\. Sending it again asks for a new key\.$/,
    ],
    [
      'that a failure may be a stored one, where nobody can look',
      { arrival: 'unreadable', isFailedAlike: true },
      /cannot be read\. Every attempt had the same failure, .* stored .*\. Sending it again asks for a new key\.$/,
    ],
    ['that a look did not tell', { arrival: 'unclear' }, /was checked, but the result is unclear\.$/],
  ];
  for (const [what, more, expected] of outcomes)
    it(`say ${what}`, () => assert.match(errorWords({ ...lost, ...more }).cause, expected));
});
