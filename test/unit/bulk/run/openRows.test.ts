import assert from 'node:assert/strict';
import { append, leave } from '../../../../src/bulk/job/bulkJob';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import type { UserField } from '../../../../src/core/update/userFile';
import { namedFaults } from '../../../../src/sandbox/namedFaults';
import type { Quirks } from '../../../../src/sandbox/quirks';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { contentOf } from '../../../../src/updates/newAttempt';
import { limits } from '../../updates/headless';
import { accountId, accountWith, openJobWindow, userId, type JobWindow, type RowSketch } from './jobUnderTest';

const hour = 3_600_000;
const fieldOf = (name: string, value: string): UserField => ({ name, value, json: JSON.stringify(value) });

describe('a row that left in an earlier run, and of which nobody knows what became', () => {
  let sandbox: Sandbox;
  let window: JobWindow;
  const begin = async (quirks: Quirks) => {
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(2, quirks)] });
    window = await openJobWindow(sandbox);
  };
  beforeEach(() => begin({ idempotency: { ignoresKeys: true } }));
  afterEach(() => sandbox.close());

  const keys = () =>
    sandbox.requests
      .filter(
        ({ method, path, headers }) => method === 'PATCH' && path.endsWith(userId(0)) && headers['idempotency-key'],
      )
      .map(({ headers }) => headers['idempotency-key']);
  const elsewhere = (fields: object, user = 0) =>
    fetch(`${sandbox.baseUrl}/unified/user-directory/users/${userId(user)}?integrated_account_id=${accountId(1)}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });

  /** Goes on with a job whose only row left under the key `first`, so many ms ago. */
  async function goOn(row: Omit<RowSketch, 'user'>, field: UserField, ago: number) {
    const job = await window.jobs.create(await window.plan([{ user: 0, ...row }]), Date.now());
    await append(job, {
      kind: 'intent',
      row: 0,
      at: Date.now() - ago,
      accountId: accountId(1),
      userId: userId(0),
      key: 'first',
      body: contentOf({ query: {}, fields: [field] }, window.seal),
      query: {},
      readQuery: {},
      sent: KeptUser.of({ [field.name]: field.value }, window.seal).toJSON(),
      ...(row.isBlind !== true && { before: {} }),
    });
    await leave(job);
    const again = await window.jobs.resume(job.id, Date.now());
    await window.runner(again, { withheld: () => ({ fields: row.more?.withheld ? [field] : [], query: {} }) }).run();
    const { sent, failed, unknown } = again.state.counts;
    return { counts: { sent, failed, unknown }, causes: Object.fromEntries(again.state.causes) };
  }

  const password = fieldOf('password', 'hunter22');
  const title = fieldOf('title', 'Countess');
  const goOnWithPassword = (ago: number) =>
    goOn({ patch: {}, more: { withheld: { fields: ['password'], query: [] } } }, password, ago);
  const goOnWithTitle = (ago: number) => goOn({ patch: { title: 'Countess' }, isBlind: true }, title, ago);
  const unknownBy = (cause: string) => ({ counts: { sent: 0, failed: 0, unknown: 1 }, causes: { [cause]: 1 } });
  const sent = { counts: { sent: 1, failed: 0, unknown: 0 }, causes: {} };

  it('is not sent again where no look can tell and Truto’s log shows that it ran', async () => {
    await elsewhere({ password: 'hunter22' });
    assert.deepEqual(await goOnWithPassword(5000), unknownBy('logged'));
    assert.deepEqual(keys(), []);
  });

  it('is not sent again where the log does not tell either', async () => {
    sandbox.inject({ ...namedFaults.gateway502, times: Infinity, match: { path: '/log' } });
    assert.deepEqual(await goOnWithPassword(5000), unknownBy('unseen'));
    assert.deepEqual(await goOnWithTitle(5000), unknownBy('unseen'));
    assert.deepEqual(keys(), []);
  });

  it('is sent under its key where the log shows that it never ran', async () => {
    await elsewhere({ title: 'Other' }, 1);
    assert.deepEqual(await goOnWithPassword(5000), sent);
    assert.deepEqual(keys(), ['first']);
  });

  it('is sent under its key where it was planned without a look, and the log shows that it never ran', async () => {
    await elsewhere({ title: 'Other' }, 1);
    assert.deepEqual(await goOnWithTitle(5000), sent);
    assert.deepEqual(keys(), ['first']);
  });

  it('does not go over what the user was given since, a day later under another key', async () => {
    await elsewhere({ title: 'Countess' });
    await elsewhere({ title: 'Duchess' });
    assert.deepEqual(await goOnWithTitle(25 * hour), unknownBy('logged'));
    assert.deepEqual(keys(), []);
    assert.equal(sandbox.user(accountId(1), userId(0))?.title, 'Duchess');
  });

  it('is looked for behind the first page of the log', async () => {
    await elsewhere({ password: 'hunter22' });
    for (let count = 0; count < 120; count++) await elsewhere({ title: `T${count}` }, 1);
    assert.deepEqual(await goOnWithPassword(60_000), unknownBy('logged'));
    assert.deepEqual(keys(), []);
  });

  it('is not sent again where the clock was set back since', async () => {
    await elsewhere({ password: 'hunter22' });
    assert.deepEqual(await goOnWithPassword(-hour), unknownBy('unseen'));
    assert.deepEqual(keys(), []);
  });

  it('has arrived where a look shows it', async () => {
    await elsewhere({ title: 'Countess' });
    assert.deepEqual(await goOnWithTitle(5000), sent);
    assert.deepEqual(keys(), []);
  });
});
