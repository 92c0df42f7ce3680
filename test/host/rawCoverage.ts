import { join } from 'node:path';
import { takeCoverage } from 'node:v8';
import { repoRoot } from './repoRoot';

/** Where Node writes what ran, when NODE_V8_COVERAGE names it. */
export const rawCoverage = join(repoRoot, 'out', 'coverage', 'raw');

/** Writes what ran so far, where coverage is measured: the host of the extensions ends without doing so. */
export function noteCoverage(): void {
  if (process.env['NODE_V8_COVERAGE']) takeCoverage();
}
