import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asDoubles, exactJsonOf, exactValue, parseExact, readExactJson } from '../../../../src/core/json/exactJson';
import { ExactNumber, isSameNumber } from '../../../../src/core/json/exactNumber';
import { isSameJson } from '../../../../src/core/json/isSameJson';
import { prettyJson } from '../../../../src/core/json/prettyJson';

const odd = [
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '0.1000000000000000055511151231257827',
  '1e400',
  '-1E+400',
  '1e-400',
  '-0',
  '-0.0',
  '0.0',
  '1.0',
  '1.50',
  '1e2',
  '1E2',
  '1e21',
  '100000000000000000000000',
];
const plain = ['0', '1', '-1', '1.5', '-0.25', '9007199254740992', '1e+21', '1e-7', '123456789012345'];

/** JSON texts with numbers of every spelling, and with strings and keys that look like what numbers become on the way. */
const spelled = fc.oneof(
  fc.constantFrom(...odd, ...plain),
  fc
    .tuple(fc.bigInt(), fc.option(fc.nat(), { nil: undefined }), fc.option(fc.integer({ min: -400, max: 400 })))
    .map(
      ([whole, fraction, power]) =>
        `${whole}${fraction === undefined ? '' : `.${fraction}`}${power === null ? '' : `e${power}`}`,
    ),
);
const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4 },
    spelled,
    fc
      .oneof(fc.string(), fc.constantFrom('1.0', '[1e999,"1.0"]', 'a"1e400', '__proto__'))
      .map((value) => JSON.stringify(value)),
    fc.constantFrom('null', 'true', 'false'),
    fc.array(tie('text'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.string(), fc.constantFrom('__proto__', '0', 'toJSON')), tie('text')), {
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
  ),
}));

describe('JSON whose numbers keep their spelling', () => {
  for (const number of [...odd, ...plain]) {
    it(`writes ${number} as it came`, () => {
      for (const json of [number, `[${number}]`, `{"a":{"b":[1,${number},"x"]}}`, `[[${number},${number}]]`])
        assert.equal(JSON.stringify(parseExact(json)), json);
      assert.equal(parseExact(number) instanceof ExactNumber, odd.includes(number));
    });
  }

  it('writes any JSON as it came, when there is no space in it and no key is a number', () => {
    fc.assert(
      fc.property(text, (json) => {
        const value = parseExact(json);
        assert.deepEqual(asDoubles(value), JSON.parse(json));
        // Integers among the keys come first, and some escapes are written otherwise.
        if (!/"\d+":|\\|[^\0-~]|toJSON/.test(json)) assert.equal(JSON.stringify(value), json);
        assert.ok(isSameJson(value, parseExact(prettyJson(json))));
        assert.ok(isSameJson(exactValue(json, JSON.parse(json)), value));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no array of the text for a number', () => {
    for (const json of ['[1e999,"1.0"]', '[1.0,[1e999,"2.0"]]', '{"a":[1e400,"x"]}'])
      assert.equal(JSON.stringify(parseExact(json)), json);
  });

  it('gives plain numbers, and another object, to whom digits do not matter', () => {
    const value = parseExact('{"a":[1.0,{"b":9007199254740993}],"__proto__":{"c":2.0}}');
    assert.deepEqual(asDoubles(value), JSON.parse('{"a":[1,{"b":9007199254740992}],"__proto__":{"c":2}}'));
    assert.equal(JSON.stringify(value), '{"a":[1.0,{"b":9007199254740993}],"__proto__":{"c":2.0}}');
    assert.equal(asDoubles(new ExactNumber('1.0')), 1);
    assert.equal(asDoubles(undefined), undefined);
  });

  it('refuses numbers that are none', () => {
    for (const json of ['1.', '1e', '1.5e+', '01.0', '-', '.5', '+1.0', '1.0.0', '0x10', '1_0'])
      assert.equal(readExactJson(json).state, 'broken', json);
  });

  it('refuses what JSON.parse refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '1.0',
      '01',
      '1.',
      '-',
      '1e',
      '"a"',
      ' ',
      '9007199254740993',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const json = parts.join('');
        let parsed: unknown;
        try {
          parsed = JSON.parse(json);
        } catch {
          assert.equal(readExactJson(json).state, 'broken');
          assert.throws(() => parseExact(json), SyntaxError);
          return;
        }
        assert.deepEqual(asDoubles(exactJsonOf(json)), parsed);
      }),
      { numRuns: 5000 },
    );
  });

  it('reads a hundred levels and no more, whatever the brackets', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (levels: number) => `${open.repeat(levels)}1.0${close.repeat(levels)}`;
      assert.equal(readExactJson(nested(100)).state, 'whole');
      assert.equal(readExactJson(nested(101)).state, 'tooDeep');
      assert.equal(readExactJson(nested(100_000)).state, 'tooDeep');
      assert.equal(exactJsonOf(nested(101)), undefined);
    }
    assert.equal(readExactJson(JSON.stringify('['.repeat(200))).state, 'whole');
    assert.equal(readExactJson(`[${'[],'.repeat(200)}[]]`).state, 'whole');
    assert.equal(readExactJson('x').state, 'broken');
  });
});

describe('numbers of JSON', () => {
  const same: readonly (readonly [string, string])[] = [
    ['1.0', '1'],
    ['1e2', '100'],
    ['-0', '0'],
    ['0.0', '-0e5'],
    ['10e399', '1e400'],
    ['100000000000000000000000', '1e23'],
    ['0.10', '0.1'],
  ];
  const others: readonly (readonly [string, string])[] = [
    ['9007199254740993', '9007199254740992'],
    ['1e400', '1e401'],
    ['1e400', '-1e400'],
    ['1.0', '"1.0"'],
    ['1.0', 'true'],
    ['1.0', '{"spelled":"1.0"}'],
    ['1.0', '[1]'],
    ['0.1', '0.1000000000000000055511151231257827'],
  ];
  for (const [expected, pairs] of [
    [true, same],
    [false, others],
  ] as const)
    for (const [one, other] of pairs)
      it(`tells that ${one} and ${other} are ${expected ? 'the same' : 'not the same'}`, () => {
        const [left, right] = [parseExact(one), parseExact(other)];
        for (const [first, second] of [
          [left, right],
          [right, left],
          [[left], [right]],
          [{ a: left }, { a: right }],
        ])
          assert.equal(isSameJson(first, second), expected);
      });

  it('have one spelling for each size, a plain one where there is one', () => {
    const plainly = (spelled: string) => String(new ExactNumber(spelled).inOneSpelling());
    for (const [one, other, plain] of [
      ['1.0', '10e-1', '1'],
      ['-0.0', '0e7', '0'],
      ['1.50', '15e-1', '1.5'],
      ['100000000000000000000000', '1e23', '1e+23'],
    ] as const)
      assert.deepEqual([plainly(one), plainly(other)], [plain, plain]);
    assert.equal(typeof new ExactNumber('1.0').inOneSpelling(), 'number');
    assert.equal(plainly('1e400'), plainly('10e399'));
    assert.equal(plainly('9007199254740993'), plainly('9007199254740993.0'));
    assert.notEqual(plainly('9007199254740993'), plainly('9007199254740992'));
    assert.notEqual(plainly('1e400'), plainly('-1e400'));
  });

  it('count as what a double makes of them, and read as they came', () => {
    const number = new ExactNumber('9007199254740993');
    assert.equal(Number(number), 9007199254740992);
    assert.equal(String(number), '9007199254740993');
  });

  it('are the same as texts that add up to the same', () => {
    // No zero: it takes no other zeros behind it.
    const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map((number) => number || 1n);
    const number = fc.tuple(whole, fc.nat(30), fc.nat(5));
    fc.assert(
      fc.property(number, number, ([one, power, zeros], [other]) => {
        const shifted = `${one}${'0'.repeat(zeros)}.${'0'.repeat(zeros + 1)}e${power}`;
        const longhand = `${one * 10n ** BigInt(zeros + power)}`;
        assert.ok(isSameNumber(parseExact(shifted), parseExact(longhand)), `${shifted} ${longhand}`);
        assert.equal(isSameNumber(parseExact(`${one}`), parseExact(`${other}`)), one === other);
      }),
    );
  });
});
