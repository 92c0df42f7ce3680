import * as vscode from 'vscode';
import type { Connection } from '../api/connection';
import type { Account, AccountFilter } from '../api/trutoClient';

const pageSize = 50;

/** `filtered`: nothing fits the filter; `none`: the environment has no account; `error`: the first page failed. */
export type AccountListState = 'idle' | 'loaded' | 'none' | 'filtered' | 'error';

/** The integrated accounts of the active environment, page after page as they are asked for. */
export class AccountList implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  accounts: readonly Account[] = [];
  state: AccountListState = 'idle';
  error: unknown;
  filter: AccountFilter = {};
  private nextCursor: string | undefined;
  private loading: Promise<void> | undefined;
  private cancellation = new AbortController();

  constructor(private readonly connection: Connection) {}

  get hasMore(): boolean {
    return this.nextCursor !== undefined;
  }

  /** Loads the first page unless it is there or on its way. Failures end in `state` and `error`. */
  async loadFirst(): Promise<void> {
    if (this.state === 'idle') await this.load();
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
    this.accounts = [];
    this.nextCursor = undefined;
    this.error = undefined;
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
      const client = await this.connection.client();
      const page = await client.listAccounts(this.filter, { limit: pageSize, ...(this.nextCursor && { cursor: this.nextCursor }) }, signal);
      if (signal.aborted) return;
      this.connection.remember(page.accounts);
      this.accounts = [...this.accounts, ...page.accounts];
      this.nextCursor = page.nextCursor;
      this.state = this.accounts.length > 0 ? 'loaded' : Object.keys(this.filter).length > 0 ? 'filtered' : 'none';
    } catch (error) {
      if (signal.aborted) return;
      if (!first) throw error;
      this.error = error;
      this.state = 'error';
    }
    this.changed.fire();
  }
}
