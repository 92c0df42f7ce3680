// Runs layers of tests, all or those named, and adds up their counts:
//   node testAll.js [unit] [integration] [e2e] [--desktop] [--grep <part of a title>]
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repoRoot } from './repoRoot';
import { layers, resultsFile, type Counts, type Layer } from './runMocha';

const { values, positionals } = parseArgs({
  options: { desktop: { type: 'boolean' }, grep: { type: 'string' } },
  allowPositionals: true,
});

function runLayer(layer: Layer): Counts {
  console.log(`\n=== ${layer} ===`);
  rmSync(resultsFile(layer), { force: true });
  const script =
    layer === 'integration'
      ? ['runIntegration.js', ...(values.desktop === true ? ['--desktop'] : [])]
      : ['runLayer.js', layer];
  const [file = '', ...args] = script;
  const env = values.grep === undefined ? process.env : { ...process.env, TEST_GREP: values.grep };
  const { status } = spawnSync(
    process.execPath,
    ['--enable-source-maps', join(repoRoot, 'out', 'test', 'host', file), ...args],
    { env, stdio: 'inherit' },
  );
  return counts(layer, status === 0);
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

const unknown = positionals.filter((name) => !(layers as readonly string[]).includes(name));
if (unknown.length > 0) throw new Error(`No such layer: ${unknown.join(', ')}. There are ${layers.join(', ')}`);

const results = layers.filter((layer) => positionals.length === 0 || positionals.includes(layer)).map(runLayer);
const sum = (kind: keyof Counts) => results.reduce((total, result) => total + result[kind], 0);
process.exitCode = sum('failed') === 0 ? 0 : 1;
console.log(
  `\n${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`,
);
