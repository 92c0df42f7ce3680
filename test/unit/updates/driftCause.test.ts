import assert from 'node:assert/strict';
import type { Environment } from '../../../src/api/environment';
import { KeptUser } from '../../../src/core/secrets/keptUser';
import { causeWords } from '../../../src/platform/words/driftWords';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { driftCause, type DriftCause } from '../../../src/updates/driftCause';
import { accounts } from '../../sandboxAccounts';
import { environmentOf } from '../../sandboxEnvironments';

describe('what made a user drift', () => {
  let sandbox: Sandbox;
  let environment: Environment;

  beforeEach(async () => {
    sandbox = await startSandbox();
    environment = environmentOf(sandbox);
  });
  afterEach(() => sandbox.close());

  const logs = () => sandbox.requests.filter(({ path }) => path === '/log').length;
  const ask = (own: readonly number[] = [], userId = 'usr_ada', madeAt = Date.now()): Promise<DriftCause | undefined> =>
    driftCause(
      {
        environment,
        accountId: accounts.hubspot,
        userId,
        base: { user: KeptUser.of({}, String), isWhole: false, isKept: true, madeAt },
      },
      () => Promise.resolve(own),
    );
  const change = async (userId: string, fields: object) =>
    (await environment.client())
      .updateUser({
        accountId: accounts.hubspot,
        userId,
        query: {},
        bodyJson: JSON.stringify(fields),
        idempotencyKey: crypto.randomUUID(),
      })
      .catch(() => undefined);

  it('is an update of another client, as the log tells, asked once', async () => {
    await change('usr_ada', { title: 'Author' });
    const cause = await ask();
    assert.ok(cause && Math.abs(cause.at - Date.now()) < 5000);
    assert.equal(cause.isOurs, false);
    assert.equal(logs(), 1);
  });

  it('may be another document of this computer', async () => {
    await change('usr_ada', { title: 'Author' });
    assert.equal((await ask([Date.now()]))?.isOurs, true);
    assert.equal((await ask([Date.now() - 3_600_000]))?.isOurs, false);
  });

  it('is no update of another user, none that was refused, and none from before', async () => {
    await change('usr_grace', { title: 'Author' });
    await change('usr_ada', { title: 5 });
    assert.equal(await ask(), undefined);
    await change('usr_ada', { title: 'Author' });
    assert.equal(await ask([], 'usr_ada', Date.now() + 60_000), undefined);
  });

  for (const status of [404, 403, 405, 500])
    it(`is not told where the log answers ${status}`, async () => {
      await change('usr_ada', { title: 'Author' });
      sandbox.inject({ kind: 'status', status, match: { path: '/log' }, times: Infinity });
      const began = Date.now();
      assert.equal(await ask(), undefined);
      assert.ok(Date.now() - began < 10_000);
    });

  it('is not waited for longer than two seconds', async () => {
    sandbox.inject({ kind: 'noResponse', match: { path: '/log' }, times: Infinity });
    const began = Date.now();
    assert.equal(await ask(), undefined);
    assert.ok(Date.now() - began < 10_000);
  });

  it('is said in words, with the day where that is another one', () => {
    const now = new Date(2026, 4, 2, 13, 0).getTime();
    const at = new Date(2026, 4, 2, 12, 3).getTime();
    assert.match(
      causeWords({ at, isOurs: false }, now),
      /^Changed through Truto at 12:03.PM \(PATCH by another client\)\.$/,
    );
    assert.match(
      causeWords({ at, isOurs: true }, now + 86_400_000),
      /at May 2, 2026, 12:03.PM \(PATCH from this computer\)/,
    );
  });
});
