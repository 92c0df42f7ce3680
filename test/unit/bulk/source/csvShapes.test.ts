import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { csvCells } from '../../../../src/bulk/source/csvCells';
import { columnsFileOf, writeColumnsFile } from '../../../../src/bulk/source/columnsFile';
import { bodyOf, problemsOf, readSource, readText, sourceFile, type ReadSource } from './sources';

const bodies = ({ rows }: ReadSource) => rows.map((row) => [row.file?.userId, bodyOf(row)]);
const utf16 = (text: string, isBig = false) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

describe('a line that names the delimiter of CSV', () => {
  const lines: [string, string][] = [
    ['sep=;', ';'],
    ['SEP=;', ';'],
    ['Sep=;', ';'],
    ['"sep=;"', ';'],
    ['sep=;;;', ';'],
    ['"sep=;";;', ';'],
    ['"sep=;",,', ','],
    ['sep=,;;;', ';'],
    ['sep=;\t\t', '\t'],
    ['sep=^', '^'],
    ['sep=\\t', '\t'],
    ['sep=\t', '\t'],
    ['\nsep=;', ';'],
    ['\r\n \r\nsep=;', ';'],
  ];
  for (const [line, mark] of lines)
    it(`is ${JSON.stringify(line)}`, async () => {
      const text = `${line}\r\nid${mark}first_name\r\n1${mark}Ada\r\n`;
      for (const bytes of [text, `\ufeff${text}`, utf16(text), utf16(text, true)]) {
        const read = await readText(bytes, '.csv');
        assert.deepEqual(bodies(read), [['1', { first_name: 'Ada' }]]);
        const { format } = read.source;
        assert.equal(format.kind === 'csv' && format.delimiter, mark);
        assert.equal(read.rows[0]?.line, text.split('\r\n').join('\n').split('\n').length - 1);
      }
    });

  it('is none where a column has such a name', async () => {
    const { rows } = await readText('sep=x,id\n1,2\n', '.csv');
    assert.equal(rows[0]?.file?.userId, '2');
  });
});

describe('the delimiter that is remembered for a CSV file', () => {
  async function read(text: string, delimiter: string, columns: Record<string, string | null>) {
    const file = sourceFile(text, '.csv');
    await writeColumnsFile(file, { version: 1, delimiter, columns });
    assert.ok(columnsFileOf(file).endsWith('.truto-columns.json'));
    return readSource(file);
  }
  const known = { Who: 'id', 'Given, first': 'first_name', Extra: null };
  const cases: [string, string, string][] = [
    ['counts', 'Who^Given, first^Extra\n1^Ada^x\n', '^'],
    ['counts, in quotes', '"Who"^"Given, first"^Extra\n1^Ada^x\n', '^'],
    ['counts for a file with other columns beside', 'Who;Given, first;New, too\n1;Ada;x\n', ';'],
    ['does not count for an export with commas', 'Who,"Given, first",Extra\n1,Ada,x\n', ';'],
    ['does not count for an export with semicolons', 'Who;Given, first;Extra\n1;Ada;x\n', ','],
    ['does not count for an export with tabs', 'Who\tGiven, first\tExtra\n1\tAda\tx\n', ','],
  ];
  for (const [name, text, delimiter] of cases)
    it(name, async () => {
      assert.deepEqual(bodies(await read(text, delimiter, known)), [['1', { first_name: 'Ada' }]]);
    });

  it('counts where nothing else is remembered, if the file has it', async () => {
    assert.deepEqual(bodies(await read('id^name\n1^Ada\n', '^', {})), [['1', { name: 'Ada' }]]);
    assert.deepEqual(bodies(await read('id;name\n1;Ada\n', '^', {})), [['1', { name: 'Ada' }]]);
  });
});

describe('the quotes of a CSV file', () => {
  it('may have space around them', async () => {
    const text = 'id, "name" ,title\n1, "Lovelace, Ada" ,"x"\n2,"Eve" , y\n "3" ,"say ""yes""", " z "\n';
    assert.deepEqual(bodies(await readText(text, '.csv')), [
      ['1', { name: 'Lovelace, Ada', title: 'x' }],
      ['2', { name: 'Eve', title: ' y' }],
      ['3', { name: 'say "yes"', title: ' z ' }],
    ]);
  });

  it('with text around them are an error at their row, and the other rows go on', async () => {
    const text = 'id,name\n1,"Ada" L.\n2,Ada "the first" L.\n3,x "y"\n4,"a ""b""" c\n5,"Eve\nsecond"\n6,""x\n7,Bob\n';
    const { rows } = await readText(text, '.csv');
    const broken = [2, 3, 4, 5, 8].map((line) => `${line}:1 brokenQuotes`);
    assert.deepEqual(problemsOf(rows), broken);
    assert.deepEqual(
      rows.map(({ line }) => line),
      [2, 3, 4, 5, 6, 8, 9],
    );
    assert.deepEqual(bodyOf(rows.at(-1)), { name: 'Bob' });
  });

  it('have their problems at the right cell', async () => {
    const { rows } = await readText('id,name,status\n1, "a, b" ,x\n', '.csv');
    assert.deepEqual(problemsOf(rows), ['2:12 notAllowedValue']);
  });

  it('are read as they are written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ') });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.boolean(), (cells, isLoose) => {
        const [before, behind] = isLoose ? [' ', '  '] : ['', ''];
        const raw = cells.map((text) => `${before}"${text.replaceAll('"', '""')}"${behind}`).join(',');
        assert.deepEqual(csvCells(raw, ','), { cells, quotes: isLoose ? 'loose' : 'strict' });
      }),
    );
  });
});

describe('the end of a CSV file', () => {
  for (const end of ['', '   ', '\t', '\u00a0\n', '\x1a', '\r\n\x1a', ' , \n', '\n  \n\n \n', ' \x1a\n'])
    it(`is no row: ${JSON.stringify(end)}`, async () => {
      const { rows } = await readText(`id,name\n1,Ada\n${end}`, '.csv');
      assert.deepEqual(problemsOf(rows), []);
      assert.deepEqual(rows.length, 1);
    });
});
