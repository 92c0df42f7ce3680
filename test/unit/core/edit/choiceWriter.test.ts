import assert from 'node:assert/strict';
import { choiceWriter } from '../../../../src/core/edit/choiceWriter';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

const style = { eol: '\n', indent: '  ' } as const;
const member = { id: 'role_member', name: 'member' };

/** The text once a choice was written at the value between the marks `‹` and `›`. */
function written(marked: string, key: 'id' | 'name', choice: { id: string; name?: string }): string {
  const [before = '', value = '', after = ''] = marked.split(/[‹›]/);
  const text = before + value + after;
  const range = { offset: before.length, length: value.length };
  const { text: own, others } = choiceWriter(text, range, style)(key, choice);
  for (const { offset, length } of others)
    assert.ok(offset + length <= range.offset || offset >= range.offset + range.length, 'apart from the value');
  assert.ok(others.every(({ offset, length }) => length > 0 || offset !== range.offset + range.length));
  return applyTextEdits(text, [{ ...range, text: own }, ...others]);
}

describe('a choice that is written into an item', () => {
  const cases: readonly [
    what: string,
    text: string,
    key: 'id' | 'name',
    choice: { id: string; name?: string },
    string,
  ][] = [
    [
      'takes its name along',
      '{"roles":[{ "id": ‹"x"›, "name": "admin", "group": "g" }]}',
      'id',
      member,
      '{"roles":[{ "id": "role_member", "name": "member", "group": "g" }]}',
    ],
    [
      'takes its ID along, in front',
      '{"roles":[{ "id": "role_admin", "name": ‹"admin"› }, { "id": "x" }]}',
      'name',
      member,
      '{"roles":[{ "id": "role_member", "name": "member" }, { "id": "x" }]}',
    ],
    [
      'has its name right behind where there was none',
      '{"roles":[{ "id": ‹"x"› }]}',
      'id',
      member,
      '{"roles":[{ "id": "role_member", "name": "member" }]}',
    ],
    [
      'has its name behind the last member',
      '{\n  "roles": [\n    {\n      "id": ‹"x"›,\n      "group": "g"\n    }\n  ]\n}',
      'id',
      member,
      '{\n  "roles": [\n    {\n      "id": "role_member",\n      "group": "g",\n      "name": "member"\n    }\n  ]\n}',
    ],
    [
      'is written in lines where the item is',
      '{\n  "roles": [\n    {\n      "id": ‹›\n    }\n  ]\n}',
      'id',
      member,
      '{\n  "roles": [\n    {\n      "id": "role_member",\n      "name": "member"\n    }\n  ]\n}',
    ],
    [
      'takes the place of a half-written word',
      '{"roles":[{ "id": ‹rol›, "name": "admin" }]}',
      'id',
      member,
      '{"roles":[{ "id": "role_member", "name": "member" }]}',
    ],
    [
      'leaves no name of another one',
      '{"roles":[{ "id": ‹"x"›, "name": "admin", "group": "g" }]}',
      'id',
      { id: 'role_other' },
      '{"roles":[{ "id": "role_other", "group": "g" }]}',
    ],
    [
      'leaves the name of the same one',
      '{"roles":[{ "id": ‹"x"›, "name": "admin" }]}',
      'id',
      { id: 'x' },
      '{"roles":[{ "id": "x", "name": "admin" }]}',
    ],
    [
      'is of its own item in a list of users',
      '[{ "roles": [{ "id": "a", "name": "A" }] }, { "roles": [{ "name": "B", "id": ‹"b"› }] }]',
      'id',
      member,
      '[{ "roles": [{ "id": "a", "name": "A" }] }, { "roles": [{ "name": "member", "id": "role_member" }] }]',
    ],
    [
      'is written with comments around it, in a text that breaks elsewhere',
      '{ "title": , "roles": [{ /* a */ "id": ‹"x"›, // b\n "name": "admin" }] }',
      'id',
      member,
      '{ "title": , "roles": [{ /* a */ "id": "role_member", // b\n "name": "member" }] }',
    ],
    [
      'is the value alone where the item breaks',
      '{"roles":[{ "id": ‹"x"›, "name": }]}',
      'id',
      member,
      '{"roles":[{ "id": "role_member", "name": }]}',
    ],
    ['is the value alone where there is no item', '‹"x"›', 'id', member, '"role_member"'],
  ];
  for (const [what, text, key, choice, expected] of cases)
    it(what, () => assert.equal(written(text, key, choice), expected));

  it('is written in whichever characters', () => {
    const odd = { id: '"\\$1 ${x}', name: 'a"b\u2028' };
    const text = written('{"roles":[{ "id": ‹"x"›, "name": "admin" }]}', 'id', odd);
    assert.deepEqual((JSON.parse(text) as { roles: unknown[] }).roles, [odd]);
  });
});
