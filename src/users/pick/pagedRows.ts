import { Cursor } from '../../api/cursor';

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
  failure: unknown;
  private readonly keys = new Set<string>();
  private readonly cursor = new Cursor();
  private hasBegun = false;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly load: LoadPage<Row>,
    private readonly keyOf: (row: Row) => string,
    private readonly signal: AbortSignal,
  ) {}

  get hasMore(): boolean {
    return !this.hasBegun || this.cursor.next !== undefined;
  }

  get isLoading(): boolean {
    return this.loading !== undefined;
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
      const page = await this.load(this.cursor.next, this.signal);
      this.hasBegun = true;
      this.cursor.pass(page);
      for (const row of page.rows) this.add(row);
    } catch (error) {
      this.failure = error;
    }
  }

  private add(row: Row): void {
    const key = this.keyOf(row);
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.rows.push(row);
  }
}
