import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SharedPacer } from '../../../src/platform/sharedPacer';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';
import { until } from '../../host/until';

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

  /** Waits until so many places were said to be left for or given back. */
  const allWritten = (path: string, count: number) =>
    until('what the windows have to write', () => lines(path).filter((line) => !('claim' in line)).length >= count);
  const lines = (path: string): Record<string, unknown>[] =>
    readdirSync(path)
      .sort()
      .flatMap((file) => readFileSync(join(path, file), 'utf8').split('\n'))
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));

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

  it('counts a place from when its request leaves, not from when it was asked for', async () => {
    const path = folder();
    let now = 1_000_000;
    const limits = { windowMs: 60_000, perAccount: 2, perToken: 100 };
    // Each look at the clock is 100 ms later: so long takes the file work between two of them.
    const slow = new SharedPacer(path, limits, () => (now += 100));
    assert.deepEqual([await slow.take('a'), await slow.take('a')], [0, 0]);
    const left = now;
    await allWritten(path, 2);
    const other = new SharedPacer(path, limits, () => left);
    const waitMs = await other.take('a');
    const times = lines(path).flatMap((line) => ('left' in line ? [Number(line['time'])] : []));
    const claims = lines(path).flatMap((line) => ('claim' in line ? [Number(line['time'])] : []));
    assert.ok(times.every((time, index) => time > (claims[index] ?? 0)));
    assert.equal(waitMs, (times[0] ?? 0) + limits.windowMs - left);
  });

  for (const [change, by] of [
    ['back by an hour', -3_600_000],
    ['back by half a window', -windowMs / 2],
    ['forward by an hour', 3_600_000],
  ] as const) {
    it(`waits no longer than a window, and then goes on, where the clock is set ${change}`, async () => {
      const path = folder();
      let now = 10_000_000;
      const limits = { windowMs, perAccount: 3, perToken: 100 };
      const pacers = [0, 1].map(() => new SharedPacer(path, limits, () => now));
      const take = (index: number) => pacers[index]!.take('a');
      for (const index of [0, 1, 0]) assert.equal(await take(index), 0);
      for (const index of [0, 1]) assert.ok((await take(index)) > 0);
      await allWritten(path, 5);
      now += by;
      const newcomer = new SharedPacer(path, limits, () => now);
      for (const pacer of [...pacers, newcomer]) {
        const waitMs = await pacer.take('a');
        assert.ok(waitMs <= windowMs, `${waitMs} ms`);
      }
      now += windowMs;
      // By such a clock, what had left before it was set back may have left just now.
      const waitMs = await take(0);
      assert.ok(waitMs <= Math.max(0, -by) && waitMs < windowMs, `${waitMs} ms`);
      now += waitMs;
      assert.equal(await take(0), 0);
    });
  }

  describe('whatever lies in its folder', () => {
    const limits = { windowMs, perAccount: 2, perToken: 100 };
    const now = 1_000_000;
    const current = String(now / windowMs);

    /** Two windows have the places of one. */
    async function staysShared(path: string): Promise<void> {
      const [one, other] = [new SharedPacer(path, limits, () => now), new SharedPacer(path, limits, () => now)];
      assert.deepEqual([await one.take('a'), await other.take('a')], [0, 0]);
      assert.deepEqual([await one.take('a'), await other.take('a')], [windowMs, windowMs]);
    }

    const texts: Readonly<Record<string, string>> = {
      'a line of null': 'null\n',
      'lines of other JSON':
        '7\n"x"\n[]\n{}\n{"claim":1,"account":"a","time":1000000}\n{"claim":"x","account":"a","time":"y"}\n',
      'a line that was cut short': '{"claim":"x","acc',
      'no text': '\u0000\uFFFD'.repeat(100),
      'a line without an end': 'x'.repeat(3_000_000),
      'lines that take back what nobody claimed': '{"back":"x"}\n{"left":"y","time":1000000}\n',
    };
    for (const [what, text] of Object.entries(texts)) {
      it(`stays shared with ${what}`, async () => {
        const path = folder();
        writeFileSync(join(path, current), text);
        await staysShared(path);
      });
    }

    it('stays shared with folders and other files', async () => {
      const path = folder();
      mkdirSync(join(path, 'sub'));
      mkdirSync(join(path, '1'));
      writeFileSync(join(path, 'notes.txt'), 'null');
      await staysShared(path);
    });

    it('reads only the end of a huge file', async () => {
      const path = folder();
      const huge = join(path, current);
      writeFileSync(huge, '');
      truncateSync(huge, 3 * 1024 ** 3);
      await staysShared(path);
    });

    it('follows no link, writes through none, and puts a file in its place', async () => {
      const path = folder();
      const target = join(folder(), 'precious');
      writeFileSync(target, 'precious');
      symlinkSync(target, join(path, current));
      symlinkSync('/dev/zero', join(path, String(Number(current) - 1)));
      const pacer = new SharedPacer(path, limits, () => now);
      assert.equal(await pacer.take('b'), 0);
      await staysShared(path);
      assert.equal(readFileSync(target, 'utf8'), 'precious');
      assert.ok(statSync(join(path, current)).isFile());
    });

    it('goes on by itself where a folder or a pipe is in the place of its file', async () => {
      for (const make of [
        (at: string) => mkdirSync(at),
        (at: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', at]),
      ]) {
        const path = folder();
        make(join(path, current));
        const pacer = new SharedPacer(path, limits, () => now);
        assert.deepEqual([await pacer.take('a'), await pacer.take('a'), await pacer.take('a')], [0, 0, windowMs]);
      }
    });
  });

  it('paces one window by itself where the folder cannot be used', async () => {
    const pacer = new SharedPacer('/dev/null/no-folder', { windowMs, perAccount: 1, perToken: 5 }, () => 1_000_000);
    assert.deepEqual([await pacer.take('a'), await pacer.take('a')], [0, windowMs]);
  });
});
