import assert from 'node:assert/strict';
import fc from 'fast-check';
import { liveUserPath, readLiveUserPath } from '../../../../src/core/update/liveUserPath';

describe('the path of a live user', () => {
  const user = { environment: 'Production', accountId: '0b0e9c1a-6ea0-4d4a-8a59-1f0f4f7ad2a1', userId: 'usr_ada' };

  it('names its environment, its account and its user', () => {
    const path = '/Production/0b0e9c1a-6ea0-4d4a-8a59-1f0f4f7ad2a1/usr_ada.truto-user.json';
    assert.equal(liveUserPath(user), path);
    assert.deepEqual(readLiveUserPath(path), user);
  });

  it('brings back any names, in four parts that no file system takes for others', () => {
    const part = fc.string({ unit: 'binary', minLength: 1 });
    const odd = fc.constantFrom(
      '.',
      '..',
      '...',
      'a/b',
      '%2E',
      '\\..\\',
      'x?y#z',
      'Ada Lovelace',
      'Zoë',
      '\u202E',
      '\n',
    );
    const any = fc.oneof(part, odd);
    fc.assert(
      fc.property(any, any, any, (environment, accountId, userId) => {
        const named = { environment, accountId, userId };
        const path = liveUserPath(named);
        assert.deepEqual(readLiveUserPath(path), named);
        const parts = path.split('/');
        assert.equal(parts.length, 4);
        for (const name of parts.slice(1)) assert.ok(name !== '.' && name !== '..' && !/[\\?#:\p{C}]/u.test(name));
      }),
    );
  });

  it('has no surrogate that stands alone', () => {
    assert.match(liveUserPath({ ...user, userId: 'a\uD800b' }), /\/a\uFFFDb\.truto-user\.json$/);
  });

  for (const path of [
    '',
    '/',
    'Production/account/usr_ada.truto-user.json',
    '/Production/usr_ada.truto-user.json',
    '/Production/account/.truto-user.json',
    '/Production/account/usr_ada.json',
    '/Production/account/more/usr_ada.truto-user.json',
    '/Production//usr_ada.truto-user.json',
    '/Production/account/%E0%A4%A.truto-user.json',
    '/Production/account/%75sr_ada.truto-user.json',
    '/Production/../usr_ada.truto-user.json',
  ])
    it(`is none of the form ${path}`, () => assert.equal(readLiveUserPath(path), undefined));
});
