import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { namedFaults } from '../../../../src/sandbox/namedFaults';
import type { Quirks } from '../../../../src/sandbox/quirks';
import type { SandboxFault } from '../../../../src/sandbox/faults';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../../src/sandbox/startSandbox';
import { AccountRun } from '../../../../src/bulk/run/accountRun';
import type { BulkOptions } from '../../../../src/bulk/run/bulkRunner';
import { writeReport } from '../../../../src/bulk/window/jobReport';
import { limits } from '../../updates/headless';
import { accountId, accountWith, openJobWindow, titles, userId, type JobWindow, type RowSketch } from './jobUnderTest';

describe('a job whose rows are refused', () => {
  let sandbox: Sandbox;
  let window: JobWindow;

  const open = async (options: SandboxOptions) => {
    sandbox = await startSandbox({ limits, accounts: 0, ...options });
    window = await openJobWindow(sandbox);
  };
  const withUsers = (users: number, quirks?: Quirks) => open({ added: [accountWith(users, quirks)] });
  afterEach(() => sandbox.close());

  const patched = () =>
    sandbox.requests.filter(({ method }) => method === 'PATCH').map(({ path }) => /usr_\d+/.exec(path)?.[0]);
  const titleOf = (user: number) => sandbox.user(accountId(1), userId(user))?.title;
  const forbidden = { kind: 'status', status: 403, remote: true } as const satisfies SandboxFault;
  const refuse = (fault: SandboxFault, user?: number, method = 'PATCH') =>
    sandbox.inject({
      ...fault,
      times: Infinity,
      match: { method, ...(user !== undefined && { path: userId(user) }) },
    });
  const begin = async (rows: readonly RowSketch[], inOrder = false) =>
    window.jobs.create(await window.plan(rows, { options: { body: 'changed', query: {}, inOrder } }), Date.now());
  async function run(rows: readonly RowSketch[], inOrder = false, options: Partial<BulkOptions> = {}) {
    const job = await begin(rows, inOrder);
    return { job, end: await window.runner(job, options).run() };
  }
  async function goOn(jobId: string) {
    const job = await window.jobs.resume(jobId, Date.now());
    return { job, end: await window.runner(job).run() };
  }

  describe('sends as many of the first rows as were asked for, and no more, where the server', () => {
    const kinds: readonly (readonly [title: string, quirks: Quirks, fault?: SandboxFault])[] = [
      ['refuses them', {}, namedFaults.refused422],
      ['forbids them', {}, forbidden],
      ['fails at them', {}, namedFaults.provider500],
      ['takes them and changes nothing', { writes: { ignores: ['title'] } }],
      ['shows no user', { methods: ['update'] }, namedFaults.noContent204],
    ];
    for (const [title, quirks, fault] of kinds)
      it(title, async () => {
        await withUsers(12, quirks);
        const rows = titles(12, 'Countess', quirks.methods !== undefined);
        // For these no request leaves: they are none of them.
        if (!quirks.methods) for (const row of [0, 1]) rows[row] = { ...rows[row]!, patch: { title: 'Analyst' } };
        if (fault) refuse(fault);
        const { job, end } = await run(rows, false, { firstRows: 3 });
        assert.equal(new Set(patched()).size, 3);
        assert.equal(end.state, 'resting');
        assert.equal(job.state.counts.sent, 0);
      });
  });

  describe('where several rows are of one user', () => {
    const both = (first: object, second: object, before: object): RowSketch[] => [
      { user: 0, patch: { ...first } },
      // As the plan has it: what the first row leaves.
      { user: 0, patch: { ...second }, more: { before: { ...before } } },
      ...titles(3).slice(1),
    ];
    const [a, b] = [{ title: 'A' }, { title: 'B' }];

    it('says that an earlier one was not applied, and not that somebody else changed the user', async () => {
      await withUsers(3);
      refuse(namedFaults.refused422, 0);
      const { job, end } = await run(both(a, b, a), true);
      assert.deepEqual(end, { state: 'ended' });
      assert.deepEqual([...job.state.causes].sort(), [
        ['earlierFailed', 1],
        ['providerRefused', 1],
      ]);
    });

    it('says so when it goes on later, too', async () => {
      await withUsers(3);
      refuse(namedFaults.refused422, 0);
      const { job } = await run(both(a, b, a), true, { firstRows: 1 });
      assert.deepEqual([...job.state.causes], [['providerRefused', 1]]);
      const { job: again } = await goOn(job.id);
      assert.deepEqual([...again.state.causes].sort(), [
        ['earlierFailed', 1],
        ['providerRefused', 1],
      ]);
    });

    it('sends one that does not build on the earlier one', async () => {
      await withUsers(3);
      sandbox.inject({ ...namedFaults.refused422, match: { method: 'PATCH', path: userId(0) } });
      const place = { timezone: 'Europe/Oslo' };
      const live = Object.entries({ ...sandbox.user(accountId(1), userId(0)) }).filter(([name]) => name === 'timezone');
      const { job } = await run(both({ status: 'nonsense' }, place, Object.fromEntries(live)), true);
      assert.deepEqual([...job.state.causes], [['providerRefused', 1]]);
      assert.equal(job.state.counts.sent, 3);
    });

    it('keeps them in order where something in between stopped the first one', async () => {
      await withUsers(3);
      sandbox.inject({ ...namedFaults.firewall403, match: { method: 'PATCH', path: userId(0) } });
      const { job, end } = await run(both(a, b, a).slice(0, 2), true);
      assert.deepEqual(end, { state: 'resting', reason: 'intercepted' });
      const { job: again, end: last } = await goOn(job.id);
      assert.deepEqual([last, [...again.state.causes], titleOf(0)], [{ state: 'ended' }, [], 'B']);
    });

    it('has ended where that was the fault of the first one', async () => {
      await withUsers(3);
      refuse(namedFaults.firewall403, 0);
      // The other user's first row waits for what becomes of the first of all: its second one begins later.
      let failed: () => void = () => undefined;
      const hasFailed = new Promise<void>((resolve) => (failed = resolve));
      window = await openJobWindow(sandbox, {
        fetch: async (input, init) => {
          if (String(input instanceof Request ? input.url : input).includes(userId(1))) await hasFailed;
          return fetch(input, init);
        },
      });
      const other = both(a, b, a)
        .slice(0, 2)
        .map((row) => ({ ...row, user: 1 }));
      const job = await begin([...both(a, b, a).slice(0, 2), ...other], true);
      const runner = window.runner(job);
      runner.onDidChange(() => {
        if (job.state.of(0) !== 'open') failed();
      });
      assert.deepEqual(await runner.run(), { state: 'ended' });
      assert.deepEqual([...job.state.causes].sort(), [
        ['earlierFailed', 1],
        ['gatewayRefused', 1],
      ]);
    });
  });

  describe('as the provider forbids them', () => {
    it('goes on where others are heard of in between', () => {
      const account = new AccountRun({ id: accountId(1), label: '' }, {});
      const cause = { code: 'forbidden' };
      const result = { end: 'failed' } as const;
      const rows = (held: ReadonlyMap<number, unknown>) => [...held.keys()];
      for (const row of [0, 1, 2, 3]) {
        account.forbid(row, result, cause, true);
        // One that was only looked at says nothing of updates.
        assert.deepEqual(rows(account.passed(false)), []);
        assert.deepEqual(rows(account.passed(true)), [row]);
      }
      account.forbid(4, result, cause, false);
      account.forbid(5, result, cause, true);
      assert.deepEqual(rows(account.passed(false)), [4]);
      account.forbid(6, result, cause, true);
      assert.equal(account.broken, undefined);
      account.forbid(7, result, cause, true);
      assert.deepEqual(account.broken, cause);
    });

    it('keeps all of them to be sent where they mean the account', async () => {
      await withUsers(8);
      refuse(forbidden);
      const { job, end } = await run(titles(8));
      assert.deepEqual(end, { state: 'resting', reason: 'accountsStopped' });
      assert.deepEqual([job.state.counts.failed, job.state.counts.skipped], [0, 8]);
    });

    it('says of single ones that they are forbidden', async () => {
      await withUsers(2);
      refuse(forbidden);
      const { job, end } = await run(titles(2));
      assert.deepEqual(end, { state: 'ended' });
      assert.deepEqual([...job.state.causes], [['forbidden', 2]]);
    });
  });

  it('tells which accounts do not take them, and why', async () => {
    await open({ added: [1, 2, 3].map((number) => accountWith(4, {}, number)) });
    const rows = [1, 2, 3].flatMap((account) => titles(4).map((row) => ({ ...row, account })));
    sandbox.inject({
      ...{ kind: 'status', status: 401, remote: true, times: Infinity },
      match: { method: 'PATCH', path: accountId(1) },
    });
    const read = { method: 'GET', path: new RegExp(`integrated-account/${accountId(2)}`) };
    sandbox.inject({ kind: 'status', status: 404, times: Infinity, match: read });
    const { job, end } = await run(rows);
    assert.deepEqual(end, { state: 'resting', reason: 'accountsStopped' });
    const [listed] = await window.jobs.list();
    assert.deepEqual(
      listed?.accounts?.map(({ id, cause: { code } }) => [id, code]),
      [
        [accountId(1), 'connectionRejected'],
        [accountId(2), 'notFound'],
      ],
    );
    assert.match(listed.accounts[0]?.label ?? '', /bulk/);
    const { state, plan } = await window.jobs.read(job.id);
    await plan.close();
    assert.deepEqual(state.mark?.accounts, listed.accounts);
    const report = await writeReport(window.jobs, job.id, () => Promise.resolve(undefined));
    const lines = readFileSync(report, 'utf8').replaceAll('\\', '').split('\n');
    const [first, second] = lines.slice(lines.indexOf('## Integrated accounts that stopped') + 2);
    assert.match(first ?? '', new RegExp(`bulk \\(${accountId(1)}\\): Account needs reconnecting \\(401\\)`));
    assert.match(second ?? '', new RegExp(`${accountId(2)}: Integrated account not found`));
  });

  it('does not say of an account that cannot be read at this moment that it takes no updates', async () => {
    await withUsers(4);
    const read = { method: 'GET', path: new RegExp(`integrated-account/${accountId(1)}`) };
    sandbox.inject({ ...namedFaults.failed500, times: Infinity, match: read });
    const { job, end } = await run(titles(4));
    assert.deepEqual(end, { state: 'resting', reason: 'serverFailing' });
    assert.equal(job.state.counts.skipped, 4);
  });
});
