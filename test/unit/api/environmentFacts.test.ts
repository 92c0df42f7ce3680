import assert from 'node:assert/strict';
import type { Environment } from '../../../src/api/environment';
import { EnvironmentFacts, isProductionBy } from '../../../src/api/environmentFacts';
import type { Environments } from '../../../src/api/environments';
import { explanationOf } from '../../../src/api/explanationOf';
import { readEnvironmentName, readTokenExpiry } from '../../../src/api/responses';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/startSandbox';
import { environmentsOf } from '../../sandboxEnvironments';
import { FakeMemento } from '../platform/sharedState';

const day = 24 * 3_600_000;

describe('what is known of an environment itself', () => {
  let sandbox: Sandbox;
  let memento: FakeMemento;
  let facts: EnvironmentFacts;
  let environments: Environments;
  let environment: Environment;
  const asked = () => sandbox.requests.filter(({ path }) => path === '/environment' || path === '/api-token').length;

  async function start(options: SandboxOptions): Promise<void> {
    sandbox = await startSandbox(options);
    memento = new FakeMemento();
    facts = new EnvironmentFacts(memento);
    const profile = { name: 'Acme', baseUrl: sandbox.baseUrl };
    environments = environmentsOf(sandbox.token, () => profile, facts);
    environment = environments.open();
  }
  afterEach(() => sandbox.close());

  it('is what Truto says, asked once a day', async () => {
    await start({ environmentName: 'Acme Production', tokenExpiresAt: '2030-01-01T00:00:00Z' });
    assert.equal(environment.isProduction, undefined);
    await Promise.all([environment.askFacts(), environment.askFacts()]);
    await environment.askFacts();
    assert.equal(environment.isProduction, true);
    assert.equal(environment.facts.expiresAt, Date.UTC(2030, 0, 1));
    assert.equal(asked(), 2);
    await facts.learn(environment.profile, { askedAt: Date.now() - day - 1 });
    await environment.askFacts();
    assert.equal(asked(), 2, 'but not twice within a minute');
  });

  it('is asked as soon as the environment is used, and never before', async () => {
    await start({ environmentName: 'staging' });
    const described = new Promise<void>((resolve) =>
      environments.onDidChange(({ change }) => change === 'described' && resolve()),
    );
    assert.equal(sandbox.requests.length, 0);
    await (await environment.client()).listAccounts({}, {});
    await described;
    assert.equal(environment.isProduction, false);
  });

  it('is first of all what the person said', async () => {
    await start({ environmentName: 'production' });
    await facts.learn(environment.profile, { isProduction: false });
    await environment.askFacts();
    assert.equal(environment.isProduction, false);
    await facts.learn(environment.profile, { isProduction: undefined, name: 'production' });
    assert.equal(environment.isProduction, true);
  });

  it('goes with the token that it was told to', async () => {
    await start({ environmentName: 'staging' });
    await environment.askFacts();
    await facts.learn(environment.profile, { isProduction: true });
    await facts.forgetTold(environment.profile);
    assert.deepEqual(environment.facts, { isProduction: true });
    await facts.forget(environment.profile);
    assert.deepEqual(environment.facts, {});
  });

  it('stays unknown where Truto does not tell, without being asked again and again', async () => {
    await start({});
    for (const path of ['/environment', '/api-token'])
      sandbox.inject({ kind: 'status', status: path === '/environment' ? 404 : 403, match: { path }, times: Infinity });
    await environment.askFacts();
    assert.equal(environment.isProduction, undefined);
    assert.ok(environment.facts.askedAt !== undefined, 'asked for today');
  });

  for (const [what, fault] of [
    ['a portal in between', { kind: 'body', body: '<html>Sign in</html>' }],
    ['a name of the wrong type', { kind: 'body', body: '{"name":7}', contentType: 'application/json' }],
    [
      'a list of several',
      { kind: 'body', body: '{"result":[{"name":"a"},{"name":"b"}]}', contentType: 'application/json' },
    ],
  ] as const)
    it(`stays unknown behind ${what}`, async () => {
      await start({ environmentName: 'staging' });
      sandbox.inject({ ...fault, match: { path: '/environment' }, times: Infinity });
      await environment.askFacts();
      assert.equal(environment.isProduction, undefined);
    });

  it('keeps nobody waiting who is not answered', async () => {
    await start({});
    sandbox.inject({ kind: 'noResponse', match: { path: '/environment' }, times: Infinity });
    const started = Date.now();
    await environment.askFacts();
    assert.ok(Date.now() - started < 10_000);
    assert.equal(environment.isProduction, undefined);
  });

  it('explains a refused token by its expiry', async () => {
    await start({});
    await environment.askFacts();
    await facts.learn(environment.profile, { expiresAt: Date.now() - day });
    sandbox.inject({ kind: 'status', status: 401 });
    const refused = (await environment.client()).listAccounts({}, {});
    const error = explanationOf(await refused.catch((reason: unknown) => reason));
    assert.ok(error?.code === 'tokenRejected');
    assert.equal(error.params.expiredAt, environment.facts.expiresAt);
  });

  for (const tokenExpiresAt of ['0001-01-01T00:00:00Z', '1970-01-01', '2001-09-09T01:46:40Z'])
    it(`is no expiry of a token that has just worked: ${tokenExpiresAt}`, async () => {
      await start({ tokenExpiresAt });
      await environment.askFacts();
      assert.equal(environment.facts.expiresAt, undefined);
    });

  it('survives what is kept damaged, and what cannot be kept', async () => {
    await start({ environmentName: 'production' });
    for (const damaged of [
      7,
      [],
      { [environment.key]: 'x' },
      { [environment.key]: { isProduction: 1, askedAt: 'x' } },
    ]) {
      await memento.update('truto.environmentFacts', damaged);
      assert.deepEqual(environment.facts, {});
    }
    memento.isBroken = true;
    await environment.askFacts();
    await environment.askFacts();
    assert.equal(asked(), 2);
    await facts.forget(environment.profile);
  });

  it('is told to other windows when they look', async () => {
    await start({});
    const other = new EnvironmentFacts(memento);
    let heard = 0;
    other.onDidChange(() => heard++);
    other.catchUp(environment.profile);
    await facts.learn(environment.profile, { isProduction: true });
    other.catchUp(environment.profile);
    other.catchUp(environment.profile);
    assert.equal(heard, 1);
    assert.equal(isProductionBy(other.of(environment.profile)), true);
  });
});

describe('reading what Truto says of an environment and a token', () => {
  it('takes an object, and a list of one', () => {
    assert.equal(readEnvironmentName({ name: 'a' }), 'a');
    assert.equal(readEnvironmentName({ result: [{ name: 'a' }], next_cursor: null }), 'a');
    for (const body of [null, 'x', [], {}, { name: '' }, { name: 'x'.repeat(201) }, { result: [] }])
      assert.equal(readEnvironmentName(body), undefined);
  });

  it('takes dates as text, in seconds and in milliseconds', () => {
    const at = Date.UTC(2026, 0, 2);
    for (const expires_at of [
      '2026-01-02T00:00:00Z',
      '2026-01-02',
      '2026-01-02 00:00:00',
      '2026-01-02T01:00:00+01:00',
      'Fri, 02 Jan 2026 00:00:00 GMT',
      at,
      at / 1000,
      String(at),
      String(at / 1000),
    ])
      assert.equal(readTokenExpiry({ expires_at }), at, String(expires_at));
    assert.equal(readTokenExpiry({ expires_at: null }), 'never');
    for (const body of [{}, null, { expires_at: 'soon' }, { expires_at: true }, { result: [{}, {}] }])
      assert.equal(readTokenExpiry(body), undefined);
  });
});
