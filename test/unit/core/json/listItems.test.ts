import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readId } from '../../../../src/api/responses';
import { parseExact } from '../../../../src/core/json/exactJson';
import { keyText } from '../../../../src/core/json/listItems';
import { identityOf } from '../../../../src/core/responses/identity';

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((all) => all.join(''));

/** Numbers as JSON spells them. */
const spelledNumbers = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      fc.tuple(fc.integer({ min: 1, max: 9 }), digits(0, 40)).map((parts) => parts.join('')),
    ),
    fc.oneof(
      fc.constant(''),
      digits(1, 20).map((fraction) => `.${fraction}`),
    ),
    fc.oneof(
      fc.constant(''),
      fc.integer({ min: -30, max: 120 }).map((power) => `e${power}`),
    ),
  )
  .map((parts) => parts.join(''));

describe('an ID as text', () => {
  for (const [spelled, text] of [
    ['7', '7'],
    ['7.0', '7'],
    ['70e-1', '7'],
    ['1e3', '1000'],
    ['-0', '0'],
    ['0.5', '0.5'],
    ['1.50', '1.5'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['12345678901234567890', '12345678901234567890'],
    ['12345678901234567890.0', '12345678901234567890'],
    ['1e21', '1000000000000000000000'],
    ['100000000000000000000000', '100000000000000000000000'],
    ['"1e3"', '1e3'],
    ['"usr_ada"', 'usr_ada'],
  ] as const)
    it(`has all digits of a number: ${spelled}`, () => {
      assert.equal(keyText(parseExact(spelled)), text);
      assert.equal(readId(parseExact(spelled)), text);
    });

  it('is none of what has no text', () => {
    for (const none of ['', null, undefined, true, [], {}]) assert.equal(keyText(none), undefined);
    for (const number of [Infinity, Number.NaN]) assert.equal(keyText(number), String(number));
  });

  it('is short also where a number has no end', () => {
    for (const spelled of ['1e999999999', '1e-999999999']) assert.ok((keyText(parseExact(spelled)) ?? '').length < 30);
  });

  it('names one and the same user, whoever reads it', () => {
    fc.assert(
      fc.property(spelledNumbers, (spelled) => {
        const user = parseExact(`{"id":${spelled},"name":"Ada"}`) as Record<string, unknown>;
        assert.equal(identityOf(user, readId(user['id']) ?? '', true), 'user');
        if (/^-?[1-9]\d*$/.test(spelled)) assert.equal(readId(user['id']), spelled);
      }),
    );
  });
});
