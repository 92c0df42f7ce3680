import assert from 'node:assert/strict';
import { TrutoClient, type Account, type AttemptWait } from '../../../src/api/trutoClient';
import { TrutoError } from '../../../src/api/trutoError';
import { Pacer } from '../../../src/core/http/pacer';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';

const account = (number: number) => `5a9d0c1e-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('TrutoClient against the sandbox', () => {
  let sandbox: Sandbox;
  let client: TrutoClient;

  before(async () => {
    sandbox = await startSandbox();
    client = clientOf();
  });
  after(() => sandbox.close());

  function clientOf(pacer?: Pacer): TrutoClient {
    return new TrutoClient({
      baseUrl: sandbox.baseUrl,
      getToken: () => Promise.resolve(sandbox.token),
      fetch,
      timeoutSeconds: () => 5,
      clock: { now: Date.now, random: () => 0 },
      ...(pacer !== undefined && { pacer }),
    });
  }

  function update(number: number, body: object, query: Record<string, unknown> = {}) {
    return client.updateUser({
      accountId: account(number),
      userId: 'usr_ada',
      query,
      bodyJson: JSON.stringify(body),
      idempotencyKey: crypto.randomUUID(),
    });
  }

  async function explained(call: Promise<unknown>) {
    const error: unknown = await call.then(
      () => assert.fail('should not have succeeded'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof TrutoError, String(error));
    return error.explanation;
  }

  it('walks all pages of the accounts', async () => {
    const accounts: Account[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.listAccounts({}, { limit: 25, ...(cursor !== undefined && { cursor }) });
      accounts.push(...page.accounts);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    assert.equal(accounts.length, 60);
    assert.equal(new Set(accounts.map(({ id }) => id)).size, 60);
    const hubspot = accounts.find(({ id }) => id === account(1));
    assert.deepEqual(
      [hubspot?.tenantId, hubspot?.status, hubspot?.integration.name, hubspot?.integration.label],
      ['acme', 'active', 'hubspot', 'HubSpot'],
    );
  });

  it('filters accounts', async () => {
    const { accounts } = await client.listAccounts({ integration: 'hubspot', status: 'active' }, {});
    assert.ok(
      accounts.length > 0 &&
        accounts.every(({ integration, status }) => integration.name === 'hubspot' && status === 'active'),
    );
  });

  it('updates a user, and sees it changed', async () => {
    const answer = await update(1, { title: 'Countess' });
    assert.equal(answer.status, 200);
    assert.equal((answer.body as { title: string }).title, 'Countess');
    assert.equal((await client.getUser(account(1), 'usr_ada'))['title'], 'Countess');
    assert.equal(sandbox.user(account(1), 'usr_ada')?.['title'], 'Countess');
  });

  it('lists users', async () => {
    const { users, nextCursor } = await client.listUsers(account(1), { limit: 10 });
    assert.equal(users.length, 10);
    assert.ok(nextCursor !== undefined);
  });

  it('reads what an account can do and what it needs', async () => {
    assert.equal((await client.getCapabilities(account(1))).canUpdateUsers, true);
    assert.equal((await client.getCapabilities(account(9))).canUpdateUsers, false);
    assert.equal((await client.getCapabilities(account(6))).account.isBlocked, true);
    assert.match(JSON.stringify((await client.getMethodMeta(account(2), 'update')).querySchema), /organization_id/);
    assert.match(JSON.stringify((await client.getMethodMeta(account(3), 'update')).bodySchema), /roles/);
    assert.ok((await client.createLinkToken(account(4))).length > 0);
  });

  const refusals: readonly (readonly [
    string,
    number,
    string,
    (explanation: TrutoError['explanation']) => unknown,
    unknown,
  ])[] = [
    [
      'a missing query parameter',
      2,
      'refused',
      ({ fieldProblems }) => fieldProblems.map((field) => [field.in, field.kind, ...field.path]),
      [['query', 'missing', 'organization_id']],
    ],
    [
      'a missing body field',
      3,
      'refused',
      ({ fieldProblems }) => fieldProblems.map((field) => [field.in, field.kind, ...field.path]),
      [['body', 'missing', 'roles']],
    ],
    ['an account that needs re-authentication', 4, 'connectionRejected', ({ origin }) => origin, 'provider'],
    ['a sandbox account', 5, 'readOnlyAccount', ({ status }) => status, 405],
    ['a blocked account', 6, 'blocked', ({ status }) => status, 503],
    ['missing scopes', 7, 'forbidden', ({ missingScopes }) => missingScopes, ['users:write']],
  ];
  for (const [what, number, code, read, expected] of refusals) {
    it(`explains ${what}`, async () => {
      const explanation = await explained(update(number, { title: 'x' }));
      assert.equal(explanation.code, code);
      assert.deepEqual(read(explanation), expected);
      assert.equal(explanation.outcome, 'refused');
    });
  }

  it('sends parameters so that the sandbox reads them back', async () => {
    await update(
      2,
      { title: 'x' },
      {
        organization_id: 'o1',
        truto_exclude_fields: ['emails', 'phones'],
        remote_query: { a: { b: 'ü&=' } },
        groups: [{ id: 'g1', name: 'One' }, { id: 'g2' }],
      },
    );
    assert.deepEqual(sandbox.requests.at(-1)?.query, {
      organization_id: 'o1',
      truto_exclude_fields: ['emails', 'phones'],
      remote_query: { a: { b: 'ü&=' } },
      groups: [{ id: 'g1', name: 'One' }, { id: 'g2' }],
      integrated_account_id: account(2),
    });
  });

  it('applies an update once although its answer was lost, and gets the stored answer', async () => {
    sandbox.inject({ kind: 'cut', when: 'afterApplying', afterBytes: 10, match: { method: 'PATCH' } });
    const before = sandbox.requests.length;
    const answer = await update(1, { title: 'Once' });
    assert.equal(answer.attempts, 2);
    assert.equal((answer.body as { title: string }).title, 'Once');
    assert.deepEqual(
      sandbox.requests.slice(before).map(({ applied, replayed }) => [applied, replayed]),
      [
        [true, false],
        [false, true],
      ],
    );
  });

  it('explains a token that Truto does not know', async () => {
    const stranger = new TrutoClient({
      baseUrl: sandbox.baseUrl,
      getToken: () => Promise.resolve('not-the-token'),
      fetch,
      timeoutSeconds: () => 5,
    });
    assert.equal((await explained(stranger.listAccounts({}, {}))).code, 'tokenRejected');
  });

  it('paces itself, says so, and can be cancelled while it waits', async () => {
    const paced = clientOf(new Pacer(Date.now, { windowMs: 60_000, perAccount: 1, perToken: 10 }));
    await paced.getUser(account(1), 'usr_ada');
    const controller = new AbortController();
    const waits: AttemptWait[] = [];
    const send = paced.updateUser(
      { accountId: account(1), userId: 'usr_ada', query: {}, bodyJson: '{}', idempotencyKey: 'k' },
      controller.signal,
      (wait) => {
        waits.push(wait);
        controller.abort();
      },
    );
    const explanation = await explained(send);
    assert.deepEqual([explanation.code, explanation.outcome], ['cancelled', 'notSent']);
    assert.deepEqual(
      waits.map(({ attempt, reason }) => [attempt, reason]),
      [[1, 'pacing']],
    );
  });
});
