import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import {
  emptyJournal,
  journalLine,
  readJournalLine,
  type JournalRecord,
} from '../../../../src/core/journal/journalLine';
import { amount } from '../../../host/long';

const hash = (text: string) => createHash('sha256').update(text).digest('base64url');

function written(entries: readonly unknown[], epoch?: number): string {
  let end = emptyJournal;
  return entries
    .map((entry) => {
      const next = journalLine(end, entry, hash, epoch);
      ({ end } = next);
      return next.line;
    })
    .join('');
}

/** Of whole lines the records; undefined for each that is damaged. */
function read(text: string): (JournalRecord | undefined)[] {
  let end = emptyJournal;
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const next = readJournalLine(line, end, hash);
      ({ end } = next);
      return next.record;
    });
}

describe('the lines of a journal', () => {
  const entries = [{ user: 'Ada \ud800' }, { user: 'Gräce\u2028' }, { user: '{"hash":"x"}\n' }, null, [1, 2]];

  it('are JSON, numbered and chained, and read as they were written', () => {
    const text = written(entries, 7);
    const lines = text.trimEnd().split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as { seq: number; epoch: number; entry: unknown });
    assert.deepEqual(
      parsed.map(({ seq, epoch, entry }) => [seq, epoch, entry]),
      entries.map((entry, index) => [index + 1, 7, entry]),
    );
    assert.deepEqual(
      read(text).map((record) => [record?.seq, record?.epoch, JSON.parse(record?.json ?? '') as unknown]),
      entries.map((entry, index) => [index + 1, 7, entry]),
    );
  });

  it('tell of every bit that was flipped, and lose at most what stands beside it', () => {
    const bytes = Buffer.from(written(entries));
    for (let bit = 0; bit < bytes.length * 8; bit += amount(5, 1)) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const records = read(damaged.toString());
      // The last line end makes the last line a torn one, which is not read.
      const isTorn = damaged.at(-1) !== 10;
      assert.ok(isTorn || records.includes(undefined), `bit ${bit}`);
      const whole = records.filter((record) => record !== undefined);
      assert.ok(whole.length >= entries.length - 3, `bit ${bit}`);
      for (const { seq, json } of whole) assert.deepEqual(JSON.parse(json), entries[seq - 1], `bit ${bit}`);
    }
  });

  it('tell of lines that were taken out, put in or moved', () => {
    const lines = written(entries).split(/(?<=\n)/);
    const isDamaged = (...order: number[]) => read(order.map((index) => lines[index]).join('')).includes(undefined);
    assert.ok(!isDamaged(0, 1, 2, 3, 4));
    assert.ok(isDamaged(0, 2, 3, 4));
    assert.ok(isDamaged(1, 2, 3, 4));
    assert.ok(isDamaged(0, 2, 1, 3, 4));
    assert.ok(isDamaged(0, 1, 1, 2, 3, 4));
  });

  it('never throw, whatever a line is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        assert.equal(readJournalLine(line, emptyJournal, hash).record, undefined);
      }),
      { numRuns: amount(500, 10_000) },
    );
  });
});
