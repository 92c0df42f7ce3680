import assert from 'node:assert/strict';
import fc from 'fast-check';
import { getLocation, type JSONPath } from 'jsonc-parser';
import type { AccountRules } from '../../../../src/core/rules/accountRules';
import { completionsAt, hintAt } from '../../../../src/core/hints/hintsAt';
import { userAround } from '../../../../src/core/hints/userAround';

/** A text whose `|` is the place that is asked about. */
function placed(marked: string): [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

const hint = (marked: string, rules?: AccountRules) => hintAt(...placed(marked), rules);
const offered = (marked: string, rules?: AccountRules) =>
  completionsAt(...placed(marked), rules).map(({ label }) => label);

/** The text once the completion of a label is taken. */
function completed(marked: string, label: string, rules?: AccountRules): string {
  const [text, offset] = placed(marked);
  const completion = completionsAt(text, offset, rules).find((candidate) => candidate.label === label);
  assert.ok(completion, `${label} is offered`);
  const { range, snippet } = completion;
  return text.slice(0, range.offset) + snippet + text.slice(range.offset + range.length);
}

const acme: AccountRules = {
  accountId: '5a9d0c1e-0000-4000-8000-000000000001',
  integration: 'Acme',
  source: 'account',
  body: {
    status: { allowed: ['on', 'off|paused, or so'] },
    roles: {
      required: true,
      items: { fields: { level: { extra: true, types: ['integer'] }, name: { allowed: ['admin', 'guest'] } } },
    },
    languages: { allowed: ['en', 'fr'] },
    group: { types: ['integer'] },
    cost_center: { extra: true, required: true, types: ['string'] },
    badge: { extra: true, types: ['object'], fields: { number: { extra: true, types: ['number'] } } },
    tags: { extra: true, types: ['array'], items: { types: ['integer'] } },
  },
  query: { region: { extra: true, required: true, allowed: ['eu', 'us'] } },
  queryOneOf: ['organization_id', 'workspace_id'],
};

describe('hintAt', () => {
  it('is called by the name of its list, in an item that only the account knows', () => {
    for (const marked of ['{"tags": [1|]}', '{"ta|gs": [1]}', '[{"tags": [1, 2|]}]'])
      assert.equal(hint(marked, acme)?.title, 'tags', marked);
  });

  it('tells the meaning, the values and the integrations of a key or value', () => {
    const roles = hint('{"ro|les": []}');
    assert.equal(roles?.title, 'Roles');
    assert.match(roles.words, /What the user may do.*32 integrations support it, 4 require it\. Looker/s);
    assert.deepEqual(roles.range, { offset: 1, length: 7 });
    assert.match(
      hint('{"status": "act|ive"}')?.words ?? '',
      /One of `"active"`, `"inactive"`, `"deleted"`, `"invited"`; `null` clears it\./,
    );
    assert.match(hint('{"$truto": {"query": {"organization|_id": 1}}}')?.words ?? '', /ClickUp/);
    assert.equal(hint('[{"emails": [{"is_pri|mary": true}]}]')?.title, 'Primary');
    assert.match(hint('{"upda|ted_at": "x"}')?.words ?? '', /Read-only/);
  });

  it('is silent where there is nothing to tell', () => {
    for (const text of [
      '{"fo|o": 1}',
      '{ | }',
      '|',
      '{"emails": [{"updated|_at": 1}]}',
      '{"remote_data": {"a|": 1}}',
      '{"name": "a"} |',
    ])
      assert.equal(hint(text), undefined, text);
  });
});

describe('hintAt, for an account', () => {
  const asked = (marked: string) => hint(marked, acme)?.account;

  it('tells what the account asks of a field', () => {
    assert.deepEqual(asked('{"rol|es": []}'), { integration: 'Acme', required: true });
    assert.deepEqual(asked('{"cost_|center": "1"}'), {
      integration: 'Acme',
      required: true,
      extra: true,
      types: ['string'],
    });
    assert.equal(hint('{"cost_|center": "1"}', acme)?.title, 'cost_center');
    assert.deepEqual(asked('[{"languages": ["e|n"]}]'), { integration: 'Acme', allowed: ['en', 'fr'] });
    assert.deepEqual(asked('{"$truto": {"query": {"reg|ion": "eu"}}}'), {
      integration: 'Acme',
      required: true,
      extra: true,
      allowed: ['eu', 'us'],
    });
    assert.equal(asked('{"na|me": "Ada"}'), undefined);
  });

  it('says that one of several parameters is needed while there is none', () => {
    assert.deepEqual(asked('{"$truto": {"query": {"workspace|_id": ""}}}')?.oneOf, ['organization_id', 'workspace_id']);
    assert.equal(asked('{"$truto": {"query": {"organization_id": "1", "workspace|_id": ""}}}'), undefined);
  });

  it('is silent about a user of another account', () => {
    const user = (accountId: string) => `[{"$truto": {"integrated_account_id": "${accountId}"}, "cost_|center": "1"}]`;
    assert.equal(asked(user('62f44730-dd91-461e-bd6a-aedd9e0ad79d')), undefined);
    assert.ok(asked(user(acme.accountId)));
  });
});

describe('completionsAt, for an account', () => {
  it('offers what the account requires first, then its own fields, then the others', () => {
    assert.deepEqual(offered('{"|"}', acme).slice(0, 5), ['roles', 'cost_center', 'badge', 'tags', '$truto']);
    assert.deepEqual(offered('{"$truto": {"query": {"|"}}}', acme).slice(0, 4), [
      'organization_id',
      'workspace_id',
      'region',
      'truto_response_format',
    ]);
    assert.deepEqual(offered('[{"roles": [{"|"}]}]', acme), [
      'level',
      'id',
      'name',
      'group',
      'organization',
      'workspace',
    ]);
    assert.ok(!offered('{"cost_center": "", "|"}', acme).includes('cost_center'));
    assert.deepEqual(
      completionsAt(...placed('{"cost|"}'), acme).find(({ label }) => label === 'cost_center')?.account?.required,
      true,
    );
  });

  it('offers the values of the account in place of the general ones', () => {
    assert.deepEqual(offered('{"status": |}', acme), ['"on"', '"off|paused, or so"']);
    assert.deepEqual(offered('{"status": "|"}'), ['"active"', '"inactive"', '"deleted"', '"invited"']);
    assert.deepEqual(offered('{"languages": ["|"]}', acme), ['"en"', '"fr"']);
    assert.deepEqual(offered('{"roles": [{"name": "|"}]}', acme), ['"admin"', '"guest"']);
    assert.deepEqual(offered('{"$truto": {"query": {"region": |}}}', acme), ['"eu"', '"us"']);
    assert.deepEqual(completionsAt(...placed('{"status": |}'), acme)[0]?.account, {
      integration: 'Acme',
      allowed: ['on', 'off|paused, or so'],
    });
  });

  it('writes them with an empty value of the right shape', () => {
    assert.equal(completed('{"|"}', 'cost_center', acme), '{"cost_center": "$1"}');
    assert.equal(completed('{"|"}', 'badge', acme), '{"badge": { $1 \\}}');
    assert.equal(completed('{"|"}', 'tags', acme), '{"tags": [$1]}');
    assert.equal(completed('{"|"}', 'group', acme), '{"group": $1}');
    assert.equal(completed('{"|"}', 'languages', acme), '{"languages": [${1|"en","fr"|}]}');
    assert.equal(completed('{"|"}', 'status', acme), '{"status": ${1|"on","off\\|paused\\, or so"|}}');
  });
});

describe('userAround', () => {
  const user = (name: string) =>
    `{\n    "name": "${name}",\n    "emails": [\n      {\n        "email": "${name}@example.com"\n      },\n      {\n        "type": "x"\n      }\n    ]\n  }`;
  const large = `[\n  ${Array.from({ length: 2_500 }, (_, index) => user(`u${index}`)).join(',\n  ')}\n]\n`;

  it('finds in a large list what the whole text has, wherever one asks', () => {
    assert.ok(large.length > 200_000);
    const places = [0, 1, 3, 4, 5, large.length - 3, large.length];
    const near = large.indexOf('"name": "u3"');
    for (let at = near - 30; at < near + 250; at++) places.push(at);
    for (const offset of places) {
      const { text, shift } = userAround(large, offset);
      assert.ok(text.length < 1_000, String(text.length));
      const [part, whole] = [getLocation(text, offset - shift), getLocation(large, offset)];
      const inUser = (path: JSONPath) => path.slice(typeof path[0] === 'number' ? 1 : 0);
      assert.deepEqual(
        [inUser(part.path), part.isAtPropertyKey, part.previousNode?.value],
        [inUser(whole.path), whole.isAtPropertyKey, whole.previousNode?.value],
        String(offset),
      );
    }
  });

  it('gives completions their place in the whole text', () => {
    const offset = large.indexOf('"name": "u1250"') + 3;
    assert.deepEqual(completionsAt(large, offset).find(({ label }) => label === 'name')?.range, {
      offset: offset - 3,
      length: 6,
    });
  });

  it('leaves other texts whole', () => {
    for (const text of ['{}', '[{}]', ' '.repeat(300_000), `{"a": [\n{},\n{}]${' '.repeat(300_000)}}`])
      assert.deepEqual(userAround(text, 5), { text, shift: 0 });
  });
});

describe('completionsAt', () => {
  it('offers the fields that are not there yet', () => {
    assert.ok(offered('{"lic|').includes('licensed_sheet_creator'));
    assert.ok(offered('{|}').includes('$truto'));
    assert.ok(!offered('{"name": "Ada", "|"}').includes('name'));
    assert.ok(offered('{"nam|e": "Ada"}').includes('name'), 'the one that is being written');
    assert.deepEqual(offered('{"$truto": {"|"}}'), ['integrated_account_id', 'id', 'query']);
    assert.deepEqual(offered('[{"emails": [{"email": "x", |}]}]'), ['is_primary', 'type']);
    assert.deepEqual(offered('{"remote_data": {"|"}}'), []);
  });

  it('offers the values that are known', () => {
    assert.deepEqual(offered('{"status": |}'), ['"active"', '"inactive"', '"deleted"', '"invited"']);
    assert.deepEqual(offered('{"status": "in|"}'), ['"active"', '"inactive"', '"deleted"', '"invited"']);
    assert.deepEqual(offered('{"licensed_sheet_creator": t|}'), ['true', 'false']);
    assert.deepEqual(offered('{"name": "|"}'), []);
  });

  it('writes a field with an empty value of the right shape', () => {
    assert.equal(completed('{"lic|"}', 'licensed_sheet_creator'), '{"licensed_sheet_creator": ${1|true,false|}}');
    assert.equal(completed('{em|}', 'emails'), '{"emails": [{ "email": "$1" \\}]}');
    assert.equal(
      completed('{"|" "name": "Ada"}', 'status'),
      '{"status": ${1|"active","inactive","deleted","invited"|}, "name": "Ada"}',
    );
    assert.equal(completed('{"na|": "Ada"}', 'name'), '{"name": "Ada"}');
    assert.equal(completed('{"|"}', '$truto'), '{"\\$truto": { $1 \\}}');
    assert.equal(completed('{"emails": |}', '[ ]'), '{"emails": [{ "email": "$1" \\}]}');
  });

  it('never throws', () => {
    const text = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"',
          '"name"',
          '"emails"',
          '"$truto"',
          '"status"',
          '\n',
          '//',
          'tr',
          '1',
        ),
        { maxLength: 15 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(40), (json, offset) => {
        const at = Math.min(offset, json.length);
        hintAt(json, at, acme);
        for (const { range } of completionsAt(json, at, acme))
          assert.ok(range.offset >= 0 && range.offset + range.length <= json.length);
      }),
      { numRuns: 2000 },
    );
  });
});
