import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMethodMeta } from '../../../src/api/methodMeta';
import { accountRules, type AccountRules } from '../../../src/core/rules/accountRules';

const account = { id: 'a', integration: { name: 'some', label: 'Some' } };

/** What an answer of `meta/update` asks for. */
function rulesOf(answer: unknown): AccountRules {
  const meta = readMethodMeta(answer);
  assert.ok(meta);
  return accountRules(meta, account, 0);
}

const required = (rules: AccountRules['body']): string[] =>
  Object.entries(rules)
    .filter(([, rule]) => rule.required)
    .map(([name]) => name);

describe('readMethodMeta', () => {
  it('reads JSON-Schema-like objects', () => {
    const rules = rulesOf({
      method: 'patch',
      documentation_link: 'https://docs.example/users',
      default_query: { a: 1 },
      default_body: null,
      response_mapping: 'x',
      query_schema: {
        type: 'object',
        properties: { organization_id: { type: 'string' }, group_id: { type: 'string' } },
        required: ['organization_id'],
      },
      request_body_schema: {
        type: 'object',
        required: ['roles'],
        properties: {
          status: { type: 'string', enum: ['active', 'inactive'] },
          roles: {
            type: 'array',
            items: { type: 'object', properties: { id: { type: 'string', enum: ['admin', 'group_admin'] } } },
          },
          languages: { type: 'array', items: { type: 'string', enum: ['en', 'de'] } },
          name: { type: 'string', required: true },
        },
      },
    });
    assert.deepEqual(required(rules.query), ['organization_id']);
    assert.deepEqual(required(rules.body).sort(), ['name', 'roles']);
    assert.deepEqual(rules.body.status?.allowed, ['active', 'inactive']);
    assert.deepEqual(rules.body.roles?.items?.fields?.id?.allowed, ['admin', 'group_admin']);
    assert.deepEqual(rules.body.languages?.items?.allowed, ['en', 'de']);
  });

  it('reads plain maps of names, JSON in texts, and values in objects', () => {
    const rules = rulesOf({
      query_schema: '{"workspace":{"type":"string","required":true}}',
      request_body_schema: {
        status: { type: 'string', enum: [{ value: 'active', label: 'Active' }] },
        title: { type: 'string', required: 'true' },
      },
    });
    assert.deepEqual([required(rules.query), required(rules.body)], [['workspace'], ['title']]);
    assert.deepEqual(rules.body.status?.allowed, ['active']);
  });

  it('reads an empty description', () => {
    const rules = rulesOf({ query_schema: null, request_body_schema: '{broken' });
    assert.deepEqual([required(rules.query), required(rules.body)], [[], []]);
  });

  it('refuses what is no object, and never throws', () => {
    assert.equal(readMethodMeta([]), undefined);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        rulesOf({ query_schema: one, request_body_schema: { properties: other, required: one } });
        rulesOf({ request_body_schema: other });
      }),
    );
  });
});
