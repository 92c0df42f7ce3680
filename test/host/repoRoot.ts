import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this repository, found upwards from the built file: chunks lie deeper than their source. */
export const repoRoot = findUp(import.meta.dirname);

function findUp(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findUp(dirname(folder));
}
