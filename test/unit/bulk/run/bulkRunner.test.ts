import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { namedFaults } from '../../../../src/sandbox/namedFaults';
import type { Quirks } from '../../../../src/sandbox/quirks';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../../src/sandbox/startSandbox';
import { BulkJobs, JobFault } from '../../../../src/bulk/job/bulkJob';
import { PlanFault } from '../../../../src/bulk/plan/planFile';
import { AttemptFiles } from '../../../../src/updates/attemptFiles';
import { Attempts } from '../../../../src/updates/attempts';
import { History } from '../../../../src/updates/history';
import { Seals } from '../../../../src/updates/seals';
import { userKey } from '../../../../src/updates/updateTarget';
import { limits } from '../../updates/headless';
import { accountId, accountWith, openJobWindow, titles, userId, type JobWindow } from './jobUnderTest';

describe('a job of many updates', () => {
  let sandbox: Sandbox;
  let window: JobWindow;

  const open = async (options: SandboxOptions) => {
    sandbox = await startSandbox({ limits, accounts: 0, ...options });
    window = await openJobWindow(sandbox);
  };
  const withUsers = (users: number, quirks?: Quirks) => open({ added: [accountWith(users, quirks)] });
  afterEach(() => sandbox.close());

  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const reads = () => sandbox.requests.filter(({ method, path }) => method === 'GET' && path.includes('/usr_'));
  const titleOf = (user: number, account = 1) => sandbox.user(accountId(account), userId(user))?.title;
  const elsewhere = (user: number, fields: object, account = 1) =>
    fetch(
      `${sandbox.baseUrl}/unified/user-directory/users/${userId(user)}?integrated_account_id=${accountId(account)}`,
      {
        method: 'PATCH',
        headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      },
    );
  const begin = async (plan: string) => window.jobs.create(plan, Date.now());

  it('takes a look and an update for each row, and no more', async () => {
    await withUsers(30);
    const job = await begin(await window.plan(titles(30)));
    const end = await window.runner(job).run();
    assert.deepEqual(end, { state: 'ended' });
    assert.deepEqual(job.state.counts, { rows: 30, sent: 30, unchanged: 0, skipped: 0, failed: 0, unknown: 0 });
    assert.deepEqual([patches().length, reads().length], [30, 30]);
    assert.ok(Array.from({ length: 30 }, (_, user) => titleOf(user) === `Countess ${user}`).every(Boolean));
    assert.equal(new Set(patches().map(({ headers }) => headers['idempotency-key'])).size, 30);
  });

  it('takes an update alone for each row where the plan was made without looking', async () => {
    await withUsers(10);
    const job = await begin(await window.plan(titles(10, 'Countess', true)));
    await window.runner(job).run();
    assert.deepEqual([patches().length, reads().length, job.state.counts.sent], [10, 0, 10]);
  });

  it('looks after an update where the response does not show the values', async () => {
    await withUsers(6);
    sandbox.inject({ ...namedFaults.noContent204, times: 2, match: { method: 'PATCH' } });
    const job = await begin(await window.plan(titles(6, 'Countess', true)));
    await window.runner(job).run();
    assert.deepEqual([patches().length, reads().length, job.state.counts.sent], [6, 2, 6]);
  });

  it('does not look for secrets, which no look shows', async () => {
    await withUsers(2);
    const job = await begin(
      await window.plan([
        { user: 0, patch: {}, isBlind: true, more: { withheld: { fields: ['password'], query: [] } } },
        { user: 1, patch: {}, isBlind: true, more: { withheld: { fields: ['password'], query: [] } } },
      ]),
    );
    const secret = { name: 'password', value: 'hunter22', json: '"hunter22"' };
    const withheld = (index: number) => (index === 0 ? { fields: [secret], query: {} } : undefined);
    await window.runner(job, { withheld }).run();
    assert.deepEqual([patches().length, reads().length], [1, 0]);
    assert.deepEqual(job.state.counts, { rows: 2, sent: 1, unchanged: 0, skipped: 0, failed: 1, unknown: 0 });
    assert.deepEqual([...job.state.causes], [['withheldMissing', 1]]);
  });

  it('refuses exactly the rows that somebody else has changed since the plan', async () => {
    await withUsers(50);
    const plan = await window.plan(titles(50));
    const moved = [3, 7, 20, 41];
    for (const user of moved) await elsewhere(user, { title: 'Somebody' });
    // Another field, or the very value, is no conflict.
    await elsewhere(5, { timezone: 'Europe/Oslo' });
    await elsewhere(6, { title: 'Countess 6' });
    const before = patches().length;
    const job = await begin(plan);
    await window.runner(job).run();
    assert.deepEqual(job.state.counts, { rows: 50, sent: 45, unchanged: 1, skipped: 0, failed: 4, unknown: 0 });
    assert.deepEqual([...job.state.causes], [['moved', 4]]);
    assert.equal(patches().length - before, 45);
    for (const user of moved) assert.equal(titleOf(user), 'Somebody');
  });

  it('tells of each update as one of the job, in the history', async () => {
    await withUsers(3);
    const history = new History(window.storage, new Seals(window.storage), { isEnabled: () => true, days: () => 30 });
    const kept: Promise<unknown>[] = [];
    window.updates.onDidUpdate((update) => {
      history.remember(update);
      kept.push(history.idOf(update.outcome));
    });
    const job = await begin(await window.plan(titles(3)));
    await window.runner(job).run();
    await Promise.all(kept);
    const { rows } = await history.list();
    assert.deepEqual(
      rows.map(({ who, outcome }) => [who, outcome]),
      Array.from({ length: 3 }, () => ['bulk', 'applied']),
    );
    assert.equal((await history.entry(rows[0]!.id))?.job, job.id);
  });

  it('leaves rows alone that the plan does not send, and counts them', async () => {
    await withUsers(5);
    const rows = titles(5).map((row, index) => ({
      ...row,
      more: { verdict: (['send', 'unchanged', 'invalid', 'notFound', 'blocked'] as const)[index] ?? 'send' },
    }));
    const job = await begin(await window.plan(rows));
    await window.runner(job).run();
    assert.deepEqual(job.state.counts, { rows: 5, sent: 1, unchanged: 1, skipped: 3, failed: 0, unknown: 0 });
    assert.equal(patches().length, 1);
  });

  it('rests when as many rows were sent as were asked for, and goes on to the end', async () => {
    await withUsers(20);
    const job = await begin(await window.plan(titles(20)));
    assert.deepEqual(await window.runner(job, { firstRows: 3 }).run(), { state: 'resting', reason: 'firstRows' });
    assert.equal(patches().length, 3);
    const again = await window.jobs.resume(job.id, Date.now());
    assert.deepEqual(await window.runner(again).run(), { state: 'ended' });
    assert.deepEqual([patches().length, again.state.counts.sent], [20, 20]);
    await assert.rejects(window.jobs.resume(job.id, Date.now()), (error) => (error as JobFault).code === 'over');
  });

  it('pauses, is resumed, and is cancelled: what has left is waited for', async () => {
    await open({ added: [accountWith(60)], latencyMs: 20 });
    const job = await begin(await window.plan(titles(60)));
    const runner = window.runner(job);
    runner.onDidChange(() => {
      if (job.state.counts.sent >= 5) runner.pause();
    });
    assert.deepEqual(await runner.run(), { state: 'resting', reason: 'paused' });
    assert.ok(job.state.counts.sent < 60 && job.state.counts.unknown === 0);
    assert.equal(patches().length, job.state.counts.sent);
    const again = await window.jobs.resume(job.id, Date.now());
    const next = window.runner(again);
    next.onDidChange(() => {
      if (again.state.counts.sent >= 30) next.cancel();
    });
    assert.deepEqual(await next.run(), { state: 'cancelled' });
    const { sent, skipped } = again.state.counts;
    assert.deepEqual([patches().length, sent + skipped], [sent, 60]);
  });

  it('stops on a token that Truto rejects, with every row still to go', async () => {
    await withUsers(10);
    const job = await begin(await window.plan(titles(10)));
    sandbox.inject({ kind: 'status', status: 401, times: Infinity, match: { method: 'PATCH' } });
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'tokenRejected' });
    assert.deepEqual(job.state.counts, { rows: 10, sent: 0, unchanged: 0, skipped: 10, failed: 0, unknown: 0 });
  });

  it('lets the rows of an account rest whose connection the provider rejects, and sends those of others', async () => {
    await open({ added: [1, 2].map((number) => accountWith(10, {}, number)) });
    const rows = [1, 2].flatMap((account) => titles(10).map((row) => ({ ...row, account })));
    const job = await begin(await window.plan(rows));
    const match = { method: 'PATCH', path: accountId(1) };
    sandbox.inject({ kind: 'status', status: 401, remote: true, times: Infinity, match });
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'accountsStopped' });
    assert.deepEqual(job.state.counts, { rows: 20, sent: 10, unchanged: 0, skipped: 10, failed: 0, unknown: 0 });
    assert.deepEqual(
      job.state.mark?.accounts?.map(({ id, cause }) => [id, cause]),
      [[accountId(1), { code: 'connectionRejected', status: 401, message: 'Unauthorized' }]],
    );
  });

  it('says of single rows that the provider refuses them, and goes on', async () => {
    await withUsers(12);
    const rows = titles(12).map((row, index) => (index % 4 === 0 ? { ...row, patch: { status: 'nonsense' } } : row));
    const job = await begin(await window.plan(rows));
    assert.deepEqual(await window.runner(job).run(), { state: 'ended' });
    assert.deepEqual([job.state.counts.sent, job.state.counts.failed], [9, 3]);
    assert.deepEqual([...job.state.causes], [['providerRefused', 3]]);
  });

  it('pauses after a run of failures of the server, and leaves no row doubled when it goes on', async () => {
    await withUsers(40);
    const job = await begin(await window.plan(titles(40)));
    sandbox.inject({ ...namedFaults.provider500, times: Infinity, match: { method: 'PATCH' } });
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'serverFailing' });
    await sandbox.close();
  }).timeout(60_000);

  it('keeps rows of one user in order', async () => {
    await withUsers(2);
    const rows = [
      { user: 0, patch: { title: 'First' } },
      { user: 1, patch: { title: 'Other' } },
      { user: 0, patch: { title: 'Second', timezone: 'Europe/Oslo' } },
      { user: 0, patch: { title: 'Third' } },
    ];
    const options = { body: 'changed', query: {}, inOrder: true } as const;
    const job = await begin(await window.plan(rows, { options }));
    await window.runner(job, { firstRows: 2 }).run();
    const again = await window.jobs.resume(job.id, Date.now());
    await window.runner(again).run();
    assert.deepEqual([again.state.counts.sent, titleOf(0)], [4, 'Third']);
  });

  /** The response to an update shows the title from before. */
  const unshown = () =>
    sandbox.inject({ kind: 'change', change: (user) => ({ ...user, title: 'Analyst' }), match: { method: 'PATCH' } });

  it('sends nothing again that was answered, though the values are not there', async () => {
    for (const ignoresKeys of [false, true]) {
      await withUsers(2, { writes: { ignores: ['title'] }, idempotency: { ignoresKeys } });
      const job = await begin(await window.plan(titles(1)));
      assert.deepEqual(await window.runner(job).run(), { state: 'ended' });
      assert.deepEqual([patches().length, job.state.counts.unknown], [1, 1]);
      assert.deepEqual([...job.state.causes], [['unchanged', 1]]);
      await sandbox.close();
    }
    await withUsers(2, { writes: { ignores: ['title'] } });
    const job = await begin(await window.plan(titles(2)));
    const runner = window.runner(job);
    runner.onDidChange(() => runner.pause());
    assert.deepEqual(await runner.run(), { state: 'resting', reason: 'paused' });
    const again = await window.jobs.resume(job.id, Date.now());
    await window.runner(again).run();
    assert.deepEqual([...again.state.causes], [['unchanged', 2]]);
    assert.equal(patches().length, 2);
  });

  it('settles by a later look what was answered and not shown at once', async () => {
    await withUsers(1, { reads: { late: { reads: 1 } } });
    unshown();
    const job = await begin(await window.plan(titles(1)));
    await window.runner(job).run();
    assert.deepEqual([patches().length, job.state.counts.sent], [1, 1]);
  });

  it('goes on saying that other values were seen', async () => {
    await withUsers(1);
    unshown();
    let looks = 0;
    const change = (user: object) => (looks++ === 0 ? user : { ...user, title: 'Other' });
    const job = await begin(await window.plan(titles(1)));
    sandbox.inject({ kind: 'change', change, match: { method: 'GET', path: userId(0) }, times: Infinity });
    await window.runner(job).run();
    assert.deepEqual([patches().length, [...job.state.causes]], [1, [['otherValues', 1]]]);
  });

  it('goes on with a user whose earlier row the server keeps in a spelling of its own', async () => {
    await withUsers(1, { writes: { echoes: true, spelling: ['lowerCase', 'trimmed'] } });
    const list = (email: string) => [{ email, is_primary: true, type: 'work' }];
    const rows = [
      { user: 0, patch: { emails: list('New@B.co'), title: ' First ' } },
      { user: 0, patch: { emails: list('Other@B.co'), title: ' Second ' } },
    ];
    const options = { body: 'changed', query: {}, inOrder: true } as const;
    const job = await begin(await window.plan(rows, { options }));
    await window.runner(job).run();
    assert.deepEqual([job.state.counts.sent, [...job.state.causes], titleOf(0)], [2, [], 'Second']);
    const again = await begin(await window.plan(rows, { options }));
    let looks = 0;
    const change = (user: object) => (looks++ === 0 ? user : { ...user, title: 'Somebody' });
    sandbox.inject({ kind: 'change', change, match: { method: 'GET', path: userId(0) }, times: Infinity });
    await window.runner(again).run();
    assert.deepEqual([again.state.counts.sent, [...again.state.causes]], [1, [['moved', 1]]]);
  });

  it('goes on with a user whose rows give it different members of remote_data', async () => {
    await withUsers(1);
    const members = [{ a: '1' }, { b: '1' }, { a: '2', b: '2' }];
    const rows = members.map((remote) => ({ user: 0, patch: { remote_data: remote } }));
    const options = { body: 'changed', query: {}, inOrder: true } as const;
    const job = await begin(await window.plan(rows, { options }));
    await window.runner(job).run();
    assert.deepEqual([job.state.counts.sent, [...job.state.causes]], [3, []]);
  });

  for (const method of ['GET', 'PATCH'])
    it(`lets the rows of an account rest whose quota is used up for an hour: ${method}`, async () => {
      await open({ added: [1, 2].map((number) => accountWith(10, {}, number)) });
      const rows = [1, 2].flatMap((account) => titles(10).map((row) => ({ ...row, account })));
      const job = await begin(await window.plan(rows));
      const match = { method, path: new RegExp(`usr_.*${accountId(1)}`) };
      sandbox.inject({ kind: 'status', status: 429, headers: { 'retry-after': '3600' }, times: Infinity, match });
      assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'accountsStopped' });
      assert.deepEqual(job.state.counts, { rows: 20, sent: 10, unchanged: 0, skipped: 10, failed: 0, unknown: 0 });
    });

  it('has no failure where a provider lets one in ten through and says nothing', async () => {
    const quota = { requests: 4, seconds: 1, told: 'nothing' as const };
    await withUsers(20, { quota });
    const job = await begin(await window.plan(titles(20, 'Countess', true)));
    assert.deepEqual(await window.runner(job).run(), { state: 'ended' });
    assert.equal(job.state.counts.sent, 20);
  }).timeout(60_000);

  it('looks again at a user that another window was sending to', async () => {
    await withUsers(2);
    const job = await begin(await window.plan(titles(2)));
    const other = new Attempts(new AttemptFiles(window.storage), new Seals(window.storage));
    const target = { environment: window.environments.open(), accountId: accountId(1), userId: userId(0) };
    const running = other.hold(userKey(target), async () => {
      const end = window.runner(job).run();
      while (titleOf(1) === 'Analyst' || !reads().some(({ path }) => path.endsWith(userId(0)))) await sleep(5);
      await elsewhere(0, { title: 'Editor' });
      return { end };
    });
    assert.deepEqual(await (await running).end, { state: 'ended' });
    assert.deepEqual([...job.state.causes], [['moved', 1]]);
    assert.deepEqual([job.state.counts.sent, titleOf(0)], [1, 'Editor']);
  });

  it('has ended where a pause, or the number of rows that was asked for, comes with its last row', async () => {
    await withUsers(6);
    const numbered = await begin(await window.plan(titles(6)));
    assert.deepEqual(await window.runner(numbered, { firstRows: 6 }).run(), { state: 'ended' });
    const paused = await begin(await window.plan(titles(6, 'Duchess')));
    const runner = window.runner(paused);
    runner.onDidChange(() => {
      if (paused.state.counts.sent === 6) runner.pause();
    });
    assert.deepEqual(await runner.run(), { state: 'ended' });
    assert.deepEqual(
      (await window.jobs.list()).map(({ state, pending, reason }) => [state, pending, reason]),
      [
        ['ended', 0, undefined],
        ['ended', 0, undefined],
      ],
    );
  });

  it('rests where a row is still to be looked at again, although nothing is left to be sent', async () => {
    await withUsers(1, { methods: ['update'] });
    const job = await begin(await window.plan(titles(1, 'Countess', true)));
    sandbox.inject({ ...namedFaults.lostAfter, times: Infinity, match: { method: 'PATCH' } });
    const runner = window.runner(job);
    runner.onDidChange(() => runner.pause());
    assert.deepEqual(await runner.run(), { state: 'resting', reason: 'paused' });
    assert.equal(job.state.counts.unknown, 1);
  });

  it('leaves the list of jobs alone once another window has taken it over', async () => {
    await withUsers(3);
    const job = await begin(await window.plan(titles(3)));
    await sleep(20);
    const other = await new BulkJobs(window.storage, { maxAge: 5 }).resume(job.id, Date.now());
    assert.deepEqual(await window.runner(other).run(), { state: 'ended' });
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'takenOver' });
    assert.deepEqual(
      (await window.jobs.list()).map(({ state, counts }) => [state, counts.sent]),
      [['ended', 3]],
    );
  });

  it('waits for what has left where its plan cannot be read any more, and says so', async () => {
    await open({ added: [1, 2].map((number) => accountWith(40, {}, number)), latencyMs: 30 });
    const rows = [1, 2].flatMap((account) => titles(40).map((row) => ({ ...row, account })));
    const job = await begin(await window.plan(rows));
    const runner = window.runner(job);
    let isBroken = false;
    runner.onDidChange(() => {
      if (!isBroken) writeFileSync(join(job.folder, 'plan.jsonl'), '');
      isBroken = true;
    });
    await assert.rejects(runner.run(), PlanFault);
    const sent = patches().length;
    assert.ok(sent > 0 && sent < 80);
    const { counts } = job.state;
    const [listed] = await window.jobs.list();
    assert.deepEqual([counts.sent, counts.unknown, listed?.isOwned, listed?.counts.sent], [sent, 0, false, sent]);
    assert.equal(listed?.reason, 'planUnreadable');
  });
});
