import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { jsonLines } from '../../../../src/core/json/jsonLines';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

describe('JSON Lines', () => {
  const objects = (text: string) => jsonLines(text).map(({ offset, length }) => text.slice(offset, offset + length));

  it('have an object on each of two lines or more', () => {
    assert.deepEqual(objects('{"a":1}\n{"b":2}'), ['{"a":1}', '{"b":2}']);
    assert.deepEqual(objects('\ufeff {"a":1} \r\n\r\n  {"b":2}\t\r{}\n'), ['{"a":1}', '{"b":2}', '{}']);
  });

  for (const [what, text] of [
    ['one object', '{"a":1}'],
    ['one object on several lines', '{\n"a":1\n}'],
    ['objects and an array', '{"a":1}\n{"b":2}\n[]'],
    ['objects and what is no JSON', '{"a":1}\n{"b":2}\n{'],
    ['numbers', '1\n2'],
    ['nothing', ' \n\n'],
  ] as const)
    it(`are not ${what}`, () => assert.deepEqual(jsonLines(text), []));
});

describe('JSON Lines of a person', () => {
  const objects = (text: string) => jsonLines(text).map(({ offset, length }) => text.slice(offset, offset + length));

  it('may have comments, and a comma behind each line', () => {
    assert.deepEqual(objects('// users\n{"a":1}, // one\n{"b":2},\r\n/* all */\n{"c":[3,]}'), [
      '{"a":1}',
      '{"b":2}',
      '{"c":[3,]}',
    ]);
    assert.deepEqual(objects('{"a":1},,\n{"b":2}'), []);
    assert.deepEqual(objects('{"a":1,\n"b":2}'), []);
  });

  it('become an array with one comma behind each', () => {
    for (const [text, array] of [
      ['{"a":1},\n{"a":2}, // two\n{"a":3}', '[{"a":1},\n{"a":2}, // two\n{"a":3}]'],
      ['{"a":1} // one\n{"a":2} ,\n', '[{"a":1}, // one\n{"a":2} ]\n'],
    ] as const) {
      const [problem, ...others] = checkUserText(text, { unknownFields: 'off' });
      assert.deepEqual([problem?.code, others], ['jsonLines', []]);
      assert.equal(applyTextEdits(text, fixesFor(text, problem!)[0]!.edits()), array);
    }
  });
});
