import assert from 'node:assert/strict';
import { AccountLane } from '../../../../src/bulk/planning/accountLane';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits, openWindow, profileOf, type HeadlessWindow } from '../../updates/headless';
import { accountId, accountWith, userId } from '../run/jobUnderTest';

describe('the looks at the users of an account that can only be listed', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  beforeEach(async () => {
    const quirks = { methods: ['list', 'update'], requiredQuery: { list: ['workspace_id'] } } as const;
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(20, quirks)] });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
  });
  afterEach(() => sandbox.close());

  it('list them once for all rows that are read alike, and anew for others', async () => {
    const lane = new AccountLane(window.environments.open(), accountId(1), new AbortController().signal, 5);
    const asked = (unit: string) => ({ workspace_id: unit });
    const looks = ['one', 'two', 'one', 'two', 'two'].map((unit, user) => lane.look(userId(user), asked(unit), {}));
    const found = await Promise.all(looks);
    assert.deepEqual(
      found.map((look) => 'user' in look && look.user?.id),
      [0, 1, 2, 3, 4].map(userId),
    );
    const lists = sandbox.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/users'));
    assert.deepEqual(
      lists.map(({ query }) => query['workspace_id']),
      ['one', 'two'],
    );
  });

  it('leave out what a list does not take', async () => {
    const lane = new AccountLane(window.environments.open(), accountId(1), new AbortController().signal, 5);
    const look = await lane.look(userId(1), { workspace_id: 'w', user_id: 'u' }, {});
    assert.equal('user' in look && look.user?.id, userId(1));
    const lists = sandbox.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/users'));
    assert.deepEqual(
      lists.map(({ query }) => [query['workspace_id'], query['user_id']]),
      [['w', undefined]],
    );
  });
});
