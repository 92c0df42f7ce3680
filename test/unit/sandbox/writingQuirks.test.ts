import assert from 'node:assert/strict';
import type { Spelling } from '../../../src/sandbox/storedSpelling';
import type { StoredUser } from '../../../src/sandbox/sandboxUser';
import { callUser, eachWithSandbox, hubspot, patch } from './callSandbox';

describe('accounts of the sandbox that store in their own way', () => {
  const sandbox = eachWithSandbox();

  const cases: readonly (readonly [Spelling, sent: StoredUser, stored: StoredUser])[] = [
    [
      'lowerCase',
      { username: 'AdA', title: 'Countess', emails: [{ email: 'Ada@Example.COM', is_primary: true }] },
      { username: 'ada', title: 'Countess', emails: [{ email: 'ada@example.com', is_primary: true }] },
    ],
    [
      'trimmed',
      { title: ' Countess\n', languages: [' en '], roles: [{ id: 'a', name: ' b' }] },
      { title: 'Countess', languages: ['en'], roles: [{ id: 'a', name: 'b' }] },
    ],
    [
      'expandedIds',
      { roles: [{ id: 'role_group_admin' }, { id: 'x', name: 'kept' }], groups: [{ id: 'research' }] },
      {
        roles: [
          { id: 'role_group_admin', name: 'group_admin' },
          { id: 'x', name: 'kept' },
        ],
        groups: [{ id: 'research', name: 'research' }],
      },
    ],
    [
      'defaults',
      { emails: [{ email: 'a@b.co' }], phones: [{ number: '1', type: 'mobile' }] },
      {
        emails: [{ is_primary: false, type: 'work', email: 'a@b.co' }],
        phones: [{ type: 'mobile', extension: '', number: '1' }],
        user_type: 'member',
        timezone: 'Europe/London',
      },
    ],
    [
      'nulls',
      { phones: [{ number: '1', type: 'mobile' }], roles: [{ id: 'a', name: 'b' }] },
      {
        phones: [{ number: '1', type: 'mobile', extension: null }],
        roles: [{ id: 'a', name: 'b', group: null, organization: null, workspace: null }],
        avatar: null,
        bio: null,
        title: 'Analyst',
      },
    ],
  ];
  const part = (user: StoredUser, like: StoredUser) =>
    Object.fromEntries(Object.keys(like).map((name) => [name, user[name]]));

  for (const [spelling, sent, stored] of cases) {
    it(`store another spelling than was sent: ${spelling}`, async () => {
      sandbox().setQuirks(hubspot, { writes: { spelling: [spelling] } });
      const { status, json } = await patch(sandbox(), hubspot, sent);
      assert.equal(status, 200);
      assert.deepEqual(part(json, stored), stored);
      assert.deepEqual((await callUser(sandbox(), hubspot)).json, json);
    });

    it(`take what they have stored in their spelling: ${spelling}`, async () => {
      sandbox().setQuirks(hubspot, { writes: { spelling: [spelling] } });
      await patch(sandbox(), hubspot, sent);
      const user = (await callUser(sandbox(), hubspot)).json;
      assert.deepEqual(part((await patch(sandbox(), hubspot, part(user, stored))).json, stored), stored);
    });
  }

  it('answer with what was sent, and show later what they stored', async () => {
    sandbox().setQuirks(hubspot, { writes: { spelling: ['expandedIds'], echoes: true } });
    assert.deepEqual((await patch(sandbox(), hubspot, { roles: [{ id: 'role_a' }] })).json.roles, [{ id: 'role_a' }]);
    assert.deepEqual((await callUser(sandbox(), hubspot)).json.roles, [{ id: 'role_a', name: 'a' }]);
  });

  it('ignore fields without a word', async () => {
    sandbox().setQuirks(hubspot, { writes: { ignores: ['title'] } });
    const { status, json } = await patch(sandbox(), hubspot, { title: 'x', timezone: 'Europe/Paris' });
    assert.deepEqual([status, json.title, json.timezone], [200, 'Analyst', 'Europe/Paris']);
    assert.equal((await callUser(sandbox(), hubspot)).json.remote_data!.jobTitle, 'Analyst');
  });

  it('take any value of any field', async () => {
    sandbox().setQuirks(hubspot, { writes: { unchecked: true } });
    const odd = { status: 'SUSPENDED', roles: ['admin'], created_at: '2024-09-01 10:00:00' };
    const { status, json } = await patch(sandbox(), hubspot, odd);
    assert.equal(status, 200);
    assert.deepEqual(part(json, odd), odd);
  });
});
