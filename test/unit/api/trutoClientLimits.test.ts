import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { RequestRecord } from '../../../src/api/requestRecord';
import { accountId, eachWithServer, token, update } from './clientUnderTest';
import { startScriptedServer } from './scriptedServer';

describe('TrutoClient, at its limits', () => {
  const { client, failureOf, script, received, records, baseUrl } = eachWithServer();

  describe('limits', () => {
    it('times out while waiting for the head', async () => {
      script(() => undefined);
      const { explanation } = await failureOf(client({ timeoutSeconds: 0.05 }).updateUser(update));
      assert.equal(explanation.code, 'timeout');
      assert.equal(explanation.outcome, 'unknown');
    });

    it('times out while waiting for the body', async () => {
      script((_, response) => {
        response.writeHead(200).write('{');
      });
      const { explanation } = await failureOf(client({ timeoutSeconds: 0.05 }).getUser(accountId, 'usr_ada'));
      assert.equal(explanation.code, 'timeout');
    });

    it('stops at once when cancelled, during the request and during a wait', async () => {
      const during = new AbortController();
      script(() => during.abort());
      const { explanation } = await failureOf(client().updateUser(update, during.signal));
      assert.deepEqual([explanation.code, explanation.outcome], ['cancelled', 'unknown']);

      script({ status: 429, json: {}, headers: { 'retry-after': '60' } });
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
      assert.deepEqual([explanation.code, explanation.outcome, received().length], ['cancelled', 'notSent', 0]);
    });

    it('reads no more than a quarter of a megabyte of an error', async () => {
      script({ status: 400, text: 'x'.repeat(3_000_000) });
      const { body } = await failureOf(client().getUser(accountId, 'u'));
      assert.equal((body as string).length, 256 * 1024);
    });
  });

  describe('where the token goes', () => {
    it('follows no redirect: not a byte goes to the target', async () => {
      const target = await startScriptedServer();
      try {
        for (const status of [301, 302, 303, 307, 308]) {
          script({ status, text: '', headers: { location: `${target.baseUrl}/stolen` } });
          const { explanation } = await failureOf(client().updateUser(update));
          assert.equal(explanation.code, 'redirected');
          assert.deepEqual(explanation.params, { target: target.baseUrl });
        }
        assert.equal(target.received.length, 0);
        assert.equal(received().length, 5);
      } finally {
        await target.close();
      }
    });

    it('reads the token for every attempt', async () => {
      const tokens = ['first-token', 'second-token'];
      script({ status: 429, json: {}, headers: { 'retry-after': '0' } }, { status: 200, json: {} });
      await client({ token: () => Promise.resolve(tokens.shift()) }).updateUser(update);
      assert.deepEqual(
        received().map(({ headers }) => headers['authorization']),
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
        assert.deepEqual([explanation.code, explanation.outcome, received().length], [code, 'notSent', 0]);
      });
    }

    it('says so, and nothing of the reason, where the token cannot be read', async () => {
      const broken = client({ token: () => Promise.reject(new Error(`damaged: ${token}`)) });
      const { explanation } = await failureOf(broken.updateUser(update));
      assert.deepEqual([explanation.code, explanation.outcome], ['unreadableToken', 'notSent']);
      assert.equal(received().length, 0);
    });

    it('waits for a token no longer than for a response', async () => {
      const { explanation } = await failureOf(
        client({ token: () => new Promise(() => undefined), timeoutSeconds: 0.05 }).updateUser(update),
      );
      assert.deepEqual([explanation.code, explanation.outcome], ['unreadableToken', 'notSent']);
      assert.deepEqual(explanation.params, { seconds: 0.05 });
    });

    it('stops waiting for a token on Cancel', async () => {
      const cancel = new AbortController();
      const hanging = client({
        token: () => {
          cancel.abort();
          return new Promise(() => undefined);
        },
      });
      const { explanation } = await failureOf(hanging.updateUser(update, cancel.signal));
      assert.deepEqual([explanation.code, explanation.outcome], ['cancelled', 'notSent']);
    });

    it('refuses base URLs that no token may be sent to', () => {
      assert.throws(() => client({ baseUrl: 'http://api.truto.one' }), RangeError);
    });
  });

  it('makes the attempts of a write again, however many reads have failed before', async () => {
    const own = client();
    script({ status: 502 });
    const attemptsOf = async (call: () => Promise<unknown>) => {
      const before = received().length;
      await failureOf(call());
      return received().length - before;
    };
    const reads = [];
    for (let read = 0; read < 7; read++) reads.push(await attemptsOf(() => own.getUser(accountId, 'usr_ada')));
    assert.deepEqual(reads, [3, 3, 3, 3, 3, 1, 1]);
    for (let write = 0; write < 5; write++) assert.equal(await attemptsOf(() => own.updateUser(update)), 3);
  });

  it('records path, status and time, but no value of the person and no token', async () => {
    script({ status: 200, json: {} });
    await client().updateUser({
      ...update,
      query: { organization_id: 'o1', remote_query: { api_key: 'k3y' }, truto_response_format: 'raw' },
    });
    const [{ ms, ...entry }] = records() as [RequestRecord];
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
    await client()
      .getUser(accountId, '%2e%2e/x')
      .catch(() => undefined);
    assert.deepEqual(
      received().map(({ url }) => url.split('?')[0]),
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
    assert.deepEqual(explanation.params, { detail: 'ECONNREFUSED' });
    assert.equal(records().length, 1);
  });

  describe('errors of every shape', () => {
    const bodies: readonly (readonly [string, string, string, string])[] = [
      [
        'JSON',
        'refused',
        'application/json',
        '{"statusCode":400,"error":"Bad Request","message":"limit is too large"}',
      ],
      ['text', 'gatewayRefused', 'text/plain', 'limit is too large'],
      [
        'HTML',
        'gatewayRefused',
        'text/html',
        '<!doctype html><html><head><title>limit is too large</title></head><body><script>x()</script></body></html>',
      ],
    ];
    for (const [name, code, type, text] of bodies) {
      it(`explains ${name}`, async () => {
        script({ status: 400, text, headers: { 'content-type': type } });
        const { explanation } = await failureOf(client().listAccounts({}, {}));
        assert.equal(explanation.code, code);
        assert.equal(explanation.serverMessage, 'limit is too large');
      });
    }

    it('explains an empty body', async () => {
      script({ status: 404, text: '' });
      assert.equal((await failureOf(client().getAccount('x'))).explanation.code, 'gatewayRefused');
    });

    const notFound = '{"statusCode":404,"error":"Not Found","message":""}';

    it('suspects the base URL where there is not even a list of accounts', async () => {
      for (const text of [notFound, '', '<html>']) {
        script({ status: 404, text });
        assert.equal((await failureOf(client().listAccounts({}, {}))).explanation.code, 'wrongBaseUrl');
      }
      script({ status: 404, text: notFound });
      assert.equal((await failureOf(client().getAccount('x'))).explanation.code, 'notFound');
    });

    for (const [name, text, origin] of [
      ['HTML', '<html>Sign in</html>', 'between'],
      ['another shape', '{"items":[]}', 'truto'],
      ['an error', notFound, 'truto'],
      ['nothing', '', 'between'],
    ] as const) {
      it(`says what was expected when a 200 holds ${name}, and whose it is`, async () => {
        script({ status: 200, text });
        const { explanation } = await failureOf(client().listAccounts({}, {}));
        assert.equal(explanation.code, 'unexpectedResponse');
        assert.deepEqual(explanation.params, { what: 'body', expected: 'accountList' });
        assert.deepEqual([explanation.origin, explanation.status], [origin, 200]);
      });
    }

    it('takes neither an error nor a list for a user, an account or a description', async () => {
      for (const text of [notFound, '{"result":[],"next_cursor":null}', '[]', 'null', '7', '<html>']) {
        script({ status: 200, text });
        for (const read of [client().getUser(accountId, 'u'), client().getAccount(accountId)])
          assert.equal((await failureOf(read)).explanation.code, 'unexpectedResponse', text);
      }
      script({ status: 200, text: notFound });
      assert.equal(
        (await failureOf(client().getMethodMeta(accountId, 'update'))).explanation.code,
        'unexpectedResponse',
      );
    });

    it('says of a 304 that a cache answered, and of a redirect within the server where it led', async () => {
      script({ status: 304 });
      const { explanation } = await failureOf(client().getUser(accountId, 'u'));
      assert.deepEqual(
        [explanation.code, explanation.origin, explanation.status],
        ['unexpectedResponse', 'between', 304],
      );
      script({ status: 307, headers: { location: '/elsewhere' } });
      const redirected = await failureOf(client().updateUser(update));
      assert.equal(redirected.explanation.code, 'redirected');
      assert.deepEqual(redirected.explanation.params, { target: baseUrl(), sameOrigin: true });
    });

    it('tells plain HTTP behind an https URL from a lost connection', async () => {
      const { explanation } = await failureOf(
        client({ baseUrl: baseUrl().replace('http:', 'https:') }).updateUser(update),
      );
      assert.deepEqual([explanation.code, explanation.outcome], ['plainHttp', 'notSent']);
    });
  });

  describe('reads', () => {
    it('lists accounts with filters and pages, and keeps only what is used', async () => {
      script({
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
        received()[0]?.url,
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
      script({ status: 200, json: { result: [], next_cursor: null } });
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
      script({ status: 200, json: body(['list', 'update']) }, { status: 200, json: body(['list']) });
      assert.deepEqual(await client().getCapabilities(accountId), {
        canUpdateUsers: true,
        userMethods: ['list', 'update'],
        integration: { name: 'hubspot', label: 'HubSpot' },
        account: { status: 'active', isBlocked: true },
      });
      assert.equal((await client().getCapabilities(accountId)).canUpdateUsers, false);
      assert.equal(received()[0]?.url, `/integrated-account/${accountId}/capabilities?type=unified&resource=users`);
    });

    it('lists and opens users with all their fields', async () => {
      script(
        { status: 200, json: { result: [{ id: 'a', odd: { x: 1 } }, 3], next_cursor: 'n', result_count: 1 } },
        { status: 200, json: { id: 'a', odd: { x: 1 } } },
      );
      assert.deepEqual(await client().listUsers(accountId, { limit: 5 }), {
        users: [{ id: 'a', odd: { x: 1 } }],
        nextCursor: 'n',
      });
      assert.deepEqual(await client().getUser(accountId, 'a', { organization_id: 'o' }), { id: 'a', odd: { x: 1 } });
      assert.deepEqual(
        received().map(({ url }) => url),
        [
          `/unified/user-directory/users?integrated_account_id=${accountId}&limit=5`,
          `/unified/user-directory/users/a?organization_id=o&integrated_account_id=${accountId}`,
        ],
      );
    });

    it('creates a link token with a key of its own', async () => {
      script({ status: 200, json: { link_token: 'lt' } });
      assert.equal(await client().createLinkToken(accountId), 'lt');
      const [request] = received();
      assert.deepEqual(
        [request?.method, request?.url, JSON.parse(request?.body ?? '')],
        ['POST', '/link-token', { integrated_account_id: accountId, persist_previous_context: true }],
      );
      assert.match(String(request?.headers['idempotency-key']), /^[\da-f-]{36}$/);
    });

    it('hands over where the page leads back to, and asks for fresh credentials', async () => {
      script({ status: 200, json: { link_token: 'lt' } }, { status: 200, json: { success: false } });
      await client().createLinkToken(accountId, undefined, undefined, 'vscode://x/reconnected');
      assert.equal(await client().refreshCredentials(accountId), false);
      assert.deepEqual(
        received().map(({ url, body }) => [url, JSON.parse(body) as unknown]),
        [
          [
            '/link-token',
            {
              integrated_account_id: accountId,
              persist_previous_context: true,
              redirect_uri: 'vscode://x/reconnected',
            },
          ],
          ['/integrated-account/refresh-credentials', { id: accountId }],
        ],
      );
    });

    it('reads what an account accepts in an update', async () => {
      script({
        status: 200,
        json: {
          query_schema: { organization_id: { type: 'string', required: true } },
          request_body_schema: { type: 'object', required: ['roles'], properties: { roles: { type: 'array' } } },
        },
      });
      const meta = await client().getMethodMeta(accountId, 'update');
      assert.deepEqual(
        [meta.querySchema, meta.bodySchema['required']],
        [{ organization_id: { type: 'string', required: true } }, ['roles']],
      );
      assert.equal(received()[0]?.url, `/unified/user-directory/users/meta/update?integrated_account_id=${accountId}`);
    });
  });
});
