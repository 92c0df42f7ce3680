import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isSameJson } from '../../../../src/core/json/isSameJson';

const same = (left: string, right: string): boolean => {
  const values = [JSON.parse(left), JSON.parse(right)] as const;
  assert.equal(isSameJson(values[0], values[1]), isSameJson(values[1], values[0]));
  return isSameJson(...values);
};

describe('isSameJson', () => {
  for (const json of ['null', 'true', '0', '-1.5', '"a"', '""', '[]', '{}', '[1,[2,{"a":null}]]', '{"a":{"b":[{}]}}'])
    it(`holds of ${json} and itself`, () => assert.equal(same(json, json), true));

  it('counts the order of items, not that of properties', () => {
    assert.equal(same('{"a":1,"b":[2,3]}', '{"b":[2,3],"a":1}'), true);
    assert.equal(same('[1,2]', '[2,1]'), false);
  });

  for (const [left, right] of [
    ['{"a":1,"b":2}', '{"a":1,"b":3}'],
    ['{"a":1,"b":2}', '{"a":0,"b":2}'],
    ['[1,2,3]', '[1,2,4]'],
    ['[1,2,3]', '[0,2,3]'],
    ['[1,2]', '[1,2,3]'],
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{"a":1}', '{"b":1}'],
    ['{"a":null}', '{"b":null}'],
    ['{"a":{"b":{"c":1}}}', '{"a":{"b":{"c":2}}}'],
    ['[]', '{}'],
    ['["x"]', '{"0":"x"}'],
    ['null', '{}'],
    ['null', '[]'],
    ['null', '0'],
    ['0', '"0"'],
    ['1', 'true'],
    ['""', '[]'],
    ['{"__proto__":{}}', '{"a":{}}'],
    ['{"toString":1}', '{"valueOf":1}'],
  ] as const)
    it(`tells ${left} from ${right}`, () => assert.equal(same(left, right), false));

  it('agrees with a comparison that knows all of JavaScript', () => {
    const values = fc.jsonValue({ depthSize: 'small' }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    fc.assert(
      fc.property(values, values, (left, right) => {
        assert.equal(isSameJson(left, right), isDeepStrictEqual(left, right));
        assert.equal(isSameJson(left, structuredClone(left)), true);
        assert.equal(isSameJson([left, right], [left, left]), isDeepStrictEqual(left, right));
        assert.equal(isSameJson({ a: left, b: right }, { b: right, a: right }), isDeepStrictEqual(left, right));
      }),
      { numRuns: 500 },
    );
  });

  it('takes values nested deeper than the stack', () => {
    const deep = (end: unknown) => Array.from({ length: 100_000 }).reduce((value) => [value], end);
    assert.equal(isSameJson(deep(1), deep(1)), true);
    assert.equal(isSameJson(deep(1), deep(2)), false);
  });
});
