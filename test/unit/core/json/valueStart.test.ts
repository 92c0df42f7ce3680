import assert from 'node:assert/strict';
import { valueStart } from '../../../../src/core/json/jsonText';

describe('where the first value of a text is', () => {
  for (const before of ['', ' \r\n\t', '\ufeff', '// [ x\n', '/* { */', '/**/ // "\r\n/* \n */\n', '\ufeff // x\n'])
    it(`is behind ${JSON.stringify(before)}`, () => {
      for (const value of ['[1]', '{}', '"//"', 'x']) assert.equal(valueStart(before + value), before.length);
      assert.equal(valueStart(before), before.length);
    });

  it('is a comment that does not end', () => {
    assert.equal(valueStart(' /* [1]'), 1);
    assert.equal(valueStart('// x\n/ [1]'), 5);
  });
});
