import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRecord } from '../core/json/isRecord';
import type { AttemptHold, AttemptStore } from './attempts';
import { Moment } from './moment';
import { isRunning, nowHolds } from './nowHolds';
import { makeSynced, syncFolder } from './syncedFile';

/** In ms. Who holds a lock touches it this often. */
const heartbeat = 15_000;
/** In ms. Nobody holds a lock that was not touched for so long: its window crashed, on another computer perhaps. */
const maxLockAge = 90_000;
/** In ms. A lock that says nothing for so long was left by a process that ended as it made it. */
const maxEmptyAge = 2_000;

/**
 * Keeps attempts in files of a folder, one for each user, written as a whole and synced. The windows of all processes that
 * share the folder exclude each other by lock files. Where the folder cannot be written, this window remembers them.
 */
export class AttemptFiles implements AttemptStore {
  private readonly folder: string;
  private readonly held = new Set<string>();
  /** What could not be written. */
  private readonly remembered = new Map<string, string | undefined>();
  /** Locks of processes that run on this computer, and since when this window has seen them untouched. */
  private readonly watched = new Map<string, { readonly touched: number; readonly since: Moment }>();

  /**
   * @param storage a folder, which may be yet to be made
   * @param maxAge in ms: of a lock that nobody touches
   */
  constructor(
    storage: string,
    private readonly maxAge = maxLockAge,
  ) {
    this.folder = join(storage, 'attempts');
  }

  async acquire(name: string): Promise<AttemptHold | undefined> {
    if (this.held.has(name)) return undefined;
    this.held.add(name);
    let lock: Lock | 'taken' | undefined = 'taken';
    try {
      lock = await this.lock(join(this.folder, `${name}.lock`));
    } finally {
      if (lock === 'taken') this.held.delete(name);
    }
    if (lock === 'taken') return undefined;
    const release = async () => {
      await lock?.release();
      this.held.delete(name);
    };
    const isHeld = lock ? () => nowHolds(lock.isOwn) : () => Promise.resolve(true);
    return { isKept: lock !== undefined, isHeld, release };
  }

  async read(name: string): Promise<string | undefined> {
    if (this.remembered.has(name)) return this.remembered.get(name);
    return readFile(this.file(name), 'utf8').catch(() => undefined);
  }

  async write(name: string, text: string | undefined): Promise<boolean> {
    try {
      if (text === undefined) await rm(this.file(name), { force: true });
      else await replaceSynced(this.file(name), text);
      await syncFolder(this.folder);
      this.remembered.delete(name);
      return true;
    } catch {
      this.remembered.set(name, text);
      return false;
    }
  }

  private file(name: string): string {
    return join(this.folder, `${name}.json`);
  }

  /** Undefined where no lock can be made: then nobody else can either. */
  private async lock(file: string): Promise<Lock | 'taken' | undefined> {
    const own = JSON.stringify({ pid: process.pid, host: hostname(), nonce: randomUUID() });
    await mkdir(this.folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
    for (let tries = 0; tries < 2; tries++) {
      try {
        const handle = await open(file, 'wx', 0o600);
        if (await isWritten(handle, own)) return keptAlive(file, own);
        // The disk is full: an empty lock would stop the next send.
        await rm(file, { force: true });
        return undefined;
      } catch (error) {
        if (!isExisting(error)) return undefined;
        if (!(await this.isAbandoned(file)) || !(await this.takeAway(file))) return 'taken';
      }
    }
    return 'taken';
  }

  /** Takes an abandoned lock away: of several that find it abandoned, one at a time looks again and does it. */
  private async takeAway(file: string): Promise<boolean> {
    const taking = `${file}.taking`;
    const handle = await open(taking, 'wx', 0o600).catch(() => undefined);
    if (!handle) {
      // Who crashed right here leaves that behind.
      if (await isOld(taking, this.maxAge)) await rm(taking, { force: true });
      return false;
    }
    try {
      await handle.close();
      if (!(await this.isAbandoned(file))) return false;
      await rm(file, { force: true });
      this.watched.delete(file);
      return true;
    } finally {
      await rm(taking, { force: true });
    }
  }

  private async isAbandoned(file: string): Promise<boolean> {
    try {
      const text = await readFile(file, 'utf8');
      if (text === '') return await isOld(file, Math.min(this.maxAge, maxEmptyAge));
      const holder = holderIn(text);
      if (holder?.['host'] !== hostname()) return await isOld(file, this.maxAge);
      return !isRunning(holder['pid']) || (await this.isStill(file));
    } catch {
      return false; // It is gone by now: the next try will tell.
    }
  }

  /**
   * Whether the process that is said to hold a lock does not: another one has its number by now. A clock does not tell that, as
   * no holder touches anything while the computer sleeps: it is watched for a while.
   */
  private async isStill(file: string): Promise<boolean> {
    const { mtimeMs: touched } = await stat(file);
    const before = this.watched.get(file);
    if (before?.touched === touched) return before.since.awake() > this.maxAge;
    this.watched.set(file, { touched, since: new Moment() });
    return false;
  }
}

/** A lock file of this window. */
interface Lock {
  /** Not any more where another window has found it abandoned. */
  readonly isOwn: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

async function isWritten(handle: FileHandle, text: string): Promise<boolean> {
  try {
    await handle.writeFile(text);
    return true;
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

function keptAlive(file: string, own: string): Lock {
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), heartbeat);
  beat.unref();
  const isOwn = async () => (await readFile(file, 'utf8').catch(() => '')) === own;
  return {
    isOwn,
    release: async () => {
      clearInterval(beat);
      if (await isOwn()) await rm(file, { force: true }).catch(() => undefined);
    },
  };
}

async function isOld(file: string, maxAge: number): Promise<boolean> {
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return Math.abs(age) > maxAge;
}

function holderIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    return isRecord(holder) ? holder : undefined;
  } catch {
    return undefined; // It is being written, or damaged.
  }
}

/** The whole text or the one before, also after a crash of the computer. */
async function replaceSynced(file: string, text: string): Promise<void> {
  const made = `${file}.${randomUUID()}`;
  await makeSynced(made, text);
  await rename(made, file);
}

const isExisting = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';
