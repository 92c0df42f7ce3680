import { checkBaseUrl } from '../core/http/baseUrl';
import { explainError } from '../core/errors/explainError';
import type { ExpectedBody } from '../core/errors/errorExplanation';
import type { RequestFailure } from '../core/errors/explainFailure';
import { encodeQuery, percentEncode } from '../core/http/query';
import {
  readAccount,
  readAccountPage,
  readCapabilities,
  readLinkToken,
  readUser,
  readUserPage,
  type Account,
  type AccountPage,
  type Capabilities,
  type UserObject,
  type UserPage,
} from './responses';
import { requestIdOf } from './requestRecord';
import {
  RetryingRequest,
  type AttemptWait,
  type ClientOptions,
  type TrutoResponse,
  type TrutoCall,
} from './retryingRequest';
import { TrutoError } from './trutoError';
import { readUpdateMeta, type UpdateMeta } from './updateMeta';

export type { Account, AccountPage, Capabilities, UserObject, UserPage } from './responses';
export type { AttemptWait, ClientOptions } from './retryingRequest';
export type { UpdateMeta } from './updateMeta';

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
}

/** The head of the response to an update that Truto accepted. */
export interface ResponseHead {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** '' when the response had none. */
  readonly contentType: string;
  readonly requestId?: string;
  readonly attempts: number;
  readonly rateLimitRemaining?: number;
}

/** What Truto answered to an update that it accepted. */
export interface UpdateResponse extends ResponseHead {
  /** As it came. */
  readonly bytes: Uint8Array;
  /** Parsed when it is JSON; undefined otherwise, as raw and streamed answers may be. */
  readonly body: unknown;
  /** Waits and retries included. */
  readonly durationMs: number;
}

/** The same, while its body is still coming. */
export interface StreamedResponse extends ResponseHead {
  /** Read once. Throws TrutoError with the outcome 'applied' when it breaks off or is cancelled. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const usersPath = '/unified/user-directory/users';

/**
 * Truto over HTTP. Every method throws TrutoError, whose explanation tells what to do; cancelling by the signal throws
 * one with the code 'cancelled'.
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
      ...(options.pacer !== undefined && { pacer: options.pacer }),
      ...(options.clock !== undefined && { clock: options.clock }),
    });
  }

  async listAccounts(filter: AccountFilter, page: PageRequest, signal?: AbortSignal): Promise<AccountPage> {
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
    const response = await this.get('/integrated-account', query, { signal });
    const accounts = expectedOf(response, readAccountPage(response.body), 'accountList');
    for (const account of accounts.accounts) this.remember(account);
    return accounts;
  }

  async getAccount(accountId: string, signal?: AbortSignal): Promise<Account> {
    const response = await this.get(`/integrated-account/${segment(accountId)}`, {}, { signal });
    const account = expectedOf(response, readAccount(response.body), 'account');
    this.remember(account);
    return account;
  }

  async getCapabilities(accountId: string, signal?: AbortSignal): Promise<Capabilities> {
    const response = await this.get(
      `/integrated-account/${segment(accountId)}/capabilities`,
      { type: 'unified', resource: 'users' },
      { signal },
    );
    return expectedOf(response, readCapabilities(response.body), 'capabilities');
  }

  async listUsers(accountId: string, page: PageRequest, signal?: AbortSignal): Promise<UserPage> {
    const query = { integrated_account_id: accountId, limit: page.limit, next_cursor: page.cursor };
    const response = await this.get(usersPath, query, { accountId, signal });
    return expectedOf(response, readUserPage(response.body), 'userList');
  }

  /** The whole user; items of a list can be partial. */
  async getUser(
    accountId: string,
    userId: string,
    query: Readonly<Record<string, unknown>> = {},
    signal?: AbortSignal,
  ): Promise<UserObject> {
    const response = await this.get(
      `${usersPath}/${segment(userId)}`,
      { ...query, integrated_account_id: accountId },
      { accountId, signal },
    );
    return expectedOf(response, readUser(response.body), 'user');
  }

  /** What this account's mapping accepts in an update. */
  async getUpdateMeta(accountId: string, signal?: AbortSignal): Promise<UpdateMeta> {
    const response = await this.get(
      `${usersPath}/meta/update`,
      { integrated_account_id: accountId },
      { accountId, signal },
    );
    return expectedOf(response, readUpdateMeta(response.body), 'updateDescription');
  }

  /** A token for the page on which the account's owner reconnects it. As secret as the API token. */
  async createLinkToken(accountId: string, signal?: AbortSignal): Promise<string> {
    const response = await this.requests.send({
      method: 'POST',
      path: '/link-token',
      query: '',
      write: false,
      signal,
      idempotencyKey: crypto.randomUUID(),
      bodyJson: JSON.stringify({ integrated_account_id: accountId, persist_previous_context: true }),
    });
    return expectedOf(response, readLinkToken(response.body), 'linkToken');
  }

  /**
   * The call this extension exists for. Retries carry the same key, so that none is applied twice. When the outcome of
   * the error is 'unknown', the update may have been applied. `onAttempt` is told before every wait.
   */
  async updateUser(
    update: UserUpdate,
    signal?: AbortSignal,
    onAttempt?: (wait: AttemptWait) => void,
  ): Promise<UpdateResponse> {
    const response = await this.requests.send(this.patch(update, signal, onAttempt));
    return { ...headOf(response), bytes: response.bytes, body: response.body, durationMs: response.durationMs };
  }

  /**
   * As `updateUser`, for answers of any size and kind: resolves when the update is accepted, and hands on the body as it
   * arrives. A body that breaks off is not asked for again.
   */
  async streamUpdate(
    update: UserUpdate,
    signal?: AbortSignal,
    onAttempt?: (wait: AttemptWait) => void,
  ): Promise<StreamedResponse> {
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
      write: true,
      signal,
      onAttempt,
      ...this.about(update.accountId),
    };
  }

  private get(
    path: string,
    query: Readonly<Record<string, unknown>>,
    about: { readonly accountId?: string; readonly signal: AbortSignal | undefined },
  ): Promise<TrutoResponse> {
    return this.requests.send({
      method: 'GET',
      path,
      query: encodeQuery(query),
      write: false,
      signal: about.signal,
      ...(about.accountId !== undefined && this.about(about.accountId)),
    });
  }

  private about(accountId: string): Pick<TrutoCall, 'accountId' | 'integrationLabel'> {
    const label = this.labels.get(accountId);
    return { accountId, ...(label !== undefined && { integrationLabel: label }) };
  }

  private remember(account: Account): void {
    this.labels.set(account.id, account.integration.label);
  }
}

function headOf({ status, headers, attempts }: Pick<ResponseHead, 'status' | 'headers' | 'attempts'>): ResponseHead {
  const requestId = requestIdOf(headers);
  const remaining = headers['ratelimit-remaining'] ?? '';
  return {
    status,
    headers,
    attempts,
    contentType: headers['content-type'] ?? '',
    ...(requestId !== undefined && { requestId }),
    ...(/^\d+$/.test(remaining) && { rateLimitRemaining: Number(remaining) }),
  };
}

/** One segment of a path. URLs drop '.', '..' and their encoded spellings, so such an id would name something else. */
function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw failure({ failure: 'unusableId' });
  return percentEncode(id);
}

function expectedOf<T>(response: TrutoResponse, read: T | undefined, expected: ExpectedBody): T {
  if (read === undefined) throw failure({ failure: 'unexpectedResponse', status: response.status, expected });
  return read;
}

function failure(reason: RequestFailure): TrutoError {
  return new TrutoError(explainError(reason), reason.status === undefined ? {} : { status: reason.status });
}
