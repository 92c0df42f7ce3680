// Makes the VSIX: node src/build/packageExtension.ts [FILE]
// REPOSITORY_URL, the https address of the repository, gives the papers their pictures and links and the manifest its addresses.
// SOURCE_DATE_EPOCH, in seconds: from one source, the same number makes the same file.
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundles } from './bundles.ts';
import { bundledFiles, generate } from './generate.ts';
import { notices, packageFolders } from './notices.ts';
import { packagedManifest, packagedMarkdown, repositoryAddress } from './packagedPapers.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const hints = 'dist/user.hints.schema.json';
const papers = ['README.md', 'CHANGELOG.md'];
const asTheyAre = ['LICENSE', 'package.nls.json', 'media/icon.png', 'media/truto.svg', 'media/walkthrough/*'];

type Manifest = { readonly name: string; readonly version: string };

/** Puts all that is packaged, and nothing else, into a folder. */
async function fill(folder: string, manifest: Manifest): Promise<void> {
  const repository = repositoryAddress(process.env['REPOSITORY_URL']);
  const write = async (name: string, text: string) => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  const source = (name: string) => readFile(join(root, name), 'utf8');

  await generate();
  const results = await Promise.all(
    bundles('production', join(folder, 'dist')).map((options) =>
      build({ ...options, absWorkingDir: root, metafile: true }),
    ),
  );
  const inputs = results.flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  await write('ThirdPartyNotices.txt', await notices(root, packageFolders([...inputs, ...(await bundledFiles())])));
  await write('package.json', `${JSON.stringify(packagedManifest(manifest, repository))}\n`);
  await write(hints, JSON.stringify(JSON.parse(await source(hints))));
  for (const paper of papers) await write(paper, packagedMarkdown(await source(paper), repository));
  for await (const name of glob(asTheyAre, { cwd: root })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await copyFile(join(root, name), join(folder, name));
  }
  // What is not named there is left out, whatever came into the folder.
  await write('.vscodeignore', await source('.vscodeignore'));
  // Whatever the umask.
  for await (const entry of glob('**', { cwd: folder, withFileTypes: true }))
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o644);
}

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
const file = resolve(process.argv[2] ?? join(root, `${manifest.name}-${manifest.version}.vsix`));
const folder = await mkdtemp(join(tmpdir(), 'truto-users-package-'));
try {
  await fill(folder, manifest);
  const { status } = spawnSync(
    process.execPath,
    [
      fileURLToPath(import.meta.resolve('@vscode/vsce/vsce')),
      'package',
      '--no-dependencies',
      '--no-rewrite-relative-links',
      '--allow-missing-repository',
      '--out',
      file,
    ],
    // Times in a zip file are local ones.
    { cwd: folder, env: { ...process.env, TZ: 'UTC' }, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
