// Runs layers of tests, all or those named, and adds up their counts:
//   node testAll.js [lint] [unit] [integration] [e2e] [--desktop] [--grep <part of a title>] [--shuffle] [--long] [--coverage]
// The variable TEST_SEED plays the chances of another run again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { atExit } from './cleanUp';
import { InOrder } from './inOrder';
import { npmCommand } from './npmCommand';
import { rawCoverage } from './rawCoverage';
import { repoRoot } from './repoRoot';
import type { Counts, Layer, Results } from './runMocha';
import { seedVariable, testSeed } from './testSeed';

type Job = 'lint' | Layer;

/** A share of a job's test files. */
interface Part {
  readonly job: Job;
  /** Such as `1/2`. */
  readonly part: string;
}

const parts = (job: Job, ...names: readonly string[]): Part[] => names.map((part) => ({ job, part }));

/** What runs at the same time, and within that one after the other: there is work for two processors. */
const lanes: readonly (readonly Part[])[] = [
  [...parts('lint', '1/1'), ...parts('unit', '1/3', '2/3', '3/3')],
  [...parts('integration', '1/1'), ...parts('e2e', '1/1')],
];
const jobs = [...new Set(lanes.flat().map(({ job }) => job))];

const { values, positionals } = parseArgs({
  options: {
    desktop: { type: 'boolean' },
    grep: { type: 'string' },
    shuffle: { type: 'boolean' },
    long: { type: 'boolean' },
    coverage: { type: 'boolean' },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(jobs as readonly string[]).includes(name));
if (unknown.length > 0) throw new Error(`No such layer: ${unknown.join(', ')}. There are ${jobs.join(', ')}`);
const isWanted = ({ job }: Part) => positionals.length === 0 || positionals.includes(job);

const env = {
  ...process.env,
  [seedVariable]: String(testSeed),
  ...(values.grep !== undefined && { TEST_GREP: values.grep }),
  ...(values.shuffle === true && { TEST_SHUFFLE: 'true' }),
  ...(values.long === true && { TEST_LONG: 'true' }),
  ...(values.coverage === true && { NODE_V8_COVERAGE: rawCoverage }),
  // The output is no terminal of its own.
  ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
};

/** One process: what it says is kept apart from what others say. */
interface Run {
  readonly title: string;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where it writes its counts. Lint has none. */
  readonly results?: string;
}

/** The process of a part. */
function runOf({ job, part }: Part): Run {
  if (job === 'lint') return { title: job, command: npmCommand('run', '--silent', 'lint'), env };
  const script =
    job === 'integration' ? ['runIntegration', ...(values.desktop === true ? ['--desktop'] : [])] : ['runLayer', job];
  const [file = '', ...args] = script;
  const path = join(repoRoot, 'out', 'test', 'host', `${file}.js`);
  const results = join(repoRoot, 'out', 'results', `${job} ${part}.json`.replace('/', ' of '));
  return {
    title: part === '1/1' ? job : `${job} ${part}`,
    command: [process.execPath, '--enable-source-maps', path, ...args],
    env: { ...env, TEST_PART: part, TEST_RESULTS: results },
    results,
  };
}

const wanted = lanes.map((lane) => lane.filter(isWanted)).filter((lane) => lane.length > 0);
/** Where there is nothing else, the parts of a layer run at the same time: they wait more than they work. */
const steps = (lane: readonly Part[]) =>
  wanted.length > 1 ? lane.map((part) => [part]) : jobs.map((job) => lane.filter((part) => part.job === job));
const runs = wanted.map((lane) => steps(lane).map((step) => step.map(runOf)));
const output = new InOrder(runs.flat(2), (text) => process.stdout.write(text));

/** Runs a process to its end and returns its results. */
async function finish(run: Run): Promise<Results> {
  output.say(run, `\n=== ${run.title} ===\n`);
  if (run.results !== undefined) rmSync(run.results, { force: true });
  const [command = '', ...args] = run.command;
  const child = spawn(command, args, { cwd: repoRoot, env: run.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const forget = atExit(() => child.kill());
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.say(run, text));
  const [status] = (await once(child, 'close')) as [number | null];
  forget();
  output.end(run);
  return resultsOf(run, status);
}

/** The results that were written. A process that died, or that failed without a failed test, counts as one more failure. */
function resultsOf({ title, results }: Run, status: number | null): Results {
  const none = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const written = results === undefined ? none : read(results);
  if (written && (status === 0 || written.failed > 0)) return written;
  return { ...(written ?? none), failed: 1, failures: [`${title} ended with ${status ?? 'a signal'}`] };
}

/** Undefined where a process ended before it wrote them. */
function read(results: string): Results | undefined {
  try {
    return JSON.parse(readFileSync(results, 'utf8')) as Results;
  } catch {
    return undefined;
  }
}

async function runLane(lane: readonly (readonly Run[])[]): Promise<Results[]> {
  const results: Results[][] = [];
  for (const step of lane) results.push(await Promise.all(step.map(finish)));
  return results.flat();
}

if (values.coverage === true) rmSync(rawCoverage, { recursive: true, force: true });
console.log(`${seedVariable}=${testSeed}`);
const results = (await Promise.all(runs.map(runLane))).flat();
const sum = (kind: keyof Counts) => results.reduce((total, result) => total + result[kind], 0);
if (sum('failed') > 0) {
  // Once more at the end, where whoever sees only that can read it.
  console.log(`\nFailed:\n${results.flatMap(({ failures }) => failures.map((failure) => `- ${failure}`)).join('\n')}`);
  console.log(`\nTo play the same chances again: ${seedVariable}=${testSeed}`);
}
process.exitCode = sum('failed') === 0 ? 0 : 1;
console.log(
  `\n${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`,
);
