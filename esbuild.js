// Builds everything: generated code from the one schema, the extension, the webview and the tests.
//   node esbuild.js [--watch] [--generate]
import { glob, rm } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { bundles } from './src/build/bundles.ts';
import { generate } from './src/build/generate.ts';

/** Tests stay many small files; what they import from node_modules is not bundled. */
async function tests() {
  return {
    bundle: true,
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    entryPoints: await Array.fromAsync(glob('test/**/*.{ts,tsx}', { exclude: ['**/*.d.ts'] })),
    outbase: 'test',
    outdir: 'out/test',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    external: ['vscode'],
  };
}

await generate();
if (!process.argv.includes('--generate')) {
  await Promise.all([
    rm('dist/chunks', { recursive: true, force: true }),
    rm('out/test', { recursive: true, force: true }),
  ]);
  const all = [...bundles('development', 'dist'), await tests()];
  if (process.argv.includes('--watch')) {
    for (const options of all) await (await context(options)).watch();
  } else {
    await Promise.all(all.map((options) => build(options)));
  }
}
