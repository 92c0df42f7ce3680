import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, type ParseError } from 'jsonc-parser';
import { ArrayCutter, type ArrayPart } from '../../../../src/core/json/arrayCutter';

/** Texts long enough that a few of them fill a part. */
const long = (length: number, sign: string) => JSON.stringify(sign.repeat(length));

/** The parts of a text that comes in these pieces, a guess taken back where it cut an element. */
function cut(pieces: readonly string[], guesses = true) {
  const cutter = new ArrayCutter(guesses);
  const parts: ArrayPart[] = [];
  const take = () => {
    for (let part = cutter.next(); part; part = cutter.next()) {
      if (part.isGuessed && broken(part.text)) cutter.takeBack(part);
      else parts.push(part);
      if (cutter.isBroken) return;
    }
  };
  for (const piece of pieces) {
    if (cutter.isBroken) break;
    cutter.add(piece);
    take();
  }
  if (!cutter.isBroken) {
    cutter.finish();
    take();
  }
  const end = cutter.isBroken ? undefined : cutter.end();
  return { parts: end ? [...parts, end] : parts, end, isBroken: cutter.isBroken };
}

function broken(text: string): boolean {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  return errors.length > 0;
}

/** Pieces of a text, cut where told. */
function inPieces(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((at) => at % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}

/** What stands in a part stands there in the whole. */
function assertInPlace(text: string, parts: readonly ArrayPart[]): void {
  for (const part of parts) {
    const elements = part.text.slice(1, -1);
    assert.equal(text.slice(part.shift + 1, part.shift + 1 + elements.length), elements);
  }
}

const space = fc.constantFrom('', ' ', '\n  ', '\t', '/* ], } */', '// ],[ "\n', '\r\n');
const element = fc.oneof(
  fc.constantFrom('1', 'null', '"]"', '"\\\\"', '"\\",["', '[]', '{}', '[[1,2],{"a":[]}]', '{"a": "}, {", "b": [1]}'),
  fc.tuple(fc.nat(9000), fc.constantFrom('x', '\\', '"', '{')).map(([length, sign]) => long(length, sign)),
  fc.nat(9000).map((length) => `{"name": ${long(length, 'n')}, "at": {"x": [1]}}`),
);

describe('ArrayCutter', () => {
  it('cuts any array into parts that hold its elements, in order and in place, however it comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(space, element, space), { maxLength: 12 }),
        fc.tuple(fc.constantFrom('', '\ufeff'), space, space, fc.boolean()),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.boolean(),
        (elements, [mark, before, after, hasTrailingComma], cuts, guesses) => {
          const inner = elements.map((piece) => piece.join('')).join(',');
          const text = `${mark}${before}[${inner}${hasTrailingComma && elements.length > 0 ? ',' : ''}]${after}`;
          const { parts, end, isBroken } = cut(inPieces(text, cuts), guesses);
          assert.equal(isBroken, false);
          assert.equal(end !== undefined && broken(end.text), false);
          const taken = end ? parts.slice(0, -1) : parts;
          assertInPlace(text, taken);
          assert.deepEqual(
            taken.flatMap((part) => parse(part.text) as unknown[]),
            parse(text.replace('\ufeff', '')),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('makes parts of about 16 KB, each ending behind an element', () => {
    const text = `[${Array.from({ length: 40 }, () => long(2000, 'x')).join(', ')}]`;
    const { parts } = cut([text]);
    assert.equal(parts.length, 5);
    for (const part of parts.slice(0, -1)) assert.ok(part.text.length > 16_384 && part.text.length < 16_384 + 2_100);
  });

  it('guesses where all elements are laid out like the first, and is told when that was wrong', () => {
    const user = (inner: string) => `  {"id": ${inner}, "name": ${long(5000, 'n')}}`;
    const fine = `[\n${Array.from({ length: 20 }, (_, index) => user(String(index))).join(',\n')}\n]`;
    const guessed = cut([fine]).parts.filter(({ isGuessed }) => isGuessed);
    assert.ok(guessed.length > 2, String(guessed.length));
    assertInPlace(fine, guessed);
    assert.equal(cut([fine], false).parts.filter(({ isGuessed }) => isGuessed).length, 0);
    const nested = `[\n${Array.from({ length: 9 }, () => user('[\n  {"a": 1},\n  {"a": 2}]')).join(',\n')}\n]`;
    const { parts } = cut(inPieces(nested, [17_000, 34_000]));
    assert.deepEqual(
      parts.flatMap((part) => parse(part.text) as unknown[]),
      parse(nested),
    );
  });

  for (const [text, end] of [
    ['', ''],
    ['  ', '  '],
    ['{"a": 1}', '{"a": 1}'],
    ['// x', '// x'],
    ['/* [1] ', '/* [1] '],
    ['1 [2]', '1 [2]'],
    ['[1, 2', '[1, 2'],
    ['[1, "a', '[1, "a'],
    ['[1, /* x', '[1, /* x'],
  ] as const)
    it(`leaves ${JSON.stringify(text)} as it is`, () => {
      const { parts, isBroken } = cut([text]);
      assert.equal(isBroken, false);
      assert.deepEqual(parts, [{ text: end, shift: 0, isGuessed: false }]);
    });

  it('has what stands behind an array at its place', () => {
    const { parts, end } = cut([' [1] /* x */ ', '2']);
    assert.deepEqual(parts[0], { text: '[1]', shift: 1, isGuessed: false });
    assert.deepEqual(end, { text: '[]2', shift: 11, isGuessed: false });
    assert.equal(cut([' [1] // x\n ']).end, undefined);
    assert.equal(cut(['[1] // x']).end?.text, '[]// x');
  });

  for (const [text, last] of [
    ['[1,,2]', '[,]'],
    ['[,1]', '[,]'],
    ['[1, }, 2]', '[ }]'],
    ['[[1]}, 2]', '[[1]}]'],
  ] as const)
    it(`breaks off where ${text} does`, () => {
      const { parts, isBroken } = cut([text]);
      assert.equal(isBroken, true);
      const part = parts.at(-1)!;
      assert.ok(broken(part.text), part.text);
      assert.ok(text.includes(last.slice(1, -1)));
    });
});
