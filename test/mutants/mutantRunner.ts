import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { BuiltMutants } from './buildMutants';
import type { Mutant } from './instrument';
import type { FirstRun, RunReply, TestRecord } from './mutantWorker';

/** What became of a mutant. `by`: the test that failed, `time` where it took too long, `crash` where the process ended. */
export type Fate = { readonly killed: true; readonly by: string } | { readonly killed: false; readonly tests: number };

/** Longer tests than this (in ms) are about time or size: they are not run against mutants. */
const longestTest = 2_000;
/** In ms of the first run: so much of the tests from farther away is run. */
const farTests = 5_000;
/** A process that ran so many mutants makes room for a fresh one. */
const mutantsPerWorker = 150;

/** Runs mutants one after another, in a process that is kept as long as it goes well. */
export class MutantRunner {
  #worker: ChildProcess | undefined;
  #runs = 0;

  constructor(
    private readonly built: BuiltMutants,
    private readonly first: FirstRun,
    private readonly files: readonly string[],
  ) {}

  async try(mutant: Mutant): Promise<Fate> {
    const isAtLoad = this.first.atLoad.includes(mutant.id);
    const tests = this.#testsOf(mutant, isAtLoad);
    for (const some of tests) {
      if (some.length === 0) continue;
      let by = isAtLoad ? await this.#runAnew(mutant, some) : await this.#run(mutant, some);
      // The mutant before may have left something behind.
      if (by !== undefined && isDoubtful(by)) by = await this.#runAnew(mutant, some);
      if (by !== undefined) return { killed: true, by };
    }
    return { killed: false, tests: tests.flat().length };
  }

  dispose(): void {
    this.#worker?.kill('SIGKILL');
    this.#worker = undefined;
  }

  /** The tests that come by a mutant, fast ones first: those of the nearest test files, then the others. */
  #testsOf({ id, file }: Mutant, isAtLoad: boolean): readonly (readonly TestRecord[])[] {
    const nearby = this.built.nearby.get(file) ?? new Map<string, number>();
    const tests = this.first.tests
      .filter((test) => nearby.has(test.file) && test.passed && test.ms <= longestTest)
      .filter((test) => isAtLoad || test.mutants.includes(id))
      .sort((a, b) => a.ms - b.ms);
    const nearest = Math.min(...nearby.values());
    const isNear = (test: TestRecord) => nearby.get(test.file) === nearest;
    let left = farTests;
    return [tests.filter(isNear), tests.filter((test) => !isNear(test) && (left -= test.ms) > 0)];
  }

  async #run(mutant: Mutant, tests: readonly TestRecord[]): Promise<string | undefined> {
    if (this.#runs++ % mutantsPerWorker === 0 || this.#worker?.connected === false) this.dispose();
    this.#worker ??= await startWorker(this.built, this.files);
    const by = await ask(this.#worker, mutant, tests);
    if (by === 'time' || by === 'crash') this.dispose();
    return by;
  }

  /** For what happens while modules are loaded. */
  async #runAnew(mutant: Mutant, tests: readonly TestRecord[]): Promise<string | undefined> {
    const files = [...new Set(tests.map(({ file }) => file))];
    const worker = await startWorker(this.built, files, mutant.id).catch(() => undefined);
    if (!worker) return 'crash';
    try {
      return await ask(worker, mutant, tests);
    } finally {
      worker.kill('SIGKILL');
    }
  }
}

const isDoubtful = (by: string): boolean => by === 'time' || by === 'crash' || by.startsWith('Uncaught error outside');

/** Runs all tests once, without a mutant. */
export async function runFirst(built: BuiltMutants, files: readonly string[]): Promise<FirstRun> {
  const worker = await startWorker(built, files);
  const ended = once(worker, 'exit').then(() => {
    throw new Error('The tests ended before they had told what they met');
  });
  worker.send('first');
  const [first] = (await Promise.race([once(worker, 'message'), ended])) as [FirstRun];
  ended.catch(() => undefined);
  worker.kill('SIGKILL');
  return first;
}

async function startWorker(
  { folder, worker: script }: BuiltMutants,
  files: readonly string[],
  mutant = -1,
): Promise<ChildProcess> {
  // What writes to a wrong place does it there.
  const worker = fork(script, [folder, String(mutant), ...files], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(worker, 'exit').then(() => {
    throw new Error('The tests could not be loaded');
  });
  await Promise.race([once(worker, 'message'), ended]);
  ended.catch(() => undefined);
  return worker;
}

/** Resolves to the test that failed, to `crash` or `time` as the process ends or a test does not, else to undefined. */
function ask(worker: ChildProcess, { id }: Mutant, tests: readonly TestRecord[]): Promise<string | undefined> {
  const timeout = Math.round(2_000 + 5 * Math.max(...tests.map(({ ms }) => ms)));
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (by: string | undefined) => {
      clearTimeout(timer);
      worker.off('message', hear).off('exit', crashed);
      if (by === 'time') worker.kill('SIGKILL');
      resolve(by);
    };
    // Nothing is heard of a test that goes round and round.
    const wait = () => (timer = setTimeout(() => end('time'), timeout + 2_000));
    const crashed = () => end('crash');
    const hear = (reply: RunReply | 'begun') => {
      clearTimeout(timer);
      if (reply === 'begun') wait();
      else end(reply.killedBy);
    };
    worker.on('message', hear).on('exit', crashed);
    wait();
    worker.send({ mutant: id, titles: tests.map(({ title }) => title), timeout });
  });
}
