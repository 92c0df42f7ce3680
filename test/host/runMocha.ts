import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { repoRoot } from './repoRoot';
import { seededRandom, seedProperties } from './testSeed';

/** The layers of tests, from the quickest to the slowest. */
export type Layer = 'unit' | 'integration' | 'e2e';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Milliseconds for one test. */
const timeouts: Readonly<Record<Layer, number>> = { unit: 20_000, integration: 20_000, e2e: 120_000 };

/**
 * Runs every `*.test.js` of a layer one after another in this process, and writes the counts where `resultsFile` says.
 * The variable TEST_GREP narrows it to the tests whose titles hold a text, TEST_SHUFFLE shuffles them. Throws when the
 * layer has no test files.
 */
export async function runMocha(layer: Layer): Promise<Counts> {
  const folder = join(repoRoot, 'out', 'test', layer);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.js'));
  if (files.length === 0) throw new Error(`No test files in ${folder}`);

  const mocha = new Mocha({ reporter: 'spec', timeout: timeouts[layer], forbidOnly: process.env['CI'] !== undefined });
  const grep = process.env['TEST_GREP'];
  if (grep !== undefined) mocha.fgrep(grep);
  seedProperties();
  const isShuffled = process.env['TEST_SHUFFLE'] !== undefined;
  for (const file of isShuffled ? shuffled(files) : files.sort()) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  if (isShuffled) shuffleTests(mocha.suite);
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run((failed) =>
      resolve({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0 }),
    );
  });
  mkdirSync(join(repoRoot, 'out', 'results'), { recursive: true });
  writeFileSync(resultsFile(layer), JSON.stringify(counts));
  return counts;
}

/** No test may need the one before it: any order will do. */
function shuffleTests(suite: Mocha.Suite): void {
  suite.tests = shuffled(suite.tests);
  suite.suites = shuffled(suite.suites);
  for (const inner of suite.suites) shuffleTests(inner);
}

function shuffled<T>(items: readonly T[]): T[] {
  const random = seededRandom(`the order of ${items.length}`);
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

export function resultsFile(layer: Layer): string {
  return join(repoRoot, 'out', 'results', `${layer}.json`);
}
