import * as vscode from 'vscode';
import { Cursor } from '../api/cursor';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import { explanationOf } from '../api/explanationOf';
import type { Account, AccountFilter } from '../api/trutoClient';

const pageSize = 50;

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

  /** Whose accounts these are: the one in use when the list was begun. */
  environment: Environment | undefined;
  accounts: readonly Account[] = [];
  state: AccountListState = 'idle';
  filter: AccountFilter = {};
  /** What was listed of an environment under any filter. */
  private listed: { readonly environment: Environment; readonly accounts: Map<string, Account> } | undefined;
  private cursor = new Cursor();
  private loading: Promise<void> | undefined;
  private cancellation = new AbortController();

  constructor(
    private readonly environments: Environments,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get hasMore(): boolean {
    return this.cursor.next !== undefined;
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
    this.accounts = [];
    this.cursor = new Cursor();
    this.state = 'idle';
    this.changed.fire();
  }

  dispose(): void {
    this.cancellation.abort();
    this.changed.dispose();
  }

  private load(): Promise<void> {
    this.loading ??= this.loadPage(this.cancellation.signal).finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async loadPage(signal: AbortSignal): Promise<void> {
    const first = this.state === 'idle';
    try {
      const environment = (this.environment ??= this.environments.open());
      const client = await environment.client();
      const page = await client.listAccounts(
        this.filter,
        { limit: pageSize, ...(this.cursor.next !== undefined && { cursor: this.cursor.next }) },
        signal,
      );
      if (signal.aborted) return;
      environment.remember(page.accounts);
      if (this.listed?.environment !== environment) this.listed = { environment, accounts: new Map() };
      for (const account of page.accounts) this.listed.accounts.set(account.id, account);
      this.accounts = withNew(this.accounts, page.accounts);
      this.cursor.pass(page);
      this.state = this.accounts.length > 0 ? 'loaded' : this.isFiltered ? 'filtered' : 'none';
    } catch (error) {
      if (signal.aborted) return;
      if (!first) throw error;
      this.log.error(error instanceof Error ? error.message : String(error));
      this.state = failedState(error);
    }
    this.changed.fire();
  }
}

/** A page may tell accounts again. */
function withNew(accounts: readonly Account[], page: readonly Account[]): Account[] {
  return [...new Map([...accounts, ...page].map((account) => [account.id, account])).values()];
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
