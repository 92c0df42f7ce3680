import assert from 'node:assert/strict';
import type { Coded } from '../../../../src/core/json/coded';
import type { ProblemCode, ProblemParams } from '../../../../src/core/check/problem';
import type { JsonPath } from '../../../../src/core/json/jsonPath';
import { problemMessage } from '../../../../src/platform/words/problemWords';

const live = (what: Coded<ProblemParams>, path: JsonPath): string =>
  problemMessage({ ...what, path, severity: 'information', isLive: true, offset: 0, length: 0 });

const words = (what: Coded<ProblemParams>, path: JsonPath = []): string =>
  problemMessage({ ...what, path, severity: 'error', offset: 0, length: 0 });

/** Every code with each of the shapes its params can have: the path, the params, the words. */
const table: {
  readonly [Code in ProblemCode]: readonly (readonly [JsonPath, ProblemParams[Code], string])[];
} = {
  syntaxError: [[[], { reason: 'PropertyNameExpected' }, 'Invalid JSON: property name expected.']],
  foreignSyntax: [
    [[], { json: '"name"' }, 'Invalid JSON: keys and strings need double quotes.'],
    [[], { json: '  ', got: 'U+00A0' }, 'Invalid JSON: invisible character U+00A0.'],
    [[], { json: 'true', got: 'True' }, 'Invalid JSON: write true instead of True.'],
  ],
  notAUser: [
    [[], { got: 'nothing' }, 'The file is empty. A user is a JSON object such as { "name": "Ada Lovelace" }.'],
    [[1], { got: 'null' }, 'A user must be an object, or an array of them; got null.'],
  ],
  listOfUsers: [
    [
      ['data', 'users'],
      { name: 'data.users' },
      'This is a list of users, in “data.users”, not one user. Plan their updates instead.',
    ],
  ],
  wrongType: [
    [['name'], { expected: ['string'], got: 'number' }, '“name” must be a string; got a number.'],
    [
      ['emails', 0, 'is_primary'],
      { expected: ['boolean'], got: 'string' },
      '“emails[0].is_primary” must be true or false (no quotes); got a string.',
    ],
    [['x'], { expected: ['boolean'], got: 'number' }, '“x” must be true or false; got a number.'],
    [
      ['group'],
      { expected: ['number', 'string'], got: 'boolean' },
      '“group” must be a number or a string; got a boolean.',
    ],
    [['emails'], { expected: ['array'], got: 'object' }, '“emails” must be an array; got an object.'],
    [['roles'], { expected: ['object'], got: 'array' }, '“roles” must be an object; got an array.'],
    [
      ['age'],
      { expected: ['integer'], got: 'number', integration: 'Looker' },
      '“age” must be an integer for Looker; got a number with a fraction.',
    ],
  ],
  notAllowedValue: [
    [
      ['status'],
      { allowed: ['active', 'inactive'], got: 'actve', suggestion: 'active' },
      '“status” must be one of active, inactive; got "actve". Did you mean “active”?',
    ],
    [
      ['team'],
      { allowed: Array.from({ length: 22 }, (_, index) => index), got: 'x', integration: 'Looker' },
      '“team” must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 and 2 more for Looker; got "x".',
    ],
    [['team'], { allowed: ['x'.repeat(41), 'y'], got: 'z' }, `“team” must be one of ${'x'.repeat(40)}…, y; got "z".`],
  ],
  wrongFormat: [
    [
      ['created_at'],
      { format: 'date-time', got: 'today' },
      '“created_at” must be a date and time such as 2024-05-17T09:30:00Z; got "today".',
    ],
    [
      ['created_at'],
      { format: 'date-time', got: '2024-05-17', isDate: true },
      '“created_at” should be a date and time such as 2024-05-17T09:30:00Z; got "2024-05-17".',
    ],
    [
      ['$truto', 'integrated_account_id'],
      { format: 'uuid', got: 'x'.repeat(200) },
      `“$truto.integrated_account_id” must be a UUID such as 62f44730-dd91-461e-bd6a-aedd9e0ad79d; got "${'x'.repeat(79)}….`,
    ],
  ],
  jsonLines: [
    [
      [],
      { count: 3 },
      'These are 3 users, one on each line (JSON Lines). A user file holds one object, or an array of objects.',
    ],
  ],
  replacementCharacter: [
    [['name'], {}, '“�” is not in the file: it was read in the wrong encoding. Use “Reopen with Encoding”.'],
  ],
  misplacedField: [
    [
      ['$truto', 'query', 'integratedAccountId'],
      { field: 'integratedAccountId', place: ['$truto', 'integrated_account_id'] },
      '“integratedAccountId” belongs in “$truto.integrated_account_id”.',
    ],
    [
      ['truto_response_format'],
      { field: 'truto_response_format', place: ['$truto', 'query', 'truto_response_format'] },
      '“truto_response_format” would be sent as a field of the user. It belongs in “$truto.query.truto_response_format”.',
    ],
    [
      ['$truto', 'workspace'],
      { field: 'workspace', place: ['$truto', 'query', 'workspace'] },
      '“workspace” is ignored here. It belongs in “$truto.query.workspace”.',
    ],
    [
      ['$truto', 'query', 'integrated_account_id'],
      { field: 'integrated_account_id', place: ['$truto', 'integrated_account_id'] },
      '“integrated_account_id” is ignored here. It belongs in “$truto.integrated_account_id”.',
    ],
    [
      ['$truto', 'query', 'remote_query[a]'],
      { field: 'remote_query[a]', place: ['$truto', 'query', 'remote_query', 'a'] },
      '“remote_query[a]” belongs in “$truto.query.remote_query.a”.',
    ],
  ],
  missingField: [
    [['roles'], { field: 'roles' }, '“roles” is missing.'],
    [['roles'], { field: 'roles', integration: 'Looker' }, '“roles” is missing: required by Looker.'],
    [[0, 'roles'], { field: 'roles', integration: 'Looker' }, '“roles” is missing: required by Looker.'],
    [
      ['$truto', 'query', 'team'],
      { field: 'team', oneOf: ['team', 'group'], in: 'query', integration: 'ClickUp' },
      '“team” or “group” is missing from “$truto.query”: required by ClickUp.',
    ],
    [
      ['roles'],
      { field: 'roles', integration: 'Looker', fromServer: true },
      '“roles” is missing: required by Looker. (Reported by the server.)',
    ],
    [
      ['roles'],
      { field: 'roles', integration: 'Looker', fromServer: true, conditional: true },
      '“roles” is missing. Looker requires it in some cases.',
    ],
  ],
  unknownField: [
    [['frist_name'], { field: 'frist_name' }, 'Unknown field “frist_name”. It will be sent unchanged.'],
    [
      ['frist_name'],
      { field: 'frist_name', suggestion: 'first_name' },
      'Unknown field “frist_name”. It will be sent unchanged. Did you mean “first_name”?',
    ],
    [
      ['updated_at'],
      { field: 'updated_at', readOnly: true },
      '“updated_at” is read-only: Truto returns it but does not accept changes.',
    ],
    [['$truto', 'query', 'x'], { field: 'x' }, 'Unknown query parameter “x”. It will be sent unchanged.'],
    [[''], { field: '' }, 'Empty key (""). Give it a name, or remove it.'],
    [['$truto', 'x'], { field: 'x' }, 'Unknown key “x” in “$truto”; it will be ignored.'],
    [['$truto', 'query'], { field: 'query' }, 'Unknown key “query” in “$truto”; it will be ignored.'],
  ],
  duplicateKey: [
    [
      ['last_name'],
      { field: 'last_name' },
      'Duplicate key “last_name”: only the last value would be sent. Remove one.',
    ],
  ],
  unsafeNumber: [
    [
      ['seq'],
      { got: '9007199254740993', becomes: '9007199254740992' },
      'Most programs would read this number as 9007199254740992. Use a string to keep all digits.',
    ],
    [
      ['n'],
      { got: '1e400', becomes: 'Infinity' },
      'Most programs would read this number as Infinity. Use a string to keep all digits.',
    ],
    [
      ['remote_data', 'api_key'],
      { got: '12345678901234567890', becomes: '12345678901234567168' },
      'Most programs would read this number as another one. Use a string to keep all digits.',
    ],
  ],
  forbiddenKey: [
    [
      ['__proto__'],
      { field: '__proto__' },
      '“__proto__” cannot be sent: JavaScript programs lose or misread this key.',
    ],
  ],
  tooDeep: [[['a'], { limit: 100 }, 'Nested more than 100 levels deep; too deep to send.']],
  differentIds: [
    [
      ['id'],
      { named: 'u-2', got: 'u-3' },
      '“id” is “u-3” here and “u-2” in “$truto”: which user is meant? Remove one, or make them the same.',
    ],
    [
      ['id'],
      { named: 'u-2', got: '' },
      '“id” is "" here and “u-2” in “$truto”: which user is meant? Remove one, or make them the same.',
    ],
    [
      ['id'],
      { named: 'u-2', got: null },
      '“id” is null here and “u-2” in “$truto”: which user is meant? Remove one, or make them the same.',
    ],
  ],
  hiddenValue: [
    [
      ['api_key'],
      {},
      '“api_key” is not the real value but what is shown in its place. Type the value, or remove the field.',
    ],
  ],
  loneSurrogate: [
    [['name'], { got: 'U+D800' }, 'Half a character (U+D800), which cannot be sent. Write the whole character.'],
  ],
  refusedByServer: [
    [['username'], { field: 'username', integration: 'HubSpot' }, 'HubSpot refused “username”.'],
    [[], { field: '', integration: 'HubSpot' }, 'HubSpot refused the user.'],
    [
      ['username'],
      { field: 'username', integration: 'HubSpot', message: 'taken' },
      'HubSpot refused “username”: taken',
    ],
  ],
};

describe('the words of problems', () => {
  for (const [code, cases] of Object.entries(table))
    for (const [path, params, expected] of cases)
      it(`say of ${code} ${JSON.stringify(params).slice(0, 80)}: ${expected.slice(0, 80)}`, () =>
        assert.equal(words({ code, params } as Coded<ProblemParams>, path), expected));

  it('say that the live user has it, too', () =>
    assert.equal(
      live({ code: 'wrongType', params: { expected: ['string'], got: 'number' } }, ['name']),
      '“name” must be a string; got a number. The live user already has this, so it does not prevent sending.',
    ));
});
