import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { isSurelyLossless } from '../../../../src/core/json/isSurelyLossless';
import { KeysInScope } from '../../../../src/core/json/keysInScope';
import { maxDepth } from '../../../../src/core/json/maxDepth';
import { parseJson } from '../../../../src/core/json/parseJson';
import { scanJson } from '../../../../src/core/json/scanJson';
import { SoughtPath } from '../../../../src/core/json/soughtPaths';
import { hiddenValue } from '../../../../src/core/secrets/shown';
import { usersText } from '../../../bench/makeUsers';
import { amount } from '../../../host/long';

/** Strings as spelled, most of them such as a look at the text alone may take for something else. */
const strings = fc.constantFrom(
  '"a"',
  '"name"',
  '"title"',
  '""',
  '":"',
  '": "',
  '" :"',
  '"\\":"',
  '"\\"a\\":1"',
  '"a\\\\"',
  '"\\u0061"',
  '"__proto__"',
  '"__proto__:"',
  '"\\u005f_proto__"',
  '"\\ud800"',
  '"\ud800"',
  '"\ud83d\ude00"',
  '"Bj\ufffdrn"',
  `"${hiddenValue}"`,
  `"${hiddenValue} as it was"`,
  `"a ${hiddenValue}"`,
  '"\\u2022•••••"',
  '"李"',
);
const words = fc.constantFrom('1', '-0', '1e400', '12345678901234567890', '0.1', 'true', 'null');
const gaps = fc.constantFrom('', '', '', ' ', '\n', '\t', '/* ": */');
/** JSON as nobody would write it: keys twice, spaces before colons. */
const { text: texts } = fc.letrec<{ text: string }>((tie) => {
  const member = fc
    .tuple(strings, gaps, gaps, tie('text'))
    .map(([key, before, behind, value]) => `${key}${before}:${behind}${value}`);
  return {
    text: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      strings,
      fc.oneof({ weight: 6, arbitrary: strings }, { weight: 1, arbitrary: words }),
      fc.array(member, { maxLength: 4 }).map((members) => `{${members.join(', ')}}`),
      fc.array(tie('text'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    ),
  };
});
const lossCodes = new Set<string>([
  'duplicateKey',
  'unsafeNumber',
  'forbiddenKey',
  'tooDeep',
  'loneSurrogate',
  'replacementCharacter',
  'hiddenValue',
]);

/** The last user of them has a mistake. */
const right = JSON.stringify((JSON.parse(usersText(40)) as unknown[]).slice(0, -1), undefined, 2);
const lossesOf = (plain: string) => scanJson(plain, new SoughtPath(), hiddenValue);
const read = (text: string) => {
  const parsed = parseJson(text);
  assert.ok(parsed, text);
  return parsed;
};

describe('a text that is surely lossless', () => {
  it('has no loss', () => {
    let sure = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = read(text);
        if (!isSurelyLossless(parsed, hiddenValue)) return;
        sure++;
        assert.deepEqual(lossesOf(parsed.plain), []);
      }),
      { numRuns: amount(3000, 30_000) },
    );
    assert.ok(sure > amount(3000, 30_000) / 20, `only ${sure} were sure`);
  });

  it('is no text with a key that is there twice, however it is written', () => {
    for (const text of [
      '{"a":"1","a":"1"}',
      '{"a" :"1","a":"1"}',
      '{"a"\n:"1","a":"1"}',
      '{"a" :"1","a" :":"}',
      '{"a" :":","a" :":"}',
      '{"a" :"\\":","a" :"\\":"}',
      '[{"a":{"b":"1","c":"2"},"a":"x"},"\\":"]',
      '{"":"","":""}',
      '{"1":"","1":""}',
    ])
      assert.equal(isSurelyLossless(read(text), hiddenValue), false, text);
  });

  it('is as deep as a text may be', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    for (const depth of [maxDepth - 1, maxDepth, maxDepth + 1, 100_000])
      assert.equal(isSurelyLossless(read(nested(depth)), hiddenValue), depth <= maxDepth, String(depth));
  });

  it('is every list of users that has no mistake and no number', () => {
    assert.equal(isSurelyLossless(read(right), hiddenValue), true);
    assert.equal(isSurelyLossless(read(JSON.stringify(JSON.parse(right))), hiddenValue), true);
  });
});

describe('checkUserText', () => {
  it('finds all losses, whether it has to look at each character or not', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, isList) => {
        const whole = isList ? `[{"name":"Ada"},${text}]` : text;
        const problems = checkUserText(whole, { unknownFields: 'warning' });
        const wrong = new Set(problems.filter(({ code }) => code === 'wrongType').map(({ offset }) => offset));
        const losses = lossesOf(read(whole).plain)
          .filter(({ code, offset }) => code !== 'unsafeNumber' || !wrong.has(offset))
          .map((loss) => ({ severity: 'error', ...loss }));
        const sorted = (all: readonly object[]) => all.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
        const found = problems.filter(({ code }) => lossCodes.has(code));
        assert.deepEqual(sorted(found), sorted(losses));
      }),
      { numRuns: amount(1500, 15_000) },
    );
  });

  it('looks at each key of the text only where something of it is sought', () => {
    const { add } = KeysInScope.prototype; // eslint-disable-line @typescript-eslint/unbound-method
    let made = 0;
    const looks = () => made;
    KeysInScope.prototype.add = function (...key) {
      made++;
      return add.apply(this, key);
    };
    try {
      assert.deepEqual(checkUserText(right, { unknownFields: 'warning' }), []);
      assert.equal(looks(), 0);
      assert.ok(checkUserText(right.replace('"name"', '"nam"'), { unknownFields: 'warning' }).length > 0);
      assert.ok(looks() > 40);
    } finally {
      KeysInScope.prototype.add = add;
    }
  });
});
