import assert from 'node:assert/strict';
import { damageOf, damageSince } from '../../../../src/bulk/source/cellValue';
import { bodyOf, readText } from './sources';

const text = { type: 'string' } as const;

describe('what spreadsheets do to cells', () => {
  it('is seen where digits are gone', () => {
    for (const cell of ['1.23E+19', '1.23e+19', '1,23E+19', '1,23e19', '1E+19', '1e+19', '-4.5E19'])
      assert.equal(damageOf(cell, text), 'scientific', cell);
    for (const cell of ['1e5', '7e10a', '12E5', '1.2.3', 'E+19', '1.23'])
      assert.equal(damageOf(cell, text), undefined, cell);
  });

  it('is seen where a text became a date, in the languages of spreadsheets', () => {
    const dates = [
      '1-Mar',
      '1-MAR',
      '1-mar',
      '01-Mar-24',
      'Mar-24',
      'MAR-2024',
      '1-Mrz',
      '01. Mrz',
      '1. Mrz',
      '01.Mrz',
      '1. März 24',
      'Mrz 24',
      'mars-24',
      '1-mars',
      'févr.-24',
      'fe\u0301vr-24',
      '01-févr.',
      '1-ago',
      'ene-24',
      '1-giu',
      '1/dez',
      '01/out',
      '1-mrt',
      '1-okt',
      '1 paź',
    ];
    for (const cell of dates) assert.equal(damageOf(cell, text), 'spreadsheetDate', cell);
    for (const cell of [
      'Mar',
      '1-x',
      'May',
      'mars',
      '1-marsh',
      'x-24',
      '24',
      'May 24',
      'Set 12',
      '100-Mar',
      'Mar-1',
      '',
    ])
      assert.equal(damageOf(cell, text), undefined, cell);
  });

  it('is seen where a date of the live user has another form', () => {
    const lives = ['2024-12-31', '2024-12-31T00:00:00Z', '2024-12-31 10:00'];
    const rewritten = [
      '31.12.2024',
      '31/12/2024',
      '12/31/2024',
      '31-12-2024',
      '2024/12/31',
      '31. 12. 2024',
      '31.12.24',
    ];
    for (const live of lives)
      for (const cell of [...rewritten, '31.12.2024 00:00', '12/31/2024 12:00 AM', '44927', '44927.5', '44927,5'])
        assert.equal(damageSince(cell, live), 'rewrittenDate', `${cell} for ${live}`);
    for (const cell of ['2024-12-31', '2025-01-01', '2025-01-01T00:00:00Z', 'never', '1', '1.2.3.4', '123456'])
      assert.equal(damageSince(cell, '2024-12-31'), undefined, cell);
    for (const live of ['31.12.2023', '10000', 'x', 7, null, undefined])
      assert.equal(damageSince('31.12.2024', live), undefined, String(live));
  });

  it('is seen where a word for nothing would be a value', () => {
    const words = 'NULL null (null) <NULL> None N/A n/a \\N - -- — nil NaN undefined (empty) (blank)'.split(' ');
    for (const word of [...words, '[object Object]', '[OBJECT OBJECT]'])
      for (const schema of [text, undefined, { type: 'boolean' }, { type: ['number', 'string'] }] as const)
        assert.equal(damageOf(word, schema), 'wordForNothing', word);
    for (const word of ['Null', 'NA', 'none', 'Nil', 'x-', 'N', '0', 'no', 'Nan', '-1', 'None of them'])
      assert.equal(damageOf(word, text), undefined, word);
  });

  it('is seen in each value of a cell, and not where the word is what clears a field', async () => {
    const options = { unknownFields: 'off' } as const;
    const lines = 'id,title,emails[primary].email,phones[].number,roles\n1,NULL,N/A,1;-;2,None\n';
    const { rows } = await readText(lines, '.csv');
    const found = (of = rows) =>
      of[0]
        ?.problems(options)
        .filter(({ code }) => code === 'wordForNothing')
        .map(({ severity, params, path }) => [severity, params, path]);
    assert.deepEqual(
      found(),
      [
        ['NULL', 'title'],
        ['N/A', 'emails[primary].email'],
        ['1;-;2', 'phones[].number'],
        ['None', 'roles'],
      ].map(([got, path]) => ['warning', { got, clear: '<null>' }, [path]]),
    );
    const columns = { columns: {}, clear: 'NULL' };
    const cleared = await readText('id,title,phones[].number\n1,NULL,1;NULL\n', '.csv', { columns });
    assert.deepEqual(found(cleared.rows), []);
    assert.deepEqual(bodyOf(cleared.rows[0], {}), { title: null, phones: [{ number: '1' }] });
    const other = await readText('id,title\n1,None\n', '.csv', { columns });
    assert.deepEqual(found(other.rows), [['warning', { got: 'None', clear: 'NULL' }, ['title']]]);
  });

  it('is told at its cell', async () => {
    const { rows } = await readText('id,remote_data.hired,phones[].number\n1,31.12.2024,1.23e+19;7\n', '.csv');
    assert.deepEqual(
      rows[0]?.problems({ unknownFields: 'off' }).map(({ code, column }) => [code, column]),
      [['scientific', 14]],
    );
    assert.deepEqual(
      rows[0]
        .damage({ remote_data: { hired: '2024-12-31' } })
        .map(({ code, params, column }) => [code, params, column]),
      [['rewrittenDate', { got: '31.12.2024', live: '2024-12-31' }, 3]],
    );
  });
});
