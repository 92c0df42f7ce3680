import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { markedTokens } from '../../../../src/core/secrets/markedTokens';
import {
  replaceSecrets,
  shownAt,
  shownChange,
  shownFragment,
  shownJson,
  shownMember,
} from '../../../../src/core/secrets/shown';

const shown = (json: string) => shownJson(json).text;

describe('JSON that is shown', () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    'hides what stands under the name of a secret': ['{"a":1,"api_key":"x","b":2}', '{"a":1,"api_key":"••••••","b":2}'],
    'hides a text that ends like nothing': [String.raw`{"token":"a\""}`, '{"token":"••••••"}'],
    'hides a number': ['{"pin":-1.5e3}', '{"pin":"••••••"}'],
    'hides all below such a name, its names too': [
      '{"credentials":{"user":"u","list":[1,{"k":"v"}]},"z":[]}',
      '{"credentials":"••••••","z":[]}',
    ],
    'hides a list as one': ['{"tokens":["a","b"],"c":1}', '{"tokens":"••••••","c":1}'],
    'hides at any depth': [
      '{"a":[{"b":{"token":"x"}},[{"pin":2}]]}',
      '{"a":[{"b":{"token":"••••••"}},[{"pin":"••••••"}]]}',
    ],
    'hides the last member as the first': ['[{"token":"x"},{"token":"y"}]', '[{"token":"••••••"},{"token":"••••••"}]'],
    'hides two that stand side by side': ['{"token":"x","pin":[1]}', '{"token":"••••••","pin":"••••••"}'],
    'hides the value beside a name that says so': [
      '[{"name":"password","value":"x"},{"name":"title","value":"y"}]',
      '[{"name":"password","value":"••••••"},{"name":"title","value":"y"}]',
    ],
    'hides it wherever it stands beside that name': [
      '{"value":"x","label":"API key","values":["y"],"old_value":1,"id":7}',
      '{"value":"••••••","label":"API key","values":"••••••","old_value":"••••••","id":7}',
    ],
    'is led by any spelling of both': ['{"NAME":"Password","oldValue":"x"}', '{"NAME":"Password","oldValue":"••••••"}'],
    'is led by names that end so alone': ['{"typed":"password","value":"x"}', '{"typed":"password","value":"x"}'],
    'hides values that end so alone': ['{"name":"password","valued":"x"}', '{"name":"password","valued":"x"}'],
    'is led by what a name says, not by the name': ['{"api_key":null,"value":"x"}', '{"api_key":null,"value":"x"}'],
    'leaves the value beside a name further out': [
      '{"name":"password","inner":{"value":"x"}}',
      '{"name":"password","inner":{"value":"x"}}',
    ],
    'leaves the value outside of what is named': [
      '{"inner":{"name":"pin"},"value":"x"}',
      '{"inner":{"name":"pin"},"value":"x"}',
    ],
    'is not led by a name that is no string': [
      '{"name":["password"],"value":"x"}',
      '{"name":["password"],"value":"x"}',
    ],
    'is not led by a list': ['["password","value"]', '["password","value"]'],
    'is not led by other members': ['{"note":"password","value":"x"}', '{"note":"password","value":"x"}'],
    'leaves what hides nothing': [
      '{"pin":null,"token":"","tokens":[],"credentials":{},"jwt":true,"otp":false}',
      '{"pin":null,"token":"","tokens":[],"credentials":{},"jwt":true,"otp":false}',
    ],
    'sees through escapes': [String.raw`{"p\u0061ssword":"x"}`, String.raw`{"p\u0061ssword":"••••••"}`],
    'sees the first of two equal keys': ['{"a":{"pin":1},"a":2}', '{"a":{"pin":"••••••"},"a":2}'],
    'keeps the spelling of the rest': [
      String.raw`{"a": 1.0, "b": "\u0041", "pin": 1}`,
      String.raw`{"a":1.0,"b":"\u0041","pin":"••••••"}`,
    ],
    'takes values of any kind': ['"password"', '"password"'],
  };
  for (const [title, [json, expected]] of Object.entries(cases)) it(title, () => assert.equal(shown(json), expected));

  for (const naming of [
    'name',
    'key',
    'field',
    'type',
    'id',
    'label',
    'title',
    'attribute',
    'property',
    'header',
    'kind',
  ])
    it(`takes “${naming}” for a name of the value beside it`, () => {
      const pair = (name: string, value: string) => JSON.stringify({ [name]: 'client_secret', value });
      assert.equal(shown(pair(naming, 'x')), pair(naming, '••••••'));
      assert.equal(shown(pair(`Field-${naming}`, 'x')), pair(`Field-${naming}`, '••••••'));
    });

  it('names a member, too', () => {
    assert.equal(shownMember('password', '"x"').text, '"••••••"');
    assert.equal(shownMember('a"b', '{"pin":1,"c":2}').text, '{"pin":"••••••","c":2}');
  });

  it('knows a value by the way to it', () => {
    assert.equal(shownAt(['tokens', 0, 'x'], '"a"').text, '"••••••"');
    assert.equal(shownAt(['data', 0, 'pin'], '7').text, '"••••••"');
    assert.equal(shownAt(['data', 0, 'x'], '{"pin":7,"a":1}').text, '{"pin":"••••••","a":1}');
    assert.equal(shownAt([], '"a"').text, '"a"');
    assert.equal(shownAt([0], '{"pin":null}').text, '{"pin":null}');
  });

  const fragments: Readonly<Record<string, readonly [string, string]>> = {
    'keeps its space': ['{ "a" : 1,\n "pin" : 12 ,', '{ "a" : 1,\n "pin":"••••••" ,'],
    'hides strings with escapes': ['{"token":"a\\\\\\"b\\"c","b":"d"}', '{"token":"••••••","b":"d"}'],
    'hides what is not whole': ['{"token":"a\\"b', '{"token":"••••••"'],
    'hides numbers': ['{"pin":-1.5E+3,"pin":0e-1}', '{"pin":"••••••","pin":"••••••"}'],
    'takes one document a line': ['{"pin":1}\n{"pin":2}\n', '{"pin":"••••••"}\n{"pin":"••••••"}\n'],
    'leaves the others': [
      '{"title":"pin","a":["token"],"secretary":"x"}',
      '{"title":"pin","a":["token"],"secretary":"x"}',
    ],
    'leaves what hides nothing by its looks': [
      '{"pin":null,"token":true,"otp":{}}',
      '{"pin":null,"token":true,"otp":{}}',
    ],
    'sees names with escapes': [String.raw`{"token\"s":"x"}`, String.raw`{"token\"s":"••••••"}`],
    'sees the names behind other strings': [
      '["a\\"", {"x\\"y":"z","pin":1}]',
      '["a\\"", {"x\\"y":"z","pin":"••••••"}]',
    ],
  };
  for (const [title, [json, expected]] of Object.entries(fragments))
    it(`of which more is to come ${title}`, () => assert.equal(shownFragment(json).text, expected));

  it('of which more is to come hides what stands under a name that is spelled with escapes', () =>
    assert.equal(
      shownFragment(String.raw`{"p\u0069n":"1","na\u006de":"x`).text,
      String.raw`{"p\u0069n":"••••••","na\u006de":"x`,
    ));

  const before = { pin: 1, data: [{ token: 'x' }], title: 'a' };
  it('says of a secret that it changes, and no more', () => {
    const after = '{"pin":2,"data":[{"token":"x"},{"token":"x"}],"title":"b","jwt":"new"}';
    assert.equal(
      shownChange(before, after, 'changed').text,
      '{"pin":"changed","data":[{"token":"••••••"},{"token":"changed"}],"title":"b","jwt":"changed"}',
    );
  });

  it('never inherits what was before', () => {
    assert.equal(
      shownChange({ a: {} }, '{"a":{"password":{}},"token":"x"}', 'changed').text,
      '{"a":{"password":{}},"token":"changed"}',
    );
    assert.equal(shownChange({}, '{"__proto__":{"pin":1}}', 'changed').text, '{"__proto__":{"pin":"changed"}}');
  });

  it('gives the secrets whole, each with its path, to be replaced', () => {
    const seen: unknown[] = [];
    const replaced = replaceSecrets('{"a":[{"pin":1}],"tokens":{ "x" : [1, "y"] }}', (value, path) => {
      seen.push([value, path]);
      return '0';
    });
    assert.deepEqual(seen, [
      ['1', ['a', 0, 'pin']],
      ['{"x":[1,"y"]}', ['tokens']],
    ]);
    assert.equal(replaced, '{"a":[{"pin":0}],"tokens":0}');
  });

  it('shows no text that stands under a secret name, and all the others', () => {
    const leaf = fc.integer({ min: 1000, max: 9999 }).map((count) => `v${count}`);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(fc.constantFrom('title', 'pin', 'data', 'tokens', '__proto__'), tie('value')),
      ),
    }));
    const leaves = (node: unknown, isSecret: boolean): [string, boolean][] =>
      typeof node === 'string'
        ? [[node, isSecret]]
        : Object.entries(node as object).flatMap(([key, member]) =>
            leaves(member, isSecret || (!Array.isArray(node) && (key === 'pin' || key === 'tokens'))),
          );
    fc.assert(
      fc.property(value, (user) => {
        const all = leaves(user, false);
        const open = new Set(all.flatMap(([text, isSecret]) => (isSecret ? [] : text)));
        const text = shown(JSON.stringify(user));
        JSON.parse(text);
        for (const [leafText] of all) assert.equal(text.includes(leafText), open.has(leafText), text);
      }),
    );
  });
});

describe('tokens of JSON', () => {
  it('are one where the text is no object', () => {
    for (const text of ['"pin"', '7', 'null']) assert.deepEqual([...markedTokens(text)], [{ role: 'value', text }]);
  });

  it('tell their role, their secrets and the values that those belong to', () => {
    assert.deepEqual(
      [...markedTokens('{"a":[1],"b":{"c":"","d":2,"e":["x"]},"f":null}')].map(({ role, text, ...marks }) =>
        Object.keys(marks).length > 0 ? [role, text, marks] : [role, text],
      ),
      [
        ['open', '{'],
        ['key', '"a"'],
        ['colon', ':'],
        ['open', '['],
        ['value', '1'],
        ['close', ']'],
        ['comma', ','],
        ['key', '"b"'],
        ['colon', ':'],
        ['open', '{'],
        ['key', '"c"'],
        ['colon', ':'],
        ['value', '""'],
        ['comma', ','],
        ['key', '"d"'],
        ['colon', ':'],
        ['value', '2'],
        ['comma', ','],
        ['key', '"e"'],
        ['colon', ':'],
        ['open', '['],
        ['value', '"x"'],
        ['close', ']'],
        ['close', '}'],
        ['comma', ','],
        ['key', '"f"'],
        ['colon', ':'],
        ['value', 'null'],
        ['close', '}'],
      ],
    );
    assert.deepEqual(
      [...markedTokens('{"a":1,"tokens":{"c":"","d":[-2,"x"],"e":true},"f":[0,0,{"pin":1}]}')].flatMap(
        ({ text, secret, within }) => (within ? [[text, within, ...(secret ? [secret] : [])]] : []),
      ),
      [
        ['{', ['tokens']],
        ['"c"', ['tokens']],
        [':', ['tokens']],
        ['""', ['tokens']],
        [',', ['tokens']],
        ['"d"', ['tokens']],
        [':', ['tokens']],
        ['[', ['tokens']],
        ['-2', ['tokens'], ['tokens', 'd', 0]],
        [',', ['tokens']],
        ['"x"', ['tokens'], ['tokens', 'd', 1]],
        [']', ['tokens']],
        [',', ['tokens']],
        ['"e"', ['tokens']],
        [':', ['tokens']],
        ['true', ['tokens']],
        ['}', ['tokens']],
        ['1', ['f', 2, 'pin'], ['f', 2, 'pin']],
      ],
    );
  });
});
