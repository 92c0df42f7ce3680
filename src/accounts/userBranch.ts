import { PagedRows, type Page } from '../api/pagedRows';
import type { OnAttempt, PageRequest } from '../api/trutoClient';
import type { ListedUser } from '../api/userList';
import { tellingWaits } from '../platform/countdown';
import { wordsOfUser } from '../platform/words/userRowWords';

/** Where the users of one account come from. */
export interface UserSource {
  loadPage(page: PageRequest, signal: AbortSignal, onAttempt: OnAttempt): Promise<Page<ListedUser>>;
  /** What the server itself finds; nothing where it offers no search. */
  search(typed: string, signal: AbortSignal): Promise<readonly ListedUser[]>;
}

/** The first page is soon there, further ones are fewer. */
const [firstPageSize, pageSize] = [50, 100];
/** So many users are loaded again at most, for what is selected to stay. */
const maxReloaded = 1000;
/** So many pages are looked through for what is sought; further ones are asked for by hand. */
const maxPagesForSought = 10;

/** `users`: some of the rows are others. `waits`: only what a page waits for. */
export type BranchChange = 'users' | 'waits';

/** The users of one account, page after page as they are asked for, all of them or those that fit what is sought. */
export class UserBranch {
  private stop = new AbortController();
  private pages = this.newPages();
  /** What is there was loaded, and is not to be loaded again. */
  private isFresh = false;
  private reloading: Promise<void> | undefined;
  private reloadFailure: Error | undefined;
  private found: readonly ListedUser[] = [];
  private looking: AbortController | undefined;
  /** What the page under way waits for; '' while it waits for nothing but its response. */
  waits = '';
  /** '' for all users. */
  sought = '';

  constructor(
    private readonly source: UserSource,
    private readonly changed: (change: BranchChange) => void,
  ) {}

  /** Those that fit what is sought; what the server found comes first. */
  get shown(): readonly ListedUser[] {
    const { rows } = this.pages;
    if (this.sought === '') return rows;
    const found = new Set(this.found.map(({ id }) => id));
    const sought = this.sought.toLowerCase();
    return [...this.found, ...rows.filter((user) => !found.has(user.id) && fits(user, sought))];
  }

  /** How many were loaded. */
  get count(): number {
    return this.pages.rows.length;
  }

  get hasMore(): boolean {
    return this.pages.hasMore;
  }

  get isLoading(): boolean {
    return this.reloading !== undefined || this.pages.isLoading || this.looking !== undefined;
  }

  get failure(): Error | undefined {
    return this.reloadFailure ?? this.pages.failure;
  }

  /** Loads the first page, unless it is there or on its way: whoever looks at the rows sees that they are being loaded. */
  begin(): void {
    if (!this.isFresh) void this.startLoading();
  }

  /** What is there stays, and is loaded again with the next `begin`. */
  outdate(): void {
    this.isFresh = false;
  }

  /** Loads as many users again as there are. They stay until those that take their place are there. Never throws. */
  async reload(): Promise<void> {
    const reloading = this.startLoading();
    this.changed('users');
    await reloading;
  }

  /** Loads a page more, or what failed again. Never throws: `failure` tells. */
  async loadMore(): Promise<void> {
    if (this.reloadFailure || !this.isFresh) return this.reload();
    if (this.isLoading) return;
    const loading = this.pages.loadMore();
    this.changed('users');
    await loading;
    this.changed('users');
  }

  /** Shows only what fits; '' shows all users again. Never throws. */
  async search(sought: string): Promise<void> {
    this.looking?.abort();
    this.sought = sought;
    this.found = [];
    this.looking = undefined;
    // What is being loaded is searched once it is there.
    if (sought !== '' && this.reloading) return this.reloading;
    if (sought !== '' && !this.isFresh) return this.reload();
    const looking = sought === '' ? undefined : (this.looking = new AbortController());
    this.changed('users');
    if (!looking) return;
    // What the pages have is there all the same; the failed request is in the log.
    const found = await this.source.search(sought, looking.signal).catch(() => []);
    if (this.looking !== looking) return;
    this.found = found;
    await this.lookThroughPages(looking.signal);
    if (looking.signal.aborted) return;
    this.looking = undefined;
    this.changed('users');
  }

  dispose(): void {
    this.stop.abort();
    this.looking?.abort();
  }

  private startLoading(): Promise<void> {
    this.stop.abort();
    this.stop = new AbortController();
    this.isFresh = true;
    return (this.reloading = this.loadAgain(this.stop.signal));
  }

  private async loadAgain(signal: AbortSignal): Promise<void> {
    const wanted = Math.min(this.count, maxReloaded);
    const pages = this.newPages();
    this.reloadFailure = undefined;
    do await pages.loadMore();
    while (!signal.aborted && !pages.failure && pages.hasMore && pages.rows.length < wanted);
    if (signal.aborted) return;
    this.reloading = undefined;
    if (pages.rows.length === 0 && pages.failure) this.reloadFailure = pages.failure;
    else this.pages = pages;
    this.changed('users');
    if (this.sought !== '') await this.search(this.sought);
  }

  /** As far as something fits. A page that failed is asked for again by hand. */
  private async lookThroughPages(signal: AbortSignal): Promise<void> {
    for (let count = 0; count < maxPagesForSought && !this.reloading; count++) {
      if (signal.aborted || this.failure || !this.hasMore || this.shown.length > 0) return;
      await this.pages.loadMore();
    }
  }

  private newPages(): PagedRows<ListedUser> {
    return new PagedRows<ListedUser>(
      (cursor, signal) => this.loadPage(cursor, signal),
      ({ id }) => id,
      this.stop.signal,
    );
  }

  private async loadPage(cursor: string | undefined, signal: AbortSignal): Promise<Page<ListedUser>> {
    const page = cursor === undefined ? { limit: firstPageSize } : { limit: pageSize, cursor };
    const asked = tellingWaits(
      (words) => this.wait(signal, words),
      (onAttempt) => this.source.loadPage(page, signal, onAttempt),
    );
    return asked.finally(() => this.wait(signal, ''));
  }

  private wait({ aborted }: AbortSignal, words: string): void {
    if (aborted || words === this.waits) return;
    this.waits = words;
    this.changed('waits');
  }
}

const fits = (user: ListedUser, sought: string): boolean => wordsOfUser(user).toLowerCase().includes(sought);
