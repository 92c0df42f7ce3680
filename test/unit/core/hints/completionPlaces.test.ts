import assert from 'node:assert/strict';
import { getLocation, type JSONPath } from 'jsonc-parser';
import { completionsAt, valueAt } from '../../../../src/core/hints/hintsAt';
import { userAround } from '../../../../src/core/hints/userAround';

/** A text whose `|` is the place that is asked about. */
function placed(marked: string): [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

const offered = (marked: string) => completionsAt(...placed(marked)).map(({ label }) => label);

describe('userAround, of users on one line', () => {
  const user = (name: string) =>
    `{"name":"${name} } ] \\" // ","emails":[{"email":"${name}@example.com"},{"type":"x"}], /* } " */ "title":"t"}`;
  const line = `[${Array.from({ length: 20_000 }, (_, index) => user(`u${index}`)).join(',')}]`;

  it('finds what the whole text has, wherever one asks', () => {
    assert.ok(line.length > 1_500_000);
    const near = line.indexOf('{"name":"u3 ');
    const inUser = (path: JSONPath) => path.slice(1);
    for (let offset = near + 1; offset < near + user('u3').length; offset += 3) {
      const { text, shift } = userAround(line, offset);
      assert.ok(text.length < 1_000, String(text.length));
      const [part, whole] = [getLocation(text, offset - shift), getLocation(line, offset)];
      assert.deepEqual(
        [inUser(part.path), part.isAtPropertyKey, part.previousNode?.value],
        [inUser(whole.path), whole.isAtPropertyKey, whole.previousNode?.value],
        String(offset - near),
      );
    }
  });

  it('reads no more than what is around it, behind many others and in broken text', () => {
    const offset = line.indexOf('"title"', line.length - 200) + 3;
    assert.deepEqual(
      completionsAt(line, offset)
        .filter(({ label }) => label === 'title')
        .map(({ range }) => range),
      [{ offset: offset - 3, length: 7 }],
    );
    const first = line.indexOf('"title"') + 3;
    for (const cut of [
      `${line.slice(0, first)}${line.slice(first + 4)}`,
      line.slice(0, first) + line.slice(first + 30),
    ])
      assert.ok(userAround(cut, first).text.length < 60_000);
  });

  it('finds it behind comments', () => {
    const before = '\ufeff// from HR\n/* [ */\n';
    const offset = before.length + line.indexOf('{"name":"u3 ') + 5;
    const { text, shift } = userAround(before + line, offset);
    assert.ok(text.length < 1_000 && (before + line).slice(shift + 1).startsWith('{"name":"u3 '));
  });

  it('has nothing between users', () => {
    const offset = line.indexOf(',{"name":"u3 ');
    for (const between of [offset, offset + 1]) {
      assert.deepEqual(userAround(line, between), { text: '[]', shift: between - 1 });
      assert.ok(completionsAt(line, between).every(({ kind }) => kind === 'value'));
    }
  });

  it('knows comments and what only looks like one', () => {
    const rest = `,${user('x')}`.repeat(2_100);
    for (const before of ['/* } */', '// }\n', '/ ']) {
      const text = `[{"name":"A",${before}"ti":1}${rest}]`;
      const offset = text.indexOf('"ti"') + 2;
      const part = userAround(text, offset);
      assert.deepEqual([part.text.startsWith('[{"name":"A",'), part.shift], [true, 0], before);
      assert.ok(part.text.length > offset && part.text.length < 60_000);
    }
    assert.equal(userAround(`[{"name":"A"/* ${rest}`, 20).shift, 0);
  });
});

describe('completionsAt, where nothing is to be written', () => {
  const nothing = [
    '{ // note |\n}',
    '{ // note|',
    '{ // |note\n}',
    '{ /* | */ }',
    '{ /* |',
    '{ "status": "active" |}',
    '{ "status": "active"|}',
    '{ "status": "active" |, "name": "x" }',
    '{ "licensed_sheet_creator": true |}',
    '{ "licensed_sheet_creator": false |}',
    '{ "group": 3 |}',
    '{ "title": null |}',
    '{ "emails": [] |}',
    '{ "$truto": {} |}',
    '{ "$truto": {} /* x */ |}',
    '{ "status": "active" "|" }',
    '{ "status": "active" na| }',
    '{ "languages": ["en"\n | ] }',
    '{} |',
    '{}\n|',
    '{ "name"| }',
    '{} { | }',
    '{}\n[{ | }]',
    '[{}]\n[{ "|" }]',
    '{} x { | }',
    '{"status": | "active"}',
    '{"status": | /* x */ "active"}',
    '{"licensed_sheet_creator": | true}',
    '{"emails": | []}',
    '{"emails": |[]}',
    '{"emails": | [ }',
    '{"$truto": | {}}',
    '[ | {}]',
    '[|{}]',
    '{"emails": [ | {"email": "a"}]}',
    '{"title" |: "y"}',
    '{"title" |}',
    '{"title" | "y"}',
    '{"title" "|"}',
    '{ | : "y"}',
    '{"title": "x"\n | : "y"}',
    '{ | 1 }',
    '{ | {} }',
    '{status: |}',
    '{status: "|"}',
    "{'status': '|'}",
    "{'status': |}",
    '{$truto: { | }}',
    '{emails: [{ | }]}',
    '{status | }',
    "{'|'}",
    "{'na|'}",
    "{'na|': 1}",
    "{|'name': 1}",
    "{'na|",
    '{"status": \'ac|\'}',
    '{“na|”}',
    '{na-me| }',
    '{ /| }',
    '{"status": -| }',
  ];
  for (const marked of nothing)
    it(`offers nothing in ${JSON.stringify(marked)}`, () => {
      assert.deepEqual(offered(marked), []);
      assert.equal(valueAt(...placed(marked)), undefined);
    });

  const behindRole = [
    '{"roles":[{"id":"admin" |}]}',
    '{"roles":[{"id":"admin"|}]}',
    '{"roles":[{"id":"admin" // |\n}]}',
    '{"roles":[{"id":"admin" /* | */}]}',
    '{"roles":[{"id": | "x"}]}',
    '{"roles":[{"id":"admin"\n |}]}',
    '{"roles":[{"id":"admin", |}]}',
    '{"roles":[{|"id":"admin"}]}',
  ];
  for (const marked of behindRole)
    it(`knows no value to be written in ${JSON.stringify(marked)}`, () =>
      assert.equal(valueAt(...placed(marked)), undefined));

  it('knows the value to be written', () => {
    const inRole = (value: string) => valueAt(...placed(`{"roles":[{"id": ${value}}]}`));
    const path = ['roles', 0, 'id'];
    assert.deepEqual(inRole('|'), { path, range: { offset: 17, length: 0 } });
    for (const value of ['"|"', '"ad|min"', '|"admin"', 'adm|in'])
      assert.deepEqual(inRole(value), { path, range: { offset: 17, length: value.length - 1 } }, value);
  });

  const something = [
    '{ /* x */| }',
    '{ // x\n| }',
    '{ |/* x */ }',
    '{ "status": |/* x */ }',
    '{ "status": "active", | }',
    '{ "$truto": {| } }',
    '{ "status": "act// |" }',
    '{ "a": 1\n"b": 2, | }',
    '{ "licensed_sheet_creator": tr| }',
    '{ "licensed_sheet_creator": true| }',
    '{ "status": "|',
    '{ "emails": [], | }',
    '\ufeff{ | }',
    '{ "status": |\n "name": "Ada" }',
    '{ "status": |, "name": "Ada" }',
    '{ "status": |"active" }',
    '{ |"name": "Ada" }',
    '{ | "name": "Ada" }',
    '{ title: "x", "status": | }',
    '{ title: { "a": 1 }, | }',
    '{ stat|: "active" }',
    '[ | ]',
    '[{}, | ]',
  ];
  for (const marked of something)
    it(`offers something in ${JSON.stringify(marked)}`, () => assert.ok(offered(marked).length > 0));
});

describe('completionsAt, in JSON Lines', () => {
  it('offers what the user of each line lacks', () => {
    const fields = (line: string) => offered(`{"name": "Ada"}\n${line}\n{"title": "x"}\n`);
    assert.ok(fields('{"title": "t", |}').includes('name'));
    assert.ok(!fields('{"title": "t", |}').includes('title'));
    assert.deepEqual(fields('{"status": "|"}').slice(0, 2), ['"active"', '"inactive"']);
    assert.ok(fields('\t{"emails": [{|}]}').includes('email'));
    assert.deepEqual(fields('{"status": "active" |}'), []);
    const [text, offset] = placed('{"name": "Ada"}\r\n{"status": "ac|"}');
    assert.deepEqual(completionsAt(text, offset)[0]?.range, { offset: text.indexOf('"ac"'), length: 4 });
  });
});

describe('completionsAt, below a line without its comma', () => {
  const taken = (marked: string, label: string) => {
    const [text, offset] = placed(marked);
    const completion = completionsAt(text, offset).find((candidate) => candidate.label === label);
    assert.ok(completion, marked);
    const { range, snippet, before } = completion;
    const edited = text.slice(0, range.offset) + snippet + text.slice(range.offset + range.length);
    return before ? edited.slice(0, before.offset) + before.text + edited.slice(before.offset) : edited;
  };

  it('adds the comma', () => {
    assert.equal(taken('{\n  "name": "Ada"\n  |\n}', 'title'), '{\n  "name": "Ada",\n  "title": "$1"\n}');
    assert.equal(taken('{\n  "name": "Ada" // x\n  "ti|"\n}', 'title'), '{\n  "name": "Ada", // x\n  "title": "$1"\n}');
    assert.equal(taken('{"emails": []\r\nti|}', 'title'), '{"emails": [],\r\n"title": "$1"}');
    assert.equal(taken('{"$truto": {"id": "1"\n|}}', 'query'), '{"$truto": {"id": "1",\n"query": { $1 \\}}}');
    assert.equal(taken('[{"group": 3\n|}]', 'name'), '[{"group": 3,\n"name": "$1"}]');
    assert.ok(!offered('{"name": "Ada"\n|}').includes('name'));
    assert.deepEqual(offered('{"phones": [{"number": "1"\n|}]}'), ['type', 'extension']);
  });

  it('takes the place of the whole word', () => {
    for (const word of ['|na', 'n|a', 'na|']) assert.equal(taken(`{ ${word} }`, 'name'), '{ "name": "$1" }');
    assert.equal(taken('{ na|m: 1 }', 'name'), '{ "name": 1 }');
    assert.equal(taken('{ "status": act|iv }', '"active"'), '{ "status": "active" }');
  });

  it('adds none where it stands', () => {
    for (const marked of ['{"name": "Ada",\n|}', '{\n|}', '{"status": |\n}', '{"name": "Ada"\n,|}'])
      assert.ok(
        completionsAt(...placed(marked)).every(({ before }) => before === undefined),
        marked,
      );
  });
});

describe('completionsAt, of likely values', () => {
  it('offers time zones and examples, where there are several', () => {
    assert.deepEqual(offered('{"timezone": |}').slice(0, 2), ['"UTC"', '"Africa/Abidjan"']);
    assert.ok(offered('[{"timezone": "|"}]').includes('"Europe/London"'));
    assert.deepEqual(offered('{"emails": [{"type": |}]}'), ['"work"', '"home"']);
    assert.deepEqual(offered('{"roles": [{"id": ""}, {"name": "|"}]}'), ['"admin"', '"group_admin"']);
    for (const sample of ['{"name": |}', '{"urls": [{"type": |}]}', '{"group": |}', '{"password": |}'])
      assert.deepEqual(offered(sample), [], sample);
  });
});
