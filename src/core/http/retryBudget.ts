const maxRetries = 10;
const earned = 0.5;

/**
 * How many attempts a client may still make again. Each retry takes one, each success brings half of one back: while
 * everything fails, retries stop adding to the trouble. Waits that a rate limit asks for cost nothing.
 */
export class RetryBudget {
  private left = maxRetries;

  /** Takes one; false when there is none. */
  take(): boolean {
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  earn(): void {
    this.left = Math.min(maxRetries, this.left + earned);
  }
}
