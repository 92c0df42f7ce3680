import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from './repoRoot';
import { temporaryFolder } from './temporaryFolder';

export const sampleFolder = join(repoRoot, 'test', 'host', 'sample');

/** A throw-away copy of the sample folder, removed when this process ends. */
export function copySampleFolder(): string {
  const folder = join(temporaryFolder('truto-users').path, 'sample');
  cpSync(sampleFolder, folder, { recursive: true });
  return folder;
}
