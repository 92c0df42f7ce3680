import assert from 'node:assert/strict';
import { writeObstacle, type WriteObstacle } from '../../../../src/core/update/writeObstacle';

const able = { canUpdateUsers: true, account: { isBlocked: false } };

describe('writeObstacle', () => {
  const cases: readonly (readonly [
    string,
    Parameters<typeof writeObstacle>[0],
    Parameters<typeof writeObstacle>[1],
    WriteObstacle | undefined,
  ])[] = [
    ['lets an active account through', { status: 'active', isSandbox: false }, able, undefined],
    [
      'lets an active account through when its abilities are not known',
      { status: 'active', isSandbox: false },
      undefined,
      undefined,
    ],
    ['leaves an unknown status to the server', { status: 'paused', isSandbox: false }, able, undefined],
    ['stops a sandbox account', { status: 'active', isSandbox: true }, able, 'sandboxAccount'],
    [
      'stops a blocked account',
      { status: 'active', isSandbox: false },
      { ...able, account: { isBlocked: true } },
      'blocked',
    ],
    [
      'stops an account that needs reconnecting',
      { status: 'needs_reauth', isSandbox: false },
      able,
      'needsReconnecting',
    ],
    ['stops an account that is still connecting', { status: 'connecting', isSandbox: false }, able, 'notActive'],
    [
      'stops an account whose post-install step failed',
      { status: 'post_install_error', isSandbox: false },
      able,
      'notActive',
    ],
    [
      'stops an account that did not pass validation',
      { status: 'validation_error', isSandbox: false },
      able,
      'notActive',
    ],
    [
      'stops an integration without update',
      { status: 'active', isSandbox: false },
      { ...able, canUpdateUsers: false },
      'cannotUpdateUsers',
    ],
    [
      'believes the status of this moment',
      { status: 'needs_reauth', isSandbox: false },
      { ...able, account: { status: 'active', isBlocked: false } },
      undefined,
    ],
  ];
  for (const [title, account, abilities, expected] of cases) {
    it(title, () => assert.equal(writeObstacle(account, abilities), expected));
  }
});
