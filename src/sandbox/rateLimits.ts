import { SlidingWindow, type LimitState } from './slidingWindow';

/** How many requests fit into any window of `seconds`. Truto documents 500 per token and 50 per account in 10 s. */
export interface LimitOptions {
  readonly perToken: number;
  readonly perAccount: number;
  readonly seconds: number;
}

export const documentedLimits: LimitOptions = { perToken: 500, perAccount: 50, seconds: 10 };

/** Truto's own limits, for tokens and for integrated accounts. */
export class RateLimits {
  readonly #options: LimitOptions;
  readonly #now: () => number;
  readonly #windows = new Map<string, SlidingWindow>();

  /** `now`: milliseconds. */
  constructor(options: LimitOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /**
   * Counts a request of the token, and of the account when it names one. Answers which of the two has no room left, or
   * undefined when the request may go on.
   */
  take(token: string, accountId: string | undefined): 'token' | 'account' | undefined {
    const [ofToken, ofAccount] = this.#windowsOf(token, accountId);
    if (ofToken.isFull) return 'token';
    if (ofAccount?.isFull === true) return 'account';
    ofToken.count();
    ofAccount?.count();
    return undefined;
  }

  /** The window that is nearest to its limit: the account's, when the request names one. */
  state(token: string, accountId: string | undefined): LimitState {
    const [ofToken, ofAccount] = this.#windowsOf(token, accountId);
    const [least, other] = [ofToken.state(), ofAccount?.state()];
    return other !== undefined && other.remaining < least.remaining ? other : least;
  }

  #windowsOf(token: string, accountId: string | undefined): readonly [SlidingWindow, SlidingWindow | undefined] {
    const { perToken, perAccount } = this.#options;
    return [
      this.#window(`token ${token}`, perToken),
      accountId === undefined ? undefined : this.#window(`account ${accountId}`, perAccount),
    ];
  }

  #window(key: string, limit: number): SlidingWindow {
    const window = this.#windows.get(key) ?? new SlidingWindow(limit, this.#options.seconds, this.#now);
    this.#windows.set(key, window);
    return window;
  }
}
