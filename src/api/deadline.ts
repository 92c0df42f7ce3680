/** Aborts its signal when a time that has begun does not end in time. The first one begins at once. */
export class Deadline {
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly seconds: number) {
    this.begin();
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Begins the time anew. */
  begin(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.abort.abort();
    }, this.seconds * 1000);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
