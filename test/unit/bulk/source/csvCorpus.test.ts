import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import {
  columnsByHeader,
  columnsFileOf,
  withoutEnding,
  writeColumnsFile,
} from '../../../../src/bulk/source/columnsFile';
import { SourceFault } from '../../../../src/bulk/source/sourceFault';
import { bodyOf, checkOptions, problemsOf, readSource, readText, sourceFile } from './sources';

const read = (text: string | Uint8Array, columns: Record<string, string | null> = {}) =>
  readText(text, '.csv', { columns: { columns } });

/** What the rows say, by their users. */
async function bodies(text: string | Uint8Array, columns: Record<string, string | null> = {}) {
  const { rows } = await read(text, columns);
  return rows.map((row) => [row.file?.userId, bodyOf(row)]);
}

async function faultOf(text: string | Uint8Array, columns: Record<string, string | null> = {}) {
  try {
    await read(text, columns);
  } catch (error) {
    assert.ok(error instanceof SourceFault, String(error));
    return [error.fault.code, error.line, error.column];
  }
  return undefined;
}

const utf16 = (text: string, isBig = false) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

describe('a CSV file of users', () => {
  const ada = [['1', { first_name: 'Ada' }]];
  const same: [string, string | Uint8Array][] = [
    ['commas', 'id,first_name\n1,Ada\n'],
    ['semicolons', 'id;first_name\n1;Ada\n'],
    ['tabs', 'id\tfirst_name\n1\tAda\n'],
    ['bars', 'id|first_name\n1|Ada\n'],
    ['a delimiter that it names', 'sep=^\r\nid^first_name\r\n1^Ada\r\n'],
    ['line ends of Windows', 'id,first_name\r\n1,Ada\r\n'],
    ['line ends of old Macs', 'id,first_name\r1,Ada\r'],
    ['no line end at its end', 'id,first_name\n1,Ada'],
    ['empty lines', '\n\nid,first_name\n\n1,Ada\n\n\n'],
    ['rows of delimiters alone', 'id,first_name\n1,Ada\n,\n,\n'],
    ['quotes around everything', '"id","first_name"\n"1","Ada"\n'],
    ['a byte order mark', '\ufeffid,first_name\n1,Ada\n'],
    ['a byte order mark before quotes', '\ufeff"id","first_name"\n1,Ada\n'],
    ['UTF-16, little end first', utf16('id;first_name\r\n1;Ada\r\n')],
    ['UTF-16, big end first', utf16('id;first_name\r\n1;Ada\r\n', true)],
    ['space around its headers', ' id , first_name \n1,Ada\n'],
    ['headers in other words', 'User ID,First Name\n1,Ada\n'],
    ['headers of another directory', 'userId,givenName\n1,Ada\n'],
    ['columns that nobody knows', 'id,first_name,Notes,\n1,Ada,likes tea,\n'],
    ['empty cells', 'id,first_name,title,emails.0.email\n1,Ada,,\n'],
  ];
  for (const [name, text] of same)
    it(`has ${name}`, async () => {
      assert.deepEqual(await bodies(text), ada);
    });

  const values: [string, string, unknown][] = [
    ['a quote in a cell', '"Ada ""the first"" L."', 'Ada "the first" L.'],
    ['a line end in a cell', '"Ada\nLovelace"', 'Ada\nLovelace'],
    ['a delimiter in a cell', '"Lovelace, Ada"', 'Lovelace, Ada'],
    ['space around a value', ' Ada ', ' Ada '],
    ['a formula', '"=HYPERLINK(""http://x"",""y"")"', '=HYPERLINK("http://x","y")'],
    ['what begins as a formula', '+49 30 123', '+49 30 123'],
    ['letters of everywhere', 'Žofie 李 🙂', 'Žofie 李 🙂'],
    ['digits that stay text', '0012', '0012'],
    ['the token that clears', '<null>', null],
  ];
  for (const [name, cell, value] of values)
    it(`keeps ${name}`, async () => {
      assert.deepEqual(await bodies(`id,first_name\n1,${cell}\n`), [['1', { first_name: value }]]);
    });

  it('has values of the types of their fields', async () => {
    const header = 'id,licensed_sheet_creator,languages,group,remote_data.plan,created_at,roles';
    const row = '1,TRUE,en;de,7,gold,2024-01-02T03:04:05Z,"[{""id"":""admin""}]"';
    const [[, body]] = (await bodies(`${header}\n${row}\n`)) as [[string, unknown]];
    assert.deepEqual(body, {
      licensed_sheet_creator: true,
      languages: ['en', 'de'],
      group: '7',
      remote_data: { plan: 'gold' },
      created_at: '2024-01-02T03:04:05Z',
      roles: [{ id: 'admin' }],
    });
  });

  it('reads yes and no as people and spreadsheets write them, and says what else a cell must be', async () => {
    const words = (of: string) => of.split(' ').map((word) => `1,${word},0`);
    const rowsOf = async (cells: string) =>
      (await readText(`id,licensed_sheet_creator,name\n${words(cells).join('\n')}\n`, '.csv')).rows;
    const valuesOf = async (cells: string) =>
      (await rowsOf(cells)).map((row) => (bodyOf(row) as Record<string, unknown>)['licensed_sheet_creator']);
    const yes = 'true TRUE yes Y 1 on t WAHR wahr VRAI VERDADERO VERO VERDADEIRO WAAR';
    const no = 'false FALSE no N 0 off f FALSCH FAUX FALSO ONWAAR';
    assert.deepEqual(new Set(await valuesOf(yes)), new Set([true]));
    assert.deepEqual(new Set(await valuesOf(no)), new Set([false]));
    for (const row of await rowsOf('maybe 2 ja'))
      assert.deepEqual(
        row.problems(checkOptions).map(({ code, params, severity }) => [code, params['inCell'], severity]),
        [['wrongType', true, 'error']],
      );
    const json = await readText('id,emails\n1,"[{""email"":""a@b.co"",""is_primary"":""yes""}]"\n', '.csv');
    assert.deepEqual(
      json.rows[0]?.problems(checkOptions).map(({ code, params }) => [code, params['inCell']]),
      [['wrongType', undefined]],
    );
  });

  it('reads cells whose type is open as the live user has it', async () => {
    const { rows } = await read('id,group,remote_data.vip,remote_data.level\n1,7,true,12345678901234567890\n');
    const yes = await read('id,remote_data.vip\n1,Yes\n');
    assert.deepEqual(bodyOf(yes.rows[0], { remote_data: { vip: false } }), { remote_data: { vip: true } });
    assert.deepEqual(bodyOf(yes.rows[0], { remote_data: { vip: 'No' } }), { remote_data: { vip: 'Yes' } });
    const live = { group: 0, remote_data: { vip: false, level: 3 } };
    assert.equal(
      JSON.stringify(bodyOf(rows[0], live)),
      '{"group":7,"remote_data":{"vip":true,"level":12345678901234567890}}',
    );
    assert.deepEqual(bodyOf(rows[0], { group: '1', remote_data: { vip: 'no', level: '3' } }), {
      group: '7',
      remote_data: { vip: 'true', level: '12345678901234567890' },
    });
  });

  it('changes the items that it names, and leaves the others of a list alone', async () => {
    const live = {
      emails: [
        { email: 'home@x', type: 'home' },
        { email: 'ada@x', type: 'work', is_primary: true },
      ],
      phones: [{ number: '1', type: 'phone' }],
    };
    const primary = await read('id,emails[primary].email\n1,new@x\n');
    const emails = [live.emails[0], { email: 'new@x', type: 'work', is_primary: true }];
    assert.deepEqual(bodyOf(primary.rows[0], live), { emails });
    assert.deepEqual(bodyOf(primary.rows[0]), { emails: [{ email: 'new@x', is_primary: true }] });
    const byIndex = await read('id,phones.0.number,phones.1.number,phones.1.type\n1,2,3,mobile\n');
    assert.deepEqual(bodyOf(byIndex.rows[0], live), {
      phones: [
        { number: '2', type: 'phone' },
        { number: '3', type: 'mobile' },
      ],
    });
    const all = await read('id,emails[].email\n1,ada@x;other@x\n');
    assert.deepEqual(bodyOf(all.rows[0], live), { emails: [live.emails[1], { email: 'other@x' }] });
    assert.deepEqual(live.emails.length, 2);
  });

  it('has a thousand columns', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `remote_data.field${index}`);
    const cells = names.map((_, index) => `value ${index}`);
    const [[, body]] = (await bodies(`id,${names.join(',')}\n1,${cells.join(',')}\n`)) as [[string, unknown]];
    const remote = (body as { remote_data: Record<string, unknown> }).remote_data;
    assert.equal(Object.keys(remote).length, 1000);
    assert.equal(remote['field999'], 'value 999');
  });

  it('names the account and parameters of a row', async () => {
    const text = 'id,integrated_account_id,$truto.query.organization_id,name\n1,acc,org,Ada\n';
    const { rows } = await read(text);
    assert.deepEqual(rows[0]?.file?.accountId, 'acc');
    assert.deepEqual(rows[0].file.query, { organization_id: 'org' });
  });

  it('is read as the Truto CLI exports it', async () => {
    const header = 'id,first_name,emails,created_at,updated_at,is_2fa_enabled,remote_data';
    const row = `7,Ada,"[{""email"":""ada@x""}]",2024-01-02T03:04:05Z,2024-01-02T03:04:05Z,false,"{""a"":1.0}"`;
    const { rows, source } = await read(`${header}\n${row}\n`);
    assert.equal(
      JSON.stringify(bodyOf(rows[0])),
      '{"first_name":"Ada","emails":[{"email":"ada@x"}],"created_at":"2024-01-02T03:04:05Z","remote_data":{"a":1.0}}',
    );
    assert.deepEqual(problemsOf(rows), []);
    assert.deepEqual(source.problems, []);
  });
});

describe('what is wrong with a CSV file', () => {
  it('is told at its row, and the other rows go on', async () => {
    const text = [
      'id;first_name;licensed_sheet_creator;emails',
      '1;Ada;true;',
      '2;Eve;maybe;',
      '3;"two',
      'lines";nay;',
      '4;too;few',
      '5;too;true;;many',
      '6;Bob;true;not a list',
      '7;Zoe;true;',
    ].join('\r\n');
    const { rows } = await read(text);
    assert.deepEqual(problemsOf(rows), [
      '3:7 wrongType',
      '5:8 wrongType',
      '6:1 raggedRow',
      '7:1 raggedRow',
      '8:12 wrongType',
    ]);
    assert.deepEqual(rows.at(-1)?.file?.userId, '7');
    assert.deepEqual(
      rows.map(({ line }) => line),
      [2, 3, 4, 6, 7, 8, 9],
    );
  });

  it('is warned of where a spreadsheet broke a value', async () => {
    const text = [
      'id,phones.0.number,name,title,created_at',
      '1,1.23E+19,1-Mar,#REF!,3/4/2024',
      '2,0301,Mar-24,#########,2024-01-02T00:00:00Z',
    ].join('\n');
    const { rows } = await read(text);
    assert.deepEqual(problemsOf(rows), [
      '2:3 scientific',
      '2:12 spreadsheetDate',
      '2:18 spreadsheetError',
      '2:24 wrongFormat',
      '3:8 spreadsheetDate',
      '3:15 spreadsheetError',
    ]);
    const stripped = await read('id,username,phones.0.number\n1,301,4930\n');
    const damage = stripped.rows[0]?.damage({ username: '0301', phones: [{ number: '+4930' }] });
    assert.deepEqual(
      damage?.map(({ code, line, column }) => [code, line, column]),
      [
        ['strippedZeros', 2, 3],
        ['strippedZeros', 2, 7],
      ],
    );
  });

  it('never repeats a secret', async () => {
    const { rows } = await read('id,remote_data.api_key,password\n1,1.23E+19,1-Mar\n');
    const text = JSON.stringify(rows[0]?.problems({ unknownFields: 'warning' }));
    assert.ok(text.includes('scientific') && text.includes('spreadsheetDate'));
    assert.ok(!text.includes('1.23') && !text.includes('1-Mar'));
  });

  const faults: [string, string | Uint8Array, unknown[]][] = [
    ['nothing in it', '', ['nothing', 1, 1]],
    ['nothing but line ends', '\n\n', ['nothing', 1, 1]],
    ['two columns of one name', 'id,name,name\n1,a,b\n', ['duplicateHeader', 1, 9]],
    ['two names of one field', 'id,first_name,First Name\n1,a,b\n', ['sameField', 1, 15]],
    ['a field and a part of it', 'id,emails,emails.0.email\n1,,\n', ['sameField', 1, 11]],
    ['an item by place and by rank', 'id,emails.0.email,emails[primary].email\n1,,\n', ['sameField', 1, 19]],
    ['a header __proto__', 'id,__proto__\n1,x\n', ['dangerousHeader', 1, 4]],
    ['a header within __proto__', 'id,remote_data.__proto__.x\n1,x\n', ['dangerousHeader', 1, 4]],
    ['a header constructor', 'id,"constructor"\n1,x\n', ['dangerousHeader', 1, 4]],
    ['no user', 'first_name\nAda\n', ['noUserColumn', 1, 1]],
    ['an open quote', 'id,name\n1,Ada\n2,"Eve\n3,Bob\n', ['brokenQuotes', 3, 1]],
    ['text behind the quotes of a header', 'id,"name" x\n1,Ada\n', ['brokenQuotes', 1, 1]],
    ['space before an open quote', 'id,name\n1, "Ada\n2,Eve"\n', ['brokenQuotes', 2, 1]],
    ['quotes in a quoted cell of two lines', 'id,name\n1,"say "yes",\nno" end"\n', ['brokenQuotes', 2, 1]],
    ['a quote within a bare cell', 'id,name\n1,5" disk\n', ['brokenQuotes', 2, 1]],
    ['Latin-1', Buffer.from('id,name\n1,Ada\n2,Zoë\n3,Bob\n', 'latin1'), ['wrongEncoding', 3, 1]],
    ['UTF-16 without a mark', Buffer.from('id,name\n1,Ada\n', 'utf16le'), ['wrongEncoding', 1, 1]],
  ];
  for (const [name, text, fault] of faults)
    it(`is told where it has ${name}`, async () => {
      assert.deepEqual(await faultOf(text), fault);
    });

  it('is a field that there is none of', async () => {
    const to = (field: string) => faultOf('id,x\n1,y\n', { x: field });
    assert.deepEqual(await to('emails.0.nothing'), ['noSuchField', 1, 4]);
    assert.deepEqual(await to('first_name.x'), ['noSuchField', 1, 4]);
    assert.deepEqual(await to('phones[primary].number'), ['noSuchField', 1, 4]);
    assert.deepEqual(await to('$truto.nothing'), ['noSuchField', 1, 4]);
    assert.deepEqual(await to('__proto__'), ['noSuchField', 1, 4]);
    assert.equal(await to('employee_number'), undefined);
  });

  it('is no column that was left out without a word', async () => {
    const { source } = await read('id,name,Notes,updated_at\n1,Ada,x,y\n');
    assert.deepEqual(
      source.problems.map(({ code, line, column }) => [code, line, column]),
      [['ignoredColumn', 1, 9]],
    );
  });

  it('is read once the encoding is told', async () => {
    const latin = sourceFile(Buffer.from('id,name\n1,Zoë\n', 'latin1'), '.csv');
    const { rows, source } = await readSource(latin, { encoding: 'windows-1252' });
    assert.deepEqual(bodyOf(rows[0]), { name: 'Zoë' });
    assert.equal(source.format.encoding, 'windows-1252');
    await assert.rejects(
      readSource(latin, { encoding: 'klingon' }),
      (error) => error instanceof SourceFault && error.fault.code === 'unknownEncoding',
    );
  });
});

describe('the file of columns beside a CSV file', () => {
  it('says what the columns are', async () => {
    const file = sourceFile('Who;Mail;Out\n1;ada@x;-\n', '.csv');
    const columns = { Who: 'id', Mail: 'emails[primary].email', Out: null };
    writeFileSync(columnsFileOf(file), `\ufeff${JSON.stringify({ version: 1, clear: '-', columns })}`);
    const { rows, source } = await readSource(file);
    assert.deepEqual(bodyOf(rows[0]), { emails: [{ email: 'ada@x', is_primary: true }] });
    assert.deepEqual(source.format.kind === 'csv' && source.format.columns, [
      { header: 'Who', field: '$truto.id' },
      { header: 'Mail', field: 'emails[primary].email' },
      { header: 'Out', field: null },
    ]);
  });

  it('is written as the columns are understood, and read the same', async () => {
    const file = sourceFile('User ID,E-Mail,Notes\n1,ada@x,y\n', '.csv');
    assert.equal(columnsFileOf(file), `${withoutEnding(file)}.truto-columns.json`);
    const { format } = (await readSource(file)).source;
    assert.ok(format.kind === 'csv');
    const { delimiter, clear, encoding } = format;
    await writeColumnsFile(file, { version: 1, delimiter, clear, encoding, columns: columnsByHeader(format.columns) });
    assert.deepEqual((await readSource(file)).source.format, format);
  });

  it('is told of where it is damaged', async () => {
    for (const text of ['{', '[]', '{"version":2,"columns":{}}', '{"version":1,"columns":{"a":1}}']) {
      const file = sourceFile('id\n1\n', '.csv');
      writeFileSync(columnsFileOf(file), text);
      await assert.rejects(
        readSource(file),
        (error) => error instanceof SourceFault && error.fault.code === 'brokenColumns',
        text,
      );
    }
  });
});

describe('the cells of a CSV file', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', ' ', 'é', '=', '<') });
  const spelled = (text: string, delimiter: string) =>
    /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

  /** A cell of nothing but space says nothing. */
  const said = (text: string) => (text.trim() === '' ? '' : text);

  it('come out as they went in', async () => {
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (cells, mark, end) => {
          const lines = [
            ['id', 'name', 'title'],
            ...cells.map(([name, title], index) => [String(index), name, title]),
          ].map((line) => line.map((text) => spelled(text, mark)).join(mark));
          const { rows: got } = await read(`${lines.join(end)}${end}`);
          assert.deepEqual(
            got.map((row) => ({ name: '', title: '', ...(bodyOf(row) as object) })),
            cells.map(([name, title]) => ({ name: said(name), title: said(title) })),
          );
          assert.deepEqual(
            got.map(({ raw }) => raw),
            lines.slice(1),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
