import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRecord } from '../../../../src/core/json/isRecord';
import { maxDepth } from '../../../../src/core/json/maxDepth';
import { isSecretName } from '../../../../src/core/secrets/isSecretName';
import { secretSpans } from '../../../../src/core/secrets/secretSpans';

type Path = readonly (string | number)[];
type Found = readonly [path: Path, value: unknown];

/** The spans as what a parsed text has there. */
const found = (json: string): Found[] =>
  secretSpans(json).map(({ start, end, path }) => [path, JSON.parse(json.slice(start, end))]);

const naming = /(?:name|key|field|type|id|label|title|attribute|property|header|kind)$/i;
const valued = /values?$/i;

/** The same, by the definition, from the value. */
function* expected(value: unknown, path: Path = []): Generator<Found> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* expected(item, [...path, index]);
  if (!isRecord(value)) return;
  const isNamed = Object.entries(value).some(
    ([key, name]) => !isSecretName(key) && naming.test(key) && typeof name === 'string' && isSecretName(name),
  );
  for (const [key, member] of Object.entries(value))
    if (isSecretName(key) || (isNamed && valued.test(key))) yield [[...path, key], member];
    else yield* expected(member, [...path, key]);
}

describe('the secrets of a JSON text', () => {
  const key = fc.constantFrom(
    'name',
    'key',
    'value',
    'values',
    'pin',
    'a',
    'na\u0301me',
    'defaultValue',
    'kind',
    'x"y',
  );
  const leaf = fc.constantFrom('pin', 'password', 'x', '', '"', '\\', 7, true, null);
  const { json } = fc.letrec<{ json: unknown; object: unknown; array: unknown }>((tie) => ({
    json: fc.oneof({ maxDepth: 5 }, leaf, tie('object'), tie('array')),
    object: fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
    array: fc.array(tie('json'), { maxLength: 4 }),
  }));

  it('are in place what the definition says of the value, in order, the outermost alone', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t\n'), (value, indent) => {
        assert.deepEqual(found(JSON.stringify(value, undefined, indent)), [...expected(value)]);
      }),
      { numRuns: 1500 },
    );
  });

  const cases: readonly (readonly [title: string, json: string, expected: readonly Found[]])[] = [
    [
      'stand under the name of one',
      '{"a":1,"pin":2,"b":[{"pin":[3]}]}',
      [
        [['pin'], 2],
        [['b', 0, 'pin'], [3]],
      ],
    ],
    ['stand beside one, also before it', '{"value":1,"name":"pin"}', [[['value'], 1]]],
    ['are none beside the name of something else', '{"value":1,"name":"x"}', []],
    ['are none beside a name in another object', '[{"name":"pin"},{"value":1}]', []],
    ['are none of a name in an object before', '[{"name":"pin","value":1},{"value":2}]', [[[0, 'value'], 1]]],
    ['are none of a value in an object before', '[{"value":1},{"name":"pin"}]', []],
    [
      'are all the values beside one',
      '{"oldValue":1,"name":"pin","newValue":2}',
      [
        [['oldValue'], 1],
        [['newValue'], 2],
      ],
    ],
    [
      'hold those within them',
      '{"name":"pin","value":{"pin":1,"x":{"pin":2}}}',
      [[['value'], { pin: 1, x: { pin: 2 } }]],
    ],
    [
      'keep their order where one within an object is known later',
      '{"u":{"pin":0},"value":1,"pin":2,"name":"otp","v":{"pin":3}}',
      [
        [['u', 'pin'], 0],
        [['value'], 1],
        [['pin'], 2],
        [['v', 'pin'], 3],
      ],
    ],
    ['are found under a name that is spelled with escapes', String.raw`{"p\u0069n":1}`, [[['pin'], 1]]],
    ['are found beside a name that is spelled so', String.raw`{"name":"p\u0069n","v\u0061lue":1}`, [[['value'], 1]]],
    ['are none in a text that is no object', '"pin"', []],
    [
      'stand in later items of a list',
      '[0,[1,{"pin":1}],{"x":0,"pin":2}]',
      [
        [[1, 1, 'pin'], 1],
        [[2, 'pin'], 2],
      ],
    ],
  ];
  for (const [title, text, spans] of cases) it(title, () => assert.deepEqual(found(text), spans));

  it('are what is nested too deep to be looked at', () => {
    const nested = `${'['.repeat(maxDepth + 1)}${']'.repeat(maxDepth + 1)}`;
    assert.deepEqual(found(nested), [[Array<number>(maxDepth).fill(0), []]]);
    assert.deepEqual(found(nested.slice(1, -1)), []);
  });

  it('are found in a text that is none as far as it can be told', () =>
    assert.deepEqual(found('}],{"pin":1}]'), [[['pin'], 1]]));
});
