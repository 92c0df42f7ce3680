import assert from 'node:assert/strict';
import { requestLine } from '../../../src/api/requestLine';
import { loggedPath, requestIdOf } from '../../../src/api/requestRecord';

describe('a request in the log', () => {
  const record = { method: 'PATCH', path: '/users/a', attempt: 1, ms: 119.6 };

  it('is one line', () => {
    assert.equal(requestLine({ ...record, status: 200 }), 'PATCH /users/a 200 in 120 ms');
    assert.equal(
      requestLine({ ...record, status: 502, failure: 'timeout', attempt: 2, requestId: 'req-7' }),
      'PATCH /users/a 502 in 120 ms (attempt 2) [req-7]',
    );
    assert.equal(requestLine({ ...record, failure: 'offline' }), 'PATCH /users/a offline in 120 ms');
    assert.equal(requestLine(record), 'PATCH /users/a no response in 120 ms');
  });

  it('shows the values of Truto’s own parameters, and of no other', () => {
    for (const name of [
      'integrated_account_id',
      'limit',
      'status',
      'is_sandbox',
      'integration.name',
      'type',
      'resource',
      'truto_response_format',
      'truto_ignore_remote_data',
      'truto_exclude_fields[]',
    ])
      assert.equal(loggedPath('/users', `${name}=x`), `/users?${name}=x`);
    for (const name of [
      'next_cursor',
      'my_limit',
      'limits',
      'integrationXname',
      'truto_exclude_fields',
      'remote_query[a]',
    ])
      assert.equal(loggedPath('/users', `${name}=x=y`), `/users?${name}=…`);
    assert.equal(loggedPath('/users', 'limit=1&password=secret&status=on'), '/users?limit=1&password=…&status=on');
    assert.equal(loggedPath('/users', ''), '/users');
  });

  it('has the id that support asks for, by whichever name', () => {
    const names = ['x-request-id', 'x-truto-request-id', 'request-id', 'cf-ray'];
    for (const [index, name] of names.entries())
      assert.equal(requestIdOf(Object.fromEntries(names.slice(index).map((later) => [later, later]))), name);
    assert.equal(requestIdOf({ 'x-trace-id': 'a' }), undefined);
  });
});
