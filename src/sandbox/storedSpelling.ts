import { isRecord } from '../core/json/isRecord';
import type { StoredUser } from './sandboxUser';

/**
 * What a provider makes of that which was sent.
 * - `lowerCase`: usernames and addresses.
 * - `trimmed`: no string begins or ends with white space.
 * - `expandedIds`: `{ "id": "role_admin" }` gets its name.
 * - `defaults`: what an entry or the user lacks is filled in.
 * - `nulls`: what an entry or the user lacks becomes null.
 */
export type Spelling = 'lowerCase' | 'trimmed' | 'expandedIds' | 'defaults' | 'nulls';

/** The fields to store, of those that were sent for a user who was like `before`. */
export function storedSpelling(sent: StoredUser, before: StoredUser, spelling: readonly Spelling[]): StoredUser {
  return spelling.reduce((fields, name) => writers[name](fields, before), sent);
}

const writers: Readonly<Record<Spelling, (fields: StoredUser, before: StoredUser) => StoredUser>> = {
  lowerCase: (fields) => ({
    ...fields,
    ...(typeof fields.username === 'string' ? { username: fields.username.toLowerCase() } : {}),
    ...eachEntry(fields, ['emails'], (entry) =>
      typeof entry.email === 'string' ? { ...entry, email: entry.email.toLowerCase() } : entry,
    ),
  }),
  trimmed: (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, name === 'remote_data' ? value : trimmed(value)]),
    ),
  expandedIds: (fields) => ({
    ...fields,
    ...eachEntry(fields, ['roles', 'groups', 'organizations', 'workspaces', 'licenses'], (entry) =>
      typeof entry.id === 'string' && entry.name === undefined ? { ...entry, name: nameOfId(entry.id) } : entry,
    ),
  }),
  defaults: (fields, before) => completed(fields, before, defaults),
  nulls: (fields, before) => completed(fields, before, nulls),
};

interface Filling {
  readonly user: StoredUser;
  /** For each list, what its entries are to have. */
  readonly entries: Readonly<Record<string, StoredUser>>;
}

const defaults: Filling = {
  user: { timezone: 'Etc/UTC', languages: ['en'], user_type: 'member' },
  entries: {
    emails: { is_primary: false, type: 'work' },
    phones: { type: 'phone', extension: '' },
    roles: { organization: 'org_1' },
  },
};

/** Only what a provider takes as null when it is sent back. */
const nulls: Filling = {
  user: { first_name: null, last_name: null, title: null, timezone: null, avatar: null, user_type: null, bio: null },
  entries: {
    emails: { type: null },
    phones: { extension: null },
    roles: { group: null, organization: null, workspace: null },
    groups: { organization: null },
    licenses: { organization: null },
  },
};

function completed(fields: StoredUser, before: StoredUser, { user, entries }: Filling): StoredUser {
  const lacking = Object.entries(user).filter(([name]) => before[name] === undefined && fields[name] === undefined);
  const lists = Object.entries(entries).map(([name, members]) =>
    eachEntry(fields, [name], (entry) => ({ ...members, ...entry })),
  );
  return Object.assign({}, fields, Object.fromEntries(lacking), ...lists) as StoredUser;
}

/** The named lists among the fields, with each of their objects changed. */
function eachEntry(
  fields: StoredUser,
  names: readonly string[],
  change: (entry: StoredUser) => StoredUser,
): StoredUser {
  const lists = names.flatMap((name): [string, unknown][] => {
    const value = fields[name];
    if (!Array.isArray(value)) return [];
    return [[name, value.map((entry: unknown) => (isRecord(entry) ? change(entry) : entry))]];
  });
  return Object.fromEntries(lists);
}

function trimmed(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(trimmed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, trimmed(member)]));
}

/** `role_group_admin` is the id of `group_admin`. */
function nameOfId(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}
