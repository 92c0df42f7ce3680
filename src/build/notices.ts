import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The packages, by their folders, that hold these files: those of node_modules among them. */
export function packageFolders(files: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const [folder] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/')) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort();
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** Name, version and whole licence text of the packages in these folders. Refuses a package that brings no licence text. */
export async function notices(root: string, folders: readonly string[]): Promise<string> {
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const path = join(root, folder);
      const { name, version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Package;
      const files = (await readdir(path)).filter((file) => /^(licen[cs]e|notice|copying)(\.\w+)?$/i.test(file)).sort();
      if (files.length === 0) throw new Error(`${name} is bundled and has no licence text`);
      const licences = await Promise.all(files.map((file) => readFile(join(path, file), 'utf8')));
      return `${name} ${version} (${license})\n\n${licences.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n')}\n`;
    }),
  );
  const line = `\n${'-'.repeat(80)}\n\n`;
  return `Truto Users contains parts of these packages.\n${texts.map((text) => line + text).join('')}`;
}
