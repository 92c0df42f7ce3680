// Runs unit tests against one mutant after another: node mutantWorker.js <folder of the built tests> <mutant or -1>
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import Mocha from 'mocha';

/** Asks for the tests named to be run while the mutant is alive; the first that fails ends it. */
export interface RunRequest {
  readonly mutant: number;
  readonly titles: readonly string[];
  /** In ms, for one test. */
  readonly timeout: number;
}

/** The test that failed, if one did. */
export interface RunReply {
  readonly killedBy?: string;
}

/** What a first run without a mutant told of one test. */
export interface TestRecord {
  readonly title: string;
  /** From the folder of the built tests. */
  readonly file: string;
  readonly ms: number;
  readonly passed: boolean;
  /** The mutants that it came by. */
  readonly mutants: readonly number[];
}

/** What a first run told. `atLoad`: the mutants come by while modules are loaded, or test files prepare their tests. */
export interface FirstRun {
  readonly tests: readonly TestRecord[];
  readonly atLoad: readonly number[];
}

const [folder = '', mutant = '-1', ...files] = process.argv.slice(2);
let alive = Number(mutant);
let met: Set<number> | undefined = new Set();
const globals = globalThis as unknown as { __mutant: (id: number) => boolean };
globals.__mutant = (id) => {
  met?.add(id);
  return id === alive;
};

registerHooks({
  resolve: (name, context, next) =>
    name === 'vscode'
      ? { url: pathToFileURL(join(folder, 'unit', 'vscode.js')).href, shortCircuit: true }
      : next(name, context),
});
// The same examples every time, and the first that fails is enough.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1, endOnFailure: true });

/** Titles as a filter that Mocha takes. */
class Titles extends RegExp {
  readonly #titles: ReadonlySet<string>;

  constructor(titles: readonly string[]) {
    super('');
    this.#titles = new Set(titles);
  }

  override test(title: string): boolean {
    return this.#titles.has(title);
  }
}

const mocha = new Mocha({ reporter: Mocha.reporters.Base, timeout: 30_000 });
mocha.cleanReferencesAfterRun(false);
const fileOf = new Map<Mocha.Suite, string>();
for (const file of files) {
  const { suites } = mocha.suite;
  const before = suites.length;
  mocha.files = [join(folder, file)];
  await mocha.loadFilesAsync();
  for (const suite of suites.slice(before)) fileOf.set(suite, file);
}
const atLoad = [...(met as ReadonlySet<number>)];
met = undefined;

function firstRun(): Promise<FirstRun> {
  const tests: TestRecord[] = [];
  /** What the hooks before all tests of a suite came by. */
  const bySuite = new Map<Mocha.Suite | undefined, readonly number[]>();
  let begunAt = 0;
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      met = undefined;
      resolve({ tests, atLoad });
    });
    met = new Set();
    runner.on('hook end', (hook) => {
      if (!hook.title.startsWith('"before all"')) return;
      bySuite.set(hook.parent, [...(bySuite.get(hook.parent) ?? []), ...(met ?? [])]);
    });
    runner.on('test', () => (begunAt = performance.now()));
    runner.on('test end', (test) => {
      const suites = suitesOf(test);
      const mutants = new Set([...(met ?? []), ...suites.flatMap((suite) => bySuite.get(suite) ?? [])]);
      tests.push({
        title: test.fullTitle(),
        file: suites.map((suite) => fileOf.get(suite)).find((file) => file !== undefined) ?? '',
        ms: performance.now() - begunAt,
        passed: test.state === 'passed',
        mutants: [...mutants],
      });
      met = new Set();
    });
  });
}

function suitesOf(test: Mocha.Test): readonly Mocha.Suite[] {
  const suites: Mocha.Suite[] = [];
  for (let suite = test.parent; suite; suite = suite.parent) suites.push(suite);
  return suites;
}

function run({ mutant, titles, timeout }: RunRequest): Promise<RunReply> {
  alive = mutant;
  let killedBy: string | undefined;
  everySuite(mocha.suite, (suite) => {
    suite.bail(true);
    for (const test of suite.tests) test.timeout(timeout);
  });
  mocha.grep(new Titles(titles));
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(killedBy === undefined ? {} : { killedBy }));
    runner.on('test', () => process.send?.('begun'));
    runner.on('fail', (failed) => (killedBy ??= failed.fullTitle()));
  });
}

function everySuite(suite: Mocha.Suite, visit: (suite: Mocha.Suite) => void): void {
  visit(suite);
  for (const inner of suite.suites) everySuite(inner, visit);
}

// What goes wrong between two runs belongs to none.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);
process.on('message', (request: RunRequest | 'first') => {
  void (request === 'first' ? firstRun() : run(request)).then((reply) => process.send?.(reply));
});
process.send?.('ready');
