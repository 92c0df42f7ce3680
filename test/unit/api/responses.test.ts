import assert from 'node:assert/strict';
import {
  readAccount,
  readAccountPage,
  readCapabilities,
  readId,
  readLinkToken,
  readLog,
  readRefreshed,
  readUserObject,
  readUserPage,
} from '../../../src/api/responses';
import { parseExact } from '../../../src/core/json/exactJson';

const bare = {
  id: 'acc_1',
  status: 'unknown',
  isSandbox: false,
  integration: { name: 'unknown', label: 'unknown' },
  missingScopes: [],
};

describe('an account as Truto tells of it', () => {
  it('is read with all that is used of it', () => {
    const account = {
      id: 'acc_1',
      tenant_id: 'acme',
      status: 'active',
      is_sandbox: true,
      environment_id: 'env_1',
      authentication_method: 'oauth2',
      created_at: '2025-01-01',
      updated_at: '2025-01-02',
      integration: { name: 'hubspot', label: 'HubSpot', category: 'crm', config: { label: 'of its config' } },
      last_error: { message: 'expired' },
      last_forbidden_error: { missing_scopes: ['users:write'] },
      context: { token: 'never kept' },
    };
    assert.deepEqual(readAccount(account), {
      id: 'acc_1',
      tenantId: 'acme',
      status: 'active',
      isSandbox: true,
      environmentId: 'env_1',
      authenticationMethod: 'oauth2',
      createdAt: '2025-01-01',
      updatedAt: '2025-01-02',
      integration: { name: 'hubspot', label: 'HubSpot', category: 'crm' },
      lastError: 'expired',
      missingScopes: ['users:write'],
    });
  });

  it('needs an id and nothing else', () => {
    assert.deepEqual(readAccount({ id: 'acc_1' }), bare);
    for (const none of [{}, { id: '' }, { id: null }, { id: {} }, null, 'acc_1', [{ id: 'acc_1' }]])
      assert.equal(readAccount(none), undefined, JSON.stringify(none));
  });

  it('is read without what is of another kind than expected', () =>
    assert.deepEqual(
      readAccount({
        id: 'acc_1',
        tenant_id: 7,
        status: null,
        is_sandbox: 'yes',
        environment_id: {},
        authentication_method: [],
        created_at: 1,
        updated_at: false,
        integration: 'hubspot',
        last_error: { code: 7 },
        last_forbidden_error: { missing_scopes: 'users:write' },
      }),
      bare,
    ));

  it('has its provider called by its label, that of its config, or its name', () => {
    const called = (integration: unknown) => readAccount({ id: 'a', integration })?.integration;
    assert.deepEqual(called({ name: 'x', config: { label: 'X' } }), { name: 'x', label: 'X' });
    assert.deepEqual(called({ name: 'x', label: 7, config: 7 }), { name: 'x', label: 'x' });
    assert.deepEqual(called({ label: 'X' }), { name: 'unknown', label: 'X' });
    assert.deepEqual(called({ name: 'x', category: 'crm' }), { name: 'x', label: 'x', category: 'crm' });
  });

  it('may have its last error as a text', () =>
    assert.equal(readAccount({ id: 'a', last_error: 'expired' })?.lastError, 'expired'));

  it('comes in pages, which may have entries that are none', () => {
    const page = { result: [{ id: 'acc_1' }, { tenant_id: 'no id' }, null], next_cursor: 'next' };
    assert.deepEqual(readAccountPage(page), { accounts: [bare], nextCursor: 'next' });
    assert.deepEqual(readAccountPage({ result: [], next_cursor: null }), { accounts: [] });
    for (const none of [{}, { result: {} }, null, []]) assert.equal(readAccountPage(none), undefined);
  });
});

describe('an id', () => {
  it('is a text, or a number with all its digits', () => {
    assert.deepEqual(['a', 7, parseExact('12345678901234567890')].map(readId), ['a', '7', '12345678901234567890']);
    for (const none of ['', null, undefined, true, {}, []]) assert.equal(readId(none), undefined);
  });

  it('of a next page is read so too', () => {
    assert.equal(readUserPage({ result: [], next_cursor: 7 })?.nextCursor, '7');
    assert.deepEqual(readUserPage({ result: [], next_cursor: '' }), { users: [] });
  });
});

describe('a user as Truto answers it', () => {
  it('is any object but a list’s envelope', () => {
    for (const user of [{}, { id: 'a', more: [1] }, { result: [], id: 'a' }, { next_cursor: 'a', result: 'b' }])
      assert.equal(readUserObject(user), user);
    for (const none of [{ result: [], next_cursor: null }, [], null, 'a', 7, parseExact('1.0')])
      assert.equal(readUserObject(none), undefined);
  });

  it('comes in pages without what is none', () =>
    assert.deepEqual(readUserPage({ result: [{ id: 'a' }, 'b', { id: 'c' }] }), { users: [{ id: 'a' }, { id: 'c' }] }));
});

describe('what an integration offers', () => {
  const users = (methods: unknown) => ({ model: 'user-directory', resource: 'users', methods });

  it('is what it offers on the users of the directory', () => {
    const unified = [
      { model: 'crm', resource: 'users', methods: ['update'] },
      { model: 'user-directory', resource: 'groups', methods: ['update'] },
      users(['list', 'get']),
      'no entry',
      users('update'),
    ];
    assert.deepEqual(readCapabilities({ unified, account: { status: 'active', is_blocked: true } }), {
      canUpdateUsers: false,
      userMethods: ['list', 'get'],
      integration: {},
      account: { isBlocked: true, status: 'active' },
    });
    const more = { unified: [users(['update'])], integration: { name: 'x', label: 'X', category: 'crm' } };
    assert.deepEqual(readCapabilities(more), {
      canUpdateUsers: true,
      userMethods: ['update'],
      integration: { name: 'x', label: 'X', category: 'crm' },
      account: { isBlocked: false },
    });
    assert.deepEqual(readCapabilities({ unified: [], account: { status: 7, is_blocked: 'no' } })?.account, {
      isBlocked: false,
    });
  });

  it('is nothing without the list of it', () => {
    for (const none of [{}, { unified: {} }, null, []]) assert.equal(readCapabilities(none), undefined);
  });
});

describe('Truto’s log', () => {
  const entry = {
    timestamp: '2025-03-01T12:00:00Z',
    metadata: { method: 'update', resource: 'users', status: 200, url: '/users/a' },
  };

  it('is read entry by entry, without what is none', () => {
    const { metadata } = entry;
    const result = [
      entry,
      { ...entry, metadata: { ...metadata, status: '200', url: 7 } },
      { ...entry, timestamp: 'noon' },
      { ...entry, timestamp: undefined },
      { ...entry, metadata: { ...metadata, method: undefined } },
      { ...entry, metadata: { ...metadata, resource: 7 } },
      { timestamp: entry.timestamp },
      null,
    ];
    const at = Date.parse(entry.timestamp);
    assert.deepEqual(readLog({ result, next_cursor: 'next' }), {
      requests: [
        { method: 'update', resource: 'users', at, status: 200, url: '/users/a' },
        { method: 'update', resource: 'users', at },
      ],
      nextCursor: 'next',
    });
    assert.equal(readLog({}), undefined);
  });
});

describe('other responses', () => {
  it('hold a link token', () => {
    assert.equal(readLinkToken({ link_token: 'abc' }), 'abc');
    for (const none of [{ link_token: '' }, { link_token: 7 }, {}, null]) assert.equal(readLinkToken(none), undefined);
  });

  it('say whether there are fresh credentials', () => {
    assert.deepEqual([{ success: true }, { success: false }].map(readRefreshed), [true, false]);
    for (const none of [{ success: 'true' }, {}, null]) assert.equal(readRefreshed(none), undefined);
  });
});
