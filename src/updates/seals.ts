import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { constants, copyFile, link, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seal } from '../core/secrets/keptUser';
import { makeSynced, syncFolder } from './syncedFile';

const keyBytes = 32;

/**
 * Keyed hashes (HMAC-SHA-256) whose random key belongs to a folder and nobody else. Whoever reads a seal alone, such as in a
 * copy of what is kept, cannot try passwords against it.
 */
export class Seals {
  /** For what cannot be kept. */
  readonly passing = sealBy(randomBytes(keyBytes));
  private reading: Promise<Seal> | undefined;

  /** @param folder may be yet to be made */
  constructor(private readonly folder: string) {}

  /** The one whose key is kept, the same in every window; undefined where nothing can be. */
  async kept(): Promise<Seal | undefined> {
    this.reading ??= this.key().then(sealBy);
    return this.reading.catch(() => {
      this.reading = undefined;
      return undefined;
    });
  }

  /** A damaged key stays where it is, so that all windows pass it by for the same next one. */
  private async key(): Promise<Buffer> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (let damaged = 0; ; damaged++) {
      const file = join(this.folder, damaged === 0 ? 'seal.key' : `seal.${damaged}.key`);
      const key = (await readFile(file).catch(() => undefined)) ?? (await this.made(file));
      if (key.length === keyBytes) return key;
    }
  }

  /** Of several windows that make one, the first one's counts. */
  private async made(file: string): Promise<Buffer> {
    const own = join(this.folder, `seal.${randomUUID()}.key`);
    await makeSynced(own, randomBytes(keyBytes));
    try {
      // Not every file system has links.
      await link(own, file).catch(() => copyFile(own, file, constants.COPYFILE_EXCL));
      await syncFolder(this.folder);
    } catch {
      // There is one by now.
    } finally {
      await rm(own, { force: true });
    }
    return readFile(file);
  }
}

function sealBy(key: Buffer): Seal {
  // Made once: a user may have thousands of secrets.
  const secret = createSecretKey(key);
  return (text) => createHmac('sha256', secret).update(text).digest('base64url');
}
