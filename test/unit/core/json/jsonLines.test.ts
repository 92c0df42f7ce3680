import assert from 'node:assert/strict';
import { jsonLines } from '../../../../src/core/json/jsonLines';

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
