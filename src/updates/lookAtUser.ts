import { Cursor } from '../api/cursor';
import { explanationOf } from '../api/explanationOf';
import { TrutoError } from '../api/trutoError';
import type { OnAttempt, UserMethod, UserObject } from '../api/trutoClient';
import { explainError } from '../core/errors/explainError';
import { isRecord } from '../core/json/isRecord';
import { keyText } from '../core/json/listItems';
import type { UpdateTarget } from './updateTarget';

/** A look at a live user; without one where the account lets nobody read it. */
export interface Look {
  readonly user?: UserObject;
}

export interface LookOptions {
  /** What the integration offers on users; undefined where nobody told. */
  readonly userMethods?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onAttempt?: OnAttempt | undefined;
}

const reads = ['get', 'list'] as const;

/** Where a user is looked for that can only be listed: in so many of the largest pages. */
const maxPages = 50;
const pageSize = 200;

/**
 * Reads a live user: by `get`, else out of the list, whatever of them the account offers.
 * @param query of the update, without what shapes a response: the parameters that a read takes are picked from it
 * @throws TrutoError for any failure but that the account offers no read
 */
export async function lookAtUser(
  target: UpdateTarget,
  query: Readonly<Record<string, unknown>>,
  { userMethods, ...asking }: LookOptions = {},
): Promise<Look> {
  const offered = reads.filter((method) => userMethods === undefined || userMethods.includes(method));
  // What says that it offers neither may still do it: one try tells.
  const isTry = offered.length === 0;
  for (const method of isTry ? (['get'] as const) : offered) {
    try {
      const taken = await parametersTaken(target, method, query, asking.signal);
      const user = await (method === 'get' ? getUser : findUser)(target, taken, asking);
      if (user) return { user };
    } catch (error) {
      if (!isUnreadable(error, isTry)) throw error;
    }
  }
  return {};
}

type Asking = Omit<LookOptions, 'userMethods'>;

async function getUser(target: UpdateTarget, query: Record<string, unknown>, asking: Asking): Promise<UserObject> {
  const client = await target.environment.client();
  return client.getUser(target.accountId, target.userId, query, asking.signal, asking.onAttempt);
}

/** Undefined where the list has no end, or none within reach. Throws TrutoError also where the whole list has no such user. */
async function findUser(
  { environment, accountId, userId }: UpdateTarget,
  query: Record<string, unknown>,
  { signal, onAttempt }: Asking,
): Promise<UserObject | undefined> {
  const client = await environment.client();
  const cursor = new Cursor();
  for (let count = 0; count < maxPages; count++) {
    const begin = cursor.next === undefined ? {} : { cursor: cursor.next };
    const page = await client.listUsers(accountId, { limit: pageSize, ...begin }, signal, onAttempt, query);
    const found = page.users.find((user) => keyText(user['id']) === userId);
    if (found) return found;
    if (page.nextCursor === undefined) throw new TrutoError(explainError({ failure: 'notListed' }));
    cursor.pass(page);
    if (cursor.next === undefined) return undefined;
  }
  return undefined;
}

/**
 * The parameters of an update that a read takes too, and those that it has by default. An account is asked which they are
 * only where there is something to leave out: most take none.
 */
export async function parametersTaken(
  { environment, accountId }: Omit<UpdateTarget, 'userId'>,
  method: UserMethod,
  query: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  if (Object.keys(query).length === 0) return {};
  const meta = await environment.readMeta(accountId, method, signal);
  const { properties } = meta?.querySchema ?? {};
  const named = isRecord(properties) ? properties : {};
  // A description that names nothing is silent, not strict.
  const taken = Object.entries(query).filter(([name]) => Object.hasOwn(named, name) || Object.keys(named).length === 0);
  return { ...meta?.defaultQuery, ...Object.fromEntries(taken) };
}

/** The account lets nobody read its users in this way. */
function isUnreadable(error: unknown, isTry: boolean): boolean {
  const explanation = explanationOf(error);
  if (explanation?.status === 405 || explanation?.status === 501) return true;
  if (isTry && explanation?.status === 404) return true;
  return explanation?.status === 403 && explanation.origin === 'provider';
}
