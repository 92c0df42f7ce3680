import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { leave, summarize, type JobFault } from '../../../../src/bulk/job/bulkJob';
import { JobPlan } from '../../../../src/bulk/job/jobPlan';
import { JobTakenError } from '../../../../src/bulk/job/jobOwner';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits } from '../../updates/headless';
import { accountId, accountWith, openJobWindow, titles, userId, type JobWindow } from '../run/jobUnderTest';

describe('jobs of many updates on the disk', () => {
  let sandbox: Sandbox;
  let window: JobWindow;
  beforeEach(async () => {
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(12)] });
    window = await openJobWindow(sandbox);
  });
  afterEach(() => sandbox.close());
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH').length;
  const begin = async () => window.jobs.create(await window.plan(titles(12)), Date.now());
  const codeOf = (code: string) => (error: unknown) => (error as JobFault).code === code;

  it('are listed, and removed when they are old, but not while somebody runs them', async () => {
    assert.equal(await window.jobs.hasAny(), false);
    const job = await begin();
    await summarize(job, 'running', 1_000);
    assert.deepEqual(
      (await window.jobs.list()).map(({ jobId, isOwned, pending }) => [jobId, isOwned, pending]),
      [[job.id, true, 12]],
    );
    await assert.rejects(window.jobs.remove(job.id), JobTakenError);
    await window.jobs.removeOld(Date.now());
    assert.equal(await window.jobs.hasAny(), true);
    await leave(job);
    await window.jobs.removeOld(Date.now());
    assert.equal(await window.jobs.hasAny(), false);
  });

  it('are listed by their journal where a crash left no list of them', async () => {
    const job = await begin();
    await window.runner(job, { firstRows: 3 }).run();
    for (const text of [undefined, '', '{"jobId":']) {
      const file = join(job.folder, 'job.json');
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
      const [listed] = await window.jobs.list();
      assert.deepEqual(
        [listed?.jobId, listed?.state, listed?.reason, listed?.counts.sent, listed?.pending, listed?.isOwned],
        [job.id, 'resting', 'firstRows', 3, 9, false],
      );
    }
    const again = await window.jobs.resume(job.id, Date.now());
    await leave(again);
    assert.equal((await window.jobs.list())[0]?.state, 'running');
    await window.jobs.removeOld(Date.now() + 1_000);
    assert.equal(await window.jobs.hasAny(), false);
  });

  it('are removed when they are old, though nothing of them can be read', async () => {
    const job = await begin();
    await leave(job);
    for (const name of readdirSync(job.folder)) rmSync(join(job.folder, name));
    assert.deepEqual(await window.jobs.list(), []);
    await window.jobs.removeOld(0);
    assert.equal(await window.jobs.hasAny(), true);
    await window.jobs.removeOld(Date.now() + 1_000);
    assert.equal(await window.jobs.hasAny(), false);
  });

  it('are nobody’s where the name is none', async () => {
    for (const id of ['../x', '', 'none']) await assert.rejects(async () => window.jobs.resume(id, 0), codeOf('noJob'));
  });

  it('are not begun with a plan that was edited, or is not the one that was confirmed', async () => {
    const plan = await window.plan(titles(12));
    const text = readFileSync(plan, 'utf8');
    writeFileSync(plan, text.replace('Countess 3', 'Duchess 3'));
    await assert.rejects(window.jobs.create(plan, 0), /edited \(5\)/);
    assert.equal(await window.jobs.hasAny(), false);
    const other = await window.plan(titles(12, 'Other'));
    const opened = await JobPlan.open(other);
    await opened.close();
    const { sha256 } = opened;
    writeFileSync(plan, text);
    await assert.rejects(window.jobs.create(plan, 0, { sha256 }), codeOf('planReplaced'));
    assert.equal(await window.jobs.hasAny(), false);
  });

  it('go on with the plan that they began with, whatever becomes of its file', async () => {
    const plan = await window.plan(titles(12));
    const job = await window.jobs.create(plan, 0);
    await window.runner(job, { firstRows: 2 }).run();
    await window.plan(titles(12, 'Other')).then((other) => writeFileSync(plan, readFileSync(other)));
    await window.runner(await window.jobs.resume(job.id, 0), { firstRows: 2 }).run();
    rmSync(plan);
    await window.jobs.cancel(job.id, 0);
    assert.deepEqual(
      Array.from({ length: 5 }, (_, user) => sandbox.user(accountId(1), userId(user))?.title),
      ['Countess 0', 'Countess 1', 'Countess 2', 'Countess 3', 'Analyst'],
    );
    await assert.rejects(window.jobs.resume(job.id, 0), codeOf('over'));
    const kept = join(window.jobs.folderOf(job.id), 'plan.jsonl');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('Countess 7', 'Duchess 7'));
    await assert.rejects(window.jobs.read(job.id), codeOf('planChanged'));
  });

  it('send nothing more where the journal is damaged, and are readable up to there', async () => {
    const job = await begin();
    await window.runner(job, { firstRows: 4 }).run();
    const [journal = ''] = readdirSync(job.folder).filter((name) => name.endsWith('.jsonl'));
    const path = join(job.folder, journal);
    const text = readFileSync(path, 'utf8');
    const lines = text.split('\n');
    // Cut at the end of a line: only what was synced beside it tells.
    truncateSync(path, text.length - (lines.at(-2)?.length ?? 0) - 1);
    await assert.rejects(window.jobs.resume(job.id, 0), codeOf('damaged'));
    writeFileSync(path, text.replace('"kind":"intent"', '"kind":"inTent"'));
    await assert.rejects(window.jobs.resume(job.id, 0), codeOf('damaged'));
    const read = await window.jobs.read(job.id);
    assert.ok(read.damagedAt !== undefined);
    await read.plan.close();
    writeFileSync(path, text);
    appendFileSync(path, '{"hash":"torn');
    await window.runner(await window.jobs.resume(job.id, 0)).run();
    assert.equal(patches(), 12);
  });

  it('rest while the disk is full, with nothing sent that is not kept, and go on to the end', async () => {
    let room = Infinity;
    const full = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
      const handle = await open(...args);
      const write = handle.write.bind(handle) as (...parts: unknown[]) => Promise<unknown>;
      Object.assign(handle, {
        write: async (...parts: unknown[]) => {
          room -= 1;
          if (room <= 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          return write(...parts);
        },
      });
      return handle;
    };
    const narrow = await openJobWindow(sandbox, { storage: window.storage, open: full });
    const job = await narrow.jobs.create(await window.plan(titles(12)), Date.now());
    room = 4;
    assert.deepEqual(await narrow.runner(job).run(), { state: 'resting', reason: 'cannotKeep' });
    const sent = patches();
    assert.ok(sent < 12);
    room = Infinity;
    const again = await narrow.jobs.resume(job.id, Date.now());
    assert.deepEqual(await narrow.runner(again).run(), { state: 'ended' });
    assert.equal(again.state.counts.sent, 12);
    const applied = sandbox.requests.filter((request) => request.applied).length;
    assert.equal(applied, 12);
    assert.ok(existsSync(again.folder));
  });
});
