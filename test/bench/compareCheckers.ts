import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { repoRoot } from '../host/repoRoot';
import { temporaryFolder } from '../host/temporaryFolder';
import { checkerNames, type CheckerName } from './checkers';
import { makeUsers } from './makeUsers';
import type { CheckerFigures } from './measureChecker';
import { median } from './median';

type Measure = 'load' | 'cold' | 'warm' | 'peakMemory';

/** One line of the table: medians of both, in milliseconds or megabytes. */
export interface Comparison {
  readonly users: number;
  readonly from: 'text' | 'disk';
  readonly measure: Measure;
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  readonly problems: number;
}

/** So many times all are measured, one after another. */
const rounds = 5;
const roundsFromDisk = 3;
const texts = [1, 1_000, 10_000];
const file = 100_000;

/** Compares our checks with the peer's, each measurement in a process of its own. Throws when they find different problems. */
export async function compareCheckers(): Promise<Comparison[]> {
  const folder = temporaryFolder('truto-bench');
  const pathOf = (users: number) => join(folder.path, `${users}.json`);
  for (const users of [...texts, file])
    await pipeline(Readable.from(makeUsers(users)), createWriteStream(pathOf(users)));
  const comparisons: Comparison[] = [];
  for (const users of texts) {
    comparisons.push(
      ...compare(users, 'text', ['load', 'cold', 'warm'], (name) => measure(name, pathOf(users), 'text')),
    );
    comparisons.push(...compare(users, 'text', ['peakMemory'], (name) => measure(name, pathOf(users), 'memory')));
  }
  comparisons.push(...compare(file, 'disk', ['cold', 'peakMemory'], (name) => measure(name, pathOf(file), 'disk')));
  folder.remove();
  return comparisons;
}

function compare(
  users: number,
  from: Comparison['from'],
  measures: readonly Measure[],
  run: (name: CheckerName) => CheckerFigures,
): Comparison[] {
  const figures: Record<CheckerName, CheckerFigures[]> = { ours: [], peer: [] };
  for (let round = 0; round < (from === 'disk' ? roundsFromDisk : rounds); round++) {
    for (const name of checkerNames) figures[name].push(run(name));
  }
  const starts = figures.ours[0]?.starts ?? [];
  for (const { starts: others } of [...figures.ours, ...figures.peer])
    assert.deepEqual(others, starts, `${users} users: the same problems at the same places`);
  return measures.map((measure) => {
    const [ours, peer] = [figures.ours, figures.peer].map((all) => median(all.map((one) => one[measure] ?? NaN))) as [
      number,
      number,
    ];
    return { users, from, measure, ours, peer, ratio: ours / peer, problems: starts.length };
  });
}

function measure(name: CheckerName, path: string, way: 'text' | 'memory' | 'disk'): CheckerFigures {
  const script = join(repoRoot, 'out', 'test', 'bench', 'measureChecker.js');
  const output = execFileSync(process.execPath, ['--max-old-space-size=12000', script, name, path, way], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return JSON.parse(output) as CheckerFigures;
}
