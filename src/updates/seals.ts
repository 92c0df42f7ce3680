import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seal } from '../core/secrets/keptUser';

const keyBytes = 32;

/**
 * Keyed hashes (HMAC-SHA-256) whose random key belongs to a folder and nobody else. Whoever reads a seal alone, such as in a
 * copy of what is kept, cannot try passwords against it.
 */
export class Seals {
  /** For what cannot be kept. */
  readonly passing = sealBy(randomBytes(keyBytes));

  /** @param folder may be yet to be made */
  constructor(private readonly folder: string) {}

  /** The one whose key is kept; undefined where nothing can be. */
  async kept(): Promise<Seal | undefined> {
    return this.key().then(sealBy, () => undefined);
  }

  private async key(): Promise<Buffer> {
    const file = join(this.folder, 'seal.key');
    const known = await readFile(file).catch(() => undefined);
    if (known?.length === keyBytes) return known;
    // Whole or not at all: half a key would be made anew each time.
    const made = join(this.folder, `seal.${randomUUID()}.key`);
    await mkdir(this.folder, { recursive: true });
    await writeFile(made, randomBytes(keyBytes), { mode: 0o600 });
    await rename(made, file);
    return readFile(file);
  }
}

function sealBy(key: Buffer): Seal {
  // Made once: a user may have thousands of secrets.
  const secret = createSecretKey(key);
  return (text) => createHmac('sha256', secret).update(text).digest('base64url');
}
