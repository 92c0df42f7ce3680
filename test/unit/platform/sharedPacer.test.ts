import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SharedPacer } from '../../../src/platform/sharedPacer';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';

const windowMs = 1_000;

interface Limits {
  readonly perAccount: number;
  readonly perToken: number;
}

/** Runs windows side by side, each asking for more places of its account than there are; how many they got together. */
async function placesOf(
  windows: readonly string[],
  folder: string,
  { perAccount, perToken }: Limits,
  now: number,
): Promise<number> {
  const taker = join(repoRoot, 'out', 'test', 'unit', 'platform', 'paceTaker.js');
  const numbers = [30, perAccount, perToken, windowMs, now].map(String);
  const outputs = await Promise.all(
    windows.map((account) => promisify(execFile)(process.execPath, [taker, folder, account, ...numbers])),
  );
  return outputs.reduce((sum, { stdout }) => sum + Number(stdout), 0);
}

describe('the pace of several windows', () => {
  const folder = () => temporaryFolder('truto-pace').path;

  it('keeps to the limit of an account over all windows, in each window of time', async () => {
    const path = folder();
    const limits = { perAccount: 20, perToken: 100 };
    assert.equal(await placesOf(['a', 'a', 'a'], path, limits, 1_000_000), 20);
    assert.equal(await placesOf(['a', 'a', 'a'], path, limits, 1_000_000 + windowMs - 1), 0);
    assert.equal(await placesOf(['a', 'a', 'a'], path, limits, 1_000_000 + windowMs), 20);
  });

  it('keeps to the limit of a token over all accounts', async () => {
    assert.equal(await placesOf(['a', 'b', 'c'], folder(), { perAccount: 20, perToken: 24 }, 1_000_000), 24);
  });

  it('keeps no account by name, and nothing older than it needs', async () => {
    const path = folder();
    let now = 1_000_000;
    const pacer = new SharedPacer(path, { windowMs, perAccount: 5, perToken: 5 }, () => now);
    for (let time = 0; time < 10; time += 1, now += windowMs) assert.equal(await pacer.take('very-private-account'), 0);
    const files = readdirSync(path);
    assert.equal(files.length, 2);
    for (const file of files) assert.doesNotMatch(readFileSync(join(path, file), 'utf8'), /very-private/);
  });

  it('gives a place back when it must wait, and says how long', async () => {
    const path = folder();
    const clock = () => 1_000_000;
    const limits = { windowMs, perAccount: 2, perToken: 100 };
    const [one, other] = [new SharedPacer(path, limits, clock), new SharedPacer(path, limits, clock)];
    assert.deepEqual([await one.take('a'), await one.take('a')], [0, 0]);
    assert.deepEqual([await other.take('a'), await other.take('a'), await other.take('b')], [windowMs, windowMs, 0]);
  });

  it('paces one window by itself where the folder cannot be used', async () => {
    const pacer = new SharedPacer('/dev/null/no-folder', { windowMs, perAccount: 1, perToken: 5 }, () => 1_000_000);
    assert.deepEqual([await pacer.take('a'), await pacer.take('a')], [0, windowMs]);
  });
});
