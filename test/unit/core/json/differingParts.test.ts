import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningOf, differingParts, look } from '../../../../src/core/json/differingParts';

describe('two texts that are compared by eye', () => {
  it('are whole where they fit', () => {
    assert.deepEqual(differingParts('abcde', 'abcdf', 5), ['abcde', 'abcdf']);
    assert.deepEqual(differingParts('', 'abcde', 5), ['', 'abcde']);
  });

  it('begin with their beginning where they differ soon', () => {
    assert.deepEqual(differingParts('abcdefghij', 'abXdefghij', 8), ['abcdefgh…', 'abXdefgh…']);
    assert.deepEqual(differingParts('abcdefghij', 'abcdXfgh', 8), ['abcdefgh…', 'abcdXfgh']);
  });

  it('are shown around their first difference where that is far', () => {
    const [one, other] = [`${'a'.repeat(50)}X${'b'.repeat(50)}`, `${'a'.repeat(50)}Y${'b'.repeat(50)}`];
    assert.deepEqual(differingParts(one, other, 8), ['…aaXbbbbb…', '…aaYbbbbb…']);
    assert.deepEqual(differingParts(`${'a'.repeat(50)}X`, 'a'.repeat(50), 8), ['…aaX', '…aa']);
  });

  it('keep what a reader takes for one character', () => {
    const family = '👨‍👩‍👧';
    const [one, other] = differingParts(`${'a'.repeat(40)}${family}X`, `${'a'.repeat(40)}${family}Y`, 20);
    assert.deepEqual([one, other], [`…${family}X`, `…${family}Y`]);
    assert.deepEqual(differingParts('ab😀cdefgh', 'ab😁cdefgh', 6), ['ab😀cd…', 'ab😁cd…']);
  });

  it('show where they differ, and little more than was asked for, whatever they are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁', 'e\u0301', '👨‍👩‍👧'), maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 16, max: 40 }), (begin, one, other, max) => {
        const parts = differingParts(begin + one, begin + other, max);
        assert.equal(parts[0] === parts[1], one === other);
        for (const part of parts) {
          assert.ok(part.length <= max + 2, `${part.length} of ${max}`);
          assert.ok(part.isWellFormed(), part);
        }
      }),
    );
  });
});

describe('the beginning of a text', () => {
  it('is the text where it fits, else ends between two characters with an ellipsis', () => {
    assert.deepEqual(
      ['abcd', 'abcde', 'abc😀', 'abce\u0301'].map((text) => beginningOf(text, 4)),
      ['abcd', 'abcd…', 'abc…', 'abc…'],
    );
  });

  it('is no longer than asked for, though a character has no end', () => {
    assert.equal(beginningOf(`a${'\u0301'.repeat(100)}`, 4), `a${'\u0301'.repeat(3)}…`);
    assert.equal(beginningOf(`😀${'\u200d😀'.repeat(100)}`, 6), '😀\u200d😀\u200d…');
  });
});

describe('the look of a text', () => {
  it('is the same for what nobody can tell apart', () => {
    for (const [one, other] of [
      ['\u00e9', 'e\u0301'],
      ['a\u200bb', 'ab'],
      ['ﬁ', 'fi'],
      ['a\u2060\u00adb\u200e', 'ab'],
    ] as const)
      assert.equal(look(one), look(other));
    assert.notEqual(look('a b'), look('ab'));
    assert.notEqual(look('a'), look('b'));
  });
});
