import { isRemoteError } from '../errors/errorBody';
import { quotaResetSeconds, rateLimitWaitSeconds } from '../errors/retryAfter';

export interface PacerLimits {
  readonly windowMs: number;
  readonly perAccount: number;
  readonly perToken: number;
}

/** Truto's own limits: 50 requests for one account and 500 for one token in any 10 seconds. */
export const trutoLimits: PacerLimits = { windowMs: 10_000, perAccount: 50, perToken: 500 };

/** What a response tells about the limits. `headers` by lower-case name. */
export interface PacedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const everyAccount = '';
/** Longer pauses are not believed: some providers response a point in time, or the end of the day. The server is asked again. */
const maxPauseMs = 5 * 60_000;
const maxAllowanceMs = 60_000;

/** Where requests take their places. */
export interface Pace {
  /** 0 when the request may be sent now, else the milliseconds to wait before asking again; then nothing was taken. */
  take(accountId: string | undefined): number | Promise<number>;
  /** Tells that a request which took a place is over, with its response if there was one. */
  done(accountId: string | undefined, response?: PacedResponse): void;
}

/**
 * Keeps the requests of one token under Truto's limits over sliding windows, and under what answers say remains. It
 * holds no timers: ask `take` before every request and wait as long as it says.
 */
export class Pacer implements Pace {
  private readonly buckets = new Map<string, Bucket>();

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly now: () => number,
    private readonly limits: PacerLimits = trutoLimits,
  ) {}

  /**
   * Takes a place for one request: 0 when it may be sent now, else the milliseconds to wait before asking again; then
   * nothing was taken. After 0, call `done` when the request is over.
   * @param accountId undefined for calls that name no account: only the token's limit holds for them
   */
  take(accountId: string | undefined): number {
    const waitMs = this.waitMs(accountId);
    const now = this.now();
    if (waitMs === 0) for (const bucket of this.bucketsOf(accountId)) bucket.take(now);
    return waitMs;
  }

  /** What `take` would response, without taking anything. */
  waitMs(accountId: string | undefined): number {
    const now = this.now();
    return Math.max(0, Math.ceil(Math.max(...this.bucketsOf(accountId).map((bucket) => bucket.waitMs(now)))));
  }

  /** Tells that a request which took a place is over, with its response if there was one. */
  done(accountId: string | undefined, response?: PacedResponse): void {
    const now = this.now();
    for (const bucket of this.bucketsOf(accountId)) bucket.release();
    if (response === undefined) return;
    const bucket = this.bucket(accountId ?? everyAccount);
    if (response.status === 429) bucket.pause(now, (rateLimitWaitSeconds(response.headers, Date.now()) ?? 10) * 1000);
    const remaining = readCount(response.headers['ratelimit-remaining']);
    const resetSeconds = quotaResetSeconds(response.headers, Date.now());
    // A provider's 429 may still carry the numbers of the moment before.
    if (remaining !== undefined && resetSeconds !== undefined && !isRemoteError(response.body)) {
      bucket.allow(now, remaining, resetSeconds * 1000);
    }
  }

  private bucketsOf(accountId: string | undefined): Bucket[] {
    const all = this.bucket(everyAccount);
    return accountId === undefined ? [all] : [all, this.bucket(accountId)];
  }

  private bucket(key: string): Bucket {
    let bucket = this.buckets.get(key);
    if (bucket === undefined) {
      bucket = new Bucket(key === everyAccount ? this.limits.perToken : this.limits.perAccount, this.limits.windowMs);
      this.buckets.set(key, bucket);
    }
    return bucket;
  }
}

/** One sliding window. The times of its last requests are a ring of `limit` entries. */
class Bucket {
  private readonly taken: number[] = [];
  private oldest = 0;
  private inFlight = 0;
  private pausedUntil = Number.NEGATIVE_INFINITY;
  private allowance: { left: number; readonly until: number } | undefined;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  waitMs(now: number): number {
    const oldest = this.taken.length < this.limit ? undefined : this.taken[this.oldest];
    const { allowance } = this;
    return Math.max(
      oldest === undefined ? 0 : oldest + this.windowMs - now,
      this.pausedUntil - now,
      allowance !== undefined && allowance.left <= 0 ? allowance.until - now : 0,
    );
  }

  take(now: number): void {
    this.taken[this.oldest] = now;
    this.oldest = (this.oldest + 1) % this.limit;
    this.inFlight += 1;
    if (this.allowance !== undefined) this.allowance.left -= 1;
    if (this.allowance !== undefined && this.allowance.until <= now) this.allowance = undefined;
  }

  release(): void {
    this.inFlight = Math.max(0, this.inFlight - 1);
  }

  pause(now: number, ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, now + Math.min(ms, maxPauseMs));
  }

  /** `left` requests until `ms` from now, less those under way, which the response may not have counted. */
  allow(now: number, left: number, ms: number): void {
    this.allowance = ms > 0 ? { left: left - this.inFlight, until: now + Math.min(ms, maxAllowanceMs) } : undefined;
  }
}

function readCount(header: string | undefined): number | undefined {
  const text = header?.trim() ?? '';
  return /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
