import { ExactNumber } from '../core/json/exactNumber';
import { describeAccount, type AccountSketch } from './describeAccount';
import type { OfferedMethod, Quirks } from './quirks';
import { ada, grace } from './fixedAccounts';
import type { SandboxAccount } from './sandboxAccount';
import type { StoredUser } from './sandboxUser';

const all: readonly OfferedMethod[] = ['list', 'get', 'create', 'update', 'delete'];
const without = (...lacking: readonly OfferedMethod[]) => all.filter((method) => !lacking.includes(method));

/** Ada with lists that have an order to lose. */
const busyAda: StoredUser = {
  ...ada,
  emails: [
    { email: 'ada@example.com', is_primary: true, type: 'work' },
    { email: 'ada@home.example', is_primary: false, type: 'home' },
  ],
  roles: [
    { id: 'role_admin', name: 'admin' },
    { id: 'role_member', name: 'member' },
  ],
  languages: ['en', 'fr', 'it'],
};

const oddAda: StoredUser = {
  ...ada,
  status: 'SUSPENDED',
  phones: [{ number: '+44 20 7946 0000', type: 'work' }],
  created_at: '2024-09-01 10:00:00',
  roles: ['admin'],
};

const countedAda: StoredUser = {
  ...ada,
  seq: new ExactNumber('9007199254740993'),
  balance: new ExactNumber('12345678901234567890.10'),
  group: new ExactNumber('18446744073709551615'),
};

/** What each account behaves like; the names are what a person sees and chooses by. */
const sketches = [
  ['Without get', { methods: without('get') }],
  ['Without list', { methods: without('list') }],
  ['Without get and list', { methods: without('get', 'list') }],
  ['Reads want parameters', { requiredQuery: { get: ['organization_id'], list: ['organization_id', 'workspace_id'] } }],
  ['Partial list', { methods: without('get'), list: { fields: ['id', 'name', 'emails'], filters: ['first_name'] } }],
  ['Six slow pages', { userCount: 550, latencyMs: 1000, list: { filters: ['first_name', 'emails', 'status'] } }],
  ['Third page fails', { userCount: 550, list: { failsAfter: 200, filters: [] } }],
  ['Cursor repeats', { userCount: 550, list: { cursorRepeats: true, filters: [] } }],
  ['Reads late (10 s)', { reads: { late: { seconds: 10 } } }],
  ['Reads late (twice)', { reads: { late: { reads: 2 } } }],
  ['Another order, with a clock', { users: [busyAda, grace], reads: { reorders: true, clock: true } }],
  [
    'Own spelling',
    { users: [busyAda, grace], writes: { spelling: ['trimmed', 'lowerCase', 'expandedIds', 'defaults'] } },
  ],
  ['Spelling seen late', { writes: { spelling: ['trimmed', 'lowerCase', 'expandedIds'], echoes: true } }],
  ['Absent becomes null', { writes: { spelling: ['nulls'] } }],
  ['Ignores title', { writes: { ignores: ['title'] } }],
  ['Quota 110 in 10 s', { quota: { requests: 110, seconds: 10, told: 'window' } }],
  ['Quota untold', { quota: { requests: Infinity, seconds: 10, told: 'nothing' } }],
  ['Slow quota', { quota: { requests: 5, seconds: 30, resetAsEpoch: true } }],
  ['Stores failures', { idempotency: { storesFailures: true } }],
  ['Forgets keys (10 s)', { idempotency: { forgetsAfter: { seconds: 10 } } }],
  ['One body for a key', { idempotency: { otherBody: 422 } }],
  ['Ignores keys', { idempotency: { ignoresKeys: true } }],
  ['Large numbers', { users: [countedAda, grace] }],
  ['Odd values', { users: [oddAda, grace], writes: { unchecked: true } }],
  ['Latin-1', { charset: 'iso-8859-1' }],
  ['UTF-16', { charset: 'utf-16' }],
  ['ASCII', { charset: 'us-ascii' }],
  ['Refreshable credentials', { refreshable: true }],
  [
    'Reads want one of two',
    {
      requiredQueryOneOf: {
        get: ['organization_id', 'workspace_id'],
        list: ['organization_id', 'workspace_id'],
      },
    },
  ],
] as const satisfies readonly (readonly [label: string, quirks: Quirks])[];

export type QuirkyLabel = (typeof sketches)[number][0];

/** One account for each way in which real integrations differ from what one would wish, each of an integration of its own. */
export function quirkyAccounts(): SandboxAccount[] {
  return sketches.map(([label, quirks], index) => describeAccount(sketch(label, quirks, index)));
}

function sketch(label: QuirkyLabel, quirks: Quirks, index: number): AccountSketch {
  return {
    id: `5a9d0c1e-0000-4000-8000-${String(index + 101).padStart(12, '0')}`,
    slug: label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/-$/, ''),
    label,
    tenant: 'quirks',
    status: quirks.refreshable === true ? 'needs_reauth' : 'active',
    quirks: { methods: all, users: [ada, grace], ...quirks },
  };
}
