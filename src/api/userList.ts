import { isRecord } from '../core/json/isRecord';
import { userSearches } from '../core/parameters/userSearch';
import type { Environment } from './environment';
import { explanationOf } from './explanationOf';
import type { Page } from './pagedRows';
import { lackingParameters, parametersTaken, type LackingParameters } from './readParameters';
import { readId } from './responses';
import type { OnAttempt, PageRequest, UserObject } from './trutoClient';

/** Whose users are listed, and the parameters that reading them is asked with. */
export interface ListedUsers {
  readonly environment: Environment;
  readonly accountId: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** What is kept of a user in a list: entries can be partial, and large. */
export interface ListedUser {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly username?: string;
  readonly status?: string;
}

const maxFound = 50;

/** The list wants parameters that nobody has given yet. */
export class ParametersLacking extends Error {
  constructor(readonly lacking: LackingParameters) {
    super('parametersLacking');
  }
}

/** A page of the users of an account. Throws TrutoError, and ParametersLacking where the list wants more than it was asked with. */
export async function listUsers(
  { environment, accountId, query }: ListedUsers,
  page: PageRequest,
  signal: AbortSignal,
  onAttempt?: OnAttempt,
): Promise<Page<ListedUser>> {
  const client = await environment.client();
  try {
    const taken = await parametersTaken({ environment, accountId }, 'list', query, signal);
    const { users, nextCursor } = await client.listUsers(accountId, page, signal, onAttempt, taken);
    return { rows: listedUsers(users), ...(nextCursor !== undefined && { nextCursor }) };
  } catch (error) {
    const lacking = await lackingParameters({ environment, accountId, method: 'list' }, query, error);
    throw lacking ? new ParametersLacking(lacking) : error;
  }
}

/** The users that fit what is typed, by the filters that the account's list heeds; none where it heeds none. */
export async function searchUsers(
  { environment, accountId, query }: ListedUsers,
  typed: string,
  signal: AbortSignal,
): Promise<readonly ListedUser[]> {
  const meta = await environment.readMeta(accountId, 'list', signal);
  const properties = meta?.querySchema['properties'];
  if (!isRecord(properties)) return [];
  const client = await environment.client();
  const taken = await parametersTaken({ environment, accountId }, 'list', query, signal);
  const pages = await Promise.allSettled(
    userSearches(properties, typed).map((filter) =>
      client.listUsers(accountId, { limit: maxFound }, signal, undefined, { ...taken, ...filter }),
    ),
  );
  const users = listedUsers(pages.flatMap((page) => (page.status === 'fulfilled' ? page.value.users : [])));
  return [...new Map(users.map((user) => [user.id, user])).values()];
}

/** Whether the failure says that the account lets nobody list its users. */
export function isListRefused(error: unknown): boolean {
  const { status, origin } = explanationOf(error) ?? {};
  return status === 405 || status === 501 || (status === 403 && origin === 'provider');
}

/** Entries without an ID cannot be told apart, nor opened. */
const listedUsers = (users: readonly UserObject[]): ListedUser[] => users.flatMap((user) => listedUser(user) ?? []);

function listedUser({ id: given, name, emails, username, status }: UserObject): ListedUser | undefined {
  const id = readId(given);
  const first: unknown = Array.isArray(emails) ? emails[0] : undefined;
  const texts = { name, email: isRecord(first) ? first['email'] : undefined, username, status };
  const told = Object.entries(texts).filter(([, value]) => typeof value === 'string' && value !== '');
  return id === undefined ? undefined : { id, ...Object.fromEntries(told) };
}
