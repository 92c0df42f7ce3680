import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { EditRefused, editUserText, type UserTextOp } from '../../../../src/core/edit/editUserText';
import { JsonLayout } from '../../../../src/core/edit/jsonLayout';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import type { JsonPath } from '../../../../src/core/json/jsonPath';
import { pickJson, pickObject, pickStyle, writeJson, type Json, type Pick, type PickedStyle } from './styledJson';

const lf = { eol: '\n', indent: '  ' } as const;

function edited(
  text: string,
  path: JsonPath,
  op: UserTextOp,
  style: { eol: '\n' | '\r\n'; indent: string } = lf,
): string {
  return applyTextEdits(text, editUserText(text, path, op, style));
}

const set = (value: Json): UserTextOp => ({ kind: 'set', json: JSON.stringify(value) });
const insert = (index: number, value: Json): UserTextOp => ({ kind: 'insert', index, json: JSON.stringify(value) });
const remove: UserTextOp = { kind: 'remove' };

const user = `{
  // who
  "name": "Ada", // the first
  "emails": [
    { "email": "a@x.io", "type": "work" },
    { "email": "b@x.io" }
  ],
  "languages": ["en", "fr"],
  "status": "active"
}
`;

describe('editUserText', () => {
  it('sets a value and touches nothing else', () => {
    assert.equal(edited(user, ['name'], set('Grace')), user.replace('"Ada"', '"Grace"'));
    assert.equal(edited(user, ['emails', 1, 'email'], set('c')), user.replace('"b@x.io"', '"c"'));
  });

  it('chooses one item of a list, and touches nothing else', () => {
    const text = '{"emails": [{ "is_primary":true , "email": "a" }, // x\n {"email":"b"}, {"is_primary": false}, 7]}';
    const chosen = edited(text, ['emails', 1, 'is_primary'], { kind: 'choose' });
    assert.equal(
      chosen,
      text
        .replace('"is_primary":true', '"is_primary":false')
        .replace('{"email":"b"}', '{"email":"b", "is_primary": true}'),
    );
    assert.deepEqual(editUserText(chosen, ['emails', 1, 'is_primary'], { kind: 'choose' }, lf), []);
    for (const path of [['emails'], ['title', 'x'], ['emails', 9, 'is_primary']]) {
      assert.throws(() => editUserText(text, path, { kind: 'choose' }, lf), EditRefused, path.join());
    }
  });

  it('makes no edit when the text already says so, however it spells it', () => {
    assert.deepEqual(editUserText(user, ['name'], set('Ada'), lf), []);
    assert.deepEqual(editUserText('{"name":"\\u0041da"}', ['name'], set('Ada'), lf), []);
    assert.deepEqual(editUserText(user, ['emails', 0], set({ email: 'a@x.io', type: 'work' }), lf), []);
    assert.deepEqual(editUserText(user, ['title'], remove, lf), []);
  });

  it('makes no tree of the text to put a plain value in place of another', () => {
    const { shapeInPlaceOf } = JsonLayout.prototype; // eslint-disable-line @typescript-eslint/unbound-method
    let made = 0;
    JsonLayout.prototype.shapeInPlaceOf = function (...places) {
      made++;
      return shapeInPlaceOf.apply(this, places);
    };
    const trees = (path: JsonPath, value: Json) => {
      const before = made;
      edited(user, path, set(value));
      return made - before;
    };
    try {
      assert.equal(trees(['name'], 'Grace'), 0);
      assert.equal(trees(['emails', 1, 'email'], 'c'), 0);
      assert.equal(trees(['languages'], null), 0);
      assert.equal(trees(['languages'], ['de']), 1);
    } finally {
      JsonLayout.prototype.shapeInPlaceOf = shapeInPlaceOf;
    }
  });

  it('sets the value that counts, where a key is there twice on the way to it', () => {
    assert.equal(edited('{"a":{"b":1},"a":{"b":2}}', ['a', 'b'], set(3)), '{"a":{"b":1},"a":{"b":3}}');
    assert.equal(edited('{"a":{"b":1},"a":{"c":2}}', ['a', 'b'], set(3)), '{"a":{"b":1},"a":{"c":2,"b":3}}');
    assert.equal(edited('{"a":[{"b":1}],"a":null}', ['a', 0, 'b'], set(3)), '{"a":[{"b":1}],"a":[{"b":3}]}');
  });

  it('keeps the spelling of a number', () => {
    assert.equal(
      edited('{"group":1}', ['group'], { kind: 'set', json: '12345678901234567890' }),
      '{"group":12345678901234567890}',
    );
    assert.equal(edited('{"group":1}', ['group'], { kind: 'set', json: '1.0' }), '{"group":1.0}');
  });

  it('adds a field behind the last, in the style of the others', () => {
    assert.equal(edited(user, ['title'], set('Analyst')), user.replace('"active"', '"active",\n  "title": "Analyst"'));
    assert.equal(edited('{"a":1}', ['b'], set([1, { c: 2 }])), '{"a":1,"b":[1,{"c":2}]}');
    assert.equal(edited('{ "a": 1 }', ['b'], set(2)), '{ "a": 1, "b": 2 }');
    assert.equal(
      edited('{\r\n\t"a": 1, // one\r\n}', ['b'], set({ c: [] }), { eol: '\r\n', indent: '  ' }),
      '{\r\n\t"a": 1, // one\r\n\t"b": {\r\n\t\t"c": []\r\n\t},\r\n}',
    );
    assert.equal(edited('{\n  "a": 1 // one\n}', ['b'], set(2)), '{\n  "a": 1, // one\n  "b": 2\n}');
  });

  it('makes an object of an empty text and of empty brackets', () => {
    assert.equal(edited('', ['name'], set('Ada')), '{\n  "name": "Ada"\n}\n');
    assert.equal(edited('// who', ['name'], set('Ada')), '// who\n{\n  "name": "Ada"\n}\n');
    assert.equal(edited('{}', ['name'], set('Ada')), '{\n  "name": "Ada"\n}');
    assert.equal(edited('{ // none\n}', ['name'], set('Ada')), '{ // none\n  "name": "Ada"\n}');
  });

  it('makes the objects on the way, also in place of null', () => {
    assert.equal(
      edited('{}', ['$truto', 'query', 'group_id'], set('7')),
      '{\n  "$truto": {\n    "query": {\n      "group_id": "7"\n    }\n  }\n}',
    );
    assert.equal(edited('{"$truto":null}', ['$truto', 'id'], set('7')), '{"$truto":{"id":"7"}}');
    assert.equal(edited('{"emails":null}', ['emails'], insert(0, 'x')), '{"emails":["x"]}');
    assert.equal(
      edited('{}', ['emails', 0, 'email'], set('x')),
      '{\n  "emails": [\n    {\n      "email": "x"\n    }\n  ]\n}',
    );
  });

  it('adds items like their neighbours', () => {
    assert.equal(
      edited(user, ['emails'], insert(2, { email: 'c' })),
      user.replace('{ "email": "b@x.io" }', '{ "email": "b@x.io" },\n    { "email": "c" }'),
    );
    assert.equal(
      edited(user, ['emails'], insert(0, {})),
      user.replace('    { "email": "a', '    {},\n    { "email": "a'),
    );
    assert.equal(edited(user, ['languages'], insert(1, 'de')), user.replace('"en", "fr"', '"en", "de", "fr"'));
    assert.equal(
      edited('{\n  "e": [{\n    "a": 1\n  }]\n}', ['e'], insert(1, { b: 2 })),
      '{\n  "e": [{\n    "a": 1\n  }, {\n    "b": 2\n  }]\n}',
    );
  });

  it('fills an empty item like the other items of its list', () => {
    const added = edited(user, ['emails'], insert(2, {}));
    assert.equal(
      edited(added, ['emails', 2, 'email'], set('c')),
      user.replace('{ "email": "b@x.io" }', '{ "email": "b@x.io" },\n    { "email": "c" }'),
    );
    assert.equal(
      edited('{\n  "e": [\n    {\n      "a": 1\n    },\n    {}\n  ]\n}', ['e', 1, 'a'], set(2)),
      '{\n  "e": [\n    {\n      "a": 1\n    },\n    {\n      "a": 2\n    }\n  ]\n}',
    );
  });

  it('removes a field with its line and the comment behind it, and keeps the comment above', () => {
    assert.equal(edited(user, ['name'], remove), user.replace('  "name": "Ada", // the first\n', ''));
    assert.equal(edited(user, ['status'], remove), user.replace('"fr"],\n  "status": "active"\n', '"fr"]\n'));
    assert.equal(edited('{\n  "a": 1,\n  "b": 2,\n}', ['b'], remove), '{\n  "a": 1,\n}');
    assert.equal(edited('{\n  "a": 1\n}', ['a'], remove), '{}');
    assert.equal(edited(user, ['languages', 0], remove), user.replace('"en", ', ''));
    assert.equal(edited(user, ['languages', 1], remove), user.replace(', "fr"', ''));
  });

  it('sets the last of equal keys and removes them all', () => {
    assert.equal(edited('{"a":1,"b":2,"a":3}', ['a'], set(4)), '{"a":1,"b":2,"a":4}');
    assert.equal(edited('{"a":1,"b":2,"a":3}', ['a'], remove), '{"b":2}');
    assert.equal(edited('{"a":{"b":1},"a":{"b":2}}', ['a', 'b'], set(4)), '{"a":{"b":1},"a":{"b":4}}');
  });

  it('moves an item and leaves what stands between the items', () => {
    assert.equal(
      edited('{"a":[1, /* x */ [2],\n 3]}', ['a', 2], { kind: 'move', to: 0 }),
      '{"a":[3, /* x */ 1,\n [2]]}',
    );
  });

  it('handles keys that JavaScript objects lose', () => {
    assert.equal(edited('{"__proto__":1}', ['__proto__'], set(2)), '{"__proto__":2}');
    assert.equal(edited('{}', ['constructor'], set(2)), '{\n  "constructor": 2\n}');
  });

  it('refuses what it cannot do without guessing', () => {
    const refused = (text: string, path: JsonPath, op: UserTextOp) => {
      try {
        editUserText(text, path, op, lf);
      } catch (error) {
        return error instanceof EditRefused ? error.reason : error;
      }
      return undefined;
    };
    assert.equal(refused('{"a":', ['a'], set(1)), 'syntaxError');
    assert.equal(refused('{"a":1}', ['a', 'b'], set(1)), 'noSuchPlace');
    assert.equal(refused('{"a":[]}', ['a', 1], set(1)), 'noSuchPlace');
    assert.equal(refused('{"a":[]}', ['a', 'b'], set(1)), 'noSuchPlace');
    assert.equal(refused('[]', ['a'], set(1)), 'noSuchPlace');
    assert.equal(refused('{}', ['a'], { kind: 'set', json: '1, "b": 2' }), 'notJson');
    assert.equal(refused('{}', ['a'], { kind: 'set', json: '' }), 'notJson');
    assert.equal(refused('['.repeat(100_000), ['a'], set(1)), 'tooDeep');
    assert.equal(refused('{}', ['a'], { kind: 'set', json: '['.repeat(200) + ']'.repeat(200) }), 'tooDeep');
  });

  describe('on any text', () => {
    it('set gives the value, and every other value keeps its spelling', () => {
      everyText(({ text, value, style }, pick) => {
        const path = pickPath(pick, value);
        const json = pickJson(pick, 2);
        const result = edited(text, path, set(json), { eol: style.eol, indent: '  ' });
        assert.deepEqual(parsed(result), withValue(value, path, json));
        assert.deepEqual(editUserText(result, path, set(json), { eol: style.eol, indent: '  ' }), []);
        assertEol(result, style);
        const kept = (other: JsonPath) => !startsWith(other, path) && !startsWith(path, other);
        assert.deepEqual(spellings(result, kept), spellings(text, kept));
      });
    });

    it('remove takes one value away, and every other value keeps its spelling', () => {
      everyText(({ text, value, style }, pick) => {
        const path = pickPath(pick, value);
        if (path.length === 0) return;
        const result = edited(text, path, remove, { eol: style.eol, indent: '  ' });
        assert.deepEqual(parsed(result), withValue(value, path, undefined));
        const name = path.at(-1);
        if (typeof name === 'string') {
          const kept = (other: JsonPath) => !startsWith(other, path) && !startsWith(path, other);
          assert.deepEqual(spellings(result, kept), spellings(text, kept));
        }
      });
    });

    it('insert and then remove gives back the items, and move orders them', () => {
      everyText(({ value, style }, pick) => {
        const items = Array.from({ length: pick(() => fc.nat(4)) }, () => pickJson(pick, 2));
        const whole = { ...value, list: items };
        const text = writeJson(whole, style, pick);
        const index = pick(() => fc.nat(items.length));
        const item = pickJson(pick, 2);
        const editStyle = { eol: style.eol, indent: '  ' };
        const inserted = edited(text, ['list'], insert(index, item), editStyle);
        assert.deepEqual(parsed(inserted), { ...whole, list: items.toSpliced(index, 0, item) });
        assertEol(inserted, style);
        assert.deepEqual(parsed(edited(inserted, ['list', index], remove, editStyle)), whole);
        const to = pick(() => fc.nat(items.length));
        const moved = edited(inserted, ['list', index], { kind: 'move', to }, editStyle);
        assert.deepEqual(parsed(moved), { ...whole, list: items.toSpliced(to, 0, item) });
        const copied = edited(inserted, ['list', index], { kind: 'copy' }, editStyle);
        assert.deepEqual(parsed(copied), { ...whole, list: items.toSpliced(index, 0, item, item) });
      });
    });
  });
});

interface Sample {
  readonly text: string;
  readonly value: { readonly [key: string]: Json };
  readonly style: PickedStyle;
}

function everyText(check: (sample: Sample, pick: Pick) => void): void {
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      const pick: Pick = (make) => gen(make);
      const value = pickObject(
        pick,
        2,
        pick(() => fc.nat(4)),
      );
      const style = pickStyle(pick);
      check({ value, style, text: writeJson(value, style, pick) }, pick);
    }),
    { numRuns: 200 },
  );
}

/** A path to a value there is, or to a property there is not. */
function pickPath(pick: Pick, value: Json): JsonPath {
  const path: (string | number)[] = [];
  let at: Json | undefined = value;
  while (typeof at === 'object' && at !== null && pick(() => fc.nat(4)) > 0) {
    const steps: (string | number)[] = Array.isArray(at) ? [...at.keys()] : [...Object.keys(at), 'absent'];
    if (steps.length === 0) break;
    const step = pick(() => fc.constantFrom(...steps));
    path.push(step);
    at = (at as Readonly<Record<string | number, Json>>)[step];
  }
  return path;
}

function withValue(value: Json, path: JsonPath, json: Json | undefined): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return json;
  const inner = (value as Readonly<Record<string | number, Json>>)[step] ?? null;
  const replaced = rest.length > 0 ? withValue(inner, rest, json) : json;
  if (Array.isArray(value))
    return replaced === undefined ? value.toSpliced(Number(step), 1) : value.with(Number(step), replaced);
  const entries = Object.entries(value as Readonly<Record<string, Json>>).filter(
    ([key]) => key !== step || replaced !== undefined,
  );
  return { ...Object.fromEntries(entries), ...(replaced !== undefined && { [step]: replaced }) };
}

function parsed(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  assert.deepEqual(errors, [], text);
  return value;
}

/** The source text of every value that is no container, by path. */
function spellings(text: string, keep: (path: JsonPath) => boolean): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (node: Node, path: JsonPath): void => {
    if (node.type === 'object')
      for (const { children: [key, item] = [] } of node.children ?? [])
        if (key && item) visit(item, [...path, String(key.value)]);
    if (node.type === 'array')
      for (const [index, item] of (node.children ?? []).entries()) visit(item, [...path, index]);
    if (node.children === undefined && keep(path))
      found[JSON.stringify(path)] = text.slice(node.offset, node.offset + node.length);
  };
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root) visit(root, []);
  return found;
}

const startsWith = (path: JsonPath, prefix: JsonPath) => prefix.every((step, index) => path[index] === step);

function assertEol(text: string, { eol }: PickedStyle): void {
  const other = eol === '\n' ? /\r/ : /(?<!\r)\n/;
  assert.doesNotMatch(text, other);
}
