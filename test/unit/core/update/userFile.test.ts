import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedFields } from '../../../../src/core/update/drift';
import { encodeQuery } from '../../../../src/core/http/query';
import { parseJson } from '../../../../src/core/json/parseJson';
import { bodyJson, namedBy, readQuery, readUserFile, type UserField } from '../../../../src/core/update/userFile';

function read(text: string) {
  const file = readUserFile(text);
  assert.ok(file, text);
  return file;
}

function body(text: string): string {
  return bodyJson(read(text).fields);
}

describe('readUserFile', () => {
  it('reads one object only', () => {
    for (const text of ['', '[]', '[{}]', '3', 'null', '{', '{"a":1', '{} {}'])
      assert.equal(readUserFile(text), undefined, text);
    assert.deepEqual(read('{}'), { query: {}, fields: [] });
  });

  it('reads fields once', () => {
    const file = read('{"a":1}');
    assert.equal(file.fields, file.fields);
  });

  it('takes account, user and query from $truto, and the ID of the body otherwise', () => {
    const text =
      '{"$schema": "x", "id": "body", "$truto": {"integrated_account_id": "a", "id": "truto", "query": {"workspace": "w"}}, "name": "Ada"}';
    const { accountId, userId, query, fields } = read(text);
    assert.deepEqual({ accountId, userId, query }, { accountId: 'a', userId: 'truto', query: { workspace: 'w' } });
    assert.deepEqual(
      fields.map(({ name }) => name),
      ['id', 'name'],
    );
    assert.deepEqual(namedBy(parseJson(text)!), { accountId, userId, query });
    for (const other of ['[{"id": "a"}]', '3', 'null']) assert.equal(namedBy(parseJson(other)!), undefined);
    assert.equal(read('{"id": "body", "$truto": {"id": ""}}').userId, 'body');
    assert.equal(read('{"id": 3, "$truto": [1]}').userId, undefined);
  });

  it('keeps the spelling of the numbers of the query, wherever they are', () => {
    const query = '{"remote_query":{"seq":9007199254740993,"v":[1.0,-0,1e3]},"group_id":12345678901234567890,"n":7}';
    const text = `{"query":{"n":2.0}, "$truto":{"query":{"n":3.0}}, // no\n "$truto":{"query":{"n":1.0},"id":"a","query":${query},}, "id":"a"}`;
    assert.equal(JSON.stringify(read(text).query), query);
    assert.equal(JSON.stringify(namedBy(parseJson(text)!)?.query), query);
    assert.equal(
      decodeURIComponent(encodeQuery(read(text).query)),
      'remote_query[seq]=9007199254740993&remote_query[v][]=1.0&remote_query[v][]=-0&remote_query[v][]=1e3' +
        '&group_id=12345678901234567890&n=7',
    );
    assert.deepEqual(read('{"$truto":{"query":{"n":7,"s":"1.0","b":true}}}').query, { n: 7, s: '1.0', b: true });
  });
});

describe('bodyJson', () => {
  it('spells every value as the file does', () => {
    const text =
      '{ // who\n "name": "\\u0041da \\/ x", "group": 1.0, "remote_data": { "big": 12345678901234567890, /* c */ "list": [ 1e2, "a // b, ]", ], }, }';
    assert.equal(
      body(text),
      '{"name":"\\u0041da \\/ x","group":1.0,"remote_data":{"big":12345678901234567890,"list":[1e2,"a // b, ]"]}}',
    );
  });

  it('takes the last of duplicate keys, as JSON.parse does', () => {
    assert.equal(body('{"name": 1, "title": 2, "name": 3}'), '{"title":2,"name":3}');
    assert.equal(body('{"__proto__": 1}'), '{"__proto__":1}');
  });

  it('parses to the value of the file', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2, '\t'), (user, indent) => {
        const text = JSON.stringify(user, undefined, indent);
        const rest = JSON.parse(text) as Record<string, unknown>;
        delete rest.$truto;
        delete rest.$schema;
        assert.deepEqual(JSON.parse(body(text)), rest);
      }),
    );
  });

  it('copes with absurd depth', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { fields } = read(`{"remote_data": ${deep}}`);
    assert.equal(bodyJson(fields), `{"remote_data":${deep}}`);
    assert.equal(changedFields({ remote_data: JSON.parse(deep) as unknown }, fields).length, 0);
  });
});

describe('changedFields', () => {
  function fieldsOf(user: Record<string, unknown>): UserField[] {
    return Object.entries(user).map(([name, value]) => ({ name, value, json: JSON.stringify(value) }));
  }

  function changed(live: Record<string, unknown>, user: Record<string, unknown>): string[] {
    return changedFields(live, fieldsOf(user)).map(({ name }) => name);
  }

  it('keeps the fields that differ, lists and objects as wholes', () => {
    const live = { name: 'Ada', title: null, emails: [{ email: 'a', type: 'work' }], languages: ['en', 'fr'] };
    assert.deepEqual(changed(live, { name: 'Ada', title: null, emails: [{ type: 'work', email: 'a' }] }), []);
    assert.deepEqual(changed(live, { name: 'Eve', title: '', emails: [{ email: 'a' }], languages: ['fr', 'en'] }), [
      'name',
      'title',
      'emails',
      'languages',
    ]);
    assert.deepEqual(changed(live, { remote_data: {}, emails: { 0: live.emails[0], length: 1 } }), [
      'remote_data',
      'emails',
    ]);
  });

  it('keeps a null for a field that the live user does not show', () => {
    assert.deepEqual(changed({}, { title: null, constructor: null }), ['title', 'constructor']);
  });

  it('finds nothing between a user and itself, and every field that is new', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (user) => {
        const copy = JSON.parse(JSON.stringify(user)) as Record<string, unknown>;
        assert.deepEqual(changed(copy, JSON.parse(JSON.stringify(user)) as Record<string, unknown>), []);
        assert.deepEqual(changed({}, copy), Object.keys(copy));
      }),
    );
  });
});

describe('the query of a look at a user', () => {
  it('is that of the update, without what shapes a response', () => {
    const query = { workspace_id: 'w', truto_response_format: 'raw', my_truto_key: 1, is_truto_: 2, truto_: 3 };
    assert.deepEqual(readQuery({ query }), { workspace_id: 'w', my_truto_key: 1, is_truto_: 2 });
    assert.deepEqual(readQuery({ query: {} }), {});
  });
});
