import type { BuildOptions } from 'esbuild';
import { usedImports } from './usedImports.ts';

/** How what is shipped is bundled: the extension with its worker, and the form editor's page. */
export function bundles(kind: 'production' | 'development', outdir: string): readonly BuildOptions[] {
  const production = kind === 'production';
  const common = {
    bundle: true,
    format: 'esm',
    minify: production,
    sourcemap: !production,
    // Notices of what is bundled come in a file of their own.
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  } as const satisfies BuildOptions;
  return [
    {
      ...common,
      // A small entry, the thread that checks large files, and one lazily imported chunk per feature (ES modules, VS Code
      // 1.100 and later).
      entryPoints: { extension: 'src/extension.ts', checkWorker: 'src/users/documents/checkWorker.ts' },
      outdir,
      // Each name is in the package twice, and again in what imports it: a folder and words would take more room than many a chunk.
      chunkNames: production ? '[hash]' : 'chunks/[name]-[hash]',
      splitting: true,
      platform: 'node',
      target: 'node22',
      external: ['vscode'],
      // jsonc-parser's `main` requires its parts at run time; its `module` build bundles.
      mainFields: ['module', 'main'],
      plugins: [usedImports],
    },
    {
      ...common,
      entryPoints: { form: 'src/webview/main.tsx' },
      outdir: `${outdir}/webview`,
      platform: 'browser',
      target: 'chrome130',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    },
  ];
}
