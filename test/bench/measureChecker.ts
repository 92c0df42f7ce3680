// Measures one checker in a process of its own, and prints the figures as JSON:
//   measureChecker.js ours|peer <file> text|memory|disk
import { readFileSync } from 'node:fs';
import { loadChecker, type CheckerName } from './checkers';
import { median } from './median';

export interface CheckerFigures {
  /** Where the problems start. */
  readonly starts: readonly number[];
  /** Milliseconds until the code is loaded. */
  readonly load: number;
  /** Milliseconds of the first check. */
  readonly cold: number;
  /** Milliseconds of a check when many have gone before; of `text` only. */
  readonly warm?: number;
  /** Of the whole process, in megabytes. */
  readonly peakMemory: number;
}

const [name, file, way] = process.argv.slice(2) as [CheckerName, string, 'text' | 'memory' | 'disk'];
/** Milliseconds to warm up in, and again to measure in. */
const warmTime = 1500;

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

/** Repeats for a time, three times at least; resolves to the milliseconds that each took. */
async function repeated(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const end = performance.now() + warmTime; times.length < 3 || performance.now() < end; )
    times.push((await timed(work))[0]);
  return times;
}

const [load, checker] = await timed(loadChecker[name]);
const text = way === 'disk' ? '' : readFileSync(file, 'utf8');
const check = () => (way === 'disk' ? checker.checkFile(file) : checker.check(text));
const [cold, starts] = await timed(check);
const peakMemory = process.resourceUsage().maxRSS / 1024;
if (way === 'text') await repeated(check);
const warm = way === 'text' ? { warm: median(await repeated(check)) } : {};
console.log(JSON.stringify({ starts, load, cold, ...warm, peakMemory } satisfies CheckerFigures));
