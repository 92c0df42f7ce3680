// Tries whether the unit tests notice when the code is wrong:
//   node runMutants.js [--only core/json] [--sample N] [--seed N] [--workers N]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repoRoot } from '../host/repoRoot';
import { buildMutants } from './buildMutants';
import type { Mutant } from './instrument';
import { MutantRunner, runFirst, type Fate } from './mutantRunner';

/** A mutant that lives for a reason: it is as good as the code, or nothing could tell it from the code. */
type Excused = Pick<Mutant, 'file' | 'source' | 'before' | 'after'> & { readonly why: string };

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
  },
});

const built = await buildMutants(values.only);
const excused = JSON.parse(
  readFileSync(join(repoRoot, 'test', 'mutants', 'excused.json'), 'utf8'),
) as readonly Excused[];
const keyOf = ({ file, source, before, after }: Omit<Excused, 'why'>) => JSON.stringify([file, source, before, after]);
const excusedKeys = new Set(excused.map(keyOf));
const chosen = sampled(
  built.mutants.filter((mutant) => !excusedKeys.has(keyOf(mutant))),
  values.sample === undefined ? Infinity : Number(values.sample),
  Number(values.seed),
);
console.log(`${built.mutants.length} mutants, ${chosen.length} of them are tried; first the tests as they are`);

const files = [...new Set(chosen.flatMap(({ file }) => [...(built.nearby.get(file)?.keys() ?? [])]))];
const first = await runFirst(built, files);
const broken = first.tests.filter(({ passed }) => !passed);
console.log(
  `${first.tests.length} tests in ${Math.round(sumOf(first) / 1000)} s, ${broken.length} of them failed as they are and are left out`,
);
for (const { title } of broken) console.log(`  ${title}`);

const fates = new Map<Mutant, Fate>();
const queue = chosen.values();
await Promise.all(
  Array.from({ length: Number(values.workers) }, async () => {
    const runner = new MutantRunner(built, first, files);
    for (const mutant of queue) {
      const fate = await runner.try(mutant);
      fates.set(mutant, fate);
      if (!fate.killed) console.log(told(mutant));
      if (fates.size % 50 === 0) console.log(`${fates.size} of ${chosen.length} tried, ${killedOf(chosen)} killed`);
    }
    runner.dispose();
  }),
);

function report(): void {
  const modules = Map.groupBy(chosen, ({ file }) => file);
  const rows = [...modules].map(([file, mutants]) => ({ file, tried: mutants.length, killed: killedOf(mutants) }));
  const folders = Map.groupBy(rows, ({ file }) => file.slice(0, file.lastIndexOf('/')));
  for (const [folder, members] of folders) {
    for (const { file, tried, killed } of members)
      console.log(rate(`  ${file.slice(folder.length + 1)}`, tried, killed));
    console.log(rate(folder, sum(members, 'tried'), sum(members, 'killed')));
  }
  console.log(rate('all', chosen.length, killedOf(chosen)));
  mkdirSync(join(repoRoot, 'out'), { recursive: true });
  const results = chosen.map((mutant) => ({ ...mutant, ...fates.get(mutant) }));
  writeFileSync(join(repoRoot, 'out', 'mutants.json'), JSON.stringify({ rows, results }, undefined, 1));
}

function killedOf(mutants: readonly Mutant[]): number {
  return mutants.filter((mutant) => fates.get(mutant)?.killed === true).length;
}

function sumOf({ tests }: { readonly tests: readonly { readonly ms: number }[] }): number {
  return tests.reduce((total, { ms }) => total + ms, 0);
}

function sum(rows: readonly { tried: number; killed: number }[], name: 'tried' | 'killed'): number {
  return rows.reduce((total, row) => total + row[name], 0);
}

function rate(name: string, tried: number, killed: number): string {
  return `${name.padEnd(40)} ${String(killed).padStart(5)} of ${String(tried).padStart(5)}  ${((100 * killed) / tried).toFixed(1).padStart(5)} %`;
}

/** Where a mutant is, and what is wrong with it. */
function told({ file, line, before, after, kind }: Mutant): string {
  return `${file}:${line} ${kind}: ${short(before)} → ${short(after) || 'nothing'}`;
}

function short(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

/** So many of them, the same ones for the same seed, in their order. */
function sampled<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  if (count >= all.length) return all;
  let state = seed;
  const drawn = all.map((item, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return { item, index, at: state };
  });
  return drawn
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}

report();
