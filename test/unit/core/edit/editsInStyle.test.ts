import assert from 'node:assert/strict';
import { EditRefused, editUserText, type UserTextOp } from '../../../../src/core/edit/editUserText';
import type { JsonPath } from '../../../../src/core/json/jsonPath';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

const remove: UserTextOp = { kind: 'remove' };
const set = (json: string): UserTextOp => ({ kind: 'set', json });
const insert = (index: number, json: string): UserTextOp => ({ kind: 'insert', index, json });
const move = (to: number): UserTextOp => ({ kind: 'move', to });
const copy: UserTextOp = { kind: 'copy' };

const edits = (text: string, path: JsonPath, op: UserTextOp) =>
  editUserText(text, path, op, { eol: '\n', indent: '  ' });

/** A text, a place in it, what is done there, and the text that it becomes. */
const cases: readonly (readonly [string, JsonPath, UserTextOp, string])[] = [
  ['{"e":[1]}', ['e', 1], set('2'), '{"e":[1,2]}'],
  ['{"e": [1, 2]}', ['e', 2], set('[3,4]'), '{"e": [1, 2, [3, 4]]}'],
  ['{"e":[]}', ['e', 0, 'x'], set('1'), '{"e":[{"x":1}]}'],
  ['{"e": null}', ['e', 0, 'x'], set('1'), '{"e": [{"x": 1}]}'],
  ['{ /* none */ }', ['name'], set('"Ada"'), '{ /* none */\n  "name": "Ada"\n }'],
  ['// a\n// b', ['n'], set('1'), '// a\n// b\n{\n  "n": 1\n}\n'],
  ['// a\n', ['n'], set('1'), '// a\n{\n  "n": 1\n}\n'],
  ['{"a":\n1}', ['b'], set('2'), '{"a":\n1, "b": 2}'],
  ['{"a":/* x */ 1}', ['b'], set('2'), '{"a":/* x */ 1, "b": 2}'],
  ['{"a":1}', ['b'], set('2'), '{"a":1,"b":2}'],
  ['{\n  "a": 1\n}', ['b'], set('[1,{"c":2}]'), '{\n  "a": 1,\n  "b": [\n    1,\n    {\n      "c": 2\n    }\n  ]\n}'],
  ['{"a": 1}', ['b'], set('[1,{"c":2,"d":[]},[]]'), '{"a": 1, "b": [1, {"c": 2, "d": []}, []]}'],
  ['{ "a": [ 1 ] }', ['a'], set('[2,{"x":3}]'), '{ "a": [ 2, { "x": 3 } ] }'],
  ['{"a":[ [ 1 ] ]}', ['a', 1], set('[2]'), '{"a":[ [ 1 ],[ 2 ] ]}'],
  ['{"a":[1],\n"b":2}', ['a', 0], set('[5]'), '{"a":[[5]],\n"b":2}'],
  ['{\n\t"a": 1\n}', ['b'], set('{"d":1}'), '{\n\t"a": 1,\n\t"b": {\n\t\t"d": 1\n\t}\n}'],
  ['{\n  "b": {\n    "c": 1\n  }\n}', ['b'], set('{"d":1,"e":2}'), '{\n  "b": {\n    "d": 1,\n    "e": 2\n  }\n}'],
  ['  {\n    "a": 1\n  }', ['b'], set('{"d":1}'), '  {\n    "a": 1,\n    "b": {\n      "d": 1\n    }\n  }'],
  ['{"a":  /* x */ 1}', ['b'], set('2'), '{"a":  /* x */ 1, "b": 2}'],
  ['{\n  "b": 1\n}', ['b'], set('{"d":1}'), '{\n  "b": {\n    "d": 1\n  }\n}'],
  ['{\n  "b": {}\n}', ['b'], set('{"d":1}'), '{\n  "b": {\n    "d": 1\n  }\n}'],
  ['{\n  "b": {"c": 1}\n}', ['b'], set('{"d":1,"e":2}'), '{\n  "b": {"d": 1, "e": 2}\n}'],
  ['{"a": { }}', ['a'], set('{"x":1}'), '{"a": {"x": 1}}'],
  ['{"a": {"x": 1}}', ['a'], set('{"y":2}'), '{"a": {"y": 2}}'],
  ['{  }', ['n'], set('1'), '{\n  "n": 1\n}'],
  ['{\n  // a\n  /* b */ }', ['n'], set('1'), '{\n  // a\n  /* b */\n  "n": 1\n }'],
  ['{\n  "a": {}\n}', ['a', 'x'], set('1'), '{\n  "a": {\n    "x": 1\n  }\n}'],
  ['{\n  "b": 1, "a": {}\n}', ['a', 'x'], set('1'), '{\n  "b": 1, "a": {"x": 1}\n}'],
  ['{"e": [{}, { "a": 1 }, {"b": 2}, {}]}', ['e', 3, 'x'], set('1'), '{"e": [{}, { "a": 1 }, {"b": 2}, { "x": 1 }]}'],
  ['{}', ['n'], set('"a\u2028b\u2029"'), '{\n  "n": "a\\u2028b\\u2029"\n}'],

  ['{"l":[1]}', ['l'], insert(9, '2'), '{"l":[1,2]}'],
  ['{"l":[1,2]}', ['l'], insert(0, '0'), '{"l":[0,1,2]}'],
  ['{"l":[1, 2]}', ['l'], insert(0, '0'), '{"l":[0, 1, 2]}'],
  ['{\n  "l": [\n    1\n  ]\n}', ['l'], insert(0, '0'), '{\n  "l": [\n    0,\n    1\n  ]\n}'],
  ['{\n  "l": [\n    []\n  ]\n}', ['l'], insert(1, '[1]'), '{\n  "l": [\n    [],\n    [\n      1\n    ]\n  ]\n}'],
  ['{\n  "l": [\n    1, /* x */ 2\n  ]\n}', ['l'], insert(1, '9'), '{\n  "l": [\n    1,\n    9, /* x */ 2\n  ]\n}'],
  ['', ['l'], insert(0, '2'), '{\n  "l": [\n    2\n  ]\n}\n'],

  ['{"a":[1,2,3,4]}', ['a', 1], move(3), '{"a":[1,3,4,2]}'],
  ['{"a":[1,2,3,4]}', ['a', 3], move(1), '{"a":[1,4,2,3]}'],
  ['{"a":{"l":[1,2]}}', ['a', 'l', 0], move(1), '{"a":{"l":[2,1]}}'],

  ['[\n  // a\n  1, // one\n  // b\n  2\n]', [0], move(1), '[\n  // b\n  2,\n  // a\n  1 // one\n]'],
  ['[\n  // a\n  1, // one\n  // b\n  2\n]', [1], move(0), '[\n  // b\n  2,\n  // a\n  1 // one\n]'],
  ['[ // list\n  1, /* one */\n  2,\n  3\n]', [0], move(2), '[ // list\n  2,\n  3,\n  1 /* one */\n]'],
  ['[\n  1 /* in */, // one\n  2\n]', [0], move(1), '[\n  2,\n  1 /* in */ // one\n]'],
  ['[\n  // apart\n\n  /* a\n\n  b */\n  1,\n  2\n]', [0], move(1), '[\n  // apart\n\n  2,\n  /* a\n\n  b */\n  1\n]'],
  ['[\r\n  // a\r\n  1,\r\n  2\r\n]', [1], move(0), '[\r\n  2,\r\n  // a\r\n  1\r\n]'],
  ['[\n  /* a */ 1,\n  /* b */ 2\n]', [1], move(0), '[\n  /* b */ 2,\n  /* a */ 1\n]'],
  ['[\n  // a\n  1, 2,\n  3\n]', [0], move(2), '[\n  // a\n  2, 3,\n  1\n]'],
  ['[\n  1\n  , // one\n  2\n]', [0], move(1), '[\n  2\n  , // one\n  1\n]'],
  ['[\n  1,\n  // b\n  2]', [1], move(0), '[\n  2,\n  // b\n  1]'],
  ['[\n  1, // x\n  1\n]', [0], move(1), '[\n  1,\n  1 // x\n]'],

  ['[1, 2]', [0], copy, '[1, 1, 2]'],
  ['[\n  // a\n  1, // one\n  2\n]', [0], copy, '[\n  // a\n  1, // one\n  // a\n  1, // one\n  2\n]'],
  ['[\n  // a\n  1 // one\n]', [0], copy, '[\n  // a\n  1, // one\n  // a\n  1 // one\n]'],
  [
    '[\n  { // in\n    "x": 1.50,\n  }\n]',
    [0],
    copy,
    '[\n  { // in\n    "x": 1.50,\n  },\n  { // in\n    "x": 1.50,\n  }\n]',
  ],
  [
    '[{"p": true /* x */, "q": true}]',
    [0],
    { kind: 'copy', except: 'p' },
    '[{"p": true /* x */, "q": true}, {"p": false /* x */, "q": true}]',
  ],
  ['[{"p": null}]', [0], { kind: 'copy', except: 'p' }, '[{"p": null}, {"p": null}]'],

  ['[\n  // a\n  1,\n  // b\n  2 // two\n]', [1], remove, '[\n  // a\n  1\n]'],
  ['[\n  // apart\n\n  // a\n  1,\n  2\n]', [0], remove, '[\n  // apart\n\n  2\n]'],
  ['{\n  // list\n  "a": [\n    // a\n    1\n  ]\n}', ['a', 0], remove, '{\n  // list\n  "a": []\n}'],

  [
    '{"a":[{"p":"yes"},{"p":null},{"p":true},{"p":1},{}]}',
    ['a', 4, 'p'],
    { kind: 'choose' },
    '{"a":[{"p":"yes"},{"p":null},{"p":false},{"p":1},{"p":true}]}',
  ],

  ['{ /* a */ "a": 1, "a": 2 }', ['a'], remove, '{ /* a */  }'],
  ['{"a": 1, /* x */ "a": 2}', ['a'], remove, '{/* x */}'],
  ['{ "a" : 1 , "b":2}', ['a'], remove, '{ "b":2}'],
  ['{ "a": 1, "b": 2 }', ['b'], remove, '{ "a": 1 }'],
  ['{\n  "a": 1, "b": 2\n}', ['a'], remove, '{\n  "b": 2\n}'],
  ['{\n  "a": 1, "b": 2\n}', ['b'], remove, '{\n  "a": 1\n}'],
  ['{\n  "a": 1, // x\n  "b": 2 /* y */ // z\n}', ['b'], remove, '{\n  "a": 1 // x\n}'],
  ['{\n  "a": 1 /* in */, /* after */ // end\n  "b": 2\n}', ['a'], remove, '{\n  "b": 2\n}'],
  ['[1,2]', [0], remove, '[2]'],
  ['{\n"a": 1,\n"b": 2\n}', ['a'], remove, '{\n"b": 2\n}'],
  ['{\r"a": 1,\r"b": 2\r}', ['a'], remove, '{\r"b": 2\r}'],
  ['{\n  "a": 1,/* x *//* y * z */// w\n  "b": 2\n}', ['a'], remove, '{\n  "b": 2\n}'],
  ['{\n  "a": 1, /* x */\n  "b": 2\n}', ['a'], remove, '{\n  "b": 2\n}'],
  ['{\n  "a": 1, \t\n  "b": 2\n}', ['a'], remove, '{\n  "b": 2\n}'],
  ['{"a": 1,\t"b": 2}', ['b'], remove, '{"a": 1}'],
  ['{"a": 1 /* x */}', ['a'], remove, '{ /* x */}'],
];

/** Where there is nothing to do. */
const nothing: readonly (readonly [string, JsonPath, UserTextOp])[] = [
  ['{}', [], remove],
  ['', ['a'], remove],
  ['{"a":1}', ['x', 'y'], remove],
  ['{"a":1}', ['a', 'y'], remove],
  ['[1,2]', ['0'], remove],
  ['[1,2]', [2], remove],
  ['{"a":[1,1]}', ['a', 1], move(0)],
];

/** Where there is no such place. */
const nowhere: readonly (readonly [string, JsonPath, UserTextOp])[] = [
  ['', ['a', 0], move(0)],
  ['', ['a', 0, 'x'], { kind: 'choose' }],
  ['{"a":[1,2]}', ['a', 2], move(0)],
  ['{"a":[1,2]}', ['a', 0], move(2)],
  ['{"a":[1,2]}', ['a', 'x'], move(0)],
  ['{"a":{}}', ['a', 0], move(0)],
  ['{"a":[1]}', ['a', 1], copy],
  ['{"a":[{}]}', ['a', 'x', 'p'], { kind: 'choose' }],
  ['{"a":[{}]}', ['a', 0, 1], { kind: 'choose' }],
  ['{"e": null}', ['e', 1], set('1')],
  ['{"e": {}}', ['e', 0], set('1')],
  ['{"e": "x"}', ['e', 0], set('1')],
  ['{"e":[1]}', ['e', 2], set('1')],
  ['{"l":{}}', ['l'], insert(0, '2')],
  ['{"l":1}', ['l'], insert(0, '2')],
];

const words = ([text, path, op]: readonly [string, JsonPath, UserTextOp, ...unknown[]]) =>
  `${op.kind} ${path.join('.')} of ${JSON.stringify(text)}`;

describe('an edit', () => {
  for (const one of cases)
    it(`keeps to the style: ${words(one)}`, () => {
      const [text, path, op, expected] = one;
      assert.equal(applyTextEdits(text, edits(text, path, op)), expected);
    });
  for (const one of nothing)
    it(`is none: ${words(one)}`, () => {
      const [text, path, op] = one;
      assert.deepEqual(edits(text, path, op), []);
    });
  for (const one of nowhere)
    it(`is refused: ${words(one)}`, () => {
      const [text, path, op] = one;
      assert.throws(() => edits(text, path, op), { name: 'EditRefused', reason: 'noSuchPlace' });
      assert.throws(() => edits(text, path, op), EditRefused);
    });

  it('is refused where it would make a text too deep to be read', () => {
    const deep = (levels: number) => set('['.repeat(levels) + ']'.repeat(levels));
    assert.equal(edits('{}', ['a', 'b', 'c'], deep(97)).length, 1);
    assert.throws(() => edits('{}', ['a', 'b', 'c'], deep(98)), { reason: 'tooDeep' });
  });
});
