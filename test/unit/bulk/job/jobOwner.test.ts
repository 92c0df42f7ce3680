import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOwned, JobOwner, JobTakenError } from '../../../../src/bulk/job/jobOwner';
import { amount } from '../../../host/long';
import { repoRoot } from '../../../host/repoRoot';
import { temporaryFolder } from '../../../host/temporaryFolder';
import { until } from '../../../host/until';

const script = join(repoRoot, 'out', 'test', 'unit', 'bulk', 'job', 'ownerProcess.js');

describe('the owner of a job', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(temporaryFolder('truto-owner').path, 'job');
  });

  it('is one at a time, and the next one has a higher epoch', async () => {
    const first = await JobOwner.acquire(folder);
    await assert.rejects(JobOwner.acquire(folder), JobTakenError);
    assert.deepEqual([first.epoch, await first.isOwner(), await isOwned(folder)], [1, true, true]);
    await first.release();
    assert.equal(await isOwned(folder), false);
    const second = await JobOwner.acquire(folder);
    assert.deepEqual([second.epoch, await first.isOwner(), await second.isOwner()], [2, false, true]);
    await second.release();
  });

  it('has lost it when it has shown no life for too long, also when it wakes up', async () => {
    const asleep = await JobOwner.acquire(folder, { heartbeat: 1e6 });
    const next = await until('the takeover', () =>
      JobOwner.acquire(folder, { maxAge: 100 }).catch((error: unknown) => {
        if (error instanceof JobTakenError) return undefined;
        throw error;
      }),
    );
    assert.deepEqual([await asleep.isOwner(), await next.isOwner()], [false, true]);
    const third = await until('the next one', () => JobOwner.acquire(folder, { maxAge: 100 }).catch(() => undefined));
    // What was before the last but one is removed, and found to be gone.
    assert.deepEqual([await asleep.isOwner(), await next.isOwner(), await third.isOwner()], [false, false, true]);
    await third.release();
  });

  it('keeps it as long as it shows life', async () => {
    const owner = await JobOwner.acquire(folder, { heartbeat: 20 });
    const file = join(folder, 'owner.1');
    const past = new Date(Date.now() - 3_600_000);
    utimesSync(file, past, past);
    await until('a sign of life', () => Date.now() - statSync(file).mtimeMs < 60_000);
    await assert.rejects(JobOwner.acquire(folder), JobTakenError);
    await owner.release();
  });

  it('is followed at once where its process is gone', async () => {
    const child = spawn(process.execPath, [script, folder, 'hold'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await assert.rejects(JobOwner.acquire(folder), JobTakenError);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = await JobOwner.acquire(folder);
    assert.equal(next.epoch, 2);
    await next.release();
  });

  it('is followed soon where its process ended as it became the owner', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'owner.1'), '');
    await assert.rejects(JobOwner.acquire(folder), JobTakenError);
    const past = new Date(Date.now() - 3_000);
    utimesSync(join(folder, 'owner.1'), past, past);
    const next = await JobOwner.acquire(folder);
    assert.equal(next.epoch, 2);
    await next.release();
  });

  for (const whose of ['this process', 'another one'])
    it(`is followed at once where its process is gone and ${whose} has got its number`, async () => {
      const sleeper = spawn(process.execPath, [script, join(folder, 'other'), 'hold'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(sleeper.stdout, 'data');
      try {
        const gone = await JobOwner.acquire(folder, { heartbeat: 1e6 });
        const file = join(folder, 'owner.1');
        const said = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
        const pid = whose === 'this process' ? process.pid : sleeper.pid;
        writeFileSync(file, JSON.stringify({ ...said, pid, start: '1' }));
        assert.equal(await isOwned(folder), false);
        const next = await JobOwner.acquire(folder);
        assert.deepEqual([next.epoch, await gone.isOwner(), await next.isOwner()], [2, false, true]);
        await next.release();
      } finally {
        sleeper.kill('SIGKILL');
        await once(sleeper, 'exit');
      }
    });

  it('is not followed where nobody said when its process was started', async () => {
    await JobOwner.acquire(folder, { heartbeat: 1e6 });
    const file = join(folder, 'owner.1');
    const said = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...said, start: undefined }));
    await assert.rejects(JobOwner.acquire(folder), JobTakenError);
  });

  it('is one of two processes that both go on with it at the same moment', async () => {
    const rounds = amount(4, 100);
    for (let round = 0; round < rounds; round++) {
      const tries = [0, 1].map(() =>
        spawn(process.execPath, [script, folder, 'try'], { stdio: ['pipe', 'pipe', 'inherit'] }),
      );
      await Promise.all(tries.map(({ stdout }) => once(stdout, 'data')));
      for (const { stdin } of tries) stdin.write('go\n');
      const said = await Promise.all(tries.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()));
      // Who has won keeps it until both have tried.
      const ended = Promise.all(tries.filter((child) => child.exitCode === null).map((child) => once(child, 'exit')));
      for (const child of tries) child.kill('SIGKILL');
      await ended;
      const won = said.filter((words) => words === 'owner').length;
      assert.equal(won, 1, said.join());
    }
    assert.ok(readdirSync(folder).filter((name) => name.startsWith('owner.')).length <= 2);
  }).timeout(120_000);
});
