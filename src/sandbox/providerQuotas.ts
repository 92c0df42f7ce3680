import type { ProviderQuota } from './quirks';
import { providerRefusal } from './response';
import type { SandboxAccount } from './sandboxAccount';
import { SlidingWindow } from './slidingWindow';

/** The quotas that providers set for their accounts, beside Truto's own limits. */
export class ProviderQuotas {
  readonly #now: () => number;
  readonly #windows = new Map<ProviderQuota, Map<string, SlidingWindow>>();

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a request that reaches the account's provider. Throws the provider's 429 when there is no room. */
  take(account: SandboxAccount): void {
    const { quota } = account.quirks;
    if (quota === undefined) return;
    const window = this.#window(account.id, quota);
    if (!window.isFull) {
      window.count();
      return;
    }
    const wait = quota.retryAfter ?? window.state().reset;
    throw providerRefusal(
      429,
      'The provider limits the rate of requests',
      { error: { code: 'rate_limited', message: `${quota.requests} requests per ${quota.seconds} s` } },
      { headers: { 'retry-after': String(wait) } },
    );
  }

  /** The `ratelimit-*` headers of the account's responses; undefined where no provider tells its own. */
  headers(account: SandboxAccount): Readonly<Record<string, string>> | undefined {
    const { quota } = account.quirks;
    if (quota === undefined) return undefined;
    if (quota.told === 'nothing') return {};
    const { limit, remaining, reset } = this.#window(account.id, quota).state();
    return {
      'ratelimit-limit': quota.told === 'window' ? `${limit};w=${quota.seconds}` : String(limit),
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': String(quota.resetAsEpoch === true ? Math.ceil(this.#now() / 1000) + reset : reset),
    };
  }

  /** Another quota of the same account begins anew. */
  #window(accountId: string, quota: ProviderQuota): SlidingWindow {
    const windows = this.#windows.get(quota) ?? new Map<string, SlidingWindow>();
    const window = windows.get(accountId) ?? new SlidingWindow(quota.requests, quota.seconds, this.#now);
    windows.set(accountId, window);
    this.#windows.set(quota, windows);
    return window;
  }
}
