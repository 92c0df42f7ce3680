import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobEntry } from '../../../../src/bulk/job/jobEntry';
import { JobJournal, readJobHead, readJobJournal } from '../../../../src/bulk/job/jobJournal';
import { JobTakenError } from '../../../../src/bulk/job/jobOwner';
import { amount } from '../../../host/long';
import { temporaryFolder } from '../../../host/temporaryFolder';

const head: JobEntry = {
  kind: 'job',
  version: 1,
  jobId: 'job-1',
  at: 1,
  plan: { path: '/users.truto-plan.jsonl', sha256: 'ab', rows: 9 },
  environment: { key: 'k', name: 'Test' },
};
const outcome = (row: number): JobEntry => ({ kind: 'outcome', row, at: row, end: 'sent' });
const ownedBy = (epoch: number) => ({ epoch, isOwner: () => Promise.resolve(true) });

describe('the journal of a job', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder('truto-job').path;
  });

  async function read(from = folder) {
    const entries: JobEntry[] = [];
    const reading = await readJobJournal(from, (entry) => entries.push(entry));
    return { entries, ...reading };
  }

  async function sample(): Promise<void> {
    const first = await JobJournal.open(folder, ownedBy(1));
    for (const entry of [head, outcome(0), outcome(1)]) await first.append(entry);
    await first.close();
    const next = await JobJournal.open(folder, ownedBy(2), (await read()).end);
    for (const entry of [outcome(2), outcome(3)]) await next.append(entry);
    await next.close();
  }

  it('holds what was appended, over several owners, in one chain', async () => {
    await sample();
    const { entries, end, damagedAt } = await read();
    assert.deepEqual([entries, end.seq, damagedAt], [[head, ...[0, 1, 2, 3].map(outcome)], 5, undefined]);
    assert.deepEqual(await readJobHead(folder), head);
    assert.ok(readdirSync(folder).every((name) => (statSync(join(folder, name)).mode & 0o077) === 0));
  });

  it('syncs together what comes together', async () => {
    let syncs = 0;
    const counting = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
      const handle = await open(...args);
      const sync = handle.datasync.bind(handle);
      handle.datasync = () => {
        syncs++;
        return sync();
      };
      return handle;
    };
    const journal = await JobJournal.open(folder, ownedBy(1), undefined, { open: counting });
    await Promise.all(
      [head, ...Array.from({ length: 9 }, (_, row) => outcome(row))].map((entry) => journal.append(entry)),
    );
    await journal.close();
    assert.deepEqual([syncs, (await read()).entries.length], [2, 10]);
  });

  it('is found to be damaged wherever it is cut or changed, and nothing behind counts', async () => {
    await sample();
    const copy = temporaryFolder('truto-job').path;
    const names = readdirSync(folder);
    const whole = await read();
    let tried = 0;
    for (const name of names.filter((one) => one.endsWith('.jsonl'))) {
      const bytes = readFileSync(join(folder, name));
      for (const other of names) copyFileSync(join(folder, other), join(copy, other));
      for (let at = 0; at < bytes.length; at++) {
        // The ends of lines are always tried.
        if (at % amount(61, 1) !== 0 && bytes[at] !== 10 && bytes[at - 1] !== 10) continue;
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        for (const broken of [bytes.subarray(0, at), flipped]) {
          writeFileSync(join(copy, name), broken);
          const { damagedAt, entries } = await read(copy);
          assert.ok(damagedAt !== undefined, `${name} at ${at}`);
          assert.deepEqual(entries, whole.entries.slice(0, entries.length));
          tried++;
        }
      }
      copyFileSync(join(folder, name), join(copy, name));
    }
    assert.ok(tried > 30);
    assert.deepEqual(await read(copy), whole);
  }).timeout(60_000);

  it('is not damaged by a torn last line, which no one was told to be kept', async () => {
    await sample();
    const [last = ''] = readdirSync(folder).filter((name) => name === 'journal.2.jsonl');
    const path = join(folder, last);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('{"hash":"x')]));
    const { entries, damagedAt } = await read();
    assert.deepEqual([entries.length, damagedAt], [5, undefined]);
  });

  it('passes by what an owner wrote that had lost the job', async () => {
    const asleep = await JobJournal.open(folder, ownedBy(1));
    for (const entry of [head, outcome(0)]) await asleep.append(entry);
    const next = await JobJournal.open(folder, ownedBy(2), (await read()).end);
    await next.append(outcome(1));
    await asleep.append(outcome(7));
    const { entries, damagedAt } = await read();
    assert.deepEqual([entries, damagedAt], [[head, outcome(0), outcome(1)], undefined]);
    await asleep.close();
    await next.close();
  });

  it('is written by the owner alone', async () => {
    let isOwner = true;
    const journal = await JobJournal.open(folder, { epoch: 1, isOwner: () => Promise.resolve(isOwner) });
    await journal.append(head);
    isOwner = false;
    await assert.rejects(journal.append(outcome(0)), JobTakenError);
    await journal.close();
    assert.equal((await read()).entries.length, 1);
  });

  it('is as before where the disk is full, and goes on when there is room again', async () => {
    let room = Infinity;
    const full = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
      const handle = await open(...args);
      const write = handle.write.bind(handle) as (...parts: unknown[]) => Promise<unknown>;
      Object.assign(handle, {
        write: async (bytes: Uint8Array, at: number, length: number, position: number) => {
          if (room === Infinity) return write(bytes, at, length, position);
          await write(bytes, at, Math.min(length, room), position);
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        },
      });
      return handle;
    };
    const journal = await JobJournal.open(folder, ownedBy(1), undefined, { open: full });
    await journal.append(head);
    room = 20;
    for (const row of [0, 1]) await assert.rejects(journal.append(outcome(row)), /no space left/);
    assert.deepEqual((await read()).entries, [head]);
    room = Infinity;
    await journal.append(outcome(2));
    await journal.close();
    const { entries, damagedAt } = await read();
    assert.deepEqual([entries, damagedAt], [[head, outcome(2)], undefined]);
  });

  it('has nothing to say where there is none', async () => {
    mkdirSync(join(folder, 'empty'));
    assert.equal(await readJobHead(join(folder, 'empty')), undefined);
    assert.deepEqual(await read(join(folder, 'empty')), { entries: [], end: { seq: 0, hash: '' } });
  });
});
