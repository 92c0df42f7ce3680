import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { isRunning, nowHolds } from '../../updates/nowHolds';
import { makeSynced } from '../../updates/syncedFile';

/** Somebody else runs the job, in this window or another one. */
export class JobTakenError extends Error {
  constructor() {
    super('jobTaken');
  }
}

export interface OwnerOptions {
  /** In ms: an owner shows so often that it is alive. */
  readonly heartbeat?: number;
  /** In ms: who has not shown it for so long has lost the job. */
  readonly maxAge?: number;
}

const ownerSchema = z.object({
  pid: z.number(),
  /** As `startOf` tells it. Undefined: an earlier version wrote it. */
  start: z.optional(z.string()),
  host: z.string(),
  nonce: z.string(),
});

/** In ms: so long may it take to write who it is. */
const maxEmptyAge = 2_000;

const nameOf = (epoch: number): string => `owner.${epoch}`;
const releasedName = (epoch: number): string => `owner.${epoch}.released`;

/**
 * Who runs a job: one owner at a time, each with an epoch of its own. A file for each epoch, made by one process alone, says
 * who that is; whoever finds a later one, or its own gone, has lost the job and writes and sends nothing more.
 */
export class JobOwner {
  private constructor(
    private readonly folder: string,
    readonly epoch: number,
    private readonly own: string,
    private readonly beat: NodeJS.Timeout,
  ) {}

  /** Throws JobTakenError while somebody else runs the job, and what the file system throws. */
  static async acquire(folder: string, { heartbeat = 15_000, maxAge = 90_000 }: OwnerOptions = {}): Promise<JobOwner> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const last = await lastEpoch(folder);
    if (last > 0 && !(await isAbandoned(folder, last, maxAge))) throw new JobTakenError();
    const epoch = last + 1;
    const file = join(folder, nameOf(epoch));
    const { pid } = process;
    const own = JSON.stringify({ pid, start: await startOf(pid), host: hostname(), nonce: randomUUID() });
    await makeOwn(file, own);
    await removeBefore(folder, epoch);
    const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), heartbeat);
    beat.unref();
    return new JobOwner(folder, epoch, own, beat);
  }

  /** To be asked before each send and each write: an owner that slept may have lost the job meanwhile. */
  isOwner(): Promise<boolean> {
    return nowHolds(() => this.looksOwned());
  }

  private async looksOwned(): Promise<boolean> {
    const [own, next] = await Promise.all([
      readFile(join(this.folder, nameOf(this.epoch)), 'utf8').catch(() => undefined),
      stat(join(this.folder, nameOf(this.epoch + 1))).catch(() => undefined),
    ]);
    return own === this.own && next === undefined;
  }

  /** Lets others run it. */
  async release(): Promise<void> {
    clearInterval(this.beat);
    const handle = await open(join(this.folder, releasedName(this.epoch)), 'w', 0o600).catch(() => undefined);
    await handle?.close();
  }
}

/** Whether somebody runs the job at this moment. */
export async function isOwned(folder: string, { maxAge = 90_000 }: OwnerOptions = {}): Promise<boolean> {
  const last = await lastEpoch(folder);
  return last > 0 && !(await isAbandoned(folder, last, maxAge));
}

async function makeOwn(file: string, own: string): Promise<void> {
  await makeSynced(file, own).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw new JobTakenError();
    throw error;
  });
}

async function lastEpoch(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  return Math.max(0, ...names.map((name) => Number(/^owner\.(\d{1,9})$/.exec(name)?.[1] ?? 0)));
}

/** The oldest first: whoever looks for the epoch behind its own finds that, or its own gone. */
async function removeBefore(folder: string, epoch: number): Promise<void> {
  const names = await readdir(folder);
  const old = names.flatMap((name) => {
    const number = Number(/^owner\.(\d{1,9})(?:\.released)?$/.exec(name)?.[1] ?? epoch);
    return number < epoch ? [{ name, number }] : [];
  });
  for (const { name } of old.sort((one, other) => one.number - other.number))
    await rm(join(folder, name), { force: true });
}

/** It was released, its process is gone, or it has shown no life for too long: on another computer, or asleep. */
async function isAbandoned(folder: string, epoch: number, maxAge: number): Promise<boolean> {
  if (await stat(join(folder, releasedName(epoch))).catch(() => undefined)) return true;
  const file = join(folder, nameOf(epoch));
  const seen = await stat(file).catch(() => undefined);
  // It has just been taken over by somebody else.
  if (!seen) return false;
  const age = Math.abs(Date.now() - seen.mtimeMs);
  // One that says nothing was left by a process that ended as it made it.
  if (age > (seen.size === 0 ? Math.min(maxAge, maxEmptyAge) : maxAge)) return true;
  const { data } = ownerSchema.safeParse(await readFile(file, 'utf8').then(jsonOf, () => undefined));
  // It is being written.
  if (!data) return false;
  return data.host === hostname() && !(await isStillRunning(data.pid, data.start));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a process is still there, and is not another one that got its number. */
async function isStillRunning(pid: number, start: string | undefined): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const now = start === undefined ? undefined : await startOf(pid);
  return now === undefined || now === start;
}

/**
 * When a process was started, in a spelling that only it has among those that get its number: Linux tells it of any process in
 * its own ticks; elsewhere a process knows its own alone. Undefined where nothing tells.
 */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name of its program, in parentheses, may hold anything.
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks ?? (pid === process.pid ? String(performance.timeOrigin) : undefined);
}
