// Runs unit tests against one mutant after another: node mutantWorker.js <folder of the built tests> <mutant or -1>
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import Mocha from 'mocha';

/** Asks for the tests named to be run while the mutant is alive; the first that fails ends it. */
export interface RunRequest {
  readonly mutant: number;
  /** By title. */
  readonly tests: Readonly<Record<string, Bounds>>;
  /** The mutant comes by while modules are loaded: the files of the tests are loaded anew. */
  readonly files?: readonly string[];
}

/** What tells that a test would never end. */
interface Bounds {
  /** In ms. */
  readonly timeout: number;
  /** So often it may come by mutants. */
  readonly steps: number;
}

/** Told as a test begins. */
export interface Begun {
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
  /** From its beginning to its end, in ms: on a busy machine much more than its work. */
  readonly ms: number;
  /** Of the processor, in ms. */
  readonly work: number;
  readonly passed: boolean;
  /** How often it came by mutants. */
  readonly steps: number;
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
let steps = 0;
let maxSteps = Infinity;
globals.__mutant = (id) => {
  met?.add(id);
  if (++steps > maxSteps) throw new Error('Round and round');
  return id === alive;
};

const built = pathToFileURL(folder).href;
registerHooks({
  resolve: (name, context, next) => {
    const found = name === 'vscode' ? { url: `${built}/unit/vscode.js`, shortCircuit: true } : next(name, context);
    // What is loaded anew loads anew.
    const anew = context.parentURL === undefined ? '' : new URL(context.parentURL).search;
    return anew !== '' && found.url.startsWith(built) ? { ...found, url: found.url + anew } : found;
  },
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

const options = { reporter: Mocha.reporters.Base, timeout: 30_000 };
const mocha = new Mocha(options);
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
  let begunWith = process.cpuUsage();
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
    runner.on('test', () => {
      steps = 0;
      begunAt = performance.now();
      begunWith = process.cpuUsage();
    });
    runner.on('test end', (test) => {
      const suites = suitesOf(test);
      const mutants = new Set([...(met ?? []), ...suites.flatMap((suite) => bySuite.get(suite) ?? [])]);
      const { user, system } = process.cpuUsage(begunWith);
      tests.push({
        title: test.fullTitle(),
        file: suites.map((suite) => fileOf.get(suite)).find((file) => file !== undefined) ?? '',
        ms: performance.now() - begunAt,
        work: (user + system) / 1_000,
        passed: test.state === 'passed',
        steps,
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

async function run({ mutant, tests: bounds, files: loaded }: RunRequest): Promise<RunReply> {
  alive = mutant;
  const tests = loaded ? await loadedAnew(loaded, mutant) : mocha;
  if (!tests) return { killedBy: 'crash' };
  let killedBy: string | undefined;
  everySuite(tests.suite, (suite) => {
    suite.bail(true);
    for (const test of suite.tests) test.timeout(bounds[test.fullTitle()]?.timeout ?? 0);
  });
  tests.grep(new Titles(Object.keys(bounds)));
  return new Promise((resolve) => {
    const runner = tests.run(() => {
      maxSteps = Infinity;
      resolve(killedBy === undefined ? {} : { killedBy });
    });
    runner.on('test', (test) => {
      steps = 0;
      maxSteps = bounds[test.fullTitle()]?.steps ?? Infinity;
      process.send?.({ timeout: test.timeout() } satisfies Begun);
    });
    // Somebody may have caught what was thrown.
    runner.on('test end', (test) => {
      if (steps > maxSteps) killedBy ??= test.fullTitle();
    });
    runner.on('fail', (failed) => (killedBy ??= failed.fullTitle()));
  });
}

/** The tests of files whose modules are loaded while the mutant is alive; undefined where they cannot be. */
async function loadedAnew(names: readonly string[], mutant: number): Promise<Mocha | undefined> {
  const anew = new Mocha(options);
  for (const name of names) {
    const file = join(folder, name);
    anew.suite.emit('pre-require', globalThis, file, anew);
    const module: unknown = await import(`${pathToFileURL(file).href}?mutant=${mutant}`).catch(() => undefined);
    if (module === undefined) return undefined;
  }
  return anew;
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
