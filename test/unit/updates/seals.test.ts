import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Seals } from '../../../src/updates/seals';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';

describe('the seals of what is kept', () => {
  const sealer = join(repoRoot, 'out', 'test', 'unit', 'updates', 'sealer.js');
  let folder: string;
  const sealed = async (seals = new Seals(folder)) => (await seals.kept())?.('text');
  const files = () => readdirSync(folder).sort();

  beforeEach(() => {
    folder = join(temporaryFolder('truto-users').path, 'yet', 'to-be-made');
  });

  it('are made with one key, by whatever window', async () => {
    const first = await sealed();
    assert.match(first ?? '', /^[\w-]{43}$/);
    assert.equal(await sealed(), first);
    assert.deepEqual(files(), ['seal.key']);
    assert.equal(statSync(join(folder, 'seal.key')).mode & 0o77, 0);
  });

  it('are made with a key that is read once', async () => {
    const seals = new Seals(folder);
    const first = await sealed(seals);
    rmSync(folder, { recursive: true });
    assert.deepEqual([await sealed(seals), existsSync(folder)], [first, false]);
  });

  it('are made with one key where several begin at once, in this window and in others', async () => {
    for (let round = 0; round < 20; round++) {
      const seals = new Seals(folder);
      const all = await Promise.all([sealed(seals), sealed(seals), ...Array.from({ length: 8 }, () => sealed())]);
      assert.deepEqual([...new Set(all)], [await sealed()]);
      assert.deepEqual(files(), ['seal.key']);
      rmSync(folder, { recursive: true });
    }
    const windows = Array.from({ length: 3 }, () => fork(sealer, [folder]));
    await Promise.all(windows.map((window) => once(window, 'message')));
    const seals = windows.map((window) => once(window, 'message'));
    for (const window of windows) window.send('go');
    const all = (await Promise.all(seals)).map(([seal]: unknown[]) => seal);
    assert.deepEqual([...new Set(all)], [await sealed()]);
  });

  it('are made with one other key by all where the key is damaged', async () => {
    for (const damaged of ['', 'half a key']) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'seal.key'), damaged);
      const all = await Promise.all(Array.from({ length: 8 }, () => sealed()));
      assert.deepEqual([...new Set(all)], [await sealed()]);
      assert.match(all[0] ?? '', /^[\w-]{43}$/);
      rmSync(folder, { recursive: true });
    }
  });

  it('are made by nobody where no key can be kept, until one can', async () => {
    writeFileSync(join(folder, '..', '..', 'yet'), '');
    const seals = new Seals(folder);
    assert.equal(await sealed(seals), undefined);
    rmSync(join(folder, '..'));
    assert.equal(await sealed(seals), await sealed());
  });
});
