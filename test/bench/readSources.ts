import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvCell } from '../../src/core/csv/csvLine';
import { repoRoot } from '../host/repoRoot';
import { temporaryFolder } from '../host/temporaryFolder';
import { makeUsers } from './makeUsers';
import type { SourceFigures } from './measureSource';
import { median } from './median';

/** One line of the table: a source read from disk and checked, as a plan begins. */
export interface SourceRead {
  readonly format: string;
  readonly rows: number;
  readonly megabytes: number;
  readonly firstProblemMs: number;
  readonly seconds: number;
  readonly peakMemory: number;
  /** The peak of memory by that of a tenth of the rows. */
  readonly memoryRatio: number;
}

type User = Record<string, unknown>;

const rounds = 3;
const rowBytes = 1000;
/** The columns of CSV; the others are in JSON what they are here. */
const lists = ['emails', 'phones', 'roles', 'groups'];

const writers: Readonly<Record<string, (count: number) => Generator<string>>> = {
  json: makeUsers,
  *jsonl(count) {
    for (const user of paddedUsers(count)) yield `${JSON.stringify(user)}\n`;
  },
  *csv(count) {
    let header: readonly string[] | undefined;
    for (const user of paddedUsers(count)) {
      if (!header) yield `${((header = Object.keys(user))).join(',')}\n`;
      yield `${header.map((name) => csvCell(cellOf(name, user[name]))).join(',')}\n`;
    }
  },
};

function cellOf(name: string, value: unknown): string {
  if (name === 'languages') return (value as string[]).join(';');
  return lists.includes(name) || name === 'remote_data' ? JSON.stringify(value) : String(value);
}

/** The users of `makeUsers`, each in about a thousand bytes when it is not laid out. */
function* paddedUsers(count: number): Generator<User> {
  for (const text of makeUsers(count)) {
    if (text.trim() === ']') return;
    const user = JSON.parse(text.replace(/^[[,]\n/, '')) as User;
    const missing = rowBytes - JSON.stringify(user).length - 30;
    yield { ...user, remote_data: { note: 'x'.repeat(Math.max(0, missing)) } };
  }
}

/** Reads a hundred thousand users in each format, in a process of their own, and a tenth of them beside. */
export async function readSources(rows = 100_000): Promise<SourceRead[]> {
  const folder = temporaryFolder('truto-bench');
  const reads: SourceRead[] = [];
  for (const [format, write] of Object.entries(writers)) {
    const paths: string[] = [];
    for (const count of [rows / 10, rows]) {
      const path = join(folder.path, `${count}.${format}`);
      await pipeline(Readable.from(write(count)), createWriteStream(path));
      paths.push(path);
    }
    const [tenth, whole] = paths.map((path) => Array.from({ length: rounds }, () => measure(path)));
    const ofAll = (all: readonly SourceFigures[] | undefined, name: keyof SourceFigures) =>
      median((all ?? []).map((one) => one[name] ?? NaN));
    assert.equal(ofAll(whole, 'rows'), rows, format);
    reads.push({
      format,
      rows,
      megabytes: statSync(paths[1] ?? '').size / 1e6,
      firstProblemMs: ofAll(whole, 'firstProblem'),
      seconds: ofAll(whole, 'seconds'),
      peakMemory: ofAll(whole, 'peakMemory'),
      memoryRatio: ofAll(whole, 'peakMemory') / ofAll(tenth, 'peakMemory'),
    });
  }
  folder.remove();
  return reads;
}

function measure(path: string): SourceFigures {
  const script = join(repoRoot, 'out', 'test', 'bench', 'measureSource.js');
  return JSON.parse(execFileSync(process.execPath, [script, path], { encoding: 'utf8' })) as SourceFigures;
}
