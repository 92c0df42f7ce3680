import assert from 'node:assert/strict';
import { exactJsonOf } from '../../../../src/core/json/exactJson';
import { isSameState } from '../../../../src/core/json/isSameState';

const isSame = (one: unknown, other: unknown): boolean => {
  assert.equal(isSameState(one, other), isSameState(other, one));
  return isSameState(one, other);
};

describe('two states of a user', () => {
  const same: readonly (readonly [what: string, one: string, other: string])[] = [
    ['the same value', '{"a":[1,"x",{"b":true}]}', '{"a":[1,"x",{"b":true}]}'],
    ['another order of members', '{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['null for no member', '{"a":1,"b":null}', '{"a":1}'],
    ['null for no member called like what every object has', '{"toString":null}', '{}'],
    ['null for no member of an item', '[{"id":1,"a":null}]', '[{"id":1}]'],
    ['another order of items with ids', '[{"id":1,"a":2},{"id":2,"a":3}]', '[{"id":2,"a":3},{"id":1,"a":2}]'],
    ['another order of e-mail addresses', '[{"email":"a"},{"email":"b"}]', '[{"email":"b"},{"email":"a"}]'],
    ['another order of phone numbers', '[{"number":"1"},{"number":"2"}]', '[{"number":"2"},{"number":"1"}]'],
    ['another order of links', '[{"url":"a"},{"url":"b"}]', '[{"url":"b"},{"url":"a"}]'],
    ['another order of texts', '["a","b","c"]', '["c","a","b"]'],
    ['another order of numbers', '[1,2]', '[2,1]'],
    ['another order deep within', '{"a":[[{"b":["x","y"]}]]}', '{"a":[[{"b":["y","x"]}]]}'],
    ['another spelling of a number', '{"a":1.0,"b":[1e2]}', '{"a":1,"b":[100]}'],
    [
      'ids of many digits in another order',
      '[{"id":9007199254740993},{"id":1.0}]',
      '[{"id":1},{"id":9007199254740993}]',
    ],
    [
      'an id as a number and as a text',
      '{"id":7,"a":[{"id":"9007199254740993"}]}',
      '{"id":"7","a":[{"id":9007199254740993}]}',
    ],
    ['lists without items', '[]', '[]'],
  ];
  for (const [what, one, other] of same)
    it(`say the same: ${what}`, () => assert.equal(isSame(exactJsonOf(one), exactJsonOf(other)), true));

  const others: readonly (readonly [what: string, one: string, other: string])[] = [
    ['another value', '"a"', '"b"'],
    ['another value of the first member', '{"a":1,"b":2}', '{"a":3,"b":2}'],
    ['another value of the last member', '{"a":1,"b":2}', '{"a":1,"b":3}'],
    ['one member more', '{"a":1}', '{"a":1,"b":""}'],
    ['false for no member', '{"a":false}', '{}'],
    ['a number for none', '{"a":1.0}', '{}'],
    ['a text that reads like a number', '1.0', '"1.0"'],
    ['another last digit', '9007199254740993', '9007199254740992'],
    ['a list for an object', '[]', '{}'],
    ['a list for a value', '["a"]', '"a"'],
    ['an object for a value', '{"a":1}', '1'],
    ['nothing for an object', '{}', 'null'],
    ['an item more', '["a","b"]', '["a"]'],
    ['another item', '["a","b"]', '["a","c"]'],
    ['another item at the end of what has no names', '[true,false]', '[true,true]'],
    ['another item at the beginning of what has no names', '[false,true]', '[true,true]'],
    ['another order of items without names', '[{"a":1},{"a":2}]', '[{"a":2},{"a":1}]'],
    ['another order of items, one of which has no name', '["","a"]', '["a",""]'],
    ['another order of items that share a name', '[{"id":1,"a":1},{"id":1,"a":2}]', '[{"id":1,"a":2},{"id":1,"a":1}]'],
    ['another item under the same id', '[{"id":1,"a":2},{"id":2}]', '[{"id":2},{"id":1,"a":3}]'],
    ['an id of another last digit', '{"id":9007199254740993}', '{"id":"9007199254740992"}'],
    ['another number and text than an id', '{"code":7}', '{"code":"7"}'],
    ['another id', '[{"id":1},{"id":2}]', '[{"id":1},{"id":3}]'],
    ['ids in one of them alone', '[{"id":1,"email":"a"}]', '[{"email":"a"}]'],
    ['an item under a name that has none', '["a"]', '[{"id":"a"}]'],
  ];
  for (const [what, one, other] of others)
    it(`differ: ${what}`, () => assert.equal(isSame(exactJsonOf(one), exactJsonOf(other)), false));

  it('say the same without a value and with null', () => {
    assert.equal(isSame(undefined, null), true);
    assert.equal(isSame(undefined, ''), false);
  });

  it('may be nested deeper than the stack', () => {
    const deep = (end: unknown) => Array.from({ length: 20_000 }).reduce((value) => [{ a: value }], end);
    assert.equal(isSame(deep(1), deep(1)), true);
    assert.equal(isSame(deep(1), deep(2)), false);
  });
});
