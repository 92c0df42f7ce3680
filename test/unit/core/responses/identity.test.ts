import assert from 'node:assert/strict';
import { identityOf } from '../../../../src/core/responses/identity';

describe('what was read as a user', () => {
  const errors: readonly Record<string, unknown>[] = [
    { name: 'ServiceUnavailable', message: 'later', code: 503 },
    { name: 'Error', message: '' },
    { name: 'MongoError', code: 11000 },
    { name: 'ValidationError', errors: { title: 'too long' }, status: 'error' },
    { name: 'E', errorMessage: 'x' },
    { title: 'Too busy', detail: 'Come back later.' },
    { type: 'about:blank', title: 'Too busy', status: 503 },
    { title: 'Unauthorized', status: 401 },
    { title: 'Too busy', status: '503' },
    { title: 'Bad Gateway', error: null, created_at: '2026-11-28T12:00:00Z' },
    { name: 'Fault', fault: { faultstring: 'x' }, remote_data: {} },
    { status: 'error', title: 'x', error_code: 7 },
    { id: null, name: 'Error', message: 'x' },
    { id: '', title: 'Error', detail: 'x' },
    { status: 'ok' },
    { message: 'later' },
    {},
  ];
  for (const body of errors)
    it(`is no user but an error: ${JSON.stringify(body)}`, () =>
      assert.equal(identityOf(body, 'ada', false), 'noUser'));

  const users: readonly Record<string, unknown>[] = [
    { name: 'Ada' },
    { title: 'Countess', status: 'active' },
    { name: 'Ada', title: 'Countess', created_at: '2026-11-28T12:00:00Z' },
    { id: null, name: 'Ada' },
    // What an error never has makes it one, whatever the provider adds.
    { first_name: 'Ada', message: 'Welcome' },
    { name: 'Ada', emails: [], code: 'A7' },
    // So does its ID.
    { id: 'ada', name: 'Ada', message: 'x', code: 7, error: null },
    { id: 'ada', status: 503 },
  ];
  for (const body of users)
    it(`is the user: ${JSON.stringify(body)}`, () => assert.equal(identityOf(body, 'ada', false), 'user'));

  it('is no user without its ID where that is needed', () => {
    assert.equal(identityOf({ name: 'Ada' }, 'ada', true), 'noUser');
    assert.equal(identityOf({ id: 'ada' }, 'ada', true), 'user');
  });
});
