import { Cursor } from '../api/cursor';
import { explanationOf } from '../api/explanationOf';
import { parametersTaken } from '../api/readParameters';
import { TrutoError } from '../api/trutoError';
import type { OnAttempt, UserObject } from '../api/trutoClient';
import { explainError } from '../core/errors/explainError';
import { maxListedUsers } from '../core/http/maxSizes';
import { isRecord } from '../core/json/isRecord';
import { keyText } from '../core/json/listItems';
import { filtersOfUser } from '../core/parameters/listFilters';
import { smallerQuery } from '../core/update/userFile';
import type { ReadObstacle } from '../core/update/writeObstacle';
import type { UpdateTarget } from './updateTarget';

/** A look at a live user, or why nobody can have one. */
export type Look =
  | { readonly user: UserObject; readonly obstacle?: undefined }
  | { readonly user?: undefined; readonly obstacle: ReadObstacle };

export interface LookOptions {
  /** What the integration offers on users; undefined where nobody told. */
  readonly userMethods?: readonly string[] | undefined;
  /** What is known of the user, such as its addresses: a list may be searched by it. */
  readonly known?: Readonly<Record<string, unknown>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onAttempt?: OnAttempt | undefined;
}

const reads = ['get', 'list'] as const;

/** Where a user is looked for that can only be listed, and not be searched for: in so many of the largest pages. */
const pageSize = 200;
const maxPages = maxListedUsers / pageSize;

/**
 * Reads a live user: by `get`, else out of the list, whatever of them the account offers. A list that can be searched for one
 * user takes one request more than its description, any other one is read as far as `maxListedUsers`.
 * @param query of the update, without what shapes a response: the parameters that a read takes are picked from it
 * @throws TrutoError for any failure but that the account offers no read
 */
export async function lookAtUser(
  target: UpdateTarget,
  query: Readonly<Record<string, unknown>>,
  { userMethods, ...asking }: LookOptions = {},
): Promise<Look> {
  try {
    return await lookBy(userMethods, target, query, asking);
  } catch (error) {
    // A route that there is not answers like a user that there is not: what is offered tells which.
    if (userMethods !== undefined || explanationOf(error)?.status !== 404) throw error;
    const told = await methodsOf(target, asking);
    if (!told || told.includes('get')) throw error;
    return lookBy(told, target, query, asking);
  }
}

async function methodsOf(
  { environment, accountId }: UpdateTarget,
  { signal, onAttempt }: Asking,
): Promise<readonly string[] | undefined> {
  const account = await environment.account(accountId, signal, onAttempt).catch(() => undefined);
  return account && (await environment.askStanding(account, signal, onAttempt)).userMethods;
}

async function lookBy(
  userMethods: LookOptions['userMethods'],
  target: UpdateTarget,
  query: Query,
  asking: Asking,
): Promise<Look> {
  const offered = reads.filter((method) => userMethods === undefined || userMethods.includes(method));
  // What says that it offers neither may still do it: one try tells.
  const isTry = offered.length === 0;
  for (const method of isTry ? (['get'] as const) : offered) {
    try {
      const taken = await parametersTaken(target, method, query, asking.signal, asking.onAttempt);
      const read = method === 'get' ? getUser : findUser;
      const user = await read(target, taken, asking).catch((error: unknown) => {
        const smaller = isTooMuch(error) ? smallerQuery(taken, asking.known ?? {}) : undefined;
        if (!smaller) throw error;
        return read(target, smaller, asking);
      });
      return user ? { user } : { obstacle: 'outOfReach' };
    } catch (error) {
      if (!isUnreadable(error) && !(isTry && isTriedInVain(error))) throw error;
    }
  }
  return { obstacle: 'cannotCompare' };
}

type Query = Readonly<Record<string, unknown>>;
type Asking = Omit<LookOptions, 'userMethods'>;

async function getUser(target: UpdateTarget, query: Query, asking: Asking): Promise<UserObject> {
  const client = await target.environment.client();
  return client.getUser(target.accountId, target.userId, query, asking.signal, asking.onAttempt);
}

/** Undefined where the list has no end, or none within reach. Throws TrutoError also where the whole list has no such user. */
async function findUser(
  target: UpdateTarget,
  query: Query,
  { known = {}, signal, onAttempt }: Asking,
): Promise<UserObject | undefined> {
  const { environment, accountId, userId } = target;
  const client = await environment.client();
  const meta = await environment.readMeta(accountId, 'list', signal, onAttempt);
  const properties = meta?.querySchema['properties'];
  for (const filter of isRecord(properties) ? filtersOfUser(properties, userId, known) : []) {
    const found = await client
      .listUsers(accountId, { limit: pageSize }, signal, onAttempt, { ...query, ...filter })
      .catch(noneIfRefused);
    // A list need not heed what its description names.
    const user = found?.users.find((one) => isUser(one, userId));
    if (user) return user;
  }
  const cursor = new Cursor();
  for (let count = 0; count < maxPages; count++) {
    const begin = cursor.next === undefined ? {} : { cursor: cursor.next };
    const page = await client.listUsers(accountId, { limit: pageSize, ...begin }, signal, onAttempt, query);
    const found = page.users.find((user) => isUser(user, userId));
    if (found) return found;
    if (page.nextCursor === undefined) throw new TrutoError(explainError({ failure: 'notListed' }));
    cursor.pass(page);
    if (cursor.next === undefined) return undefined;
  }
  return undefined;
}

/** What the provider itself returned is most of what is too large. */
const isTooMuch = (error: unknown): boolean => /^responseToo(Large|Deep)$/.test(explanationOf(error)?.code ?? '');

const isUser = ({ id }: UserObject, userId: string): boolean => keyText(id) === userId;

/** Throws any failure but that a filter was refused. */
function noneIfRefused(error: unknown): undefined {
  const status = explanationOf(error)?.status;
  if (status !== 400 && status !== 422) throw error;
}

/** The account lets nobody read its users in this way. What something in between says is no word on that. */
function isUnreadable(error: unknown): boolean {
  const { status, origin } = explanationOf(error) ?? {};
  return status === 405 || status === 501 || (status === 403 && origin !== 'between');
}

/**
 * A read that is not offered was tried, and is not there: however a service says that. The token and the limits are another
 * thing, and so is what comes from no service at all.
 */
function isTriedInVain(error: unknown): boolean {
  const { code, status = 0, origin } = explanationOf(error) ?? {};
  if (code === 'unexpectedResponse') return origin !== 'between';
  return status >= 400 && status !== 401 && status !== 429;
}

/**
 * Whether an account has refused to let a user be read that its integration offers to read, for good: what is to be sent
 * whole can go without. That there is no such user is no such refusal, nor that a parameter is missing, which a person can give.
 */
export function isReadRefused(error: unknown): boolean {
  const { status = 0, origin, fieldProblems = [] } = explanationOf(error) ?? {};
  const isRefusal = status >= 400 && status < 500 && !otherRefusals.has(status);
  const isLacking = fieldProblems.some((problem) => problem.in === 'query' && problem.kind === 'missing');
  return isRefusal && !isLacking && (origin === 'truto' || origin === 'provider');
}

/** The token, the user, and what passes with time. */
const otherRefusals: ReadonlySet<number> = new Set([401, 404, 408, 409, 423, 425, 429, 499]);
