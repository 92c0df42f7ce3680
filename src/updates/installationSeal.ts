import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seal } from '../core/secrets/keptUser';

const keyBytes = 32;

/**
 * A keyed hash (HMAC-SHA-256) whose random key belongs to this folder and nobody else. Whoever reads a seal alone, such as
 * in a copy of what is kept, cannot try passwords against it.
 */
export async function installationSeal(folder: string): Promise<Seal> {
  const key = await keyIn(folder);
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}

async function keyIn(folder: string): Promise<Buffer> {
  const file = join(folder, 'seal.key');
  const known = await readFile(file).catch(() => undefined);
  if (known?.length === keyBytes) return known;
  // Whole or not at all: half a key would be made anew each time.
  const made = join(folder, `seal.${randomUUID()}.key`);
  await mkdir(folder, { recursive: true });
  await writeFile(made, randomBytes(keyBytes), { mode: 0o600 });
  await rename(made, file);
  return readFile(file);
}
