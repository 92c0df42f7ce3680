import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import { explanationOf } from '../api/explanationOf';
import { PagedRows, type Page } from '../api/pagedRows';
import type { Account, AccountFilter } from '../api/trutoClient';
import { tellingWaits } from '../platform/countdown';

/** The first page is soon there, further ones are fewer. */
const [firstPageSize, pageSize] = [50, 100];

/**
 * `filtered`: nothing fits the filter; `none`: the environment has no account; the rest: the first page failed, because
 * of the token, because Truto could not be reached, because nobody trusts the workspace, or for another reason.
 */
export type AccountListState =
  | 'idle'
  | 'loaded'
  | 'none'
  | 'filtered'
  | 'tokenRejected'
  | 'unreachable'
  | 'untrusted'
  | 'error';

/** The integrated accounts of the environment in use, page after page as they are asked for. */
export class AccountList implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  private readonly waited = new vscode.EventEmitter<void>();
  /** Tells that `waits` says something else. */
  readonly onDidWait = this.waited.event;

  /** What the page under way waits for; '' while it waits for nothing but its response. */
  waits = '';
  /** Whose accounts these are: the one in use when the list was begun. */
  environment: Environment | undefined;
  state: AccountListState = 'idle';
  filter: AccountFilter = {};
  /** What was listed of an environment under any filter. */
  private listed: { readonly environment: Environment; readonly accounts: Map<string, Account> } | undefined;
  private cancellation = new AbortController();
  private pages = this.newPages();
  private loading: Promise<void> | undefined;

  constructor(
    private readonly environments: Environments,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Only ever added to: once the list starts over, they are others. */
  get accounts(): readonly Account[] {
    return this.pages.rows;
  }

  get hasMore(): boolean {
    return this.state === 'loaded' && this.pages.hasMore;
  }

  get isFiltered(): boolean {
    return Object.keys(this.filter).length > 0;
  }

  /** All accounts that were listed of the environment in use, under this filter or another one. */
  get seen(): readonly Account[] {
    return this.listed && this.listed.environment === this.environments.active()
      ? [...this.listed.accounts.values()]
      : [];
  }

  /** Loads the first page unless it is there or on its way, or no environment is in use. A failure ends in `state` and in the log. */
  async loadFirst(): Promise<void> {
    if (this.state === 'idle' && this.environments.active()) await this.load();
  }

  /** Loads one page more; the accounts so far stay when it fails. Throws TrutoError. */
  async loadMore(): Promise<void> {
    if (this.hasMore) await this.load();
  }

  /** Starts over, with another filter if one is given; answers on their way are dropped. */
  reset(filter: AccountFilter = this.filter): void {
    this.cancellation.abort();
    this.cancellation = new AbortController();
    this.loading = undefined;
    this.filter = filter;
    this.environment = undefined;
    this.pages = this.newPages();
    this.waits = '';
    this.state = 'idle';
    this.changed.fire();
  }

  dispose(): void {
    this.cancellation.abort();
    this.changed.dispose();
    this.waited.dispose();
  }

  private load(): Promise<void> {
    if (this.loading) return this.loading;
    const loading = this.loadPage(this.pages).finally(() => {
      if (this.loading === loading) this.loading = undefined;
    });
    return (this.loading = loading);
  }

  private newPages(): PagedRows<Account> {
    return new PagedRows<Account>(
      (cursor, signal) => this.readPage(cursor, signal),
      ({ id }) => id,
      this.cancellation.signal,
    );
  }

  private async readPage(cursor: string | undefined, signal: AbortSignal): Promise<Page<Account>> {
    const environment = (this.environment ??= this.environments.open());
    const page = cursor === undefined ? { limit: firstPageSize } : { limit: pageSize, cursor };
    const asked = tellingWaits(
      (words) => this.wait(signal, words),
      async (onAttempt): Promise<Page<Account>> => {
        const client = await environment.client();
        const { accounts, nextCursor } = await client.listAccounts(this.filter, page, signal, onAttempt);
        signal.throwIfAborted();
        environment.remember(accounts);
        return { rows: accounts, ...(nextCursor !== undefined && { nextCursor }) };
      },
    );
    return asked.finally(() => this.wait(signal, ''));
  }

  private wait({ aborted }: AbortSignal, words: string): void {
    if (aborted || words === this.waits) return;
    this.waits = words;
    this.waited.fire();
  }

  private async loadPage(pages: PagedRows<Account>): Promise<void> {
    const isFirst = this.state === 'idle';
    const before = pages.rows.length;
    await pages.loadMore();
    if (pages !== this.pages || this.cancellation.signal.aborted) return;
    const { rows, failure } = pages;
    if (failure === undefined) {
      this.keep(rows.slice(before));
      this.state = rows.length > 0 ? 'loaded' : this.isFiltered ? 'filtered' : 'none';
    } else {
      if (!isFirst) throw failure;
      this.log.error(failure.message);
      this.state = failedState(failure);
    }
    this.changed.fire();
  }

  private keep(accounts: readonly Account[]): void {
    const { environment, listed } = this;
    if (!environment) return;
    this.listed = listed?.environment === environment ? listed : { environment, accounts: new Map() };
    for (const account of accounts) this.listed.accounts.set(account.id, account);
    if (!this.isFiltered) environment.listed = this.pages.soFar;
  }
}

function failedState(error: unknown): AccountListState {
  switch (explanationOf(error)?.code) {
    case 'tokenRejected':
    case 'noToken':
    case 'unusableToken':
      return 'tokenRejected';
    case 'offline':
    case 'timeout':
    case 'connectionLost':
    case 'gatewayFailed':
    case 'proxyRefused':
    case 'plainHttp':
    case 'wrongBaseUrl':
      return 'unreachable';
    case 'untrustedWorkspace':
      return 'untrusted';
    default:
      return 'error';
  }
}
