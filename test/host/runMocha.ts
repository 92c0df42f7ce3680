import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

export interface Results extends Counts {
  /** The titles of the tests and hooks that failed, each with the beginning of its error. */
  readonly failures: readonly string[];
}

/** How much of an error is told once more at the end, in characters. */
const toldAtTheEnd = 1500;

/** Milliseconds for one test. */
const timeouts: Readonly<Record<Layer, number>> = { unit: 20_000, integration: 60_000, e2e: 120_000 };

/**
 * Runs the `*.test.js` of a layer one after another in this process, and writes the counts where TEST_RESULTS says.
 * TEST_GREP narrows it to the tests whose titles hold a text, TEST_PART (`1/2`) to a part of the files; TEST_SHUFFLE
 * shuffles them. Throws when the layer has no test files.
 */
export async function runMocha(layer: Layer): Promise<Counts> {
  const { TEST_GREP: grep, TEST_SHUFFLE: shuffle, TEST_RESULTS: results, CI } = process.env;
  const mocha = new Mocha({ reporter: 'spec', timeout: timeouts[layer], forbidOnly: CI !== undefined });
  if (grep !== undefined) mocha.fgrep(grep);
  seedProperties();
  const files = testFiles(layer);
  for (const file of shuffle === undefined ? files : shuffled(files)) mocha.addFile(file);
  await mocha.loadFilesAsync();
  if (shuffle !== undefined) shuffleTests(mocha.suite);
  const failures: string[] = [];
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run((failed) =>
      resolve({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0 }),
    );
    runner.on('fail', (test, error: Error) =>
      failures.push(`${test.fullTitle()}: ${error.message.slice(0, toldAtTheEnd)}`),
    );
  });
  if (results !== undefined) {
    mkdirSync(dirname(results), { recursive: true });
    writeFileSync(results, JSON.stringify({ ...counts, failures } satisfies Results));
  }
  return counts;
}

/** The files of a layer or of the part of it that TEST_PART names, in the order of their names. */
function testFiles(layer: Layer): string[] {
  const folder = join(repoRoot, 'out', 'test', layer);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.js'));
  if (files.length === 0) throw new Error(`No test files in ${folder}`);
  const [part = 1, parts = 1] = (process.env['TEST_PART'] ?? '1/1').split('/').map(Number);
  return files
    .sort()
    .filter((_, index) => index % parts === part - 1)
    .map((file) => join(folder, file));
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
