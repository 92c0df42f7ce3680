import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readUpdateMeta } from '../../../src/api/updateMeta';

describe('readUpdateMeta', () => {
  it('reads JSON-Schema-like objects', () => {
    const bodySchema = {
      type: 'object', required: ['roles'],
      properties: {
        status: { type: 'string', enum: ['active', 'inactive'] },
        roles: { type: 'array', items: { type: 'object', properties: { id: { type: 'string', enum: ['admin', 'group_admin'] } } } },
        languages: { type: 'array', items: { type: 'string', enum: ['en', 'de'] } },
        name: { type: 'string', required: true },
      },
    };
    const meta = readUpdateMeta({
      method: 'patch', documentation_link: 'https://docs.example/users', default_query: { a: 1 }, default_body: null, response_mapping: 'x',
      query_schema: { type: 'object', properties: { organization_id: { type: 'string' }, group_id: { type: 'string' } }, required: ['organization_id'] },
      request_body_schema: bodySchema,
    });
    assert.deepEqual(meta, {
      queryRequired: ['organization_id'], queryFields: ['organization_id', 'group_id'],
      bodyRequired: ['roles', 'name'], bodyFields: ['status', 'roles', 'languages', 'name'],
      querySchema: { type: 'object', properties: { organization_id: { type: 'string' }, group_id: { type: 'string' } }, required: ['organization_id'] }, bodySchema,
      enums: { status: ['active', 'inactive'], 'roles.id': ['admin', 'group_admin'], languages: ['en', 'de'] },
      documentationLink: 'https://docs.example/users', defaultQuery: { a: 1 }, defaultBody: {},
    });
  });

  it('reads plain maps of names, JSON in texts, and values in objects', () => {
    const meta = readUpdateMeta({
      query_schema: '{"workspace":{"type":"string","required":true}}',
      request_body_schema: { status: { type: 'string', enum: [{ value: 'active', label: 'Active' }] }, title: { type: 'string', required: 'true' } },
    });
    assert.deepEqual([meta?.queryRequired, meta?.bodyRequired, meta?.bodyFields, meta?.enums], [['workspace'], ['title'], ['status', 'title'], { status: ['active'] }]);
  });

  it('reads an empty description, and links to the web only', () => {
    const meta = readUpdateMeta({ query_schema: null, request_body_schema: '{broken', documentation_link: 'command:evil' });
    assert.deepEqual([meta?.queryRequired, meta?.bodyRequired, meta?.documentationLink], [[], [], undefined]);
  });

  it('refuses what is no object, and never throws', () => {
    assert.equal(readUpdateMeta([]), undefined);
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      readUpdateMeta({ query_schema: one, request_body_schema: { properties: other, required: one } });
      readUpdateMeta({ request_body_schema: other });
    }));
  });
});
