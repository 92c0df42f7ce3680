import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { repoRoot } from '../host/repoRoot';
import { instrument, type Mutant } from './instrument';

/** What is tried: the pure middle, of which the unit tests say that they hold it. */
const tried = ['core/{json,update,responses,http,secrets,errors,edit,rules,fixes}', 'api', 'updates'];

const workerSource = 'test/mutants/mutantWorker.ts';

/** Unit tests built with every mutant in them. */
export interface BuiltMutants {
  /** Where the built tests lie. */
  readonly folder: string;
  /** The script that runs them. */
  readonly worker: string;
  readonly mutants: readonly Mutant[];
  /** By source file: the test files (from the folder) that are nearest to it, and how many imports away. */
  readonly nearby: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Builds all unit tests with the mutants of the source files whose path begins so (from `src/`). */
export async function buildMutants(only: string): Promise<BuiltMutants> {
  const sources = globSync(
    tried.map((part) => `src/${part}/**/*.ts`),
    { cwd: repoRoot },
  );
  const texts = new Map<string, string>();
  const mutants: Mutant[] = [];
  for (const file of sources.filter((name) => name.startsWith(`src/${only}`)).sort()) {
    const made = instrument(file, readFileSync(join(repoRoot, file), 'utf8'), mutants.length);
    texts.set(file, made.text);
    mutants.push(...made.mutants);
  }
  const folder = join(repoRoot, 'out', 'mutants');
  const tests = globSync('test/unit/**/*.test.{ts,tsx}', { cwd: repoRoot });
  const { metafile } = await build({
    absWorkingDir: repoRoot,
    entryPoints: [...tests, 'test/unit/vscode.ts', workerSource],
    outbase: 'test',
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    external: ['vscode'],
    logLevel: 'error',
    metafile: true,
    // For the threads and processes that tests start.
    banner: { js: 'globalThis.__mutant ??= () => false;' },
    plugins: [
      {
        name: 'mutants',
        setup: (building) =>
          building.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
            const contents = texts.get(relative(repoRoot, path).replaceAll('\\', '/'));
            return contents === undefined ? undefined : { contents, loader: 'ts' };
          }),
      },
    ],
  });
  return {
    folder,
    worker: join(folder, 'mutants', 'mutantWorker.js'),
    mutants,
    nearby: nearbyTests([...texts.keys()], tests, metafile),
  };
}

const builtName = (test: string): string => test.replace(/^test\//, '').replace(/\.tsx?$/, '.js');

/**
 * The test files that reach a source file by the fewest imports, and those that take one more; of a module of the core
 * those of the core, where there are any: others take their time, and seldom see more.
 */
function nearbyTests(sources: readonly string[], tests: readonly string[], metafile: Metafile): BuiltMutants['nearby'] {
  const distances = tests
    .filter((test) => isOfFew(test, metafile))
    .map((test) => ({ name: builtName(test), distances: distancesFrom(test, metafile) }));
  const nearby = (source: string) => {
    const found = distances.flatMap(({ name, distances: all }): [string, number][] => {
      const distance = all.get(source);
      return distance === undefined ? [] : [[name, distance]];
    });
    const own = found.filter(([name]) => name.startsWith('unit/core/') && source.startsWith('src/core/'));
    const fit = own.length > 0 ? own : found;
    const nearest = Math.min(...fit.map(([, distance]) => distance));
    return new Map(fit.filter(([, distance]) => distance <= nearest + 1));
  };
  return new Map(sources.map((source) => [source, nearby(source)]));
}

/** A test that asks something of everything is near to nothing. */
const isOfFew = (test: string, { inputs }: Metafile): boolean => (inputs[test]?.imports.length ?? 0) < 30;

function distancesFrom(test: string, { inputs }: Metafile): ReadonlyMap<string, number> {
  const distances = new Map([[test, 0]]);
  // A map goes on with what is added on the way.
  for (const [file, distance] of distances)
    for (const { path } of inputs[file]?.imports ?? []) if (!distances.has(path)) distances.set(path, distance + 1);
  return distances;
}
