import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GrowingLines } from '../../../src/platform/growingLines';
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

  describe('that a response to one of them has paused', () => {
    const limits = { windowMs, perAccount: 50, perToken: 500 };
    const start = 1_000_000;
    const limited = (seconds: number | string) => ({ status: 429, headers: { 'retry-after': String(seconds) } });
    let path: string;
    let now: number;
    const open = () => new SharedPacer(path, limits, () => now);
    beforeEach(() => {
      path = folder();
      now = start;
    });

    const isTold = () =>
      until('the pause', () => existsSync(join(path, 'pauses')) && statSync(join(path, 'pauses')).size > 0);

    it('is kept by the others, for that account alone, and by windows that open later', async () => {
      const [one, other] = [open(), open()];
      assert.equal(await one.take('private'), 0);
      one.done('private', limited(20));
      await isTold();
      assert.deepEqual(
        [await other.take('private'), await other.take('b'), await other.take(undefined)],
        [20_000, 0, 0],
      );
      assert.doesNotMatch(readFileSync(join(path, 'pauses'), 'utf8'), /private/);
      // Many windows of time later, of which each has files of its own.
      for (; now < start + 19_000; now += windowMs) assert.equal(await other.take('b'), 0);
      assert.deepEqual([await open().take('private'), await other.take('private')], [1_000, 1_000]);
      now = start + 20_000;
      assert.deepEqual(
        [await open().take('private'), await one.take('private'), await other.take('private')],
        [0, 0, 0],
      );
    });

    it('is kept where a quota is used up, and for all accounts where no account was asked', async () => {
      const [one, other] = [open(), open()];
      await one.take('a');
      one.done('a', { status: 200, headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '7' } });
      await isTold();
      assert.deepEqual([await other.take('a'), await other.take('b')], [7_000, 0]);
      await one.take(undefined);
      one.done(undefined, limited(9));
      await until('the other pause', () => readFileSync(join(path, 'pauses'), 'utf8').split('pause').length === 3);
      assert.deepEqual(
        [await other.take('a'), await other.take('b'), await open().take(undefined)],
        [9_000, 9_000, 9_000],
      );
    });

    it('is told once, and again only where it is longer', async () => {
      const one = open();
      const told = () => readFileSync(join(path, 'pauses'), 'utf8').split('pause').length - 1;
      for (let count = 0; count < 3; count++) await one.take('a');
      one.done('a', limited(5));
      one.done('a', limited(5));
      one.done('a', limited(3));
      await isTold();
      assert.equal(told(), 1);
      now += 5_000;
      await one.take('a');
      one.done('a', limited(8));
      await until('the later pause', () => existsSync(join(path, 'pauses')) && told() === 1);
      now += 1;
      one.done('a', limited(9));
      await until('the longer pause', () => told() === 2);
      assert.equal(await open().take('a'), 9_000);
    });

    it('is never longer than five minutes, whatever was told, and no longer where the clock is set back', async () => {
      const one = open();
      await one.take('a');
      one.done('a', limited(86_400));
      await isTold();
      assert.equal(await open().take('a'), 300_000);
      writeFileSync(join(path, 'pauses'), `{"pause":"","time":${now - 1_000},"until":1e15}\n`);
      assert.equal(await open().take('b'), 299_000);
      now -= 60_000;
      assert.deepEqual([await open().take('a'), await open().take('b')], [0, 0]);
    });

    it('is forgotten with its file once it is over', async () => {
      const one = open();
      await one.take('a');
      one.done('a', limited(1));
      await isTold();
      now += 2 * windowMs;
      assert.equal(await open().take('a'), 0);
      assert.ok(!existsSync(join(path, 'pauses')));
    });

    it('is nothing to an earlier version, which skips such a line and leaves the file', async () => {
      const line = `{"pause":"","time":${now},"until":${now + 5_000}}\n`;
      // As a line among those of the places it is none.
      await open().take('a');
      writeFileSync(join(path, String(now / windowMs)), line, { flag: 'a' });
      assert.equal(await open().take('a'), 0);
      // What an earlier version removes has a number for a name.
      writeFileSync(join(path, 'pauses'), line);
      assert.deepEqual(
        readdirSync(path).filter((name) => !/^\d+$/.test(name)),
        ['pauses'],
      );
    });

    for (const [what, text] of Object.entries({
      'a line that was cut short': '{"pause":"","time":1,"un',
      'other lines': 'null\n7\n{"pause":1}\n{"pause":"","time":"x","until":1}\n',
      'no text': '\u0000\uFFFD'.repeat(100),
    }))
      it(`is told behind ${what}`, async () => {
        const one = open();
        await one.take('a');
        writeFileSync(join(path, 'pauses'), text);
        one.done('a', limited(5));
        await until('the pause', () => readFileSync(join(path, 'pauses'), 'utf8').includes('until":1005000'));
        assert.equal(await open().take('a'), 5_000);
      });
  });

  it('are read on from where they were read before, also where their file was replaced', async () => {
    const file = join(folder(), 'lines');
    const lines = new GrowingLines(file, (line) => (line === 'skipped' ? undefined : line));
    assert.deepEqual(await lines.read(), []);
    writeFileSync(file, 'a\nskipped\nbé');
    assert.deepEqual(await lines.read(), ['a']);
    writeFileSync(file, 'c\n\nd\n', { flag: 'a' });
    assert.deepEqual(await lines.read(), ['a', 'béc', 'd']);
    assert.deepEqual(await lines.read(), ['a', 'béc', 'd']);
    writeFileSync(file, 'e\n');
    assert.deepEqual(await lines.read(), ['e']);
    rmSync(file);
    assert.deepEqual(await lines.read(), []);
    writeFileSync(file, 'f\n');
    assert.deepEqual(await lines.read(), ['f']);
  });

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
