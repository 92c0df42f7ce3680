import { PagedRows, type LoadPage, type Page } from '../../api/pagedRows';

/** Where the rows of a list come from. */
export interface PickSource<Row> {
  /** What is known of the list already, and is not asked for. */
  readonly begun?: Page<Row>;
  readonly loadPage: LoadPage<Row>;
  /** What the server itself finds; left out where it offers no search. */
  readonly search?: (typed: string, signal: AbortSignal) => Promise<readonly Row[]>;
  readonly keyOf: (row: Row) => string;
  /** The words of a row by which it is found, a line each. */
  readonly textOf: (row: Row) => string;
}

/** So many rows are shown at a time: VS Code takes and renders all of them whenever one is another. */
export const maxShown = 300;
/** The highlight so near to the first or the last of them brings others. */
const nearEnd = 15;
/** So many pages are looked through for a row that fits what is typed; further ones are asked for by hand. */
const maxPagesLooked = 10;
const minTyped = 2;
/** In ms: typing has come to a rest. */
const restMs = 200;

/**
 * A list that a person looks through: its pages come as they are needed, a stretch of it is shown at a time, and what is
 * typed is looked for, by the server where it offers that and in the pages that are not there yet. It shows nothing
 * itself.
 */
export class PickList<Row> {
  private readonly stop = new AbortController();
  private readonly pages: PagedRows<Row>;
  /** The words of each row, for what is typed to be found in. */
  private readonly texts: string[] = [];
  /** What is looked for in them at this moment, and the places of the rows that fit, of so many that were looked at. */
  private sought = '';
  private fitting: number[] = [];
  private lookedAt = 0;
  /** Where among the rows that fit those that are shown begin. */
  private first = 0;
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
    this.pages = new PagedRows(source.loadPage, source.keyOf, this.stop.signal, source.begun);
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

  /** Whether a page is there: it may have been empty. */
  get hasBegun(): boolean {
    return this.pages.hasBegun;
  }

  get isBusy(): boolean {
    return this.pages.isLoading || this.looking !== undefined;
  }

  get failure(): unknown {
    return this.pages.failure;
  }

  /**
   * The rows to show. Where there are few, all of them, and VS Code itself finds what is typed; else a stretch of those that
   * fit.
   */
  get shown(): readonly Row[] {
    const { rows, first } = this;
    if (!this.isLong || this.sought === '') return rows.slice(first, first + maxShown);
    return this.fit()
      .slice(first, first + maxShown)
      .map((place) => rows[place] as Row);
  }

  /** Whether there are rows before those that are shown. */
  get hasBefore(): boolean {
    return this.first > 0;
  }

  /** Whether there are rows behind those that are shown; there may be pages that are not there yet. */
  get hasAfter(): boolean {
    return this.first + maxShown < this.length;
  }

  /** Whether something of the list fits what is typed. */
  get fits(): boolean {
    return this.foundRows.length > 0 || (this.sought === '' ? this.rows : this.fit()).length > 0;
  }

  has(key: string): boolean {
    return this.pages.has(key);
  }

  /** Loads the first page that is not empty, unless something is known already. */
  begin(): void {
    const loading = this.rows.length === 0 ? this.lookThroughPages(this.stop.signal) : undefined;
    this.tell();
    void loading?.then(() => this.tell());
  }

  /** Loads the next page, or the one that failed. Whoever is at the end of the list sees it. */
  async loadMore(): Promise<void> {
    const { first, sought, hasAfter } = this;
    const loading = this.pages.loadMore();
    this.tell();
    await loading;
    const isStillAtEnd = !hasAfter && first === this.first && sought === this.sought;
    if (isStillAtEnd) this.first = Math.max(first, this.length - maxShown);
    this.tell();
  }

  /** Shows a stretch farther on, or farther back: half of what is shown stays. */
  move(way: 'on' | 'back'): void {
    const by = way === 'on' ? maxShown / 2 : -maxShown / 2;
    this.first = Math.max(0, Math.min(this.first + by, this.length - maxShown));
    this.tell();
  }

  /**
   * The highlight came to one of the rows shown, from another of them where a person moved it. Where nothing is typed, the
   * end of the list brings the next page.
   */
  reach(index: number, from = index): void {
    if (index < from && index < nearEnd && this.hasBefore) this.move('back');
    if (index < this.shown.length - nearEnd) return;
    if (this.hasAfter) this.move('on');
    else if (this.typedText === '' && this.hasMore && !this.pages.isLoading && this.failure === undefined)
      void this.loadMore();
  }

  /** Looks for what is typed once typing comes to a rest, and no longer for what was typed before. */
  type(text: string): void {
    this.looking?.abort();
    this.looking = undefined;
    clearTimeout(this.rest);
    this.seek(text.trim().toLowerCase());
    if (this.isLong) this.tell();
    this.rest = setTimeout(() => void this.look(text.trim()), this.rests);
  }

  dispose(): void {
    this.stop.abort();
    this.looking?.abort();
    clearTimeout(this.rest);
  }

  private get isLong(): boolean {
    return this.rows.length > maxShown;
  }

  /** How many rows there are to show. */
  private get length(): number {
    return this.isLong && this.sought !== '' ? this.fit().length : this.rows.length;
  }

  /** What has one letter more fits only where it fitted without. */
  private seek(text: string): void {
    if (text === this.sought) return;
    this.first = 0;
    if (this.sought !== '' && text.includes(this.sought)) {
      this.fitting = this.fitting.filter((place) => this.textAt(place).includes(text));
    } else {
      this.fitting = [];
      this.lookedAt = 0;
    }
    this.sought = text;
  }

  /** The places of the rows that fit what is looked for. */
  private fit(): readonly number[] {
    for (; this.lookedAt < this.rows.length; this.lookedAt++)
      if (this.textAt(this.lookedAt).includes(this.sought)) this.fitting.push(this.lookedAt);
    return this.fitting;
  }

  private textAt(place: number): string {
    return (this.texts[place] ??= this.source.textOf(this.rows[place] as Row).toLowerCase());
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
    for (let count = 0; count < maxPagesLooked && this.hasMore && !this.fits; count++) {
      // A page that failed is asked for again by hand.
      if (signal.aborted || this.failure !== undefined) return;
      await this.pages.loadMore();
    }
  }

  private tell(): void {
    if (!this.stop.signal.aborted) this.changed();
  }
}
