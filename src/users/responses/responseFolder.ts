import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../updates/nowHolds';

/** A file that this process writes and that goes when it is no longer needed. */
export interface TemporaryFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/**
 * Where answers lie that are too large to be shown whole. The names of the files tell which process writes them, since
 * several windows share the folder.
 */
export class ResponseFolder {
  constructor(readonly path: string) {}

  /** Creates a file that only this person may read. */
  async create(): Promise<TemporaryFile> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const path = join(this.path, `${process.pid}-${randomUUID()}`);
    return { path, handle: await open(path, 'wx', 0o600) };
  }

  /** Removes what windows that are gone have left, as after a crash. Never rejects: the next time may do better. */
  async removeLeftovers(): Promise<void> {
    const names = await readdir(this.path).catch(() => []);
    const left = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
    await Promise.all(left.map((name) => rm(join(this.path, name), { force: true }).catch(() => undefined)));
  }
}
