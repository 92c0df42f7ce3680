import assert from 'node:assert/strict';
import {
  causeTitle,
  planFaultMessage,
  rowProblemMessage,
  sourceFaultMessage,
} from '../../../../src/platform/words/bulkWords';

describe('the words of many updates', () => {
  it('say where a source cannot be read, and why', () => {
    const fault = { code: 'duplicateHeader', params: { header: 'name' } };
    assert.equal(
      sourceFaultMessage(fault, 'users.csv', 1, 4),
      'users.csv, line 1, column 4: Two columns have the name “name”. Rename or remove one.',
    );
  });

  it('say which line of a plan is wrong', () => {
    assert.match(planFaultMessage('edited', 'x.truto-plan.jsonl', 7), /line 7: The line was edited/);
  });

  it('say where a person says what the columns are', () => {
    const file = 'users.truto-columns.json';
    const say = (code: string, params: object) => sourceFaultMessage({ code, params: { file, ...params } }, 'x', 1, 1);
    for (const words of [
      say('noUserColumn', {}),
      say('noSuchField', { header: 'a', field: 'b' }),
      say('sameField', { header: 'a', other: 'b' }),
    ])
      assert.ok(words.includes(`in “${file}”.`), words);
    assert.match(say('spreadsheet', {}), /Save the sheet as CSV first\.$/);
  });

  it('say a problem of a row', () => {
    const said = { severity: 'error', path: ['title'] } as const;
    assert.equal(
      rowProblemMessage({ ...said, code: 'raggedRow', params: { expected: 3, got: 2 } }),
      'The row has 2 cells, the header has 3.',
    );
    const uneven = { column: 'emails[].type', other: 'emails[].email', got: 1, expected: 2 };
    assert.equal(
      rowProblemMessage({ ...said, code: 'unevenLists', params: uneven }),
      '“emails[].type” has 1 values and “emails[].email” has 2: nobody can tell which belong together.',
    );
    assert.equal(
      rowProblemMessage({ ...said, code: 'rewrittenDate', params: { got: '31.12.2024', live: '2024-12-31' } }),
      'The live user has “2024-12-31”; a spreadsheet may have changed the date to “31.12.2024”.',
    );
    assert.match(rowProblemMessage({ ...said, code: 'brokenQuotes', params: {} }), /^A quote of this row has text/);
    assert.equal(
      rowProblemMessage({ ...said, code: 'wrongType', params: { expected: ['string'], got: 'number' } }),
      '“title” must be a string; got a number.',
    );
  });

  it('say what a cell must be without types and quotes, which it has none of', () => {
    const said = { severity: 'error', path: ['emails', 0, 'is_primary'], code: 'wrongType' } as const;
    const say = (...expected: string[]) =>
      rowProblemMessage({ ...said, params: { expected, got: 'string', inCell: true } });
    assert.equal(
      say('boolean', 'null'),
      '“emails[0].is_primary” must be true or false (yes, no, 1 and 0 are read, too) or null; the cell has something else.',
    );
    assert.equal(say('object'), '“emails[0].is_primary” must be an object; the cell has something else.');
  });

  it('say where a header is, and what a word for nothing would do', () => {
    const fault = { code: 'lateHeader', params: { line: 4 } };
    assert.equal(
      sourceFaultMessage(fault, 'users.csv', 1, 1),
      'users.csv, line 1, column 1: The header seems to be line 4. Delete the lines above it.',
    );
    const word = { code: 'wordForNothing', params: { got: 'N/A', clear: '<null>' } };
    assert.equal(
      rowProblemMessage({ ...word, severity: 'warning', path: ['title'] }),
      '“N/A” would be sent as it is. To clear the field, write “<null>”; to leave it unchanged, leave the cell empty.',
    );
  });

  it('take any code and any params: a plan is a file', () => {
    const said = { severity: 'error', path: [] } as const;
    for (const code of ['nothing known', '__proto__', 'wrongType', 'missingField', 'constructor'])
      assert.equal(typeof rowProblemMessage({ ...said, code, params: {} }), 'string');
    for (const code of ['nothing known', '__proto__', 'constructor']) assert.equal(causeTitle(code), code);
  });
});
