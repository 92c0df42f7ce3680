import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { explanationOf } from '../../api/explanationOf';
import { readId } from '../../api/responses';
import type { OnAttempt, UserObject } from '../../api/trutoClient';
import { isRecord } from '../../core/json/isRecord';
import { parametersTaken } from '../../updates/lookAtUser';
import { askReadParameters } from '../parameters/askReadParameters';
import { lackingParameters, type ReadParameters } from '../parameters/readParameters';
import { failedPage } from './failedPage';
import { pickFromPages, type ListFailure } from './pickFromPages';
import type { Page } from './pagedRows';
import { userSearches } from './userSearch';

type Query = Readonly<Record<string, unknown>>;

/** Whose users are picked from, and what reading them was asked with so far. */
export interface PickedFrom {
  readonly environment: Environment;
  readonly accountId: string;
  readonly query: Query;
  /** What picking is for; "Open User" when left out. */
  readonly title?: string;
}

interface PickedUser {
  readonly userId: string;
  /** The parameters that reading the users takes, those that a person gave on the way included. */
  readonly query: Query;
}

const pageSize = 100;
const maxFound = 50;

/** The list wants parameters that nobody has given yet. */
class ParametersLacking extends Error {
  constructor(readonly names: readonly string[]) {
    super(`The list of users wants ${names.join(', ')}`);
  }
}

/**
 * Lets a person pick a user of an account, or type its id: integrations need not list their users. What the list wants of
 * parameters is asked for. Resolves to undefined when dismissed. Throws TrutoError.
 */
export async function pickUser(from: PickedFrom, parameters: ReadParameters): Promise<PickedUser | undefined> {
  let query: Query = { ...parameters.of(from.environment, from.accountId), ...from.query };
  let lacking: readonly string[] = [];
  for (let hasAsked = false; ; hasAsked = true) {
    const picked = await pickListed({ ...from, query }, !hasAsked, (names) => (lacking = names));
    if (!picked) return undefined;
    if (picked.kind === 'typed') return { userId: picked.typed, query };
    if (picked.kind === 'row') return { userId: keyOf(picked.row), query };
    const missing = lacking.filter((name) => !Object.hasOwn(query, name));
    const given = await askReadParameters(missing.length > 0 ? missing : Object.keys(query), query);
    if (given) {
      query = { ...query, ...given };
      await parameters.keep(from.environment, from.accountId, given);
    }
  }
}

/** @param asks whether to ask at once for what the list lacks, instead of offering it */
async function pickListed(from: PickedFrom, asks: boolean, told: (lacking: readonly string[]) => void) {
  const { t } = vscode.l10n;
  const given = Object.keys(from.query);
  try {
    return await pickFromPages<UserObject>({
      title: from.title ?? t('Open User'),
      placeholder: t('Name, email or user ID'),
      source: {
        loadPage: (cursor, signal, onAttempt) => loadUsers(from, cursor, signal, onAttempt),
        search: (typed, signal) => searchUsers(from, typed, signal),
        keyOf,
        textOf: (user) => Object.values(userItem(user)).join(' '),
      },
      itemOf: userItem,
      typedLabel: (typed) => t('Use “{0}” as user ID', typed),
      offersTyped: () => true,
      failureOf: (error, hasRows) => {
        if (error instanceof ParametersLacking) told(error.names);
        return asks && error instanceof ParametersLacking ? undefined : failure(error, hasRows);
      },
      ...(given.length > 0 && { askTooltip: t('Change {0}...', given.join(', ')) }),
    });
  } catch (error) {
    if (error instanceof ParametersLacking) return { kind: 'ask' as const };
    throw error;
  }
}

function failure(error: unknown, hasRows: boolean): ListFailure | undefined {
  const { t } = vscode.l10n;
  if (error instanceof ParametersLacking) return { way: 'ask', words: t('Enter {0}...', error.names.join(', ')) };
  const explanation = explanationOf(error);
  const isRefused = explanation?.status === 405 || explanation?.status === 501;
  return isRefused || (explanation?.status === 403 && explanation.origin === 'provider')
    ? { way: 'none', words: t('Users cannot be listed here: type the user ID') }
    : failedPage(error, hasRows);
}

/** Throws ParametersLacking where the list wants more than it was asked with. */
async function loadUsers(
  { environment, accountId, query }: PickedFrom,
  cursor: string | undefined,
  signal: AbortSignal,
  onAttempt: OnAttempt,
): Promise<Page<UserObject>> {
  const client = await environment.client();
  try {
    const taken = await parametersTaken({ environment, accountId }, 'list', query, signal);
    const page = { limit: pageSize, ...(cursor !== undefined && { cursor }) };
    const { users, nextCursor } = await client.listUsers(accountId, page, signal, onAttempt, taken);
    return { rows: withIds(users), ...(nextCursor !== undefined && { nextCursor }) };
  } catch (error) {
    const lacking = await lackingParameters({ environment, accountId, method: 'list' }, query, error);
    throw lacking.length > 0 ? new ParametersLacking(lacking) : error;
  }
}

/** By the filters that the account's list heeds. */
async function searchUsers(
  { environment, accountId, query }: PickedFrom,
  typed: string,
  signal: AbortSignal,
): Promise<readonly UserObject[]> {
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
  const users = withIds(pages.flatMap((page) => (page.status === 'fulfilled' ? page.value.users : [])));
  return [...new Map(users.map((user) => [keyOf(user), user])).values()];
}

const withIds = (users: readonly UserObject[]): UserObject[] => users.filter(({ id }) => readId(id) !== undefined);

const keyOf = ({ id }: UserObject): string => readId(id) ?? '';

function userItem(user: UserObject): Pick<vscode.QuickPickItem, 'label' | 'description' | 'detail'> {
  const first: unknown = Array.isArray(user.emails) ? user.emails[0] : undefined;
  const email = isRecord(first) ? textOf(first['email']) : undefined;
  const username = textOf(user.username);
  const isTold = username === undefined || email?.includes(username) === true;
  return {
    label: textOf(user.name) ?? keyOf(user),
    description: [email, isTold ? undefined : username, textOf(user.status)].filter(Boolean).join(' · '),
    detail: keyOf(user),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
