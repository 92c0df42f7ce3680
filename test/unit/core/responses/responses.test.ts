import assert from 'node:assert/strict';
import fc from 'fast-check';
import { responseKind } from '../../../../src/core/responses/responseKind';
import { returnedFields, checkResponse } from '../../../../src/core/responses/checkResponse';
import { prettyJson } from '../../../../src/core/json/prettyJson';
import { userPath } from '../../../../src/core/responses/userPath';
import { readUserFile } from '../../../../src/core/update/userFile';

describe('prettyJson', () => {
  it('lays out any JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        assert.equal(prettyJson(text), `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
      }),
    );
  });

  it('keeps every value as it is spelled', () => {
    const text = '{"big":12345678901234567890,"one":1.0,"e":1E400,"name":"\\u0041da","a":{},"a":[ ]}';
    assert.equal(
      prettyJson(text),
      '{\n  "big": 12345678901234567890,\n  "one": 1.0,\n  "e": 1E400,\n  "name": "\\u0041da",\n  "a": {},\n  "a": []\n}\n',
    );
  });

  it('does not blow up what is absurdly deep', () => {
    const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;
    assert.ok(prettyJson(deep).length < 20_000 * 2 * 210);
  });
});

describe('responseKind', () => {
  const kinds: readonly (readonly [string, string | undefined, ReturnType<typeof responseKind>])[] = [
    ['application/json', '{', 'json'],
    ['application/json; charset=utf-8', '<html>', 'json'],
    ['application/scim+json', '{', 'json'],
    ['application/xml', '<user/>', 'xml'],
    ['text/xml; charset=utf-8', '<user/>', 'xml'],
    ['application/soap+xml', '<e/>', 'xml'],
    ['image/svg+xml', '<svg/>', 'xml'],
    ['text/html', '<p>', 'html'],
    ['application/xhtml+xml', '<p>', 'html'],
    ['text/csv', 'a,b', 'csv'],
    ['text/yaml', '[a]', 'text'],
    ['application/x-ndjson', '{}', 'text'],
    ['image/png', 'PNG', 'binary'],
    ['application/pdf', '%PDF', 'binary'],
    ['application/octet-stream', 'x', 'binary'],
    ['application/json', undefined, 'binary'],
    ['', undefined, 'binary'],
    ['', ' [1]', 'json'],
    ['', '{"a":1}', 'json'],
    ['text/plain', '{"a":1}', 'json'],
    ['', '<?xml version="1.0"?>', 'xml'],
    ['', '<!DOCTYPE html>', 'html'],
    ['', '\n<html lang="en">', 'html'],
    ['', 'OK', 'text'],
    ['text/plain', 'OK', 'text'],
    ['application/unheard-of', 'OK', 'text'],
    ['', '', 'text'],
  ];
  for (const [type, beginning, kind] of kinds) {
    it(`is ${kind} for ${type || 'no type'} and ${JSON.stringify(beginning)}`, () =>
      assert.equal(responseKind(type, beginning), kind));
  }
});

describe('checkResponse', () => {
  const sent = (fields: object) => readUserFile(JSON.stringify(fields))?.fields ?? [];
  const notes = (answer: unknown, fields: object = {}, path = userPath('unified') ?? []) => {
    const text = prettyJson(JSON.stringify(answer));
    return checkResponse(text, path, sent(fields)).map((note) => ({
      ...note,
      at: text.slice(note.offset, note.offset + note.length),
    }));
  };

  it('has nothing to say about what is as documented and as sent', () => {
    assert.deepEqual(
      notes(
        {
          id: '1',
          name: null,
          status: 'invited',
          is_2fa_enabled: true,
          last_login_at: '2024-01-10T09:00:00Z',
          identifiers: { a: 1 },
          remote_data: [1],
          title: 'Countess',
          phones: [{ number: '1', type: 'satellite', extension: null, country: 'UK' }],
          unheard_of: { any: ['thing'] },
          licensed_sheet_creator: 'yes',
          group: {},
        },
        { title: 'Countess' },
      ),
      [],
    );
  });

  it('points at values of another type and form, wherever they stand', () => {
    const found = notes({
      id: 7,
      emails: [{ email: 'a', is_primary: 'yes' }],
      last_login_at: 'yesterday',
      is_email_verified: 1,
      roles: {},
      languages: [1],
    });
    assert.deepEqual(
      found.map(
        (note) =>
          note.kind === 'undocumented' && [
            note.problem.code,
            note.problem.severity,
            note.problem.path.join('.'),
            note.at,
          ],
      ),
      [
        ['wrongType', 'information', 'id', '"id"'],
        ['wrongType', 'information', 'emails.0.is_primary', '"is_primary"'],
        ['wrongFormat', 'information', 'last_login_at', '"last_login_at"'],
        ['wrongType', 'information', 'is_email_verified', '"is_email_verified"'],
        ['wrongType', 'information', 'roles', '"roles"'],
        ['wrongType', 'information', 'languages.0', '1'],
      ],
    );
  });

  it('knows a status as the provider spells it', () => {
    assert.deepEqual(
      notes({ status: 'SUSPENDED' }).map((note) => note.kind === 'ownStatus' && [note.status, note.at]),
      [['SUSPENDED', '"status"']],
    );
  });

  it('points at what is answered otherwise than it was sent, but for secrets and the provider’s own record', () => {
    const fields = {
      title: 'Countess',
      name: 'Ada',
      emails: [{ email: 'a', type: 'work' }],
      bio: 'x',
      password: 'hunter22',
      remote_data: { a: 1 },
    };
    const found = notes(
      { title: 'Analyst', name: 'Ada', emails: [{ type: 'work', email: 'a' }], password: '***', remote_data: {} },
      fields,
    );
    assert.deepEqual(
      found.map((note) => note.kind === 'differs' && [note.sent.name, note.sent.json, note.at]),
      [['title', '"Countess"', '"title"']],
    );
  });

  it('finds the user in the envelope of debug, and none in what providers answer', () => {
    const [note] = notes(
      { result: { title: 'Analyst' }, debug: { title: 1 } },
      { title: 'Countess' },
      userPath('debug'),
    );
    assert.deepEqual([note?.kind, note?.at], ['differs', '"title"']);
    assert.equal(userPath('raw'), undefined);
    assert.deepEqual([userPath(undefined), userPath('normalized'), userPath('stream')], [[], [], []]);
  });

  it('has nothing to say about what holds no user', () => {
    for (const answer of [[1], null, 'OK', { debug: {} }])
      assert.deepEqual(notes(answer, { title: 'x' }, ['result']), []);
    assert.deepEqual(checkResponse('{"title":', [], sent({ title: 'x' })), []);
  });

  it('never throws, whatever is answered', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        checkResponse(
          JSON.stringify({ id: value, emails: value, status: value, roles: [value] }),
          [],
          sent({ id: '1', emails: [] }),
        );
      }),
    );
  });

  it('reads the answered fields as they are spelled', () => {
    const text = prettyJson('{"result":{"n":1.0,"name":"\\u0041da"},"debug":{}}');
    assert.deepEqual(
      returnedFields(text, ['result']).map(({ name, json }) => [name, json]),
      [
        ['n', '1.0'],
        ['name', '"\\u0041da"'],
      ],
    );
    assert.deepEqual(returnedFields('[1]', []), []);
    assert.deepEqual(returnedFields('{}', ['result']), []);
  });
});
