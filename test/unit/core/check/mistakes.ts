import type { AccountRules } from '../../../../src/core/rules/accountRules';
import type { ProblemCode } from '../../../../src/core/check/problem';

/** A property as text, so that it can hold what no value can. */
export type Member = readonly [key: string, json: string];

/** One mistake that a user file can hold: its members stand together among others of the same object. */
export interface Mistake {
  readonly code: ProblemCode;
  readonly members: readonly Member[];
}

/** A kind of object that mistakes stand in. */
export interface Host {
  readonly name: string;
  /** Valid members that can stand around the mistake. */
  readonly others: readonly [Member, Member];
  /** The user file around the members of the object, in one line. */
  readonly around: (members: string) => string;
  readonly mistakes: readonly Mistake[];
}

const anywhere: readonly Mistake[] = [
  { code: 'forbiddenKey', members: [['__proto__', '{ "a": [1] }']] },
  { code: 'loneSurrogate', members: [['id', '"a\\ud800b"']] },
  { code: 'loneSurrogate', members: [['id', '"\udc00"']] },
  {
    code: 'duplicateKey',
    members: [
      ['id', '"1"'],
      ['id', '"2"'],
    ],
  },
  {
    code: 'duplicateKey',
    members: [
      ['id', '"1"'],
      ['id', '"1"'],
    ],
  },
];

const inUser: readonly Mistake[] = [
  { code: 'wrongType', members: [['title', '42']] },
  { code: 'wrongType', members: [['title', 'true']] },
  { code: 'wrongType', members: [['title', '["Ada"]']] },
  { code: 'wrongType', members: [['title', '["Ada", "Grace"]']] },
  { code: 'wrongType', members: [['title', '{ "a": 1 }']] },
  { code: 'wrongType', members: [['licensed_sheet_creator', '"true"']] },
  { code: 'wrongType', members: [['licensed_sheet_creator', '"perhaps"']] },
  { code: 'wrongType', members: [['licensed_sheet_creator', '0']] },
  { code: 'wrongType', members: [['emails', '"a@b.c"']] },
  { code: 'wrongType', members: [['emails', '{ "email": "a@b.c" }']] },
  { code: 'wrongType', members: [['emails', 'false']] },
  { code: 'wrongType', members: [['emails', '["a@b.c"]']] },
  { code: 'wrongType', members: [['emails', '[null, { "email": "a@b.c" }]']] },
  { code: 'wrongType', members: [['phones', '42']] },
  { code: 'wrongType', members: [['roles', '"admin"']] },
  { code: 'wrongType', members: [['roles', '["admin"]']] },
  { code: 'wrongType', members: [['languages', '"en"']] },
  { code: 'wrongType', members: [['languages', '[5]']] },
  { code: 'wrongType', members: [['languages', '{ "en": 1 }']] },
  { code: 'wrongType', members: [['created_at', '1715938200']] },
  { code: 'wrongType', members: [['created_at', 'true']] },
  { code: 'wrongType', members: [['status', 'true']] },
  { code: 'wrongType', members: [['status', '["active"]']] },
  { code: 'wrongType', members: [['remote_data', '"x"']] },
  { code: 'wrongType', members: [['remote_data', '[{ "a": 1 }]']] },
  { code: 'notAllowedValue', members: [['status', '"actve"']] },
  { code: 'notAllowedValue', members: [['status', '"zzz"']] },
  { code: 'wrongFormat', members: [['created_at', '"17 May 2024"']] },
  { code: 'wrongFormat', members: [['created_at', '"yesterday"']] },
  { code: 'misplacedField', members: [['truto_response_format', '"raw"']] },
  { code: 'replacementCharacter', members: [['id', '"Bj\ufffdrn"']] },
  { code: 'unknownField', members: [['', '"Ada"']] },
  { code: 'unknownField', members: [['frist_name', '"Ada"']] },
  { code: 'unknownField', members: [['Emails', '[]']] },
  { code: 'unknownField', members: [['Phones', 'null']] },
  { code: 'unknownField', members: [['LastName', 'null']] },
  { code: 'unknownField', members: [['Title', '" "']] },
  { code: 'wrongType', members: [['title', '[""]']] },
  { code: 'wrongType', members: [['emails', '"[{\\"email\\":\\"a@b.c\\"}]"']] },
  { code: 'wrongType', members: [['phones', '["555 1234\\n555 9876"]']] },
  { code: 'loneSurrogate', members: [['name', '"\\ud800"']] },
  { code: 'unknownField', members: [['First-Name', '"Ada"']] },
  { code: 'unknownField', members: [['surname', '"L"']] },
  { code: 'unknownField', members: [['suspended', 'true']] },
  { code: 'unknownField', members: [['mail', '"a@b.c"']] },
  { code: 'wrongType', members: [['name', '{ "givenName": "Ada", "familyName": "L" }']] },
  { code: 'wrongType', members: [['emails', '"a@b.c; d@e.f"']] },
  { code: 'unknownField', members: [['favourites', '{ "a": [1, "b"] }']] },
  { code: 'unknownField', members: [['updated_at', '"x"']] },
  { code: 'unsafeNumber', members: [['group', '12345678901234567890']] },
  {
    code: 'duplicateKey',
    members: [
      ['name', '"A"'],
      ['name', '"B"'],
      ['name', '"A"'],
    ],
  },
];

const inQuery: readonly Mistake[] = [
  { code: 'misplacedField', members: [['integrated_account_id', '"62f44730-dd91-461e-bd6a-aedd9e0ad79d"']] },
  { code: 'misplacedField', members: [['remote_query[foo]', '{ "a": 1 }']] },
  { code: 'wrongType', members: [['organization_id', '7']] },
  { code: 'wrongType', members: [['organization_id', 'null']] },
  { code: 'wrongType', members: [['truto_ignore_remote_data', '"yes"']] },
  { code: 'notAllowedValue', members: [['truto_response_format', '"raww"']] },
  { code: 'unknownField', members: [['organisation_id', '"7"']] },
  { code: 'unknownField', members: [['favourites', '[]']] },
];

/** The mistakes of every kind, by the object they stand in. */
export const hosts: readonly Host[] = [
  {
    name: 'a user',
    others: [
      ['avatar', '"x"'],
      ['urls', '[{ "url": "u" }]'],
    ],
    around: (members) => `{${members}}`,
    mistakes: [...inUser, ...anywhere],
  },
  {
    name: 'a user of an array',
    others: [
      ['avatar', '"x"'],
      ['urls', '[]'],
    ],
    around: (members) => `[{ "username": "one" },{${members}},{}]`,
    mistakes: [...inUser, ...anywhere],
  },
  {
    name: '$truto',
    others: [
      ['query', '{}'],
      ['id', '"1"'],
    ],
    around: (members) => `{"$truto":{${members}},"name":"Ada"}`,
    mistakes: [
      { code: 'wrongFormat', members: [['integrated_account_id', '"urn:uuid:62f44730-dd91-461e-bd6a-aedd9e0ad79d"']] },
    ],
  },
  {
    name: '$truto.query',
    others: [
      ['user_id', '"1"'],
      ['workspace', '"w"'],
    ],
    around: (members) => `{"name":"Ada","$truto":{"query":{${members}}}}`,
    mistakes: inQuery,
  },
  {
    name: 'an item of a list',
    others: [
      ['number', '"1"'],
      ['extension', 'null'],
    ],
    around: (members) => `{"phones":[{"number":"0"},{${members}}],"name":"Ada"}`,
    mistakes: [
      { code: 'wrongType', members: [['type', '5']] },
      { code: 'notAllowedValue', members: [['type', '"moblie"']] },
      { code: 'unknownField', members: [['nmuber', '"1"']] },
    ],
  },
  {
    name: 'remote_data',
    others: [
      ['a', '[]'],
      ['b', '{ "c": null }'],
    ],
    around: (members) => `{"name":"Ada","remote_data":{"list":[{${members}}]}}`,
    mistakes: [
      ...anywhere,
      { code: 'unsafeNumber', members: [['n', '1e400']] },
      {
        code: 'duplicateKey',
        members: [
          ['x', '{"a": 1}'],
          ['x', '{ "a": 1 }'],
        ],
      },
    ],
  },
];

/** An account that asks for a field and a query parameter. */
export const askingAccount: AccountRules = {
  accountId: '5a9d0c1e-0000-4000-8000-000000000003',
  integration: 'Looker',
  source: 'account',
  body: { roles: { required: true }, status: { required: true }, cost_center: { required: true, extra: true } },
  query: { organization_id: { required: true }, groups: { required: true } },
  queryOneOf: ['workspace_id', 'group_id'],
};
