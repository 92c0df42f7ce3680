import { PagedRows, type LoadPage } from './pagedRows';

/** Where the rows of a list come from. */
export interface PickSource<Row> {
  readonly loadPage: LoadPage<Row>;
  /** What the server itself finds; left out where it offers no search. */
  readonly search?: (typed: string, signal: AbortSignal) => Promise<readonly Row[]>;
  readonly keyOf: (row: Row) => string;
  /** All words of a row, by which it is found. */
  readonly textOf: (row: Row) => string;
}

/** The highlight so near to the last row brings the next page. */
const nearEnd = 15;
/** So many pages are looked through for what is typed; further ones are asked for by hand. */
const maxPagesForTyped = 10;
const minTyped = 2;
/** In ms: typing has come to a rest. */
const restMs = 200;

/**
 * A list that a person looks through: its pages come as they are needed, and what is typed is looked for, by the server
 * where it offers that and in the pages that are not there yet. It shows nothing itself.
 */
export class PickList<Row> {
  private readonly stop = new AbortController();
  private readonly pages: PagedRows<Row>;
  /** The words of each row, for what is typed to be found in. */
  private readonly texts: string[] = [];
  private typedText = '';
  private foundRows: readonly Row[] = [];
  private looking: AbortController | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** @param changed is told of everything that makes the list look otherwise, and sometimes of nothing */
  constructor(
    private readonly source: PickSource<Row>,
    private readonly changed: () => void,
    private readonly rests: number = restMs,
  ) {
    this.pages = new PagedRows(source.loadPage, source.keyOf, this.stop.signal);
  }

  get rows(): readonly Row[] {
    return this.pages.rows;
  }

  /** What the server found for what is typed. Some of it may be among the rows. */
  get found(): readonly Row[] {
    return this.foundRows;
  }

  /** What was typed when typing last came to a rest. */
  get typed(): string {
    return this.typedText;
  }

  get hasMore(): boolean {
    return this.pages.hasMore;
  }

  get isBusy(): boolean {
    return this.pages.isLoading || this.looking !== undefined;
  }

  get failure(): unknown {
    return this.pages.failure;
  }

  /** Whether something of the list fits what is typed. */
  get fits(): boolean {
    const { rows } = this;
    while (this.texts.length < rows.length)
      this.texts.push(this.source.textOf(rows[this.texts.length] as Row).toLowerCase());
    const typed = this.typedText.toLowerCase();
    return this.foundRows.length > 0 || this.texts.some((text) => text.includes(typed));
  }

  /** Loads the next page, or the one that failed. */
  async loadMore(): Promise<void> {
    const loading = this.pages.loadMore();
    this.tell();
    await loading;
    this.tell();
  }

  /** The highlight came to a row. Where nothing is typed, the end of the list brings the next page. */
  reach(index: number): void {
    const isNearEnd = index >= this.rows.length - nearEnd;
    if (isNearEnd && this.typedText === '' && this.hasMore && !this.pages.isLoading && this.failure === undefined)
      void this.loadMore();
  }

  /** Looks for what is typed once typing comes to a rest, and no longer for what was typed before. */
  type(text: string): void {
    this.looking?.abort();
    this.looking = undefined;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => void this.look(text.trim()), this.rests);
  }

  dispose(): void {
    this.stop.abort();
    this.looking?.abort();
    clearTimeout(this.rest);
  }

  private async look(typed: string): Promise<void> {
    this.typedText = typed;
    this.foundRows = [];
    // Where nothing can be listed, nothing can be searched.
    const isSought = typed.length >= minTyped && this.hasMore && (this.failure === undefined || this.rows.length > 0);
    const looking = isSought ? new AbortController() : undefined;
    this.looking = looking;
    this.tell();
    if (!looking) return;
    await this.searchServer(typed, looking.signal);
    if (!looking.signal.aborted) await this.lookThroughPages(looking.signal);
    if (looking.signal.aborted) return;
    this.looking = undefined;
    this.tell();
  }

  private async searchServer(typed: string, signal: AbortSignal): Promise<void> {
    // What the pages have is there all the same; the failed request is in the log.
    const found = await this.source.search?.(typed, signal).catch(() => []);
    if (signal.aborted || !found) return;
    this.foundRows = found;
    this.tell();
  }

  /** What they have is shown when something fits, not page by page. */
  private async lookThroughPages(signal: AbortSignal): Promise<void> {
    for (let count = 0; count < maxPagesForTyped && this.hasMore && !this.fits; count++) {
      // A page that failed is asked for again by hand.
      if (signal.aborted || this.failure !== undefined) return;
      await this.pages.loadMore();
    }
  }

  private tell(): void {
    if (!this.stop.signal.aborted) this.changed();
  }
}
