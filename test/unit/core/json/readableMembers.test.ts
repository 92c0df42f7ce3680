import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readableMembers } from '../../../../src/core/json/readableMembers';

describe('the members of an object whose text was cut', () => {
  it('are those that are whole, and the beginning of the string that was cut', () => {
    const text = String.raw`{"statusCode":422,"error":"x","insight":{"a":[1]},"raw_response":"<p>\"A\u00e4\n and more`;
    assert.deepEqual(readableMembers(text), {
      statusCode: 422,
      error: 'x',
      insight: { a: [1] },
      raw_response: '<p>"Aä\n and more',
    });
    assert.deepEqual(readableMembers('{"statusCode":42'), { statusCode: undefined });
    assert.deepEqual(readableMembers('{"a":{"b":1,"c":2},"d":{"e":'), { a: { b: 1, c: 2 }, d: undefined });
    assert.deepEqual(readableMembers('\ufeff {"a":tru}'), { a: undefined });
  });

  it('are none where the text begins with no object', () => {
    for (const text of ['', ' ', '[{"a":1}', '"{"', '<html>{"a":1}', 'null'])
      assert.equal(readableMembers(text), undefined);
    for (const text of ['{', '{}', '{"a', '{"a"', '{"a" 1', '{a:1}', '{"\\x":1}'])
      assert.deepEqual(readableMembers(text), {});
  });

  it('are never other ones than those of the whole text', () => {
    const members = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
    fc.assert(
      fc.property(members, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2), (object, part, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        const whole = JSON.parse(text) as Record<string, unknown>;
        assert.deepEqual(readableMembers(text), whole);
        const read = Object.entries(readableMembers(text.slice(0, Math.floor(text.length * part))) ?? {});
        const last = read.pop();
        for (const [name, value] of read) assert.deepEqual(value, whole[name]);
        if (!last || last[1] === undefined) return;
        const [name, value] = last;
        if (typeof value === 'string') assert.ok(String(whole[name]).startsWith(value));
        else assert.deepEqual(value, whole[name]);
      }),
    );
  });
});
