import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder, type TemporaryFolder } from '../../host/temporaryFolder';
import { zipFiles } from './zipFiles';

const maxSize = 400 * 1024;
const address = 'https://git.example/team/users';

interface Manifest {
  readonly version: string;
  readonly icon: string;
  readonly main: string;
}

/** What may be in the package. */
const allowed = [
  /^(extension\.vsixmanifest|\[Content_Types\]\.xml)$/,
  /^extension\/(package\.json|package\.nls\.json|readme\.md|changelog\.md|LICENSE\.txt|ThirdPartyNotices\.txt)$/,
  /^extension\/dist\/(extension\.js|checkWorker\.js|[A-Z\d]{8}\.js|webview\/form\.(js|css)|user\.hints\.schema\.json)$/,
  /^extension\/media\/(icon\.png|truto\.svg|walkthrough\/[\w-]+\.svg)$/,
];

describe('the package', function () {
  this.timeout(120_000);
  let folder: TemporaryFolder;
  let plain: Buffer;
  let elsewhere: Buffer;
  let released: Buffer;

  before(async () => {
    folder = temporaryFolder('package');
    const make = async (name: string, env: NodeJS.ProcessEnv): Promise<Buffer> => {
      const file = join(folder.path, name);
      await promisify(execFile)(process.execPath, [join(repoRoot, 'src/build/packageExtension.ts'), file], {
        cwd: folder.path,
        env: { ...process.env, REPOSITORY_URL: '', ...env },
      });
      return readFileSync(file);
    };
    plain = await make('plain.vsix', { SOURCE_DATE_EPOCH: '1700000000', TZ: 'Asia/Tokyo' });
    elsewhere = await make('elsewhere.vsix', { SOURCE_DATE_EPOCH: '1700000000', TZ: 'America/Lima' });
    released = await make('released.vsix', { SOURCE_DATE_EPOCH: '1700000000', REPOSITORY_URL: address });
  });
  after(() => folder.remove());

  const text = (vsix: Buffer, name: string) => zipFiles(vsix).get(`extension/${name}`)!.toString('utf8');
  const manifest = (vsix: Buffer) => JSON.parse(text(vsix, 'package.json')) as Manifest & Record<string, unknown>;

  it('has one hash for one source and one time', () => {
    const hash = (vsix: Buffer) => createHash('sha256').update(vsix).digest('hex');
    assert.equal(hash(elsewhere), hash(plain));
    assert.notEqual(hash(released), hash(plain));
  });

  it('is small', () => {
    assert.ok(released.length <= maxSize, `${released.length} bytes`);
  });

  it('holds what it needs and nothing else', () => {
    const names = [...zipFiles(plain).keys()];
    assert.deepEqual(
      names.filter((name) => !allowed.some((pattern) => pattern.test(name))),
      [],
    );
    for (const name of [manifest(plain).main, manifest(plain).icon, 'dist/checkWorker.js', 'dist/webview/form.js'])
      assert.ok(names.includes(`extension/${name.replace(/^\.\//, '')}`), name);
    for (const [, path = ''] of JSON.stringify(manifest(plain)).matchAll(/"(?:\.\/)?((?:media|dist)\/[^"]+)"/g))
      assert.ok(names.includes(`extension/${path}`), path);
  });

  it('holds every chunk that its code imports, no source map and no path of a machine', () => {
    const files = zipFiles(plain);
    for (const [name, content] of files) {
      if (!name.endsWith('.js')) continue;
      const code = content.toString('utf8');
      assert.ok(!code.includes('sourceMappingURL') && !code.includes(repoRoot), name);
      // What esbuild writes where a bundled package calls `require`, which modules have not.
      assert.ok(!code.includes('Dynamic require of'), name);
      for (const [, path = ''] of code.matchAll(/(?:from|import\(|import)\s*"(\.[^"]+)"/g)) {
        const { pathname } = new URL(path, `file:///${name}`);
        assert.ok(files.has(pathname.slice(1)), `${name} imports ${path}`);
      }
    }
  });

  it('gives notice of every package whose code it holds', () => {
    const notices = text(plain, 'ThirdPartyNotices.txt');
    for (const name of ['@preact/signals', '@preact/signals-core', 'csv-parse', 'jsonc-parser', 'preact', 'zod'])
      assert.match(notices, new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, 'm'));
    assert.equal(notices.match(/^-{80}$/gm)?.length, notices.match(/Permission is hereby granted/g)?.length);
  });

  it('has papers without a relative link or picture', () => {
    for (const vsix of [plain, released])
      for (const name of ['readme.md', 'changelog.md'])
        assert.deepEqual(
          [...text(vsix, name).matchAll(/\]\((?!https:|#)[^)]*\)|<img[^>]* src="(?!https:)[^>]*>/g)].map(
            ([link]) => link,
          ),
          [],
          name,
        );
  });

  it('has papers that send nobody to what is only in the repository', () => {
    for (const vsix of [plain, released])
      for (const name of ['readme.md', 'changelog.md']) {
        const linked = text(vsix, name).replace(/\]\(https:[^)]*\)/g, '');
        for (const [file] of linked.matchAll(/\b[A-Z]{4,}\.md\b/g))
          assert.ok(zipFiles(vsix).has(`extension/${file}`), `${name}: ${file}`);
        assert.doesNotMatch(linked, /`npm |<!--/, name);
      }
  });

  it('shows the pictures of the repository, and its addresses, only where the release names it', () => {
    const shown = (vsix: Buffer) => text(vsix, 'readme.md').match(/!\[/g)?.length ?? 0;
    const there = readFileSync(join(repoRoot, 'README.md'), 'utf8').match(/!\[/g)?.length ?? 0;
    assert.deepEqual([shown(plain), shown(released)], [0, there]);
    for (const field of ['repository', 'bugs', 'homepage']) {
      assert.equal(manifest(plain)[field], undefined, field);
      assert.ok(JSON.stringify(manifest(released)[field]).includes(address), field);
    }
    assert.ok(!zipFiles(plain).get('extension.vsixmanifest')!.toString('utf8').includes(address));
  });

  it('promises an undo only where there is one', () => {
    const { description } = JSON.parse(
      text(plain, 'package.nls.json').replace('extension.description', 'description'),
    ) as {
      readonly description: string;
    };
    if (!text(plain, 'package.json').includes('"truto.undoUpdate"')) assert.doesNotMatch(description, /undo/i);
  });

  it('has nothing in its manifest that only building needs', () => {
    for (const field of ['scripts', 'dependencies', 'devDependencies', 'knip', 'allowScripts'])
      assert.equal(manifest(released)[field], undefined, field);
  });
});

describe('the README of the repository', () => {
  it('shows pictures that are there', () => {
    const readme = readFileSync(join(repoRoot, 'README.md'), 'utf8');
    for (const [, path = ''] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g))
      assert.ok(readFileSync(join(repoRoot, path)).length > 0, path);
  });
});
