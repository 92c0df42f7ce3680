// Builds everything: generated code from the one schema, the extension, the webview and the tests.
//   node esbuild.js [--production] [--watch] [--generate]
import { glob, rm } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { generate } from './src/build/generate.ts';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  format: 'esm',
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'warning',
};

/** The extension: a small entry and one lazily imported chunk per feature (ES modules, VS Code 1.100 and later). */
const extension = {
  ...common,
  entryPoints: ['src/extension.ts'],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  // jsonc-parser's `main` requires its parts at run time; its `module` build bundles.
  mainFields: ['module', 'main'],
  // Bundled CommonJS packages reach for `require` of Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

/** The thread that checks large files, in one file. */
const worker = {
  ...extension,
  entryPoints: { checkWorker: 'src/users/documents/checkWorker.ts' },
  splitting: false,
};

const webview = {
  ...common,
  entryPoints: { form: 'src/webview/main.tsx' },
  outdir: 'dist/webview',
  platform: 'browser',
  target: 'chrome130',
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

/** Tests stay many small files; what they import from node_modules is not bundled. */
async function tests() {
  const entryPoints = await Array.fromAsync(glob('test/**/*.{ts,tsx}', { exclude: ['**/*.d.ts'] }));
  return {
    ...common,
    minify: false,
    sourcemap: true,
    entryPoints,
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
  const all = production ? [extension, worker, webview] : [extension, worker, webview, await tests()];
  if (watch) {
    for (const options of all) await (await context(options)).watch();
  } else {
    await Promise.all(all.map((options) => build(options)));
  }
}
