import assert from 'node:assert/strict';
import type { AccountRules } from '../../../../src/core/rules/accountRules';
import {
  describedEnum,
  describedProperties,
  describedRequired,
  describedTypes,
  isMarkedRequired,
  isPlain,
} from '../../../../src/core/rules/describedSchema';
import { fieldRulesAt, isOfAccount, isQuery, itemRule, ruleAt } from '../../../../src/core/rules/ruleAt';

describe('a schema as an account describes it', () => {
  it('has properties, or is a map of them where it may be', () => {
    const names = (schema: Record<string, unknown>, mayBeMap = true) =>
      describedProperties(schema, mayBeMap).map(([name]) => name);
    const team = { type: 'string' };
    assert.deepEqual(names({ type: 'object', properties: { team } }), ['team']);
    assert.deepEqual(names({ properties: { team }, other: team }), ['team']);
    assert.deepEqual(names({ team, id: team }), ['team', 'id']);
    assert.deepEqual(names({ team }, false), []);
    assert.deepEqual(names({ type: 'object', team }), []);
    assert.deepEqual(names({ type: team, team }), ['type', 'team']);
    assert.deepEqual(names({ properties: { a: 'string', b: null, c: [], d: team } }), ['d']);
    assert.deepEqual(names(JSON.parse('{"properties":{"__proto__":{},"a":{}}}') as Record<string, unknown>), ['a']);
    assert.deepEqual(names({ properties: [] }, false), []);
  });

  it('requires names, or marks them', () => {
    assert.deepEqual(describedRequired({ required: ['a', '', 7, null, 'b.c'] }), ['a', 'b.c']);
    for (const required of [true, 'a', undefined, {}]) assert.deepEqual(describedRequired({ required }), []);
    for (const required of [true, 'true']) assert.equal(isMarkedRequired({ required }), true);
    for (const required of [false, 'false', 1, ['a'], undefined]) assert.equal(isMarkedRequired({ required }), false);
  });

  it('has types of JSON only', () => {
    for (const type of ['string', 'number', 'integer', 'boolean', 'object', 'array'])
      assert.deepEqual(describedTypes({ type }), [type]);
    assert.deepEqual(describedTypes({ type: ['string', 'null'] }), ['string']);
    for (const type of ['null', ['null'], [], 'datetime', ['string', 'datetime'], undefined, 7])
      assert.equal(describedTypes({ type }), undefined, JSON.stringify(type));
  });

  it('allows values, plain or in objects', () => {
    assert.deepEqual(describedEnum({ enum: ['a', 1, true, { value: 'b' }, { label: 'c' }, null, [1]] }), [
      'a',
      1,
      true,
      'b',
    ]);
    for (const values of [[], [null], 'a', undefined, { a: 1 }])
      assert.equal(describedEnum({ enum: values }), undefined);
    for (const value of ['', 0, false]) assert.equal(isPlain(value), true);
    for (const value of [null, undefined, {}, []]) assert.equal(isPlain(value), false);
  });
});

describe('the rules at a path', () => {
  const rules: AccountRules = {
    accountId: 'Acc-1',
    integration: 'X',
    source: 'account',
    body: {
      status: { allowed: ['on'] },
      emails: { items: { fields: { email: { required: true } } } },
      tags: { allowed: ['a'] },
      manager: { fields: { id: { types: ['string'] } } },
      query: { extra: true },
    },
    query: { group: { required: true } },
    queryOneOf: [],
  };

  it('are those of the field, of items and of the query', () => {
    assert.deepEqual(ruleAt(['status'], rules), { allowed: ['on'] });
    assert.deepEqual(ruleAt(['emails', 3, 'email'], rules), { required: true });
    assert.deepEqual(ruleAt(['tags', 0], rules), { allowed: ['a'] });
    assert.deepEqual(ruleAt(['manager', 'id'], rules), { types: ['string'] });
    assert.deepEqual(ruleAt(['$truto', 'query', 'group'], rules), { required: true });
    for (const path of [
      [],
      ['nope'],
      ['group'],
      ['toString'],
      ['status', 'x'],
      ['manager', 0],
      ['x', 'query', 'group'],
      ['$truto', 'group'],
    ])
      assert.equal(ruleAt(path, rules), undefined, path.join());
  });

  it('of an object are those of its fields', () => {
    assert.equal(fieldRulesAt([], rules), rules.body);
    assert.equal(fieldRulesAt(['$truto', 'query'], rules), rules.query);
    assert.deepEqual(fieldRulesAt(['emails', 0], rules), { email: { required: true } });
    for (const path of [['status'], ['$truto'], ['$truto', 'query', 'group'], ['x', 'query']])
      assert.equal(fieldRulesAt(path, rules), undefined, path.join());
  });

  it('of an item are its own, else the values of the list', () => {
    assert.deepEqual(itemRule({ allowed: ['a'], items: { required: true } }), { required: true });
    assert.deepEqual(itemRule({ allowed: ['a'] }), { allowed: ['a'] });
    assert.equal(itemRule({ required: true }), undefined);
    assert.equal(itemRule(undefined), undefined);
  });

  it('hold for the account that a user names in any spelling, or that it leaves open', () => {
    for (const named of ['acc-1', 'ACC-1', undefined, 7, null]) assert.equal(isOfAccount(named, rules), true);
    assert.equal(isOfAccount('acc-2', rules), false);
    assert.deepEqual([['$truto', 'query'], ['$truto'], ['x', 'query'], ['$truto', 'x']].map(isQuery), [
      true,
      false,
      false,
      false,
    ]);
  });
});
