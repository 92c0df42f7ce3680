import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { userTemplate } from '../../../../src/core/hints/userTemplate';
import { parseJson } from '../../../../src/core/json/parseJson';
import { accountRules, type AccountRules } from '../../../../src/core/rules/accountRules';
import { readUserFile } from '../../../../src/core/update/userFile';

const words = { intro: 'Uncomment', required: 'Required by HubSpot', own: 'Only HubSpot' };
const target = { accountId: '5a9d0c1e-0000-4000-8000-000000000001', userId: 'usr_ada' };

const rulesOf = (properties: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>> = {}) =>
  accountRules(
    {
      bodySchema: { type: 'object', properties },
      querySchema: { type: 'object', properties: query },
      defaultBody: {},
      defaultQuery: {},
    },
    { id: target.accountId, integration: { name: 'x', label: 'HubSpot' } },
    0,
  );

/** Makes fields of all that is named. */
const uncommented = (text: string) => text.replace(/^( *)\/\/ (?=")/gm, '$1');
const fieldsOf = (text: string) => readUserFile(uncommented(text))?.fields.map(({ name }) => name) ?? [];

describe('a user file with all fields of an account', () => {
  it('sends none of them, and names its target', () => {
    const file = readUserFile(userTemplate(target, undefined, words));
    assert.deepEqual([file?.accountId, file?.userId, file?.fields], [target.accountId, 'usr_ada', []]);
  });

  it('has every field of the schema, with an empty value of its type', () => {
    const text = uncommented(userTemplate(target, undefined, words));
    assert.equal(fieldsOf(text).length, 23);
    assert.match(text, /"emails": \[\{ "email": "", "is_primary": false, "type": "" \}\]/);
    assert.match(text, /"status": "active" \/\* "active", "inactive", "deleted", "invited" \*\//);
    const errors = checkUserText(text, { unknownFields: 'warning' }).filter(({ code }) => code !== 'wrongFormat');
    assert.deepEqual(errors, []);
  });

  it('has first what the account requires, and last what it alone knows', () => {
    const rules = rulesOf(
      {
        team: { type: 'string', enum: ['a', 'b'] },
        roles: { type: 'array', required: true },
        seats: { type: 'object', properties: { count: { type: 'integer' } } },
        tags: { type: 'array', items: { type: 'string' } },
        odd: {},
      },
      { organization_id: { type: 'string', required: true } },
    );
    const text = userTemplate(target, rules, words);
    const names = fieldsOf(text);
    assert.equal(names[0], 'roles');
    assert.deepEqual(names.slice(-4), ['team', 'seats', 'tags', 'odd']);
    assert.match(text, /\/\/ Required by HubSpot\n {2}\/\/ "roles"/);
    assert.match(text, /\/\/ "seats": \{ "count": 0 \},\n {2}\/\/ "tags": \[""\],\n {2}\/\/ "odd": null,/);
    assert.deepEqual(readUserFile(uncommented(text))?.query, { organization_id: '' });
  });

  it('is one user file whatever names and values the account has', () => {
    const hostile = ['a\nb', '*/ "x": 1', '// y', '\u2028', '"', '\uD800', '$(x)', '__proto__', 'x'.repeat(500)];
    const rules: AccountRules = rulesOf(
      Object.fromEntries(hostile.map((name) => [name, { type: 'string', enum: hostile }])),
    );
    const text = userTemplate({ accountId: '"\n', userId: '*/\u2028' }, rules, { ...words, own: 'a\n"b": 1,\u2028' });
    assert.ok(parseJson(text));
    assert.deepEqual(readUserFile(text)?.fields, []);
    const all = uncommented(text);
    assert.ok(parseJson(all), all);
    for (const name of hostile.filter((one) => one !== '__proto__')) assert.ok(fieldsOf(text).includes(name), name);
  });

  it('is bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, { type: 'string' }]));
    assert.ok(fieldsOf(userTemplate(target, rulesOf(many), words)).length < 250);
  });
});
