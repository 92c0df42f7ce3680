/** How many requests fit into any window of `seconds`. Truto documents 500 per token and 50 per account in 10 s. */
export interface LimitOptions {
  readonly perToken: number;
  readonly perAccount: number;
  readonly seconds: number;
}

export const documentedLimits: LimitOptions = { perToken: 500, perAccount: 50, seconds: 10 };

export interface LimitState {
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the oldest counted request leaves the window; 0 when there is none. */
  readonly reset: number;
}

/** Counts requests in sliding windows, one for each key. A request that found no room is not counted. */
export class RateLimits {
  readonly #options: LimitOptions;
  readonly #now: () => number;
  readonly #times = new Map<string, number[]>();

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
    const keys = [tokenKey(token), ...(accountId === undefined ? [] : [accountKey(accountId)])];
    const full = keys.find((key) => this.#state(key).remaining <= 0);
    if (full !== undefined) return full === keys[0] ? 'token' : 'account';
    for (const key of keys) this.#recent(key).push(this.#now());
    return undefined;
  }

  /** The window that is nearest to its limit: the account's, when the request names one. */
  state(token: string, accountId: string | undefined): LimitState {
    const states = [
      this.#state(tokenKey(token)),
      ...(accountId === undefined ? [] : [this.#state(accountKey(accountId))]),
    ];
    return states.reduce((least, state) => (state.remaining < least.remaining ? state : least));
  }

  #state(key: string): LimitState {
    const times = this.#recent(key);
    const limit = key.startsWith('token ') ? this.#options.perToken : this.#options.perAccount;
    const [oldest] = times;
    const reset = oldest === undefined ? 0 : Math.ceil((oldest + this.#options.seconds * 1000 - this.#now()) / 1000);
    return { limit, remaining: Math.max(0, limit - times.length), reset };
  }

  /** The key's counted requests that are still in the window, oldest first. */
  #recent(key: string): number[] {
    const times = this.#times.get(key) ?? [];
    const start = this.#now() - this.#options.seconds * 1000;
    while (times[0] !== undefined && times[0] <= start) times.shift();
    this.#times.set(key, times);
    return times;
  }
}

function tokenKey(token: string): string {
  return `token ${token}`;
}

function accountKey(accountId: string): string {
  return `account ${accountId}`;
}
