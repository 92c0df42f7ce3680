import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mock } from 'node:test';
import { Uri, type LogOutputChannel } from 'vscode';
import { sweepDaily } from '../../../src/users/sweepDaily';
import { removeOldFiles } from '../../../src/updates/oldFiles';
import { untilTurn } from '../../host/until';
import { temporaryFolder } from '../../host/temporaryFolder';

const dayMs = 24 * 3_600_000;
const id = 'truto-users.truto-users';

describe('what was kept long enough', () => {
  let user: string;
  let shared: string;
  const workspace = (name: string) => join(user, 'workspaceStorage', name, id);

  /** A file that was last written so many days ago. */
  function keep(file: string, daysAgo: number): string {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '{}');
    const then = new Date(Date.now() - daysAgo * dayMs);
    utimesSync(file, then, then);
    return file;
  }
  const keepUpdates = (daysAgo: number) =>
    keep(
      join(shared, 'history', `${new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10)}-a.jsonl`),
      daysAgo,
    );
  const left = (files: readonly string[]) => files.map((file) => existsSync(file));

  beforeEach(() => {
    user = temporaryFolder('truto-users').path;
    shared = join(user, 'globalStorage', id);
    mkdirSync(shared, { recursive: true });
  });

  it('is removed of this workspace, of others that nobody opens again, and of windows without one', async () => {
    const bases = [workspace('this'), workspace('other'), shared].flatMap((folder) =>
      [31, 29].map((daysAgo) => keep(join(folder, 'edit-bases', `${daysAgo}.json`), daysAgo)),
    );
    await removeOldFiles(workspace('this'), shared, 30);
    assert.deepEqual(left(bases), [false, true, false, true, false, true]);
  });

  it('is removed of the history after as many days as the setting says', async () => {
    const updates = [9, 6, 0].map(keepUpdates);
    await removeOldFiles(workspace('this'), shared, 30);
    assert.deepEqual(left(updates), [true, true, true]);
    await removeOldFiles(workspace('this'), shared, 7);
    assert.deepEqual(left(updates), [false, true, true]);
  });

  it('is nobody else’s, and nothing but that', async () => {
    const others = [
      join(workspace('this'), 'users', 'draft.json'),
      join(shared, 'attempts', 'one.json'),
      join(shared, 'seal.key'),
      join(user, 'workspaceStorage', 'other', 'another.extension', 'edit-bases', 'old.json'),
      join(user, 'workspaceStorage', 'a-file'),
    ].map((file) => keep(file, 400));
    await removeOldFiles(workspace('this'), shared, 1);
    assert.deepEqual(
      left(others),
      others.map(() => true),
    );
  });

  it('is looked for in other workspaces once a day, in whichever window', async () => {
    await removeOldFiles(workspace('this'), shared, 30);
    const old = keep(join(workspace('other'), 'edit-bases', 'old.json'), 31);
    await removeOldFiles(workspace('another'), shared, 30);
    assert.ok(existsSync(old));
    keep(join(shared, 'edit-bases.cleaned'), 1.1);
    await removeOldFiles(workspace('another'), shared, 30);
    assert.ok(!existsSync(old));
  });

  it('is looked for in no other folder where no workspace is open', async () => {
    const elsewhere = keep(join(user, 'elsewhere', id, 'edit-bases', 'old.json'), 31);
    const own = keep(join(shared, 'edit-bases', 'old.json'), 31);
    await removeOldFiles(shared, shared, 30);
    assert.deepEqual([existsSync(elsewhere), existsSync(own)], [true, false]);
  });

  it('leaves no folder behind where nothing was ever kept', async () => {
    rmSync(shared, { recursive: true });
    await removeOldFiles(workspace('this'), shared, 30).catch(() => undefined);
    assert.deepEqual(readdirSync(join(user, 'globalStorage')), []);
  });

  it('is removed a while after the start, and a day later again, as long as the window is open', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    try {
      const sweep = sweepDaily({
        storage: Uri.file(workspace('this')),
        globalStorageUri: Uri.file(shared),
        log: { warn: (words: string) => assert.fail(words) } as unknown as LogOutputChannel,
      });
      for (const wait of [30_000, dayMs - 30_000, dayMs]) {
        const old = keepUpdates(40);
        mock.timers.tick(wait - 1);
        assert.ok(existsSync(old));
        mock.timers.tick(1);
        await untilTurn('it is gone', () => !existsSync(old));
      }
      sweep.dispose();
    } finally {
      mock.timers.reset();
    }
  });
});
