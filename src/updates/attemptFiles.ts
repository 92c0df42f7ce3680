import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRecord } from '../core/json/isRecord';
import type { AttemptHold, AttemptStore } from './attempts';

/** In ms. Who holds a lock touches it this often. */
const heartbeat = 15_000;
/** In ms. Nobody holds a lock that was not touched for so long: its window crashed, on another computer perhaps. */
const maxLockAge = 90_000;

/**
 * Keeps attempts in files of a folder, one for each user, written as a whole and synced. The windows of all processes that
 * share the folder exclude each other by lock files. Where the folder cannot be written, this window remembers them.
 */
export class AttemptFiles implements AttemptStore {
  private readonly folder: string;
  private readonly held = new Set<string>();
  /** What could not be written. */
  private readonly remembered = new Map<string, string | undefined>();

  /** @param storage a folder, which may be yet to be made */
  constructor(storage: string) {
    this.folder = join(storage, 'attempts');
  }

  async acquire(name: string): Promise<AttemptHold | undefined> {
    if (this.held.has(name)) return undefined;
    this.held.add(name);
    const lock = await this.lock(join(this.folder, `${name}.lock`));
    if (lock === 'taken') {
      this.held.delete(name);
      return undefined;
    }
    const release = async () => {
      await lock?.();
      this.held.delete(name);
    };
    return { isKept: lock !== undefined, release };
  }

  async read(name: string): Promise<string | undefined> {
    if (this.remembered.has(name)) return this.remembered.get(name);
    return readFile(this.file(name), 'utf8').catch(() => undefined);
  }

  async write(name: string, text: string | undefined): Promise<void> {
    try {
      if (text === undefined) await rm(this.file(name), { force: true });
      else await writeSynced(this.file(name), text);
      await syncFolder(this.folder);
      this.remembered.delete(name);
    } catch {
      this.remembered.set(name, text);
    }
  }

  private file(name: string): string {
    return join(this.folder, `${name}.json`);
  }

  /** Undefined where no lock can be made: then nobody else can either. The result removes it. */
  private async lock(file: string): Promise<(() => Promise<void>) | 'taken' | undefined> {
    const own = JSON.stringify({ pid: process.pid, host: hostname(), nonce: randomUUID() });
    await mkdir(this.folder, { recursive: true }).catch(() => undefined);
    for (let tries = 0; tries < 2; tries++) {
      try {
        const handle = await open(file, 'wx');
        if (await isWritten(handle, own)) return keptAlive(file, own);
        // The disk is full: an empty lock would stop the next send.
        await rm(file, { force: true });
        return undefined;
      } catch (error) {
        if (!isExisting(error)) return undefined;
        if (!(await isAbandoned(file)) || !(await takeAway(file))) return 'taken';
      }
    }
    return 'taken';
  }
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

function keptAlive(file: string, own: string): () => Promise<void> {
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), heartbeat);
  beat.unref();
  return async () => {
    clearInterval(beat);
    // A window that slept for long may have lost it.
    if ((await readFile(file, 'utf8').catch(() => '')) === own) await rm(file, { force: true }).catch(() => undefined);
  };
}

/** Takes an abandoned lock away: of several that find it abandoned, one at a time looks again and does it. */
async function takeAway(file: string): Promise<boolean> {
  const taking = `${file}.taking`;
  const handle = await open(taking, 'wx').catch(() => undefined);
  if (!handle) {
    // Who crashed right here leaves that behind.
    if (await isOld(taking)) await rm(taking, { force: true });
    return false;
  }
  try {
    await handle.close();
    if (!(await isAbandoned(file))) return false;
    await rm(file, { force: true });
    return true;
  } finally {
    await rm(taking, { force: true });
  }
}

async function isOld(file: string): Promise<boolean> {
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return Math.abs(age) > maxLockAge;
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    if (await isOld(file)) return true;
    const holder: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isRecord(holder) && holder['host'] === hostname() && !isRunning(holder['pid']);
  } catch {
    return false; // It is being written, or is gone by now: the next try will tell.
  }
}

function isRunning(pid: unknown): boolean {
  if (typeof pid !== 'number') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** The whole text or the one before, also after a crash of the computer. */
async function writeSynced(file: string, text: string): Promise<void> {
  const made = `${file}.${randomUUID()}`;
  const handle = await open(made, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(made, file);
}

/** So that what came and went outlives a crash too, where the system can do that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const isExisting = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';
