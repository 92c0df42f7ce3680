/** The way through the pages of one list. A cursor that comes again ends it: the list would never end by itself. */
export class Cursor {
  private readonly seen = new Set<string>();
  private current: string | undefined;

  /** Where the next page begins; undefined before the first page and behind the last one. */
  get next(): string | undefined {
    return this.current;
  }

  /** Goes behind a page. */
  pass({ nextCursor }: { readonly nextCursor?: string }): void {
    this.current = nextCursor !== undefined && !this.seen.has(nextCursor) ? nextCursor : undefined;
    if (nextCursor !== undefined) this.seen.add(nextCursor);
  }
}
