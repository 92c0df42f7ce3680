import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { notices, packageFolders } from '../../../src/build/notices';
import { temporaryFolder } from '../../host/temporaryFolder';

describe('notices of bundled packages', () => {
  it('find the packages of files, nested and scoped ones too', () => {
    assert.deepEqual(
      packageFolders([
        'src/extension.ts',
        'node_modules/zod/mini/index.js',
        'node_modules/zod/index.js',
        'node_modules/@preact/signals/dist/signals.mjs',
        'node_modules/a/node_modules/@b/c/d.js',
        'node_modules\\windows\\index.js',
      ]),
      ['node_modules/@preact/signals', 'node_modules/a/node_modules/@b/c', 'node_modules/windows', 'node_modules/zod'],
    );
  });

  it('hold the whole licence texts, and refuse a package without one', async () => {
    const folder = temporaryFolder('notices');
    const add = (name: string, files: Record<string, string>) => {
      mkdirSync(join(folder.path, name));
      writeFileSync(
        join(folder.path, name, 'package.json'),
        JSON.stringify({ name, version: '1.2.3', license: 'MIT' }),
      );
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder.path, name, file), text);
    };
    add('one', { 'LICENSE.md': 'Permission\r\nof one\n', NOTICE: 'Made by one', 'license-checker.js': 'code' });
    add('bare', { 'README.md': 'MIT' });
    try {
      assert.equal(
        await notices(folder.path, ['one']),
        `Truto Users contains parts of these packages.\n\n${'-'.repeat(80)}\n\none 1.2.3 (MIT)\n\nPermission\nof one\n\nMade by one\n`,
      );
      await assert.rejects(notices(folder.path, ['one', 'bare']), /bare is bundled and has no licence text/);
    } finally {
      folder.remove();
    }
  });
});
