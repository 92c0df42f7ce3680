import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { BuiltMutants } from './buildMutants';
import type { Mutant } from './instrument';
import type { Begun, FirstRun, RunReply, RunRequest, TestRecord } from './mutantWorker';

/** What became of a mutant. `by`: the test that failed, `time` where it took too long, `crash` where the process ended. */
export type Fate = { readonly killed: true; readonly by: string } | { readonly killed: false; readonly tests: number };

/** Tests of more work than this (in ms) are about time or size: they are not run against mutants. */
const longestTest = 2_000;
/** In ms of work: so much of the tests from farther away is run. */
const farTests = 5_000;
/** How long it may take until the first test begins: modules may have to be loaded. */
const maxLoadMs = 30_000;
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
      let by = await this.#run(mutant, some, isAtLoad);
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
      .filter((test) => nearby.has(test.file) && test.passed && test.work <= longestTest)
      .filter((test) => isAtLoad || test.mutants.includes(id))
      .sort((a, b) => a.work - b.work);
    const nearest = Math.min(...nearby.values());
    const isNear = (test: TestRecord) => nearby.get(test.file) === nearest;
    let left = farTests;
    return [tests.filter(isNear), tests.filter((test) => !isNear(test) && (left -= test.work) > 0)];
  }

  async #run(mutant: Mutant, tests: readonly TestRecord[], isAtLoad: boolean): Promise<string | undefined> {
    if (this.#runs++ % mutantsPerWorker === 0 || this.#worker?.connected === false) this.dispose();
    this.#worker ??= await startWorker(this.built, this.files);
    const by = await ask(this.#worker, mutant, tests, isAtLoad ? filesOf(tests) : undefined);
    if (by === 'time' || by === 'crash') this.dispose();
    return by;
  }

  /** In a process of its own, where the mutant is alive from the beginning. */
  async #runAnew(mutant: Mutant, tests: readonly TestRecord[]): Promise<string | undefined> {
    const worker = await startWorker(this.built, filesOf(tests), mutant.id).catch(() => undefined);
    if (!worker) return 'crash';
    try {
      return await ask(worker, mutant, tests);
    } finally {
      worker.kill('SIGKILL');
    }
  }
}

const filesOf = (tests: readonly TestRecord[]): readonly string[] => [...new Set(tests.map(({ file }) => file))];

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
    // What grows without end is to end soon.
    execArgv: ['--max-old-space-size=768'],
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
function ask(
  worker: ChildProcess,
  { id }: Mutant,
  tests: readonly TestRecord[],
  files?: readonly string[],
): Promise<string | undefined> {
  const bounds = Object.fromEntries(
    tests.map(({ title, ms, steps }) => [title, { timeout: Math.round(2_000 + 5 * ms), steps: 100_000 + 10 * steps }]),
  );
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (by: string | undefined) => {
      clearTimeout(timer);
      worker.off('message', hear).off('exit', crashed);
      if (by === 'time') worker.kill('SIGKILL');
      resolve(by);
    };
    // Nothing is heard of a test that goes round and round.
    const wait = (ms: number) => (timer = setTimeout(() => end('time'), ms));
    const crashed = () => end('crash');
    const hear = (reply: RunReply | Begun) => {
      clearTimeout(timer);
      if ('timeout' in reply) wait(reply.timeout + 2_000);
      else end(reply.killedBy);
    };
    worker.on('message', hear).on('exit', crashed);
    wait(maxLoadMs);
    worker.send({ mutant: id, tests: bounds, ...(files && { files }) } satisfies RunRequest);
  });
}
