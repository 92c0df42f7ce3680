import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as fc from 'fast-check';
import { isSameState } from '../../../../src/core/json/isSameState';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import type { JobFault } from '../../../../src/bulk/job/bulkJob';
import { JobTakenError } from '../../../../src/bulk/job/jobOwner';
import { planEnding } from '../../../../src/bulk/plan/planFile';
import { openPlan } from '../../../../src/bulk/plan/planReader';
import { writeUndoPlan, type UndoPlan, type UndoPlanOptions } from '../../../../src/bulk/undo/undoPlan';
import { writeResults } from '../../../../src/bulk/results/resultFiles';
import { amount } from '../../../host/long';
import { limits } from '../../updates/headless';
import {
  accountId,
  accountWith,
  openJobWindow,
  titles,
  userId,
  type JobWindow,
  type RowSketch,
} from '../run/jobUnderTest';

const rows = 8;

describe('the undo of a job', () => {
  let sandbox: Sandbox;
  let window: JobWindow;
  beforeEach(async () => {
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(rows)] });
    window = await openJobWindow(sandbox);
  });
  afterEach(() => sandbox.close());

  const users = () =>
    Array.from({ length: rows }, (_, user): Record<string, unknown> => {
      const { remote_data: remote, ...stored } = { ...sandbox.user(accountId(1), userId(user)) };
      const { department = null, cost = null } = { ...(remote as Record<string, unknown> | undefined) };
      return { ...stored, updated_at: undefined, department, cost };
    });
  async function apply(plan: string): Promise<string> {
    const job = await window.jobs.create(plan, Date.now());
    await window.runner(job).run();
    return job.id;
  }
  const undoPlanOf = (jobId: string, options: Partial<UndoPlanOptions> = {}): Promise<UndoPlan> =>
    writeUndoPlan(window.jobs, jobId, {
      environment: window.environments.open(),
      seal: window.seal,
      signal: new AbortController().signal,
      waits: [],
      ...options,
    });

  it('is a plan of its own, which gives all users back what they had, and is undone itself', async () => {
    const before = users();
    const jobId = await apply(await window.plan(titles(rows)));
    const undo = await undoPlanOf(jobId);
    assert.deepEqual([undo.rows, undo.unchanged, undo.notUndone], [rows, 0, {}]);
    const undone = await apply(undo.planFile!);
    assert.deepEqual(users(), before);
    const { head, plan } = await window.jobs.read(undone);
    await plan.close();
    assert.equal(head.undoes, jobId);
    const redo = await undoPlanOf(undone);
    await apply(redo.planFile!);
    assert.equal(users()[3]?.['title'], 'Countess 3');
    // Its source is one like others.
    const { files } = await writeResults(window.jobs, undone, { causeWords: () => '' });
    assert.ok(existsSync(files!.done!));
  });

  it('is not made while somebody runs the job', async () => {
    const job = await window.jobs.create(await window.plan(titles(rows)), Date.now());
    const before = sandbox.requests.length;
    await assert.rejects(undoPlanOf(job.id), JobTakenError);
    assert.equal(sandbox.requests.length, before);
    await window.runner(job, { firstRows: 2 }).run();
    assert.equal((await undoPlanOf(job.id)).rows, 2);
  });

  it('leaves files of its names alone that a person has made or changed', async () => {
    const plan = await window.plan(titles(rows));
    const jobId = await apply(plan);
    const base = plan.slice(0, -planEnding.length);
    writeFileSync(`${base}.undo.jsonl`, 'mine');
    const first = await undoPlanOf(jobId);
    assert.equal(first.planFile, `${base}.undo-2${planEnding}`);
    assert.equal(readFileSync(`${base}.undo.jsonl`, 'utf8'), 'mine');
    // Its own ones are replaced.
    assert.equal((await undoPlanOf(jobId)).planFile, first.planFile);
    const { header } = await openPlan(first.planFile);
    assert.equal(header.source.name, `${basename(base)}.undo-2.jsonl`);
    appendFileSync(`${base}.undo-2.jsonl`, '{}\n');
    assert.equal((await undoPlanOf(jobId)).planFile, `${base}.undo-3${planEnding}`);
    // The plan of another source of that name is none of ours.
    rmSync(`${base}.undo.jsonl`);
    copyFileSync(plan, `${base}.undo${planEnding}`);
    assert.equal((await undoPlanOf(jobId)).planFile, `${base}.undo-3${planEnding}`);
    await apply(first.planFile);
    assert.equal(users()[0]?.['title'], 'Analyst');
  });

  it('leaves alone what somebody else has changed since, and says so', async () => {
    const jobId = await apply(await window.plan(titles(rows)));
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const url = `${sandbox.baseUrl}/unified/user-directory/users/${userId(2)}?integrated_account_id=${accountId(1)}`;
    await fetch(url, { method: 'PATCH', headers, body: '{"title":"Somebody"}' });
    const undo = await undoPlanOf(jobId);
    assert.deepEqual([undo.rows, undo.notUndone], [rows - 1, { changed: 1 }]);
    const { header, rows: planned } = await openPlan(undo.planFile!);
    assert.deepEqual([header.counts.send, header.counts.blocked], [rows - 1, 1]);
    assert.deepEqual(header.causes, { 'notUndone.changed': 1 });
    const left: unknown[] = [];
    for await (const { verdict, userId: user, problems } of planned())
      if (verdict === 'blocked') left.push([user, problems?.map(({ code, params }) => [code, params])]);
    assert.deepEqual(left, [[userId(2), [['notUndone', { name: 'title', reason: 'changed' }]]]]);
    await apply(undo.planFile!);
    assert.deepEqual(
      users().map(({ title }) => title),
      Array.from({ length: rows }, (_, user) => (user === 2 ? 'Somebody' : 'Analyst')),
    );
    // A second time there is nothing left.
    const again = await undoPlanOf(jobId);
    assert.deepEqual([again.planFile, again.rows, again.unchanged], [undefined, 0, rows - 1]);
  });

  it('tells beforehand who loses a role or access by it', async () => {
    const [one, two] = [
      { id: 'r1', name: 'One' },
      { id: 'r2', name: 'Two' },
    ];
    await apply(await window.plan([{ user: 0, patch: { roles: [one] } }]));
    const jobId = await apply(
      await window.plan([
        { user: 0, patch: { roles: [one, two] } },
        { user: 1, patch: { status: 'inactive' } },
      ]),
    );
    const { header } = await openPlan((await undoPlanOf(jobId)).planFile!);
    assert.deepEqual(header.effects, {
      fields: { roles: 1, status: 1 },
      deactivated: 0,
      deleted: 0,
      secrets: 0,
      rolesRemoved: 1,
    });
    const redone = await undoPlanOf(await apply((await undoPlanOf(jobId)).planFile!));
    assert.equal((await openPlan(redone.planFile!)).header.effects.deactivated, 1);
  });

  it('is made for all others where one user is gone, and where an account is', async () => {
    const jobId = await apply(await window.plan(titles(rows)));
    sandbox.inject({ kind: 'status', status: 404, match: { method: 'GET', path: userId(2) }, times: Infinity });
    const undo = await undoPlanOf(jobId);
    assert.deepEqual([undo.rows, undo.unchanged, undo.notUndone], [rows - 1, 0, { unreadable: 1 }]);
    window.environments.open().forget();
    sandbox.inject({ kind: 'status', status: 404, match: { method: 'GET', path: accountId(1) }, times: Infinity });
    const none = await undoPlanOf(jobId);
    assert.deepEqual([none.planFile, none.unchanged, none.notUndone], [undefined, 0, { unreadable: rows }]);
  });

  it('takes several updates of one user back as one', async () => {
    const before = users();
    const options = { body: 'changed', query: {}, inOrder: true } as const;
    const sketches = [{ title: 'First' }, { title: 'Second', timezone: 'Europe/Oslo' }, { title: 'Third' }];
    const jobId = await apply(
      await window.plan(
        sketches.map((patch) => ({ user: 1, patch })),
        { options },
      ),
    );
    assert.equal(users()[1]?.['title'], 'Third');
    const undo = await undoPlanOf(jobId);
    assert.equal(undo.rows, 1);
    await apply(undo.planFile!);
    assert.ok(isSameState(users(), before));
  });

  it('gives back what the server keeps in a spelling of its own, and echoes as it was sent', async () => {
    const list = (email: string) => [{ email, is_primary: true, type: 'work' }];
    users();
    sandbox.setQuirks(accountId(1), {
      methods: ['list', 'get', 'update'],
      writes: { echoes: true, spelling: ['lowerCase', 'trimmed', 'expandedIds'] },
    });
    await apply(await window.plan([{ user: 0, patch: { emails: list('old@b.co'), roles: [{ id: 'role_a' }] } }]));
    const before = users();
    const patch = { emails: list('New@B.co'), username: 'Ada.B', title: ' Countess ', roles: [{ id: 'role_b' }] };
    const undo = await undoPlanOf(await apply(await window.plan([{ user: 0, patch }])));
    assert.deepEqual([undo.rows, undo.notUndone], [1, {}]);
    await apply(undo.planFile!);
    assert.ok(isSameState(users(), before));
  });

  for (const methods of [
    ['list', 'get', 'update'],
    ['list', 'update'],
  ] as const)
    it(`looks again where an update of a moment ago is not to be seen yet: ${methods.join()}`, async () => {
      const before = users();
      sandbox.setQuirks(accountId(1), { methods, list: { fields: ['id', 'title'] }, reads: { late: { reads: 2 } } });
      const jobId = await apply(await window.plan(titles(rows)));
      const undo = await undoPlanOf(jobId, { waits: [1, 1, 1] });
      assert.deepEqual([undo.rows, undo.unchanged, undo.notUndone], [rows, 0, {}]);
      sandbox.setQuirks(accountId(1), {});
      await apply(undo.planFile!);
      assert.ok(isSameState(users(), before));
    });

  it('takes members of remote_data back that several rows of one user gave it', async () => {
    await apply(await window.plan([{ user: 1, patch: { remote_data: { department: 'A', cost: '1' } } }]));
    const before = users();
    const sketches = [
      { remote_data: { department: 'B' } },
      { remote_data: { cost: '2' } },
      { remote_data: { department: 'C' } },
    ];
    const options = { body: 'changed', query: {}, inOrder: true } as const;
    const plan = await window.plan(
      sketches.map((patch) => ({ user: 1, patch })),
      { options },
    );
    const jobId = await apply(plan);
    assert.deepEqual([users()[1]?.['department'], users()[1]?.['cost']], ['C', '2']);
    const undo = await undoPlanOf(jobId);
    assert.deepEqual([undo.rows, undo.notUndone], [1, {}]);
    await apply(undo.planFile!);
    assert.ok(isSameState(users(), before));
  });

  it('sends no secret that the integration wants in every update, and says so', async () => {
    const jobId = await apply(await window.plan(titles(1)));
    sandbox.inject({
      kind: 'change',
      change: (meta) => ({ ...meta, request_body_schema: { required: ['password', 'name'] } }),
      match: { path: 'meta/update' },
    });
    const shown = { password: 'hunter22', name: 'User 0' };
    sandbox.inject({
      kind: 'change',
      change: (user) => ({ ...user, ...shown }),
      match: { method: 'GET', path: 'usr_' },
    });
    const undo = await undoPlanOf(jobId);
    assert.deepEqual([undo.rows, undo.notUndone], [1, { secret: 1 }]);
    const text = readFileSync(undo.planFile!, 'utf8') + readFileSync(undo.planFile!.replace('.truto-plan', ''), 'utf8');
    assert.ok(!text.includes('hunter22') && text.includes('User 0'));
  });

  it('is not made of a journal that is damaged', async () => {
    const jobId = await apply(await window.plan(titles(rows)));
    const journal = join(window.jobs.folderOf(jobId), 'journal.1.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, [...lines.slice(0, 8), lines[8]!.replace('{', '{ '), ...lines.slice(9)].join('\n'));
    await assert.rejects(undoPlanOf(jobId), (error: JobFault) => error.code === 'damaged' && error.line === 9);
    const { counts, files } = await writeResults(window.jobs, jobId, { causeWords: () => '' });
    assert.deepEqual([counts.skipped, counts.sent + counts.unknown, files?.unprocessed], [0, rows, undefined]);
  });

  it('leaves the sandbox as it was, but for what was said before', async () => {
    const word = fc.stringMatching(/^[A-Za-zäöü ]{1,8}$/);
    const patch = fc.record(
      {
        title: fc.oneof(word, fc.constant(null)),
        name: word,
        timezone: fc.constantFrom('Europe/Oslo', 'Europe/Rome'),
        status: fc.constantFrom('active', 'inactive'),
        languages: fc.uniqueArray(fc.constantFrom('en', 'fr', 'it'), { maxLength: 3 }),
        phones: fc.uniqueArray(fc.record({ number: fc.nat(1e6).map(String), type: fc.constant('mobile') }), {
          selector: ({ number }) => number,
          maxLength: 2,
        }),
        remote_data: fc.dictionary(fc.constantFrom('department', 'cost'), word, { minKeys: 1 }),
      },
      { requiredKeys: [] },
    );
    const jobs = fc.uniqueArray(fc.record({ user: fc.nat(rows - 1), patch, isBlind: fc.boolean() }), {
      selector: ({ user }) => user,
      minLength: 1,
      maxLength: rows,
    });
    await fc.assert(
      fc.asyncProperty(jobs, async (sketches) => {
        const before = users();
        const sent: RowSketch[] = sketches.filter((row) => Object.keys(row.patch).length > 0);
        if (sent.length === 0) return;
        const jobId = await apply(await window.plan(sent));
        const undo = await undoPlanOf(jobId);
        if (undo.planFile) await apply(undo.planFile);
        const now = users();
        const isTold = Object.keys(undo.notUndone).length > 0;
        for (const [user, was] of before.entries()) {
          const row = sent.find((one) => one.user === user);
          // Nobody looked at it before: there is nothing to give back.
          if (row?.isBlind || isTold) continue;
          assert.ok(isSameState(now[user], was), JSON.stringify([row, now[user], was]));
        }
      }),
      { numRuns: amount(15, 200) },
    );
  }).timeout(600_000);
});
