import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './cleanUp';
import { repoRoot } from './repoRoot';

/** A throw-away copy of the sample folder, removed when this process ends. */
export function copySampleFolder(): string {
  const parent = mkdtempSync(join(realpathSync(tmpdir()), 'truto-users-'));
  atExit(() => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(parent, 'sample');
  cpSync(join(repoRoot, 'test', 'host', 'sample'), folder, { recursive: true });
  return folder;
}
