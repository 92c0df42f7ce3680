import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { until } from '../../host/until';
import { temporaryFolder } from '../../host/temporaryFolder';
import { openWindow, profileOf, sendOf, userFile, type HeadlessWindow } from './headless';

const watched = ['stat', 'readdir', 'readFile', 'open', 'rm'] as const;
type Calls = Record<(typeof watched)[number], number>;

/**
 * Counts calls of the file system in a window's folder while something runs: what windows of other tests left to be done is
 * not its own. A listing may be made to wait.
 */
async function fileCalls(
  { storage }: HeadlessWindow,
  run: () => Promise<unknown>,
  listing?: Promise<void>,
): Promise<Calls> {
  const own = { ...files };
  const calls: Calls = { stat: 0, readdir: 0, readFile: 0, open: 0, rm: 0 };
  const replaced = Object.fromEntries(
    watched.map((name) => [
      name,
      async (...given: unknown[]) => {
        if (String(given[0]).startsWith(storage)) calls[name]++;
        if (name === 'readdir') await listing;
        return (own[name] as (...all: unknown[]) => Promise<unknown>)(...given);
      },
    ]),
  );
  Object.assign(files, replaced);
  syncBuiltinESMExports();
  try {
    await run();
    return { ...calls };
  } finally {
    Object.assign(files, own);
    syncBuiltinESMExports();
  }
}

describe('the files of a send', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());

  /** A window whose folder holds so many edit bases of other edits, thirty-one days old. */
  async function windowBeside(count: number): Promise<HeadlessWindow> {
    const storage = temporaryFolder('truto-users').path;
    mkdirSync(join(storage, 'edit-bases'));
    for (let index = 0; index < count; index++) {
      const file = join(storage, 'edit-bases', `old-${index}.json`);
      writeFileSync(file, '{}');
      utimesSync(file, 1, 1);
    }
    const window = openWindow({ storage });
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    return window;
  }

  let sent = 0;
  const send = async (window: HeadlessWindow) => {
    const result = await window.sends.send(sendOf(window, userFile({ title: `Title ${++sent}` }), { isPress: false }));
    assert.equal(result?.outcome.outcome, 'applied');
  };

  it('are as many beside hundreds of old edit bases as beside none, and the folder is never listed', async () => {
    const [none, hundreds] = [await windowBeside(0), await windowBeside(300)];
    for (const window of [none, hundreds]) writeFileSync(join(window.storage, 'edit-bases.cleaned'), '');
    const alone = await fileCalls(none, () => send(none));
    assert.deepEqual(await fileCalls(hundreds, () => send(hundreds)), alone);
    assert.equal(alone.readdir, 0);
    assert.deepEqual(await fileCalls(hundreds, () => send(hundreds)), await fileCalls(none, () => send(none)));
  });

  it('are listed once a day to be cleaned, and the send does not wait for that', async () => {
    const window = await windowBeside(300);
    const { promise: listing, resolve: list } = Promise.withResolvers<undefined>();
    const first = await fileCalls(window, () => send(window), listing);
    assert.equal(first.readdir, 1);
    list(undefined);
    const names = () => readdirSync(join(window.storage, 'edit-bases'));
    await until('the old ones are gone', () => !names().some((name) => name.startsWith('old-')));
    assert.equal((await fileCalls(window, () => send(window))).readdir, 0);
  });
});
