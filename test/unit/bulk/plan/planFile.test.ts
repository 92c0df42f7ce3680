import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as fc from 'fast-check';
import {
  planEnding,
  PlanFault,
  planLine,
  readPlanHeader,
  readPlanRow,
  type PlanCounts,
  type PlanHeader,
  type PlanProblem,
  type PlanRow,
} from '../../../../src/bulk/plan/planFile';
import { openPlan, planFaults, planPathOf } from '../../../../src/bulk/plan/planReader';
import { writePlan } from '../../../../src/bulk/plan/planWriter';
import { parseExact } from '../../../../src/core/json/exactJson';
import { temporaryFolder } from '../../../host/temporaryFolder';
import { headerOf, sendRow } from './plans';

const folder = temporaryFolder('truto-plans');
let made = 0;
const newFile = () => join(folder.path, `${made++}${planEnding}`);

async function written(rows: readonly PlanRow[]): Promise<string> {
  const file = newFile();
  await writePlan(file, rows, headerOf);
  return file;
}

async function read(file: string): Promise<{ header: PlanHeader; rows: PlanRow[] }> {
  const { header, rows } = await openPlan(file);
  const all: PlanRow[] = [];
  for await (const row of rows()) all.push(row);
  return { header, rows: all };
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const faultsOf = async (file: string) => (await planFaults(file)).map(({ code, line }) => [code, line]);

/** The plan of some rows with its lines (line 1 is that of index 0) made otherwise. */
async function damaged(change: (lines: string[]) => string[]): Promise<string> {
  const file = await written([0, 1, 2, 3].map((index) => sendRow(index)));
  writeFileSync(file, `${change(linesOf(file)).join('\n')}\n`);
  return file;
}

describe('a plan as a file', () => {
  it('has a line for the plan and one for each row, in the order of the source', async () => {
    const notAUser: PlanProblem = {
      ...{ code: 'notAUser', params: { got: 'number' }, severity: 'error', path: [], line: 5, column: 1 },
    };
    const rows: PlanRow[] = [
      sendRow(0),
      { index: 1, line: 3, column: 1, verdict: 'unchanged', accountId: 'a', userId: 'u' },
      { index: 2, line: 4, column: 1, verdict: 'notFound', accountId: 'a', userId: 'x', cause: 'notFound' },
      {
        index: 3,
        line: 5,
        column: 1,
        verdict: 'invalid',
        problems: [notAUser],
      },
    ];
    const file = await written(rows);
    const plan = await read(file);
    assert.deepEqual(plan.rows, rows);
    assert.deepEqual(plan.header, headerOf({ rows: 4, send: 1, unchanged: 1, invalid: 1, notFound: 1, blocked: 0 }));
    assert.equal(linesOf(file).length, 5);
    assert.deepEqual(await planFaults(file), []);
  });

  it('keeps the spelling of numbers', async () => {
    const json = '{"group":1.0,"remote_data":{"id":12345678901234567890,"rate":1e400}}';
    const row: PlanRow = { ...sendRow(0), patch: parseExact(json) as PlanRow['patch'] };
    const file = await written([row]);
    assert.ok(readFileSync(file, 'utf8').includes(json));
    const [again] = (await read(file)).rows;
    assert.equal(JSON.stringify(again?.patch), json);
  });

  it('reads back what was written, whatever a row holds', () => {
    const values = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }));
    const rows = fc.record({
      ...{ index: fc.nat(), line: fc.nat(), column: fc.nat(), verdict: fc.constant('send' as const) },
      ...{ cause: fc.string(), accountId: fc.string(), userId: fc.string({ unit: 'binary' }), userName: fc.string() },
      ...{ query: values, before: values, patch: values },
      withheld: fc.record({ fields: fc.array(fc.string()), query: fc.array(fc.string()) }),
    });
    fc.assert(
      fc.property(rows, (row) => {
        const line = planLine(row);
        assert.ok(line.endsWith('}\n') && !line.slice(0, -1).includes('\n'));
        assert.equal(JSON.stringify(readPlanRow(line.slice(0, -1), 2)), JSON.stringify(row));
      }),
    );
  });

  it('is there when it is whole, or not at all', async () => {
    const file = await written([sendRow(0)]);
    const before = readFileSync(file, 'utf8');
    async function* broken(): AsyncGenerator<PlanRow> {
      yield sendRow(0);
      await Promise.resolve();
      throw new Error('cancelled');
    }
    await assert.rejects(writePlan(file, broken(), headerOf), /cancelled/);
    assert.equal(readFileSync(file, 'utf8'), before);
    const other = newFile();
    const wrong = (counts: PlanCounts) => headerOf({ ...counts, send: counts.send + 1 });
    await assert.rejects(writePlan(other, [sendRow(0)], wrong), /add up/);
    assert.ok(!existsSync(other));
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  it('streams many rows', async () => {
    const file = newFile();
    const many = function* () {
      for (let index = 0; index < 20_000; index++) yield sendRow(index);
    };
    await writePlan(file, many(), headerOf);
    let count = 0;
    for await (const row of (await openPlan(file)).rows()) assert.equal(row.index, count++);
    assert.equal(count, 20_000);
  });
});

describe('a plan that was damaged or edited by hand', () => {
  const cases: [string, (lines: string[]) => string[], unknown[]][] = [
    ['a value was edited', (lines) => lines.with(2, lines[2]!.replace('Ada', 'Eve')), [['edited', 3]]],
    ['a verdict was edited', (lines) => lines.with(1, lines[1]!.replace('send', 'unchanged')), [['edited', 2]]],
    ['the header was edited', (lines) => lines.with(0, lines[0]!.replace('ada.csv', 'eve.csv')), [['edited', 1]]],
    ['a line was broken', (lines) => lines.with(3, lines[3]!.slice(0, 40)), [['notJson', 4]]],
    ['a line was laid out anew', (lines) => lines.with(3, lines[3]!.replace('{', '{ ')), [['edited', 4]]],
    ['a line was taken out', (lines) => lines.toSpliced(2, 1), [['outOfOrder', 3]]],
    ['the last line was taken out', (lines) => lines.slice(0, -1), [['miscounted', 1]]],
    ['a line was put in twice', (lines) => [...lines, lines.at(-1)!], [['outOfOrder', 6]]],
    ['an empty line was put in', (lines) => lines.toSpliced(2, 0, ''), [['notJson', 3]]],
    ['something else was put in', (lines) => lines.toSpliced(2, 0, '{"index":1}'), [['notARow', 3]]],
    ['it is another file', () => ['{"first_name":"Ada"}'], [['noPlan', 1]]],
    ['it is no JSON at all', () => ['hello'], [['noPlan', 1]]],
    [
      'a later version made it',
      (lines) => lines.with(0, lines[0]!.replace('"version":1', '"version":2')),
      [['otherVersion', 1]],
    ],
  ];
  for (const [name, change, faults] of cases)
    it(name, async () => {
      const file = await damaged(change);
      assert.deepEqual(await faultsOf(file), faults);
      await assert.rejects(read(file), (error) => error instanceof PlanFault);
    });

  it('may have other line ends, a byte order mark, and an empty line at its end', async () => {
    const file = await damaged((lines) => [`\ufeff${lines.join('\r\n')}\r`, '']);
    assert.deepEqual(await faultsOf(file), []);
  });

  it('tells of bytes that are no text', async () => {
    const file = await written([sendRow(0)]);
    appendFileSync(file, Buffer.from([0xff, 0xfe, 0x0a]));
    assert.deepEqual(await faultsOf(file), [['notUtf8', 1]]);
  });

  it('notices every flipped bit of a row', () => {
    const line = planLine(sendRow(0)).slice(0, -1);
    const bytes = Buffer.from(line);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      assert.throws(() => readPlanRow(flipped.toString(), 2), PlanFault, `at ${at}`);
    }
  });

  it('ends after a hundred faults', async () => {
    const file = await written(Array.from({ length: 300 }, (_, index) => sendRow(index)));
    writeFileSync(
      file,
      linesOf(file)
        .map((line, at) => (at === 0 ? line : line.replace('Ada', 'Eve')))
        .join('\n'),
    );
    assert.equal((await planFaults(file)).length, 100);
  });

  it('has counts in its header that add up', () => {
    const header = headerOf({ rows: 3, send: 1, unchanged: 1, invalid: 0, notFound: 0, blocked: 0 });
    assert.throws(() => readPlanHeader(planLine(header).trim()), PlanFault);
  });

  it('has the name of its source, whole where the plan of another source has the short one', async () => {
    const sources = ['csv', 'jsonl', 'json'].map((ending) => join(folder.path, `users.${ending}`));
    const paths: string[] = [];
    for (const source of sources) {
      const path = await planPathOf(source);
      paths.push(basename(path));
      await writePlan(path, [], (counts) => {
        const header = headerOf(counts);
        return { ...header, source: { ...header.source, name: basename(source) } };
      });
    }
    assert.deepEqual(
      paths,
      ['', '.jsonl', '.json'].map((ending) => `users${ending}${planEnding}`),
    );
    assert.deepEqual(
      (await Promise.all(sources.map(planPathOf))).map((path) => basename(path)),
      paths,
    );
  });
});
