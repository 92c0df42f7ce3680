import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMethodMeta } from '../../../../src/api/methodMeta';
import {
  accountRules,
  referenceRules,
  requiredFields,
  type AccountRules,
  type FieldRule,
} from '../../../../src/core/rules/accountRules';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { encodeQuery } from '../../../../src/core/http/query';
import { integrationRules } from '../../../../src/core/rules/integrations';
import type { Problem } from '../../../../src/core/check/problem';

const looker = { id: '5a9d0c1e-0000-4000-8000-000000000003', integration: { name: 'looker', label: 'Looker' } };
const accountNamed = (name: string, label = name) => ({ id: looker.id, integration: { name, label } });

/** The rules made of what `meta/update` answers. */
function answered(body: object, query: object = {}, more: object = {}, account = looker): AccountRules {
  return accountRules(readMethodMeta({ request_body_schema: body, query_schema: query, ...more })!, account, 1_000);
}

function check(text: string, rules: AccountRules | undefined): Problem[] {
  return checkUserText(text, { unknownFields: 'warning', rules });
}

/** Code, path and marked text of each problem. */
function marks(text: string, rules: AccountRules | undefined): string[] {
  return check(text, rules).map(
    ({ code, path, offset, length }) => `${code} ${path.join('.')} ${text.slice(offset, offset + length)}`,
  );
}

const object = (properties: object, required?: unknown) => ({
  type: 'object',
  properties,
  ...(required !== undefined && { required }),
});
const text = { type: 'string' };

describe('accountRules', () => {
  it('keep no value under the name of a secret', () => {
    const choice = { type: 'string', enum: ['x', 'y'] };
    const { body } = answered(object({ tier: choice, pin: choice, credentials: object({ kind: choice }) }));
    assert.deepEqual(body, {
      tier: { extra: true, types: ['string'], allowed: ['x', 'y'] },
      pin: { extra: true, types: ['string'] },
      credentials: {
        extra: true,
        types: ['object'],
        fields: { kind: { extra: true, types: ['string'] } },
      },
    });
  });

  it('keep only what the general schema does not say', () => {
    const rules = answered(
      object({
        name: text,
        title: { type: ['string', 'null'] },
        status: { type: 'string', enum: ['active', 'inactive', 'deleted', 'invited'] },
        emails: { type: 'array', items: object({ email: text }) },
        group: { type: ['number', 'string'] },
        remote_data: { type: 'object' },
      }),
    );
    assert.deepEqual(rules, {
      accountId: looker.id,
      integration: 'Looker',
      source: 'account',
      asOf: 1_000,
      body: {},
      query: {},
      queryOneOf: [],
    });
  });

  it('hold required fields, own values, narrower types and own fields', () => {
    const rules = answered(
      object(
        {
          status: { type: 'string', enum: ['active', { value: 'inactive' }] },
          group: { type: 'integer' },
          roles: {
            type: 'array',
            items: object({ id: { type: 'string', enum: ['admin'] }, level: { type: 'number' } }, ['id']),
          },
          title: { type: 'string', required: true },
          department: { type: 'datetime' },
        },
        ['roles', 'emails.email'],
      ),
      object({ team: text, organization_id: { type: 'string', required: 'true' } }),
    );
    assert.deepEqual(rules.body, {
      status: { allowed: ['active', 'inactive'] },
      group: { types: ['integer'] },
      roles: {
        required: true,
        items: { fields: { id: { required: true, allowed: ['admin'] }, level: { extra: true, types: ['number'] } } },
      },
      title: { required: true },
      department: { extra: true },
      emails: { fields: { email: { required: true } } },
    });
    assert.deepEqual(rules.query, { team: { extra: true, types: ['string'] }, organization_id: { required: true } });
    assert.deepEqual(requiredFields(rules), ['roles', 'title']);
  });

  it('let Truto’s reference win where a type contradicts it', () => {
    assert.deepEqual(answered(object({ name: { type: 'number' }, roles: text })).body, {});
  });

  it('ask for nothing that is sent anyway or has a default', () => {
    const rules = answered(
      object({ id: text, roles: text, title: text }, ['id', 'roles', 'title']),
      object({ id: text, integrated_account_id: text, workspace: text }, ['id', 'integrated_account_id', 'workspace']),
      {
        default_body: { title: 'x' },
        default_query: { workspace: '1' },
      },
    );
    assert.deepEqual(
      [requiredFields(rules), rules.query],
      [
        ['roles'],
        { id: { extra: true, types: ['string'] }, integrated_account_id: { extra: true, types: ['string'] } },
      ],
    );
  });

  it('take from Truto’s reference what the account does not describe', () => {
    const rules = answered({}, {}, {}, accountNamed('gitlab', 'GitLab'));
    assert.deepEqual(rules.queryOneOf, ['organization_id', 'workspace_id']);
    assert.deepEqual(requiredFields(answered({}, {})), ['roles']);
    assert.deepEqual(requiredFields(answered(object({ name: text }), {})), []);
  });

  it('are those of Truto’s reference for an account that cannot be asked', () => {
    for (const { slug, label, requiredFields: fields, requiredQuery, requiredQueryOneOf } of integrationRules) {
      const rules = referenceRules(accountNamed(slug, label))!;
      assert.equal(rules.source, 'integration');
      assert.deepEqual(
        [requiredFields(rules), Object.keys(rules.query), rules.queryOneOf],
        [fields, requiredQuery, requiredQueryOneOf],
        slug,
      );
    }
    assert.equal(referenceRules(accountNamed('unheard-of')), undefined);
  });

  it('are none where neither the account nor Truto’s reference knows any', () => {
    const rules = answered({}, {}, {}, accountNamed('unheard-of'));
    assert.deepEqual([rules.body, rules.query, rules.queryOneOf], [{}, {}, []]);
    assert.deepEqual(requiredFields(undefined), []);
  });

  it('ask for nothing that is this extension’s own', () =>
    assert.deepEqual(answered(object({ roles: text }, ['roles', '$truto', '$schema'])).body, {
      roles: { required: true },
    }));

  it('are read from fields that stand alone, too', () => {
    const rules = answered({ roles: { type: 'array', required: true }, tier: { type: 'object', level: text } });
    assert.deepEqual(rules.body, { roles: { required: true }, tier: { extra: true, types: ['object'] } });
  });

  it('name a field with a dot in its name, or one below another', () => {
    const { body } = answered(
      object({ 'a.b': text, emails: { type: 'array', items: object({ tag: text }) } }, ['a.b', 'emails.tag', 'c.d.e']),
    );
    assert.deepEqual(body, {
      'a.b': { extra: true, types: ['string'], required: true },
      emails: { items: { fields: { tag: { extra: true, types: ['string'], required: true } } } },
      c: { fields: { d: { fields: { e: { required: true } } } } },
    });
  });

  it('take no type that the general schema does not have', () =>
    assert.deepEqual(answered(object({ name: { type: 'integer' }, group: { type: 'boolean' } })).body, {}));

  it('keep values of which one is new, and a thousand at most', () => {
    const values = ['active', 'inactive', 'deleted', 'new'];
    assert.deepEqual(answered(object({ status: { type: 'string', enum: values } })).body, {
      status: { allowed: values },
    });
    const many = (count: number) => {
      const { tier } = answered(object({ tier: { enum: Array.from({ length: count }, (_, index) => index) } })).body;
      return tier?.allowed?.length;
    };
    assert.deepEqual([many(1000), many(1001)], [1000, undefined]);
  });

  it('reach seven objects deep, however they hold each other', () => {
    const nested = (level: number, hold: (inner: object) => object): object =>
      level === 0 ? text : hold(nested(level - 1, hold));
    const depthOf = (rule: FieldRule | undefined): number =>
      rule === undefined ? 0 : 1 + depthOf(rule.items ?? rule.fields?.['a']);
    const inObjects = answered(object({ a: nested(20, (inner) => object({ a: inner })) })).body;
    const inLists = answered(object({ a: nested(20, (inner) => ({ type: 'array', items: inner })) })).body;
    assert.deepEqual([depthOf(inObjects['a']), depthOf(inLists['a'])], [7, 7]);
  });

  it('survive any answer, as plain data', () => {
    const anything = fc.jsonValue();
    const schema = fc.oneof(
      anything,
      fc.record(
        { properties: anything, required: anything, items: anything, enum: anything, type: anything },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(schema, schema, anything, (body, query, user) => {
        const rules = answered({ properties: { roles: body, new: query }, required: body }, query as object);
        assert.deepEqual(structuredClone(rules), rules);
        check(JSON.stringify({ roles: user, new: user, $truto: { query: user } }), rules);
        check(JSON.stringify([user, { $truto: user }]), rules);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('checkUserText with the rules of an account', () => {
  const lookerRules = referenceRules(looker)!;
  const snyk = referenceRules(accountNamed('snyk', 'Snyk'))!;

  it('says which field is missing and who requires it, at the object', () => {
    assert.deepEqual(marks('{ "title": "x" }', lookerRules), ['missingField roles {']);
    assert.deepEqual(check('{}', lookerRules)[0]?.params, { field: 'roles', integration: 'Looker' });
    assert.deepEqual(marks('{ "roles": [] }', lookerRules), []);
    assert.deepEqual(marks('[{ "title": "x" }, { "roles": [] }, {}]', lookerRules), [
      'missingField 0.roles {',
      'missingField 2.roles {',
    ]);
  });

  it('changes nothing of what is wrong anyway, and nothing for another account', () => {
    const rules = answered(object({ updated_on: text, tier: { type: ['string', 'boolean'] } }));
    const params = (json: string) => check(json, rules).map((problem) => problem.params);
    assert.deepEqual(marks('{ "status": "x" }', rules), ['notAllowedValue status "x"']);
    assert.deepEqual(params('{ "updated_at": "x" }'), [{ field: 'updated_at', readOnly: true }]);
    assert.deepEqual(params('{ "nmae": "x" }'), [{ field: 'nmae', suggestion: 'name' }]);
    assert.deepEqual(params('{ "zzz": "x" }'), [{ field: 'zzz' }]);
    assert.deepEqual(params('{ "updated_no": "x" }')[0], { field: 'updated_no', suggestion: 'updated_on' });
    const other = '{ "$truto": { "integrated_account_id": "5a9d0c1e-0000-4000-8000-000000000009" }, "zzz": 1 }';
    assert.deepEqual(marks(other, rules), ['unknownField zzz "zzz"']);
    for (const json of ['null', '"x"', 'true']) assert.deepEqual(marks(`{ "tier": ${json} }`, rules), []);
    assert.deepEqual(params('{ "tier": 1 }'), [
      { expected: ['string', 'boolean'], got: 'number', integration: 'Looker' },
    ]);
  });

  it('says which query parameter is missing, at the nearest place there is', () => {
    assert.deepEqual(marks('{ "$truto": { "query": { "group_id": "1" } } }', snyk), [
      'missingField $truto.query.organization_id "query"',
    ]);
    assert.deepEqual(marks('{ "title": "x", "$truto": {} }', snyk), [
      'missingField $truto.query.organization_id "$truto"',
    ]);
    assert.deepEqual(marks('{ "title": "x" }', snyk), ['missingField $truto.query.organization_id {']);
    assert.deepEqual(marks('[{ "title": "x" }]', snyk), ['missingField 0.$truto.query.organization_id {']);
    assert.deepEqual(marks('{ "$truto": { "query": { "organization_id": "1" } } }', snyk), []);
    assert.deepEqual(check('{}', snyk)[0]?.params, {
      field: 'organization_id',
      in: 'query',
      integration: 'Snyk',
    });
  });

  /** An account that asks nothing of the body. */
  const asking = (query: object) => answered({}, query, {}, accountNamed('hubspot', 'HubSpot'));
  const inQuery = (name: string, json: string) => `{ "$truto": { "query": { "${name}": ${json} } } }`;

  it('says that a required query parameter is missing which has nothing to say, at its key', () => {
    const vercel = referenceRules(accountNamed('vercel', 'Vercel'))!;
    for (const nothing of ['[]', '[{}]', '[{"id": ""}]', '[{"name": ""}, {}]'])
      assert.deepEqual(marks(inQuery('groups', nothing), vercel), ['missingField $truto.query.groups "groups"']);
    assert.deepEqual(marks(inQuery('groups', '[{"id": ""}, {"id": "1"}]'), vercel), []);
    assert.deepEqual(marks(`[${inQuery('organization_id', '""')}]`, snyk), [
      'missingField 0.$truto.query.organization_id "organization_id"',
    ]);
    for (const wrong of ['null', '[]']) // One problem is enough.
      assert.deepEqual(marks(inQuery('organization_id', wrong), snyk), [
        `wrongType $truto.query.organization_id ${wrong}`,
      ]);
    const own = asking(object({ site: {}, seat: { type: 'integer' } }, ['site', 'seat']));
    for (const nothing of ['null', '""', '[]', '{}'])
      assert.deepEqual(marks(`{ "$truto": { "query": { "seat": ${nothing}, "site": ${nothing} } } }`, own), [
        'missingField $truto.query.seat "seat"',
        'missingField $truto.query.site "site"',
      ]);
    assert.deepEqual(marks('{ "$truto": { "query": { "seat": 0, "site": false } } }', own), []);
  });

  it('counts a query parameter as given where a request carries a value of it', () => {
    const own = asking(object({ any: {} }, ['any']));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const isMissing = check(JSON.stringify({ $truto: { query: { any: value } } }), own).some(
          ({ code }) => code === 'missingField',
        );
        assert.equal(isMissing, !/=[^&]/.test(encodeQuery({ any: value })), JSON.stringify(value));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what is no object to the general checks', () => {
    assert.deepEqual(marks('{ "$truto": 1 }', snyk), ['wrongType $truto 1']);
    assert.deepEqual(marks('{ "$truto": { "query": [] } }', snyk), ['wrongType $truto.query []']);
    assert.deepEqual(marks('[3]', snyk), ['notAUser 0 3']);
  });

  it('takes any one of several query parameters', () => {
    const gitLab = referenceRules(accountNamed('gitlab', 'GitLab'))!;
    const [problem] = check('{}', gitLab);
    assert.deepEqual(problem?.params, {
      field: 'organization_id',
      oneOf: ['organization_id', 'workspace_id'],
      in: 'query',
      integration: 'GitLab',
    });
    assert.deepEqual(marks(inQuery('workspace_id', '"1"'), gitLab), []);
    assert.deepEqual(marks(inQuery('workspace_id', '""'), gitLab), [
      'missingField $truto.query.organization_id "workspace_id"',
    ]);
  });

  it('says once that a list stands where none may', () => {
    const rules = answered(object({ timezone: { type: 'string', enum: ['UTC'] }, zone: { enum: ['UTC'] } }));
    assert.deepEqual(marks('{ "timezone": ["EST"] }', rules), ['wrongType timezone ["EST"]']);
    assert.deepEqual(marks('{ "zone": ["EST"] }', rules), ['notAllowedValue zone.0 "EST"']);
  });

  it('puts the account’s own values in the place of the general ones', () => {
    const rules = answered(
      object({
        status: { type: 'string', enum: ['active', 'inactive', 'paused'] },
        languages: { type: 'array', items: { type: 'string', enum: ['en'] } },
      }),
    );
    assert.deepEqual(marks('{ "status": "paused", "languages": ["en"] }', rules), []);
    assert.deepEqual(marks('{ "status": null }', rules), []);
    assert.deepEqual(marks('{ "languages": ["en", "de"] }', rules), ['notAllowedValue languages.1 "de"']);
    for (const [status, suggestion] of [
      ['deleted', undefined],
      ['actve', 'active'],
    ] as const) {
      const problems = check(JSON.stringify({ status }), rules);
      assert.deepEqual(
        problems.map(({ code, params }) => [code, params]),
        [
          [
            'notAllowedValue',
            {
              allowed: ['active', 'inactive', 'paused'],
              got: status,
              ...(suggestion && { suggestion }),
              integration: 'Looker',
            },
          ],
        ],
      );
    }
    assert.deepEqual(marks('{ "status": 3 }', rules), ['wrongType status 3']);
  });

  it('knows the account’s own fields and checks their values', () => {
    const rules = answered(
      object({
        department: { type: 'string', enum: ['R&D', 'Sales'] },
        address: object({ city: text, floor: { type: 'integer' } }, ['city']),
        emails: { type: 'array', items: object({ verified: { type: 'boolean' } }) },
      }),
      object({ team: { type: 'string', enum: ['a', 'b'] } }),
    );
    assert.deepEqual(
      marks(
        '{ "department": "Sales", "address": { "city": "London", "floor": 2 }, "emails": [{ "verified": true }], "$truto": { "query": { "team": "a" } } }',
        rules,
      ),
      [],
    );
    assert.deepEqual(
      marks(
        '{ "department": "sales", "address": { "floor": 2.5 }, "emails": [{ "verified": "yes" }], "$truto": { "query": { "team": "c" } } }',
        rules,
      ),
      [
        'notAllowedValue department "sales"',
        'missingField address.city "address"',
        'wrongType address.floor 2.5',
        'wrongType emails.0.verified "yes"',
        'notAllowedValue $truto.query.team "c"',
      ],
    );
    assert.deepEqual(marks('{ "department": "Sales" }', lookerRules), [
      'missingField roles {',
      'unknownField department "department"',
    ]);
    const suggested = (text: string) => {
      const [problem] = check(text, rules);
      assert.ok(problem?.code === 'unknownField');
      return problem.params.suggestion;
    };
    assert.equal(suggested('{ "departmnt": "Sales" }'), 'department');
    assert.equal(suggested('{ "departmnt": "Sales", "department": null }'), undefined);
    assert.equal(suggested('{ "emails": [{ "verifed": true }] }'), 'verified');
  });

  it('does not ask for fields while the text is broken', () => {
    assert.deepEqual(new Set(check('{ "title": "x", ', lookerRules).map(({ code }) => code)), new Set(['syntaxError']));
  });

  it('leaves users of other accounts alone', () => {
    const other = '{ "$truto": { "integrated_account_id": "5a9d0c1e-0000-4000-8000-000000000001" } }';
    assert.deepEqual(marks(other, lookerRules), []);
    assert.deepEqual(marks(`[${other}, {}]`, lookerRules), ['missingField 1.roles {']);
    assert.equal(
      check(`{ "$truto": { "integrated_account_id": "${looker.id.toUpperCase()}" } }`, lookerRules).length,
      1,
    );
  });
});
