import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { bundles } from '../../../src/build/bundles';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';

/** In bytes, of the entry alone and of all that is read with it. */
const maxEntry = 40 * 1024;
const maxActivation = 76 * 1024;

type Outputs = Metafile['outputs'];

/** A file and those that it imports at once, and so on: as they are written, as the build leaves out imports of no use. */
function readAtOnce(entry: string): readonly string[] {
  const found = new Set([entry]);
  for (const file of found) {
    const text = readFileSync(join(repoRoot, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:\bfrom|(?:^|;)import) ?"\.\/([^"]+\.js)"/gm))
      found.add(join(file, '..', name));
  }
  return [...found];
}

describe('the activation', function () {
  this.timeout(60_000);
  let outputs: Outputs;
  let entry: string;
  let files: readonly string[];

  before(async () => {
    const folder = temporaryFolder('truto-users').path;
    const [extension] = bundles('production', folder);
    ({ outputs } = (await build({ ...extension!, absWorkingDir: repoRoot, metafile: true })).metafile);
    entry = relative(repoRoot, join(folder, 'extension.js'));
    files = readAtOnce(entry);
  });

  const bytes = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + readFileSync(join(repoRoot, name)).length, 0);

  it('reads little: the entry, and what that imports at once', () => {
    assert.ok(bytes([entry]) <= maxEntry, `${bytes([entry])} bytes`);
    assert.ok(bytes(files) <= maxActivation, `${bytes(files)} bytes in ${files.length} files`);
  });

  it('is as large as CONTRIBUTING says', () => {
    const [, said = ''] =
      /activation reads about (\d+) KB/.exec(readFileSync(join(repoRoot, 'CONTRIBUTING.md'), 'utf8')) ?? [];
    assert.ok(Math.abs(Number(said) - bytes(files) / 1024) <= 5, `${bytes(files)} bytes, not ${said} KB`);
  });

  it('reads no package and no generated check', () => {
    const inputs = files.flatMap((file) => Object.keys(outputs[file]!.inputs));
    assert.ok(inputs.includes('src/extension.ts'));
    assert.deepEqual(
      inputs.filter((name) => /node_modules|generated\//.test(name)),
      [],
    );
  });
});
