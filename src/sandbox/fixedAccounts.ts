import { describeAccount } from './describeAccount';
import type { SandboxAccount } from './sandboxAccount';
import type { StoredUser } from './sandboxUser';

/** The id of a fixed account, from its number (1 to 11). */
function fixedAccountId(number: number): string {
  return `5a9d0c1e-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** One account for every situation a user of the API can meet. They come first in every list. */
export function fixedAccounts(): SandboxAccount[] {
  return [
    describeAccount({ id: fixedAccountId(1), slug: 'hubspot', tenant: 'acme' }),
    describeAccount({ id: fixedAccountId(2), slug: 'clickup', tenant: 'acme' }),
    describeAccount({ id: fixedAccountId(3), slug: 'looker', tenant: 'acme' }),
    describeAccount({ id: fixedAccountId(4), slug: 'salesforce', tenant: 'globex', status: 'needs_reauth' }),
    describeAccount({ id: fixedAccountId(5), slug: 'zendesk', tenant: 'globex', isSandbox: true }),
    describeAccount({ id: fixedAccountId(6), slug: 'gitlab', tenant: 'globex', isBlocked: true }),
    describeAccount({ id: fixedAccountId(7), slug: 'pipedrive', tenant: 'initech', missingScopes: ['users:write'] }),
    describeAccount({ id: fixedAccountId(8), slug: 'freshdesk', tenant: 'initech', status: 'connecting' }),
    describeAccount({ id: fixedAccountId(9), slug: 'slack', tenant: 'initech' }),
    describeAccount({ id: fixedAccountId(10), slug: 'trello', tenant: 'umbrella', status: 'post_install_error' }),
    describeAccount({ id: fixedAccountId(11), slug: 'webex', tenant: 'umbrella', status: 'validation_error' }),
  ];
}

/** Ada is in every fixed account, Grace only in the first. */
export function fixedUsers(accountId: string): StoredUser[] {
  if (accountId === fixedAccountId(1)) return [ada, grace];
  return fixedIds.has(accountId) ? [ada] : [];
}

const fixedIds: ReadonlySet<string> = new Set(Array.from({ length: 11 }, (_, index) => fixedAccountId(index + 1)));

export const ada: StoredUser = {
  id: 'usr_ada',
  name: 'Ada Lovelace',
  first_name: 'Ada',
  last_name: 'Lovelace',
  username: 'ada',
  title: 'Analyst',
  status: 'active',
  timezone: 'Europe/London',
  emails: [{ email: 'ada@example.com', is_primary: true, type: 'work' }],
  phones: [],
  roles: [{ id: 'role_admin', name: 'admin' }],
  languages: ['en'],
  created_at: '2024-01-10T09:00:00.000Z',
  updated_at: '2024-03-01T12:00:00.000Z',
};

export const grace: StoredUser = {
  id: 'usr_grace',
  name: 'Grace Hopper',
  first_name: 'Grace',
  last_name: 'Hopper',
  username: 'grace',
  title: 'Rear Admiral',
  status: 'active',
  timezone: 'America/New_York',
  emails: [{ email: 'grace@example.com', is_primary: true, type: 'work' }],
  phones: [{ number: '+1 202 555 0143', type: 'mobile', extension: '' }],
  roles: [{ id: 'role_member', name: 'member' }],
  languages: ['en'],
  created_at: '2024-01-11T09:00:00.000Z',
  updated_at: '2024-03-02T12:00:00.000Z',
};
