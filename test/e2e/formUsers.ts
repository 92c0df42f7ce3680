import { accounts } from '../sandboxAccounts';

const target = { integrated_account_id: accounts.hubspot, id: 'usr_ada' };

/** Users whose forms look very different. */
export const formUsers: Readonly<Record<'empty' | 'full' | 'errors', unknown>> = {
  empty: {},
  full: {
    $truto: {
      ...target,
      query: {
        truto_response_format: 'raw',
        truto_ignore_remote_data: true,
        truto_exclude_fields: ['avatar'],
        remote_query: { verbose: true },
        organization_id: 'org',
        workspace_id: 'ws',
        group_id: 'g',
        workspace: 'w',
        user_id: 'u',
        groups: [{ id: '1', name: 'One' }],
      },
    },
    id: 'usr_ada',
    name: 'Ada Lovelace',
    first_name: 'Ada',
    last_name: 'Lovelace',
    username: 'ada',
    password: 'hunter2-hunter2',
    title: 'Countess',
    status: 'inactive',
    user_type: null,
    languages: ['en', 'fr'],
    timezone: 'Europe/London',
    avatar: '',
    created_at: '2024-01-10T09:00:00.000Z',
    emails: [
      { email: 'ada@example.com', is_primary: true, type: 'work' },
      { email: 'countess@example.com', is_primary: true },
    ],
    phones: [{ number: '+44 20 7946 0000', type: 'mobile', extension: null }],
    urls: [{ type: 'website', url: 'https://example.com/' }],
    roles: [{ id: 'role_admin', name: 'admin', group: 'g', organization: 'o', workspace: 'w' }],
    groups: [{ id: '1', name: 'Research', organization: 'o' }],
    group: 0,
    organizations: [],
    workspaces: null,
    licenses: [{ id: 'pro', name: 'Professional', last_active_at: '2024-01-10T09:00:00.000Z' }],
    licensed_sheet_creator: true,
    department: 'Engines',
    favourite_numbers: [1, 2],
    remote_data: { a: { b: [1, 2.5] } },
  },
  errors: {
    $truto: { ...target, integrated_account_id: accounts.looker },
    title: 42,
    status: 'actve',
    fist_name: 'Ada',
    created_at: 'yesterday',
    emails: [{ email: 'ada@example.com', is_primary: 'yes' }, 'ada@example.org'],
    languages: [1, 'en'],
  },
};
