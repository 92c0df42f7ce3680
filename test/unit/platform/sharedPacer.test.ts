import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SharedPacer } from '../../../src/platform/sharedPacer';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';

const windowMs = 1_000;

/** Runs windows side by side, each taking so many places of its account; when they got them, in order. */
async function run(folder: string, windows: readonly string[], limits: { readonly perAccount: number; readonly perToken: number }, places: number): Promise<number[]> {
  const taker = join(repoRoot, 'out', 'test', 'unit', 'platform', 'paceTaker.js');
  const outputs = await Promise.all(windows.map((account) =>
    promisify(execFile)(process.execPath, [taker, folder, account, String(places), String(limits.perAccount), String(limits.perToken), String(windowMs)])));
  return outputs.flatMap(({ stdout }) => stdout.trim().split('\n').map(Number)).sort((one, other) => one - other);
}

/** The most of these times that lie in any stretch of this length. */
const mostWithin = (times: readonly number[], length: number) =>
  Math.max(...times.map((start, index) => times.slice(index).filter((time) => time < start + length).length));

describe('the pace of several windows', () => {
  const folder = () => temporaryFolder('truto-pace').path;
  // A place is told a little after it was claimed.
  const stretch = windowMs * 0.8;

  it('keeps to the limit of an account over all windows, and lets each have its places', async () => {
    const times = await run(folder(), ['a', 'a', 'a'], { perAccount: 10, perToken: 100 }, 10);
    assert.equal(times.length, 30);
    assert.ok(mostWithin(times, stretch) <= 10, `${mostWithin(times, stretch)} at once`);
  });

  it('keeps to the limit of a token over all accounts', async () => {
    const times = await run(folder(), ['a', 'b', 'c'], { perAccount: 100, perToken: 12 }, 8);
    assert.equal(times.length, 24);
    assert.ok(mostWithin(times, stretch) <= 12, `${mostWithin(times, stretch)} at once`);
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
