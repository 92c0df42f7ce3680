import { Cursor } from './cursor';

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor?: string;
}

export type LoadPage<Row> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;

/**
 * The rows of a list, page after page as they are asked for: each row once, whatever the pages tell again. A page that
 * fails leaves what is there, and can be asked for again.
 */
export class PagedRows<Row> {
  /** Only ever added to. */
  readonly rows: Row[] = [];
  /** Why the last page did not come. */
  failure: Error | undefined;
  /** A page is there, though it may have been empty. */
  hasBegun = false;
  private readonly keys = new Set<string>();
  private readonly cursor = new Cursor();
  private loading: Promise<void> | undefined;

  /** @param begun what is known of the list already, and is not asked for */
  constructor(
    private readonly load: LoadPage<Row>,
    private readonly keyOf: (row: Row) => string,
    private readonly signal: AbortSignal,
    begun?: Page<Row>,
  ) {
    if (begun) this.take(begun);
  }

  get hasMore(): boolean {
    return !this.hasBegun || this.cursor.next !== undefined;
  }

  get isLoading(): boolean {
    return this.loading !== undefined;
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** All that is there so far, for another list to begin with. */
  get soFar(): Page<Row> {
    const { next } = this.cursor;
    return { rows: this.rows, ...(next !== undefined && { nextCursor: next }) };
  }

  /** Loads a page more, or waits for the one under way. Never throws: `failure` tells. */
  async loadMore(): Promise<void> {
    if (!this.hasMore || this.signal.aborted) return;
    this.loading ??= this.loadPage().finally(() => (this.loading = undefined));
    await this.loading;
  }

  private async loadPage(): Promise<void> {
    this.failure = undefined;
    try {
      this.take(await this.load(this.cursor.next, this.signal));
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  private take(page: Page<Row>): void {
    this.hasBegun = true;
    this.cursor.pass(page);
    for (const row of page.rows) this.add(row);
  }

  private add(row: Row): void {
    const key = this.keyOf(row);
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.rows.push(row);
  }
}
