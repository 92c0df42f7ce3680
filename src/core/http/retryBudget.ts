/** In ms: a retry comes back by itself in this time, and half of one with a success. */
const retryMs = 5_000;
const maxRetries = 10;

/**
 * How many attempts a client may still make again. Each retry takes one, each success brings half of one back, and so does
 * time: while everything fails, retries hardly add to the trouble. Waits that a rate limit asks for cost nothing.
 */
export class RetryBudget {
  private leftMs = maxRetries * retryMs;
  private at: number;

  /** @param now in ms, of any clock */
  constructor(private readonly now: () => number) {
    this.at = now();
  }

  /** Takes one; false when there is none. */
  take(): boolean {
    const now = this.now();
    this.add(Math.max(0, now - this.at));
    this.at = now;
    if (this.leftMs < retryMs) return false;
    this.leftMs -= retryMs;
    return true;
  }

  earn(): void {
    this.add(retryMs / 2);
  }

  private add(ms: number): void {
    this.leftMs = Math.min(maxRetries * retryMs, this.leftMs + ms);
  }
}
