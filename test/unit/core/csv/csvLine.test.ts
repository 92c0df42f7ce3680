import assert from 'node:assert/strict';
import { csvLine } from '../../../../src/core/csv/csvLine';

describe('a line of a CSV file', () => {
  it('quotes what would break it', () => {
    assert.equal(csvLine(['a', 'b,c', 'd"e', 'f\ng', '']), 'a,"b,c","d""e","f\ng",\r\n');
  });

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u0000=1', '＝1', '"=1'.slice(1)])
    it(`makes a text of ${JSON.stringify(formula)}`, () => {
      assert.ok(csvLine([formula]).replace(/^"/, '').startsWith("'"));
    });

  it('leaves other texts as they are', () => {
    for (const text of ['Ada', '1', 'a=1', '{"a":-1}', ''])
      assert.equal(
        csvLine([text])
          .replace(/^"|"(?="|\r)/g, '')
          .includes("'"),
        false,
      );
  });
});
