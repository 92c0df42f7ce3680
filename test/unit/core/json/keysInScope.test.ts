import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HeldValues } from '../../../../src/core/json/heldValues';
import { hashOfKey, KeysInScope } from '../../../../src/core/json/keysInScope';
import { decodeString } from '../../../../src/core/json/jsonText';

const hashOf = (name: string): number => hashOfKey(name, 0, name.length);

/** For each key the number of the first one of the same name, or its own. */
function firsts(keys: KeysInScope, spelled: readonly string[]): number[] {
  const text = spelled.join('');
  const starts = spelled.map((_, index) => spelled.slice(0, index).join('').length);
  return spelled.map((key, index) => {
    const start = starts[index]!;
    const first = keys.add(text, start, start + key.length, hashOf(decodeString(key)));
    if (first) assert.equal(first.length, spelled[starts.indexOf(first.offset)]?.length);
    return first ? starts.indexOf(first.offset) : index;
  });
}

describe('the keys of an object', () => {
  // Two names of one hash.
  const [one, other] = ['abcde', 'aBcDe'];

  it('are told apart by their names, not by their hashes and spellings', () => {
    assert.equal(hashOf(one), hashOf(other));
    assert.deepEqual(firsts(new KeysInScope(), [`"${one}"`, `"${other}"`, `"${one}"`]), [0, 1, 0]);
    assert.deepEqual(firsts(new KeysInScope(), ['"a"', String.raw`"\u0061"`, '"b"', '""', '""']), [0, 0, 2, 3, 3]);
  });

  it('are forgotten with the object', () => {
    for (const count of [3, 40]) {
      const keys = new KeysInScope();
      const names = Array.from({ length: count }, (_, index) => `"k${index}"`);
      assert.deepEqual(firsts(keys, names), [...names.keys()]);
      keys.clear();
      assert.deepEqual(firsts(keys, names), [...names.keys()]);
    }
  });

  it('may be few or many', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 20, maxLength: 120 }), (numbers) => {
        const names = numbers.map((number) => `"k${number}"`);
        assert.deepEqual(
          firsts(new KeysInScope(), names),
          names.map((name) => names.indexOf(name)),
        );
      }),
    );
  });
});

describe('two states of a value', () => {
  const held = (before: unknown, now: unknown, ...path: (string | number)[]) => new HeldValues(before, now).has(path);

  it('are compared at a place', () => {
    assert.equal(held({ a: { b: 1 } }, { a: { b: 1, c: 2 } }, 'a', 'b'), true);
    assert.equal(held({ a: { b: 1 } }, { a: { b: 2 } }, 'a', 'b'), false);
    assert.equal(held({ a: { b: 1 } }, { a: { b: 1, c: 2 } }, 'a', 'c'), false);
    assert.equal(held({ a: 1 }, { a: 1 }), true);
  });

  it('are the same where both have nothing', () => {
    assert.equal(held({ a: {} }, { a: {} }, 'a', 'b'), true);
    assert.equal(held({ a: {} }, { a: {} }, 'a', 'toString'), true);
    assert.equal(held({}, {}, 'a', 'b'), false);
  });

  it('may have their items in other places, as long as they are the same as a whole', () => {
    const items = [{ id: 1, n: 'a' }, { id: 2 }];
    assert.equal(held({ l: items }, { l: [{ id: 2 }, { id: 1, n: 'a' }] }, 'l', 1, 'n'), true);
    assert.equal(held({ l: items }, { l: [{ id: 2 }, { id: 1, n: 'b' }] }, 'l', 1, 'n'), false);
    assert.equal(held({ l: items }, { l: [{ id: 1, n: 'b' }, { id: 2 }] }, 'l', 0, 'id'), true);
    assert.equal(held({ l: items }, { l: [...items, { id: 3 }] }, 'l', 2, 'id'), false);
  });

  it('may have items with another value in other places, told by their keys', () => {
    const items = [
      { number: '1', type: 'work' },
      { number: '2', type: 'home' },
    ];
    const now = [
      { number: 2, type: 'home', extension: '5' },
      { number: '1', type: 'home' },
      { type: 'work', extension: '1' },
    ];
    assert.equal(held({ l: items }, { l: now }, 'l', 0, 'type'), true);
    assert.equal(held({ l: items }, { l: now }, 'l', 1, 'type'), false);
    assert.equal(held({ l: [...items, { number: '3', type: 'work' }] }, { l: now }, 'l', 2, 'type'), true);
    const alike = [items[0], items[0], items[1]];
    assert.equal(held({ l: alike }, { l: [{ number: '2', type: 'work', extension: '1' }] }, 'l', 0, 'type'), true);
  });

  it('are not the same where one is no object or no array on the way', () => {
    for (const [before, now] of [
      [{ l: [1] }, { l: { 0: 1 } }],
      [{ l: { 0: 1 } }, { l: [1] }],
      [{ l: 'a' }, { l: 'a' }],
    ])
      assert.equal(held(before, now, 'l', 0), false);
    for (const [before, now] of [
      [{ l: [1] }, { l: { a: 1 } }],
      [{ l: { a: 1 } }, { l: [1] }],
    ])
      assert.equal(held(before, now, 'l', 'a'), false);
  });
});
