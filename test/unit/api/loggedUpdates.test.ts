import assert from 'node:assert/strict';
import { loggedUpdates } from '../../../src/api/loggedUpdates';

describe('the updates in a page of Truto’s log', () => {
  const at = Date.parse('2025-03-01T12:00:00Z');
  const update = { method: 'update', resource: 'users', at, status: 200 };
  const of = (url?: string) =>
    loggedUpdates({ requests: [{ ...update, ...(url !== undefined && { url }) }] }, undefined);
  const userOf = (url?: string) => of(url).updates[0]?.userId;

  it('are of the user whose whole id is in the URL', () => {
    const path = '/unified/user-directory/users';
    assert.equal(userOf(`${path}/usr_adamant?integrated_account_id=x`), 'usr_adamant');
    assert.equal(userOf(`https://api.truto.one${path}/a%2Fb%20c`), 'a/b c');
    assert.equal(userOf(`${path}/100%?x=/users/other`), '100%');
    assert.equal(userOf(`${path}?integrated_account_id=x`), undefined);
    assert.equal(userOf(), undefined);
  });

  it('ran so long before the response, by its own clock', () => {
    const page = { requests: [update], nextCursor: 'next' };
    assert.deepEqual(loggedUpdates(page, 'Sat, 01 Mar 2025 12:00:07 GMT'), {
      updates: [{ secondsAgo: 7, status: 200 }],
      reach: 7,
      nextCursor: 'next',
    });
    const [{ secondsAgo } = { secondsAgo: 0 }] = loggedUpdates(page, 'noon').updates;
    assert.ok(Math.abs(secondsAgo - (Date.now() - at) / 1000) < 5);
  });

  it('are updates of users alone', () => {
    const others = [
      { ...update, method: 'get' },
      { ...update, resource: 'roles' },
    ];
    assert.deepEqual(loggedUpdates({ requests: others }, undefined).updates, []);
  });

  it('reach as far back as the oldest request of any kind', () => {
    const read = { ...update, method: 'get', at: at - 60_000 };
    const { reach } = loggedUpdates({ requests: [update, read] }, 'Sat, 01 Mar 2025 12:00:07 GMT');
    assert.equal(reach, 67);
    assert.equal(loggedUpdates({ requests: [] }, undefined).reach, undefined);
  });
});
