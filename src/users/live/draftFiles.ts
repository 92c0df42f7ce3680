import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSynced } from '../../updates/syncedFile';

/**
 * Drafts as files that this person alone can read: a draft may hold a password as it was typed. One that is written again is
 * there whole, as it was or as it is, also where the disk is full.
 */
export class DraftFiles {
  /** @param folder may be yet to be made */
  constructor(private readonly folder: string) {}

  async names(): Promise<readonly string[]> {
    const names = await readdir(this.folder).catch(() => []); // There was none yet.
    return names.filter((name) => name.endsWith('.json'));
  }

  /** Undefined where there is none. Throws where that cannot be told. */
  async read(name: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(join(this.folder, name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const made = join(this.folder, `${name}.${randomUUID()}`);
    try {
      await makeSynced(made, bytes);
      await rename(made, join(this.folder, name));
    } catch (error) {
      await rm(made, { force: true });
      throw error;
    }
  }

  remove(name: string): Promise<void> {
    return rm(join(this.folder, name), { force: true });
  }
}
