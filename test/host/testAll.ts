// Runs layers of tests, all or those named, and adds up their counts:
//   node testAll.js [lint] [unit] [integration] [e2e] [--desktop] [--grep <part of a title>] [--shuffle] [--long]
// The variable TEST_SEED plays the chances of another run again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { atExit } from './cleanUp';
import { InOrder } from './inOrder';
import { npmCommand } from './npmCommand';
import { repoRoot } from './repoRoot';
import { resultsFile, type Counts, type Layer } from './runMocha';
import { seedVariable, testSeed } from './testSeed';

type Job = 'lint' | Layer;

/** What needs no window runs beside what starts VS Code: there is work for two processors. */
const lanes: readonly (readonly Job[])[] = [
  ['lint', 'unit'],
  ['integration', 'e2e'],
];

const { values, positionals } = parseArgs({
  options: {
    desktop: { type: 'boolean' },
    grep: { type: 'string' },
    shuffle: { type: 'boolean' },
    long: { type: 'boolean' },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(lanes.flat() as readonly string[]).includes(name));
if (unknown.length > 0) throw new Error(`No such layer: ${unknown.join(', ')}. There are ${lanes.flat().join(', ')}`);
const isWanted = (job: Job) => positionals.length === 0 || positionals.includes(job);

const output = new InOrder(lanes.flat().filter(isWanted), (text) => process.stdout.write(text));
const env = {
  ...process.env,
  [seedVariable]: String(testSeed),
  ...(values.grep !== undefined && { TEST_GREP: values.grep }),
  ...(values.shuffle === true && { TEST_SHUFFLE: 'true' }),
  ...(values.long === true && { TEST_LONG: 'true' }),
  // The output is no terminal of its own.
  ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
};

function commandOf(job: Job): readonly string[] {
  if (job === 'lint') return npmCommand('run', '--silent', 'lint');
  const script =
    job === 'integration' ? ['runIntegration', ...(values.desktop === true ? ['--desktop'] : [])] : ['runLayer', job];
  const [file = '', ...args] = script;
  return [process.execPath, '--enable-source-maps', join(repoRoot, 'out', 'test', 'host', `${file}.js`), ...args];
}

/** Runs a job in a process of its own and returns its counts. */
async function run(job: Job): Promise<Counts> {
  output.say(job, `\n=== ${job} ===\n`);
  if (job !== 'lint') rmSync(resultsFile(job), { force: true });
  const [command = '', ...args] = commandOf(job);
  const child = spawn(command, args, { cwd: repoRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const forget = atExit(() => child.kill());
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.say(job, text));
  const [status] = (await once(child, 'close')) as [number | null];
  forget();
  output.end(job);
  return job === 'lint' ? { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 } : counts(job, status === 0);
}

/** The counts that the layer wrote. One that died, or that failed without a failed test, counts as one more failure. */
function counts(layer: Layer, succeeded: boolean): Counts {
  try {
    const written = JSON.parse(readFileSync(resultsFile(layer), 'utf8')) as Counts;
    return succeeded || written.failed > 0 ? written : { ...written, failed: 1 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runLane(lane: readonly Job[]): Promise<Counts[]> {
  const results: Counts[] = [];
  for (const job of lane) results.push(await run(job));
  return results;
}

console.log(`${seedVariable}=${testSeed}`);
const results = (await Promise.all(lanes.map((lane) => runLane(lane.filter(isWanted))))).flat();
const sum = (kind: keyof Counts) => results.reduce((total, result) => total + result[kind], 0);
if (sum('failed') > 0) console.log(`\nTo play the same chances again: ${seedVariable}=${testSeed}`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
console.log(
  `\n${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`,
);
