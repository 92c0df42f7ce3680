import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** An import of a chunk for nothing but its order. */
const bareImport = /(?<=^|;)import ?"\.\/[^"]+\.js";/gm;

/**
 * An entry names all chunks that it reaches, also those that only other chunks use, to keep the order of their effects. No
 * module here has any: each chunk is read before those that use it as it is, and what nobody uses is left out.
 */
export const usedImports: Plugin = {
  name: 'used-imports',
  setup(build) {
    const { absWorkingDir = process.cwd() } = build.initialOptions;
    build.onEnd(async ({ metafile }) => {
      const files = Object.keys(metafile?.outputs ?? {}).filter((file) => file.endsWith('.js'));
      await Promise.all(
        files.map(async (name) => {
          const file = join(absWorkingDir, name);
          const text = await readFile(file, 'utf8');
          const used = text.replace(bareImport, '');
          if (used === '') await rm(file);
          else if (used !== text) await writeFile(file, used);
        }),
      );
    });
  },
};
