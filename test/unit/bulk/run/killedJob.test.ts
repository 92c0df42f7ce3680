import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { leave } from '../../../../src/bulk/job/bulkJob';
import { JobTakenError } from '../../../../src/bulk/job/jobOwner';
import type { JobCounts } from '../../../../src/bulk/job/jobState';
import { namedFaults, type FaultName } from '../../../../src/sandbox/namedFaults';
import type { Quirks } from '../../../../src/sandbox/quirks';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { amount, isLong } from '../../../host/long';
import { repoRoot } from '../../../host/repoRoot';
import { seededRandom } from '../../../host/testSeed';
import { limits } from '../../updates/headless';
import { accountWith, openJobWindow, titles, userId, type JobWindow } from './jobUnderTest';

const script = join(repoRoot, 'out', 'test', 'unit', 'bulk', 'run', 'jobProcess.js');

interface Told {
  readonly end: unknown;
  readonly counts: JobCounts;
  readonly causes: Readonly<Record<string, number>>;
}

interface Profile {
  readonly name: string;
  readonly quirks?: Quirks;
  /** What goes wrong with some of the updates. */
  readonly faults?: readonly FaultName[];
  readonly isBlind?: boolean;
  /** Where nobody can look, nobody may know in the end. */
  readonly mayBeUnknown?: boolean;
}

const profiles: readonly Profile[] = [
  { name: 'polite' },
  { name: 'that loses responses', faults: ['lostBefore', 'lostAfter', 'cutInside', 'gateway502', 'timeout504'] },
  { name: 'whose reads are late', quirks: { reads: { late: { reads: 2 } } } },
  { name: 'without a look before', isBlind: true, faults: ['lostAfter', 'noContent204'] },
  { name: 'with a spelling of its own', quirks: { writes: { spelling: ['trimmed', 'lowerCase'] } } },
  { name: 'that nobody can read', quirks: { methods: ['update'] }, isBlind: true, mayBeUnknown: true },
  { name: 'that ignores keys', quirks: { idempotency: { ignoresKeys: true } } },
  {
    name: 'that ignores keys and that nobody can read',
    quirks: { idempotency: { ignoresKeys: true }, methods: ['update'] },
    isBlind: true,
    mayBeUnknown: true,
  },
];

describe('a job whose process is killed', function () {
  this.timeout(1_800_000);
  const rows = amount(30, 50);
  let sandbox: Sandbox;
  let window: JobWindow;
  let child: ChildProcess | undefined;

  afterEach(async () => {
    child?.kill('SIGKILL');
    await sandbox.close();
  });

  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const appliedTo = (user: number) =>
    patches().filter(({ path, applied }) => applied && path.endsWith(`/${userId(user)}`)).length;

  interface Begin {
    readonly quirks?: Quirks;
    readonly isBlind?: boolean;
    readonly latencyMs?: number;
    readonly rows?: number;
  }

  async function begin({ quirks, isBlind, latencyMs = 3, rows: count = rows }: Begin) {
    sandbox = await startSandbox({
      limits,
      accounts: 0,
      added: [accountWith(count, quirks)],
      latencyMs,
    });
    window = await openJobWindow(sandbox);
    const job = await window.jobs.create(await window.plan(titles(count, 'Countess', isBlind)), Date.now());
    await leave(job);
    return job.id;
  }

  const start = (jobId: string, ...more: string[]) => {
    const args = [script, sandbox.baseUrl, sandbox.token, window.storage, jobId, ...more];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.setEncoding('utf8');
    return child;
  };

  /** What all owners of the job have written so far. */
  function journalsOf(jobId: string): string {
    const folder = window.jobs.folderOf(jobId);
    const names = readdirSync(folder).filter((name) => /^journal\.\d+\.jsonl$/.test(name));
    return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  }

  async function toEnd(process: ChildProcess): Promise<Told | 'taken'> {
    let said = '';
    process.stdout?.on('data', (text: string) => (said += text));
    const [code] = (await once(process, 'close')) as [number | null];
    assert.equal(code, 0, said);
    const last = said.trim().split('\n').at(-1) ?? '';
    return last === 'taken' ? last : (JSON.parse(last) as Told);
  }

  /** Kills the process after so many more requests of updates, or some moments later. */
  async function killAfter(process: ChildProcess, more: number, ms: number): Promise<void> {
    const exited = once(process, 'exit');
    const wanted = patches().length + more;
    while (patches().length < wanted && process.exitCode === null) await sleep(1);
    await sleep(ms);
    process.kill('SIGKILL');
    await exited;
  }

  for (const { name, quirks, faults, isBlind, mayBeUnknown } of profiles)
    it(`sends every row exactly once, through an account ${name}`, async () => {
      const random = seededRandom(`killed ${name}`);
      for (let round = 0; round < amount(1, 25); round++) {
        const jobId = await begin({ ...(quirks && { quirks }), ...(isBlind && { isBlind }) });
        for (const fault of faults ?? [])
          sandbox.inject({ ...namedFaults[fault], times: random.int(1, 3), match: { method: 'PATCH' } });
        const kills = random.int(1, 3);
        for (let kill = 0; kill < kills; kill++)
          await killAfter(start(jobId), random.int(1, rows / 4), random.int(0, 12));
        const told = await toEnd(start(jobId));
        assert.ok(told !== 'taken');
        const applied = Array.from({ length: rows }, (_, user) => appliedTo(user));
        assert.deepEqual(
          applied,
          Array.from({ length: rows }, () => 1),
          `${name}, round ${round}, ${JSON.stringify(told)}`,
        );
        const { sent, unknown } = told.counts;
        assert.equal(sent + unknown, rows, JSON.stringify(told));
        if (!mayBeUnknown) assert.equal(unknown, 0, JSON.stringify(told));
        if (round < amount(1, 25) - 1) await sandbox.close();
      }
    });

  it('is nobody else’s while it runs, and sends nothing more once it woke up after a takeover', async () => {
    const count = 100;
    const jobId = await begin({ latencyMs: 50, rows: count });
    const asleep = start(jobId, '90000', '1000000');
    const told = toEnd(asleep);
    while (patches().length < 10) await sleep(1);
    await assert.rejects(window.jobs.resume(jobId, Date.now()), JobTakenError);
    asleep.kill('SIGSTOP');
    await sleep(200);
    const kept = journalsOf(jobId);
    assert.match(kept, /"intent"/);
    const next = await toEnd(start(jobId, '100'));
    assert.ok(next !== 'taken');
    assert.deepEqual([next.counts.sent, next.counts.unknown], [count, 0]);
    const before = patches().length;
    asleep.kill('SIGCONT');
    const end = await told;
    assert.ok(end !== 'taken');
    assert.deepEqual(end.end, { state: 'resting', reason: 'takenOver' });
    // The stop may come between the last look at who owns the job and the last byte of a request.
    const late = patches().slice(before);
    const keys = late.map(({ headers }) => headers['idempotency-key'] ?? '');
    assert.ok(
      keys.every((key) => key !== '' && kept.includes(key)),
      'nothing begins any more',
    );
    assert.ok(Array.from({ length: count }, (_, user) => appliedTo(user)).every((applied) => applied === 1));
  });

  if (isLong)
    it('is run by one of two windows that both go on with it', async () => {
      for (let round = 0; round < 20; round++) {
        const jobId = await begin({});
        const both = await Promise.all([toEnd(start(jobId)), toEnd(start(jobId))]);
        const ended = both.filter((told) => told !== 'taken');
        assert.ok(ended.length >= 1);
        assert.deepEqual(
          Array.from({ length: rows }, (_, user) => appliedTo(user)),
          Array.from({ length: rows }, () => 1),
        );
        if (round < 19) await sandbox.close();
      }
    });
});
