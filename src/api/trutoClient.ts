import { checkBaseUrl } from '../core/http/baseUrl';
import { isErrorEnvelope } from '../core/errors/errorBody';
import { explainError } from '../core/errors/explainError';
import type { ChoiceResource } from '../core/form/choices';
import type { ExpectedBody } from '../core/errors/errorExplanation';
import type { RequestFailure } from '../core/errors/explainFailure';
import { maxUserBytes } from '../core/http/maxSizes';
import { identityOf } from '../core/responses/identity';
import { encodeQuery, percentEncode } from '../core/http/query';
import {
  readAccount,
  readAccountPage,
  readCapabilities,
  readEnvironmentName,
  readLinkToken,
  readRefreshed,
  readTokenExpiry,
  readLog,
  readUserObject,
  readUserPage,
  type Account,
  type AccountPage,
  type Capabilities,
  type UserObject,
  type UserPage,
} from './responses';
import { headOf, type StreamedResponse, type UpdateResponse } from './responseHead';
import {
  RetryingRequest,
  type AttemptWait,
  type ClientOptions,
  type TrutoResponse,
  type TrutoCall,
} from './retryingRequest';
import { TrutoError } from './trutoError';
import { loggedUpdates, type LoggedUpdates } from './loggedUpdates';
import { readMethodMeta, type MethodMeta } from './methodMeta';

export type { Account, AccountPage, Capabilities, UserObject, UserPage } from './responses';
export type { AttemptWait, ClientOptions } from './retryingRequest';
export type { MethodMeta } from './methodMeta';

/** Only accounts that match all of it. Dates as Truto takes them (ISO 8601). */
export interface AccountFilter {
  readonly tenantId?: string;
  readonly isSandbox?: boolean;
  /** The integration's slug. */
  readonly integration?: string;
  readonly status?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export interface PageRequest {
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface UserUpdate {
  readonly accountId: string;
  readonly userId: string;
  /** Query parameters of the page besides the account, unencoded. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Sent byte for byte. */
  readonly bodyJson: string;
  /** The same for the same send, another for another. */
  readonly idempotencyKey: string;
  /** An earlier send under this key may have been applied. */
  readonly isRepeated?: boolean;
  /** Asked directly before each try leaves; false: it does not. */
  readonly mayLeave?: (() => Promise<boolean>) | undefined;
}

/** What Truto offers on users, as far as it is used here. */
export type UserMethod = 'get' | 'list' | 'update';

const usersPath = '/unified/user-directory/users';

/** Told before every wait of a call. */
export type OnAttempt = (wait: AttemptWait) => void;

/**
 * Truto over HTTP. Every method throws TrutoError, whose explanation tells what to do; cancelling by the signal throws
 * one with the code 'cancelled'. `onAttempt` is told before every wait.
 */
export class TrutoClient {
  private readonly requests: RetryingRequest;
  /** What the providers of the accounts seen are called, for the words of errors. */
  private readonly labels = new Map<string, string>();

  /** Throws RangeError when a token must not be sent to the base URL. */
  constructor(options: ClientOptions) {
    const checked = checkBaseUrl(options.baseUrl);
    if (!checked.ok) throw new RangeError(`Not a base URL of Truto: ${checked.reason}`);
    this.requests = new RetryingRequest({
      baseUrl: checked.baseUrl,
      getToken: () => options.getToken(),
      fetch: options.fetch,
      timeoutSeconds: () => options.timeoutSeconds(),
      onRequest: (entry) => options.onRequest?.(entry),
      isTrusted: () => options.isTrusted?.() ?? true,
      tokenExpiredAt: () => options.tokenExpiredAt?.(),
      ...(options.pacer !== undefined && { pacer: options.pacer }),
      ...(options.clock !== undefined && { clock: options.clock }),
    });
  }

  async listAccounts(
    filter: AccountFilter,
    page: PageRequest,
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
  ): Promise<AccountPage> {
    const query = {
      tenant_id: filter.tenantId,
      is_sandbox: filter.isSandbox,
      'integration.name': filter.integration,
      status: filter.status,
      created_at: filter.createdAt,
      updated_at: filter.updatedAt,
      limit: page.limit,
      next_cursor: page.cursor,
    };
    const accounts = await this.get('/integrated-account', query, 'accountList', readAccountPage, {
      signal,
      onAttempt,
    });
    for (const account of accounts.accounts) this.remember(account);
    return accounts;
  }

  /** What is another account is a failure: nothing is confirmed in the name of one, and sent to the other. */
  async getAccount(accountId: string, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<Account> {
    const path = `/integrated-account/${segment(accountId)}`;
    const read = (body: unknown) => {
      const account = readAccount(body);
      return account?.id.toLowerCase() === accountId.toLowerCase() ? account : undefined;
    };
    const account = await this.get(path, {}, 'account', read, { signal, onAttempt });
    this.remember(account);
    return account;
  }

  async getCapabilities(accountId: string, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<Capabilities> {
    const path = `/integrated-account/${segment(accountId)}/capabilities`;
    const query = { type: 'unified', resource: 'users' };
    return this.get(path, query, 'capabilities', readCapabilities, { signal, onAttempt });
  }

  async listUsers(
    accountId: string,
    page: PageRequest,
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
    filter: Readonly<Record<string, unknown>> = {},
  ): Promise<UserPage> {
    return this.listResource('users', accountId, page, signal, onAttempt, filter);
  }

  /** The same of a sister resource of users. */
  async listResource(
    resource: ChoiceResource | 'users',
    accountId: string,
    page: PageRequest,
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
    filter: Readonly<Record<string, unknown>> = {},
  ): Promise<UserPage> {
    const query = { ...filter, integrated_account_id: accountId, limit: page.limit, next_cursor: page.cursor };
    const path = `/unified/user-directory/${resource}`;
    return this.get(path, query, 'userList', readUserPage, { accountId, signal, onAttempt });
  }

  /** The whole user; items of a list can be partial. What is no user, or another one, is a failure. */
  async getUser(
    accountId: string,
    userId: string,
    query: Readonly<Record<string, unknown>> = {},
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
  ): Promise<UserObject> {
    const path = `${usersPath}/${segment(userId)}`;
    const named = { ...query, integrated_account_id: accountId };
    const watched = { accountId, signal, onAttempt, maxBytes: maxUserBytes };
    const read = (body: unknown, status: number) => {
      const identity = identityOf(body, userId, false);
      if (identity === 'otherUser') throw failure({ failure: 'otherUser', status });
      return identity === 'user' ? readUserObject(body) : undefined;
    };
    return this.get(path, named, 'user', read, watched);
  }

  /** What this account's mapping accepts in an update, or takes for a read. */
  async getMethodMeta(
    accountId: string,
    method: UserMethod,
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
  ): Promise<MethodMeta> {
    const path = `${usersPath}/meta/${method}`;
    const query = { integrated_account_id: accountId };
    return this.get(path, query, 'methodDescription', readMethodMeta, { accountId, signal, onAttempt });
  }

  /** A page of the updates of an account that Truto's log knows of, the newest first. It names no body and no key. */
  async loggedUpdates(
    accountId: string,
    cursor?: string,
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
  ): Promise<LoggedUpdates> {
    const response = await this.requests.send({
      method: 'GET',
      path: '/log',
      query: encodeQuery({
        log_type: 'unified_proxy_api',
        log_type_filter: { integrated_account_id: accountId },
        next_cursor: cursor,
      }),
      write: false,
      expected: 'log',
      signal,
      onAttempt,
    });
    return loggedUpdates(expectedOf(response, readLog, 'log'), response.headers['date']);
  }

  /** What Truto calls the environment of the token. */
  async environmentName(signal?: AbortSignal): Promise<string> {
    return this.get('/environment', {}, 'environment', readEnvironmentName, { signal });
  }

  /** When the API token expires, in ms since 1970; `never` where it does not. */
  async tokenExpiry(signal?: AbortSignal): Promise<number | 'never'> {
    return this.get('/api-token', {}, 'apiToken', readTokenExpiry, { signal });
  }

  /** Lets Truto get fresh credentials of an account without a person. Resolves to whether it did. */
  async refreshCredentials(accountId: string, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<boolean> {
    const path = '/integrated-account/refresh-credentials';
    return this.post(path, { id: accountId }, 'refreshedCredentials', readRefreshed, { signal, onAttempt });
  }

  /**
   * A token for the page on which the account's owner reconnects it. As secret as the API token.
   * @param redirectUri where that page leads to in the end
   */
  async createLinkToken(
    accountId: string,
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
    redirectUri?: string,
  ): Promise<string> {
    const body = { integrated_account_id: accountId, persist_previous_context: true, redirect_uri: redirectUri };
    return this.post('/link-token', body, 'linkToken', readLinkToken, { signal, onAttempt });
  }

  /**
   * The call this extension exists for. Retries carry the same key, so that none is applied twice. When the outcome of
   * the error is 'unknown', the update may have been applied.
   */
  async updateUser(update: UserUpdate, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<UpdateResponse> {
    const response = await this.requests.send(this.patch(update, signal, onAttempt));
    return { ...headOf(response), bytes: response.bytes, body: response.body, durationMs: response.durationMs };
  }

  /**
   * As `updateUser`, for answers of any size and kind: resolves when the update is accepted, and hands on the body as it
   * arrives. A body that breaks off is not asked for again.
   */
  async streamUpdate(update: UserUpdate, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<StreamedResponse> {
    const response = await this.requests.stream(this.patch(update, signal, onAttempt));
    return { ...headOf(response), chunks: response.chunks };
  }

  private patch(update: UserUpdate, signal: AbortSignal | undefined, onAttempt: TrutoCall['onAttempt']): TrutoCall {
    return {
      method: 'PATCH',
      path: `${usersPath}/${segment(update.userId)}`,
      query: encodeQuery({ ...update.query, integrated_account_id: update.accountId }),
      bodyJson: update.bodyJson,
      idempotencyKey: update.idempotencyKey,
      ...(update.isRepeated === true && { earlier: 'unknown' as const }),
      write: true,
      maxBytes: maxUserBytes,
      mayLeave: update.mayLeave,
      signal,
      onAttempt,
      ...this.about(update.accountId),
    };
  }

  private async get<T>(
    path: string,
    query: Readonly<Record<string, unknown>>,
    expected: ExpectedBody,
    read: (body: unknown, status: number) => T | undefined,
    { accountId, ...watched }: Pick<TrutoCall, 'accountId' | 'signal' | 'onAttempt' | 'maxBytes'>,
  ): Promise<T> {
    const response = await this.requests.send({
      method: 'GET',
      path,
      query: encodeQuery(query),
      write: false,
      expected,
      ...watched,
      ...(accountId !== undefined && this.about(accountId)),
    });
    return expectedOf(response, read, expected);
  }

  private async post<T>(
    path: string,
    body: object,
    expected: ExpectedBody,
    read: (body: unknown) => T | undefined,
    { signal, onAttempt }: Pick<TrutoCall, 'signal' | 'onAttempt'>,
  ): Promise<T> {
    const response = await this.requests.send({
      method: 'POST',
      path,
      query: '',
      write: false,
      expected,
      signal,
      onAttempt,
      idempotencyKey: crypto.randomUUID(),
      bodyJson: JSON.stringify(body),
    });
    return expectedOf(response, read, expected);
  }

  private about(accountId: string): Pick<TrutoCall, 'accountId' | 'integrationLabel'> {
    const label = this.labels.get(accountId);
    return { accountId, ...(label !== undefined && { integrationLabel: label }) };
  }

  private remember(account: Account): void {
    this.labels.set(account.id, account.integration.label);
  }
}

/** One segment of a path. URLs drop '.', '..' and their encoded spellings, so such an id would name something else. */
function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw failure({ failure: 'unusableId' });
  return percentEncode(id);
}

/** What is no JSON does not come from Truto; and an error is none of what was asked for, whatever its status. */
function expectedOf<T>(
  { body, status, headers }: TrutoResponse,
  read: (body: unknown, status: number) => T | undefined,
  expected: ExpectedBody,
): T {
  const isError = isErrorEnvelope(body) || /^application\/problem\+/i.test(headers['content-type'] ?? '');
  const value = isError ? undefined : read(body, status);
  if (value !== undefined) return value;
  throw failure({ failure: 'unexpectedResponse', status, expected, foreign: body === undefined });
}

function failure(reason: RequestFailure): TrutoError {
  return new TrutoError(explainError(reason), reason.status === undefined ? {} : { status: reason.status });
}
