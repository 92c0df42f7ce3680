import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { RequestRecord } from '../../../src/api/requestRecord';
import { TrutoClient, type AttemptWait } from '../../../src/api/trutoClient';
import { TrutoError } from '../../../src/api/trutoError';
import { startScriptedServer, type ScriptedServer, type Step } from './scriptedServer';

const token = 'tok_5up3r-secret';
const accountId = '5a9d0c1e-0000-4000-8000-000000000001';
const update = { accountId, userId: 'usr_ada', query: {}, bodyJson: '{"title":"Countess"}', idempotencyKey: 'key-1' };

describe('TrutoClient', () => {
  let server: ScriptedServer;
  let records: RequestRecord[];

  beforeEach(async () => {
    server = await startScriptedServer();
    records = [];
  });
  afterEach(() => server.close());

  function client(
    options: { baseUrl?: string; timeoutSeconds?: number; token?: () => Promise<string | undefined> } = {},
  ) {
    return new TrutoClient({
      baseUrl: options.baseUrl ?? server.baseUrl,
      getToken: options.token ?? (() => Promise.resolve(token)),
      fetch,
      timeoutSeconds: () => options.timeoutSeconds ?? 5,
      onRequest: (entry) => records.push(entry),
      // No back-off: what is waited for here is Retry-After only.
      clock: { now: Date.now, random: () => 0 },
    });
  }

  async function failureOf(call: Promise<unknown>): Promise<TrutoError> {
    const error: unknown = await call.then(
      () => assert.fail('should not have succeeded'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof TrutoError, String(error));
    const texts = JSON.stringify([error.message, error.stack, error.explanation, error.body, error.headers, records]);
    assert.ok(!texts.includes(token), 'the token must not be in an error or a record');
    return error;
  }

  describe('updateUser', () => {
    it('sends the documented PATCH with the body byte for byte', async () => {
      server.script({
        status: 200,
        json: { id: 'usr_ada' },
        headers: { 'x-request-id': 'req-7', 'ratelimit-remaining': '49' },
      });
      const bodyJson = '{ "n": 1.50, "big": 12345678901234567890 }';
      const answer = await client().updateUser({
        ...update,
        bodyJson,
        userId: 'a/b ü',
        query: { truto_exclude_fields: ['id'], remote_query: { foo: 'bar' } },
      });
      const [request] = server.received;
      assert.equal(request?.method, 'PATCH');
      assert.equal(
        request.url,
        `/unified/user-directory/users/a%2Fb%20%C3%BC?truto_exclude_fields[]=id&remote_query[foo]=bar&integrated_account_id=${accountId}`,
      );
      assert.equal(request.body, bodyJson);
      assert.equal(request.headers['authorization'], `Bearer ${token}`);
      assert.equal(request.headers['content-type'], 'application/json');
      assert.equal(request.headers['idempotency-key'], 'key-1');
      const { headers, durationMs, ...rest } = answer;
      assert.deepEqual(rest, {
        status: 200,
        contentType: 'application/json',
        bodyText: '{"id":"usr_ada"}',
        body: { id: 'usr_ada' },
        requestId: 'req-7',
        attempts: 1,
        rateLimitRemaining: 49,
      });
      assert.equal(headers['x-request-id'], 'req-7');
      assert.ok(durationMs >= 0);
    });

    it('keeps an answer that is no JSON as text', async () => {
      server.script({ status: 200, text: 'a,b\n1,2', headers: { 'content-type': 'text/csv' } });
      const answer = await client().updateUser({ ...update, query: { truto_response_format: 'raw' } });
      assert.equal(answer.bodyText, 'a,b\n1,2');
      assert.equal(answer.body, undefined);
      assert.equal(answer.contentType, 'text/csv');
    });

    it('consumes an answer that arrives in pieces, between the bytes of a letter too', async () => {
      const bytes = Buffer.from('{"name":"Zoë"}');
      server.script((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(bytes.subarray(0, 12), () => response.end(bytes.subarray(12)));
      });
      assert.deepEqual((await client().updateUser(update)).body, { name: 'Zoë' });
    });

    it('waits Retry-After in full and repeats with the same key and body', async () => {
      server.script(
        {
          status: 429,
          json: { statusCode: 429, error: 'Too Many Requests', message: '' },
          headers: { 'retry-after': '1' },
        },
        { status: 200, json: { id: 'usr_ada' } },
      );
      const waits: AttemptWait[] = [];
      const started = Date.now();
      const answer = await client().updateUser(update, undefined, (wait) => waits.push(wait));
      assert.ok(Date.now() - started >= 1000);
      assert.equal(answer.attempts, 2);
      assert.deepEqual(waits[0], { attempt: 2, waitMs: 1000, reason: 'rateLimited' });
      const [first, second] = server.received;
      assert.equal(second?.headers['idempotency-key'], first?.headers['idempotency-key']);
      assert.equal(second?.body, first?.body);
      assert.deepEqual(
        records.map(({ attempt, status }) => [attempt, status]),
        [
          [1, 429],
          [2, 200],
        ],
      );
    });

    it('repeats after a lost connection with the same key', async () => {
      server.script((request) => request.socket.destroy(), { status: 200, json: {} });
      const answer = await client().updateUser(update);
      assert.equal(answer.attempts, 2);
      assert.deepEqual(
        server.received.map(({ headers }) => headers['idempotency-key']),
        ['key-1', 'key-1'],
      );
      assert.equal(records[0]?.failure, 'connectionLost');
    });

    it('says unknown when every connection is lost', async () => {
      server.script((request) => request.socket.destroy());
      const { explanation } = await failureOf(client().updateUser(update));
      assert.equal(explanation.code, 'connectionLost');
      assert.equal(explanation.outcome, 'unknown');
      assert.ok(explanation.nextSteps.includes('lookAtUser'));
      assert.equal(server.received.length, 3);
    });

    const broken: Step = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
      setTimeout(() => response.destroy(), 5);
    };

    it('says applied when every answer breaks off behind a status of success, and asks three times for it', async () => {
      server.script(broken);
      const { explanation } = await failureOf(client().updateUser(update));
      assert.deepEqual(
        [explanation.code, explanation.outcome, explanation.nextSteps[0]],
        ['connectionLost', 'applied', 'lookAtUser'],
      );
      assert.ok(!explanation.nextSteps.includes('tryAgain'));
      assert.equal(server.received.length, 3);
    });

    it('still says applied when the attempt after that is turned away', async () => {
      server.script(broken, { status: 401, json: { statusCode: 401, error: 'Unauthorized', message: '' } });
      const { explanation } = await failureOf(client().updateUser(update));
      assert.deepEqual([explanation.code, explanation.outcome], ['tokenRejected', 'applied']);
      assert.match(explanation.cause, /An earlier attempt was applied\.$/);
    });

    it('says applied when the answer is too large', async () => {
      server.script((_, response) => {
        response.writeHead(200);
        const megabyte = Buffer.alloc(1024 * 1024, ' ');
        const write = () =>
          response.write(megabyte, (error) => {
            if (!error) write();
          });
        write();
      });
      const { explanation } = await failureOf(client().updateUser(update));
      assert.deepEqual(
        [explanation.code, explanation.outcome, server.received.length],
        ['answerTooLarge', 'applied', 1],
      );
      assert.match(explanation.cause, /stopped at 64 MB\. The update was applied/);
    });

    it('still says unknown when the attempt after a lost connection is turned away', async () => {
      server.script((request) => request.socket.destroy(), {
        status: 401,
        json: { statusCode: 401, error: 'Unauthorized', message: '' },
      });
      const { explanation } = await failureOf(client().updateUser(update));
      assert.equal(explanation.code, 'tokenRejected');
      assert.equal(explanation.outcome, 'unknown');
      assert.equal(explanation.nextSteps[0], 'lookAtUser');
    });

    it('says refused when the attempt after a lost connection is refused for its content', async () => {
      server.script((request) => request.socket.destroy(), {
        status: 422,
        json: { statusCode: 422, error: 'Unprocessable Entity', message: 'no' },
      });
      assert.equal((await failureOf(client().updateUser(update))).explanation.outcome, 'refused');
    });

    for (const status of [400, 401, 403, 404, 405, 409, 422, 503]) {
      it(`sends once when the answer is ${status}`, async () => {
        server.script({ status, json: { statusCode: status, error: 'x', message: 'y' } });
        const error = await failureOf(client().updateUser(update));
        assert.equal(error.status, status);
        assert.equal(error.explanation.outcome, 'refused');
        assert.equal(server.received.length, 1);
      });
    }

    it('redacts a password and a token that the server repeats', async () => {
      server.script({
        status: 422,
        headers: { 'x-echo': `Bearer ${token}` },
        json: {
          statusCode: 422,
          message: `hunter22 is too short, ${token}`,
          truto_is_remote_error: true,
          raw_response: { errors: { password: ['hunter22 is weak'] } },
        },
      });
      const error = await failureOf(client().updateUser({ ...update, bodyJson: '{"password":"hunter22"}' }));
      assert.ok(!JSON.stringify([error.message, error.explanation, error.body]).includes('hunter22'));
      assert.deepEqual(
        error.explanation.fieldProblems.map(({ path }) => path),
        [['password']],
      );
    });

    it('uses the name of the provider once the account was seen', async () => {
      server.script(
        { status: 200, json: { id: accountId, status: 'active', integration: { name: 'hubspot', label: 'HubSpot' } } },
        { status: 401, json: { statusCode: 401, truto_is_remote_error: true } },
      );
      const one = client();
      await one.getAccount(accountId);
      assert.match((await failureOf(one.updateUser(update))).explanation.title, /^HubSpot /);
    });
  });

  describe('limits', () => {
    it('times out while waiting for the head', async () => {
      server.script(() => undefined);
      const { explanation } = await failureOf(client({ timeoutSeconds: 0.05 }).updateUser(update));
      assert.equal(explanation.code, 'timeout');
      assert.equal(explanation.outcome, 'unknown');
    });

    it('times out while waiting for the body', async () => {
      server.script((_, response) => {
        response.writeHead(200).write('{');
      });
      const started = Date.now();
      const { explanation } = await failureOf(client({ timeoutSeconds: 0.05 }).getUser(accountId, 'usr_ada'));
      assert.equal(explanation.code, 'timeout');
      assert.ok(Date.now() - started < 4000);
    });

    it('stops at once when cancelled, during the request and during a wait', async () => {
      const during = new AbortController();
      server.script(() => during.abort());
      const { explanation } = await failureOf(client().updateUser(update, during.signal));
      assert.deepEqual([explanation.code, explanation.outcome], ['cancelled', 'unknown']);

      server.script({ status: 429, json: {}, headers: { 'retry-after': '60' } });
      const waiting = new AbortController();
      const refused = await failureOf(
        client().updateUser(update, waiting.signal, () => {
          setImmediate(() => waiting.abort());
        }),
      );
      assert.deepEqual([refused.explanation.code, refused.explanation.outcome], ['cancelled', 'notSent']);
    });

    it('sends nothing when it was cancelled before', async () => {
      const { explanation } = await failureOf(client().updateUser(update, AbortSignal.abort()));
      assert.deepEqual([explanation.code, explanation.outcome, server.received.length], ['cancelled', 'notSent', 0]);
    });

    it('reads no more than a megabyte of an error', async () => {
      server.script({ status: 400, text: 'x'.repeat(3_000_000) });
      const { body } = await failureOf(client().getUser(accountId, 'u'));
      assert.equal((body as string).length, 1024 * 1024);
    });
  });

  describe('where the token goes', () => {
    it('follows no redirect: not a byte goes to the target', async () => {
      const target = await startScriptedServer();
      try {
        for (const status of [301, 302, 303, 307, 308]) {
          server.script({ status, text: '', headers: { location: `${target.baseUrl}/stolen` } });
          const { explanation } = await failureOf(client().updateUser(update));
          assert.equal(explanation.code, 'redirected');
          assert.ok(explanation.cause.includes(target.baseUrl));
        }
        assert.equal(target.received.length, 0);
        assert.equal(server.received.length, 5);
      } finally {
        await target.close();
      }
    });

    it('reads the token for every attempt', async () => {
      const tokens = ['first-token', 'second-token'];
      server.script({ status: 429, json: {}, headers: { 'retry-after': '0' } }, { status: 200, json: {} });
      await client({ token: () => Promise.resolve(tokens.shift()) }).updateUser(update);
      assert.deepEqual(
        server.received.map(({ headers }) => headers['authorization']),
        ['Bearer first-token', 'Bearer second-token'],
      );
    });

    for (const [missing, code] of [
      [undefined, 'noToken'],
      ['  ', 'noToken'],
      ['a\nb', 'unusableToken'],
      ['tökén', 'unusableToken'],
    ] as const) {
      it(`sends nothing with the token ${JSON.stringify(missing)}`, async () => {
        const { explanation } = await failureOf(client({ token: () => Promise.resolve(missing) }).updateUser(update));
        assert.deepEqual([explanation.code, explanation.outcome, server.received.length], [code, 'notSent', 0]);
      });
    }

    it('refuses base URLs that no token may be sent to', () => {
      assert.throws(() => client({ baseUrl: 'http://api.truto.one' }), RangeError);
    });
  });

  it('records path, status and time, but no value of the person and no token', async () => {
    server.script({ status: 200, json: {} });
    await client().updateUser({
      ...update,
      query: { organization_id: 'o1', remote_query: { api_key: 'k3y' }, truto_response_format: 'raw' },
    });
    const [{ ms, ...entry }] = records as [RequestRecord];
    assert.ok(ms >= 0);
    assert.deepEqual(entry, {
      method: 'PATCH',
      attempt: 1,
      status: 200,
      path: `/unified/user-directory/users/usr_ada?organization_id=…&remote_query[api_key]=…&truto_response_format=raw&integrated_account_id=${accountId}`,
    });
  });

  it('sends nothing for ids that a URL would swallow', async () => {
    for (const userId of ['', '.', '..']) {
      const { explanation } = await failureOf(client().updateUser({ ...update, userId }));
      assert.deepEqual([explanation.code, explanation.outcome], ['unusableId', 'notSent']);
    }
    await client().getUser(accountId, '%2e%2e/x');
    assert.deepEqual(
      server.received.map(({ url }) => url.split('?')[0]),
      ['/unified/user-directory/users/%252e%252e%2Fx'],
    );
  });

  it('tells a connection that was refused from one that was lost', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const { explanation } = await failureOf(client({ baseUrl: `http://127.0.0.1:${port}` }).updateUser(update));
    assert.deepEqual([explanation.code, explanation.outcome], ['offline', 'notSent']);
    assert.ok(explanation.cause.includes('ECONNREFUSED'));
    assert.equal(records.length, 1);
  });

  describe('errors of every shape', () => {
    const bodies: readonly (readonly [string, string, string])[] = [
      ['JSON', 'application/json', '{"statusCode":400,"error":"Bad Request","message":"limit is too large"}'],
      ['text', 'text/plain', 'limit is too large'],
      [
        'HTML',
        'text/html',
        '<!doctype html><html><head><title>limit is too large</title></head><body><script>x()</script></body></html>',
      ],
    ];
    for (const [name, type, text] of bodies) {
      it(`explains ${name}`, async () => {
        server.script({ status: 400, text, headers: { 'content-type': type } });
        const { explanation } = await failureOf(client().listAccounts({}, {}));
        assert.equal(explanation.code, 'refused');
        assert.match(explanation.cause, /“limit is too large”/);
        assert.ok(!/[<>]/.test(explanation.cause));
      });
    }

    it('explains an empty body', async () => {
      server.script({ status: 404, text: '' });
      assert.equal((await failureOf(client().getAccount('x'))).explanation.code, 'notFound');
    });

    for (const [name, text] of [
      ['HTML', '<html>Sign in</html>'],
      ['another shape', '{"items":[]}'],
      ['nothing', ''],
    ] as const) {
      it(`says what was expected when a 200 holds ${name}`, async () => {
        server.script({ status: 200, text });
        const { explanation } = await failureOf(client().listAccounts({}, {}));
        assert.equal(explanation.code, 'unexpectedAnswer');
        assert.match(explanation.cause, /list of accounts/);
      });
    }
  });

  describe('reads', () => {
    it('lists accounts with filters and pages, and keeps only what is used', async () => {
      server.script({
        status: 200,
        json: {
          result: [
            {
              id: accountId,
              tenant_id: 'acme',
              environment_id: 'env',
              status: 'active',
              is_sandbox: false,
              authentication_method: 'oauth2',
              context: { big: 'x'.repeat(1000) },
              integration: { id: 'i', name: 'hubspot', category: 'crm', config: { label: 'HubSpot' } },
              created_at: '2024-01-01T00:00:00Z',
              updated_at: '2024-01-02T00:00:00Z',
              new_thing: 1,
            },
            {
              id: 7,
              status: 'paused',
              is_sandbox: true,
              integration: { name: 'slack' },
              tenant_id: null,
              last_error: { message: 'no' },
              last_forbidden_error: { missing_scopes: ['users:write'] },
            },
            { status: 'without an id' },
            null,
          ],
          next_cursor: 'c2',
          limit: 2,
        },
      });
      const page = await client().listAccounts(
        { tenantId: 'acme', isSandbox: false, integration: 'hubspot', status: 'active' },
        { limit: 2, cursor: 'c 1' },
      );
      assert.equal(
        server.received[0]?.url,
        '/integrated-account?tenant_id=acme&is_sandbox=false&integration.name=hubspot&status=active&limit=2&next_cursor=c%201',
      );
      assert.deepEqual(page, {
        accounts: [
          {
            id: accountId,
            status: 'active',
            isSandbox: false,
            integration: { name: 'hubspot', label: 'HubSpot', category: 'crm' },
            missingScopes: [],
            tenantId: 'acme',
            environmentId: 'env',
            authenticationMethod: 'oauth2',
            createdAt: '2024-01-01T00:00:00Z',
            updatedAt: '2024-01-02T00:00:00Z',
          },
          {
            id: '7',
            status: 'paused',
            isSandbox: true,
            integration: { name: 'slack', label: 'slack' },
            missingScopes: ['users:write'],
            lastError: 'no',
          },
        ],
        nextCursor: 'c2',
      });
    });

    it('reads the last page', async () => {
      server.script({ status: 200, json: { result: [], next_cursor: null } });
      assert.deepEqual(await client().listAccounts({}, {}), { accounts: [] });
    });

    it('reads capabilities', async () => {
      const body = (methods: string[]) => ({
        integration: { name: 'hubspot', label: 'HubSpot' },
        unified: [
          { model: 'crm', resource: 'users', methods: ['update'] },
          null,
          { model: 'user-directory', resource: 'users', methods },
        ],
        account: { id: accountId, status: 'active', is_blocked: true },
      });
      server.script({ status: 200, json: body(['list', 'update']) }, { status: 200, json: body(['list']) });
      assert.deepEqual(await client().getCapabilities(accountId), {
        canUpdateUsers: true,
        integration: { name: 'hubspot', label: 'HubSpot' },
        account: { status: 'active', isBlocked: true },
      });
      assert.equal((await client().getCapabilities(accountId)).canUpdateUsers, false);
      assert.equal(
        server.received[0]?.url,
        `/integrated-account/${accountId}/capabilities?type=unified&resource=users`,
      );
    });

    it('lists and opens users with all their fields', async () => {
      server.script(
        { status: 200, json: { result: [{ id: 'a', odd: { x: 1 } }, 3], next_cursor: 'n', result_count: 1 } },
        { status: 200, json: { id: 'a', odd: { x: 1 } } },
      );
      assert.deepEqual(await client().listUsers(accountId, { limit: 5 }), {
        users: [{ id: 'a', odd: { x: 1 } }],
        nextCursor: 'n',
      });
      assert.deepEqual(await client().getUser(accountId, 'a', { organization_id: 'o' }), { id: 'a', odd: { x: 1 } });
      assert.deepEqual(
        server.received.map(({ url }) => url),
        [
          `/unified/user-directory/users?integrated_account_id=${accountId}&limit=5`,
          `/unified/user-directory/users/a?organization_id=o&integrated_account_id=${accountId}`,
        ],
      );
    });

    it('creates a link token with a key of its own', async () => {
      server.script({ status: 200, json: { link_token: 'lt' } });
      assert.equal(await client().createLinkToken(accountId), 'lt');
      const [request] = server.received;
      assert.deepEqual(
        [request?.method, request?.url, JSON.parse(request?.body ?? '')],
        ['POST', '/link-token', { integrated_account_id: accountId, persist_previous_context: true }],
      );
      assert.match(String(request?.headers['idempotency-key']), /^[\da-f-]{36}$/);
    });

    it('reads what an account accepts in an update', async () => {
      server.script({
        status: 200,
        json: {
          query_schema: { organization_id: { type: 'string', required: true } },
          request_body_schema: { type: 'object', required: ['roles'], properties: { roles: { type: 'array' } } },
        },
      });
      const meta = await client().getUpdateMeta(accountId);
      assert.deepEqual(
        [meta.querySchema, meta.bodySchema['required']],
        [{ organization_id: { type: 'string', required: true } }, ['roles']],
      );
      assert.equal(
        server.received[0]?.url,
        `/unified/user-directory/users/meta/update?integrated_account_id=${accountId}`,
      );
    });
  });
});
