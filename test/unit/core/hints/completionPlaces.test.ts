import assert from 'node:assert/strict';
import { getLocation, type JSONPath } from 'jsonc-parser';
import { completionsAt } from '../../../../src/core/hints/hintsAt';
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
  ];
  for (const marked of nothing)
    it(`offers nothing in ${JSON.stringify(marked)}`, () => assert.deepEqual(offered(marked), []));

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
  ];
  for (const marked of something)
    it(`offers something in ${JSON.stringify(marked)}`, () => assert.ok(offered(marked).length > 0));
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
