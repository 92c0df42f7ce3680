import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import { emptyJournal, readJournalLine } from '../../../src/core/journal/journalLine';
import { JournalWriter, readJournal, type JournalReading } from '../../../src/updates/journalFiles';
import { amount } from '../../host/long';
import { temporaryFolder } from '../../host/temporaryFolder';

describe('the files of journals', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(temporaryFolder('truto-journal').path, 'history');
  });

  const writer = (options = {}, series = () => '2026-11-27') => new JournalWriter(folder, series, options);
  const files = () => readdirSync(folder).map((name) => join(folder, name));

  async function entriesOf(path: string, from?: JournalReading) {
    const entries: unknown[] = [];
    const reading = await readJournal(path, ({ json }) => entries.push(JSON.parse(json())), from);
    return { entries, reading };
  }

  it('hold what was appended, in order, and tell where each entry is', async () => {
    const own = writer();
    const places = await Promise.all(['a', 'b', 'c'].map((entry) => own.append(entry)));
    assert.deepEqual(
      places.map(({ seq }) => seq),
      [1, 2, 3],
    );
    assert.equal(new Set(places.map(({ file }) => file)).size, 1);
    assert.deepEqual((await entriesOf(files()[0]!)).entries, ['a', 'b', 'c']);
  });

  it('are readable by their owner alone', async () => {
    await writer().append('a');
    assert.equal(statSync(files()[0]!).mode & 0o077, 0);
  });

  it('hold all that two windows append at the same time', async () => {
    const count = amount(200, 1000);
    const windows = [writer(), writer()];
    await Promise.all(
      windows.map(async (window, index) => {
        for (let entry = 0; entry < count; entry++) await window.append(`${index} ${entry}`);
      }),
    );
    const read = await Promise.all(files().map((path) => entriesOf(path)));
    const entries = read.flatMap((file) => file.entries);
    assert.equal(entries.length, 2 * count);
    assert.equal(new Set(entries).size, 2 * count);
    assert.ok(read.every(({ reading }) => reading.damaged === 0));
  }).timeout(120_000);

  it('begin anew with each day', async () => {
    let day = '2026-11-27';
    const own = writer({}, () => day);
    await own.append('a');
    day = '2026-11-28';
    await own.append('b');
    assert.deepEqual(
      readdirSync(folder)
        .map((name) => name.slice(0, 10))
        .sort(),
      ['2026-11-27', '2026-11-28'],
    );
  });

  const disturbances: Readonly<Record<string, (path: string) => void>> = {
    gone: rmSync,
    'gone with its folder': () => rmSync(folder, { recursive: true }),
    cut: (path) => truncateSync(path, 10),
    'longer than it was left': (path) => appendFileSync(path, 'x'),
  };
  for (const [name, disturb] of Object.entries(disturbances)) {
    it(`begin anew where the last one is ${name}`, async () => {
      const own = writer();
      await own.append('a');
      const [first] = files();
      disturb(first!);
      await own.append('b');
      const others = files().filter((path) => path !== first);
      assert.equal(others.length, 1);
      assert.deepEqual((await entriesOf(others[0]!)).entries, ['b']);
    });
  }

  it('are as before where the disk is full, and go on when there is room again', async () => {
    let room = Infinity;
    const full = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
      const handle = await open(...args);
      const append = handle.appendFile.bind(handle);
      handle.appendFile = async (text) => {
        if (room === Infinity) return append(text);
        await append((text as string).slice(0, room));
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      };
      return handle;
    };
    const own = writer({ open: full });
    await own.append('a');
    room = 20;
    for (const entry of ['b', 'c']) await assert.rejects(own.append(entry), /no space left/);
    assert.equal(files().length, 1);
    assert.deepEqual((await entriesOf(files()[0]!)).entries, ['a']);
    room = Infinity;
    await own.append('d');
    const read = await Promise.all(files().map((path) => entriesOf(path)));
    assert.deepEqual(read.flatMap(({ entries }) => entries).sort(), ['a', 'd']);
    assert.ok(read.every(({ reading }) => reading.damaged === 0));
  });

  it('are read but for a torn last line, and on from there when the rest has come', async () => {
    const own = writer();
    for (const entry of ['a', 'b', 'ü']) await own.append(entry);
    const [path] = files();
    const bytes = readFileSync(path!);
    const lastLine = bytes.lastIndexOf(10, bytes.length - 2) + 1;
    for (let length = lastLine; length < bytes.length; length += 7) {
      writeFileSync(path!, bytes.subarray(0, length));
      const { entries, reading } = await entriesOf(path!);
      assert.deepEqual([entries, reading.damaged, reading.size], [['a', 'b'], 0, lastLine]);
      writeFileSync(path!, bytes);
      assert.deepEqual((await entriesOf(path!, reading)).entries, ['ü']);
    }
  });

  it('tell how many lines are damaged, and give the others', async () => {
    const own = writer();
    for (const entry of ['a', 'b', 'c', 'd']) await own.append(entry);
    const [path] = files();
    writeFileSync(path!, readFileSync(path!, 'utf8').replace('"b"', '"x"'));
    const { entries, reading } = await entriesOf(path!);
    assert.deepEqual([entries, reading.damaged], [['a', 'c', 'd'], 1]);
  });

  it('are read as their lines are, whichever bit is flipped', async () => {
    const own = writer();
    for (const entry of [{ user: 'Gräce \u2028' }, '{"hash":"x"}\n', null]) await own.append(entry);
    const [path] = files();
    const bytes = readFileSync(path!);
    for (let bit = 0; bit < bytes.length * 8; bit += amount(7, 1)) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path!, damaged);
      const seqs: number[] = [];
      const { damaged: lost } = await readJournal(path!, ({ seq, json }) => {
        JSON.parse(json());
        seqs.push(seq);
      });
      let end = emptyJournal;
      const lines = damaged.toString().split('\n').slice(0, -1);
      const read = lines.map((line) => {
        const next = readJournalLine(line, end, (text) => hash('sha256', text, 'base64url'));
        ({ end } = next);
        return next.record?.seq;
      });
      const whole = read.filter((seq) => seq !== undefined);
      assert.deepEqual([seqs, lost], [whole, read.length - whole.length], `bit ${bit}`);
    }
  });

  it('are read in slices, wherever these end', async () => {
    const own = writer();
    const long = 'ü'.repeat(700_000);
    for (const entry of ['a', long, 'b']) await own.append(entry);
    assert.deepEqual((await entriesOf(files()[0]!)).entries, ['a', long, 'b']);
  });
});
