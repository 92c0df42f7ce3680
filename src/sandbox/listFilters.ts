import { dateFilter, readObject, readText, type Query } from './queryReaders';
import { emailsOf, type StoredUser } from './sandboxUser';

type Meets = (user: StoredUser) => boolean;

interface Filter {
  /** As `meta/list` describes it. */
  readonly schema: StoredUser;
  /** Reads its own part of the query. */
  readonly meets: (query: Query) => Meets;
}

const everyUser: Meets = () => true;

/** `emails` is asked as `emails[email]`; `email` is its older spelling. */
const filters = {
  id: plainField('id'),
  name: plainField('name'),
  first_name: plainField('first_name'),
  last_name: plainField('last_name'),
  username: plainField('username'),
  title: plainField('title'),
  status: plainField('status'),
  email: { schema: { type: 'string' }, meets: (query) => hasAddress(readText(query, 'email')) },
  emails: {
    schema: { type: 'object', properties: { email: { type: 'string' } } },
    meets: (query) => hasAddress(readText(readObject(query, 'emails') ?? {}, 'email')),
  },
  created_at: dateField('created_at'),
  updated_at: dateField('updated_at'),
} satisfies Record<string, Filter>;

export type ListFilter = keyof typeof filters;

export const allListFilters = Object.keys(filters) as readonly ListFilter[];

/** What the query asks of a user, as far as these filters go. */
export function userFilter(query: Query, names: readonly ListFilter[]): Meets {
  const all = names.map((name) => filters[name].meets(query));
  return (user) => all.every((meets) => meets(user));
}

/** The properties of a query schema that names these filters. */
export function filterSchemas(names: readonly ListFilter[]): StoredUser {
  return Object.fromEntries(names.map((name) => [name, filters[name].schema]));
}

function plainField(name: string): Filter {
  return {
    schema: { type: 'string' },
    meets: (query) => {
      const wanted = readText(query, name);
      return wanted === undefined ? everyUser : (user) => user[name] === wanted;
    },
  };
}

function dateField(name: string): Filter {
  return {
    schema: { type: 'string', format: 'date-time' },
    meets: (query) => {
      const meets = dateFilter(query, name);
      return (user) => meets(String(user[name]));
    },
  };
}

function hasAddress(wanted: string | undefined): Meets {
  const address = wanted?.toLowerCase();
  if (address === undefined) return everyUser;
  return ({ emails }) => emailsOf(emails).some(({ email }) => email.toLowerCase() === address);
}
