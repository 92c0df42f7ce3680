import { isRemoteError } from '../errors/errorBody';
import { remainingCount } from '../errors/limitHeader';
import { quotaResetSeconds, rateLimitWaitSeconds } from '../errors/retryAfter';

export interface PacerLimits {
  readonly windowMs: number;
  readonly perAccount: number;
  readonly perToken: number;
}

/**
 * Truto's own limits: 50 requests for one account and 500 for one token in any 10 seconds. The window is kept a little
 * longer, since not all requests take the same time to get there.
 */
export const trutoLimits: PacerLimits = { windowMs: 10_250, perAccount: 50, perToken: 500 };

/** What a response tells about the limits. `headers` by lower-case name. */
export interface PacedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const everyAccount = '';
/** Longer pauses are not believed: some providers tell a point in time, or the end of the day. The server is asked again. */
export const maxPauseMs = 5 * 60_000;
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
  private latest = Number.NEGATIVE_INFINITY;
  /** By how much the clock was set back since. */
  private shift = 0;

  /** @param now milliseconds, from any point on */
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
    const now = this.time();
    if (waitMs === 0) for (const bucket of this.bucketsOf(accountId)) bucket.take(now);
    return waitMs;
  }

  /** What `take` would say, without taking anything. */
  waitMs(accountId: string | undefined): number {
    const now = this.time();
    return Math.max(0, Math.ceil(Math.max(...this.bucketsOf(accountId).map((bucket) => bucket.waitMs(now)))));
  }

  /** Tells that a request which took a place is over, with its response if there was one. */
  done(accountId: string | undefined, response?: PacedResponse): void {
    const now = this.time();
    for (const bucket of this.bucketsOf(accountId)) bucket.release();
    if (response === undefined) return;
    const bucket = this.bucket(accountId ?? everyAccount);
    if (response.status === 429) bucket.pause(now, (rateLimitWaitSeconds(response.headers, Date.now()) ?? 10) * 1000);
    if (accountId !== undefined) bucket.learn(now, readQuota(response.headers['ratelimit-limit']));
    const remaining = remainingCount(response.headers['ratelimit-remaining']);
    const resetSeconds = quotaResetSeconds(response.headers, Date.now());
    // A provider's 429 may still carry the numbers of the moment before.
    if (remaining !== undefined && resetSeconds !== undefined && !isRemoteError(response.body)) {
      const isKnown = this.isOwnUse(bucket, readCount(response.headers['ratelimit-limit']), remaining, now);
      bucket.allow(now, remaining, isKnown ? 0 : resetSeconds * 1000);
    }
  }

  /**
   * Whether all that is used up of one of Truto's limits was used up from here: then the own window tells to the millisecond when
   * there is room again, and not to the second.
   */
  private isOwnUse(bucket: Bucket, limit: number | undefined, remaining: number, now: number): boolean {
    const { perToken, perAccount } = this.limits;
    const window = limit === perToken ? this.bucket(everyAccount) : limit === perAccount ? bucket : undefined;
    return window !== undefined && limit !== undefined && limit - remaining <= window.takenIn(now);
  }

  /** For how long responses have told to send nothing more of an account. */
  pausedMs(accountId: string | undefined): number {
    return Math.max(0, this.bucket(accountId ?? everyAccount).pausedMs(this.time()));
  }

  /** Never goes back: no wait grows because somebody sets the clock. */
  private time(): number {
    const now = this.now() + this.shift;
    this.shift += Math.max(0, this.latest - now);
    this.latest = Math.max(this.latest, now);
    return this.latest;
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

/** So many requests in any window of time. */
interface Quota {
  readonly limit: number;
  readonly windowMs: number;
}

const isSlower = (one: Quota, other: Quota): boolean => one.limit * other.windowMs < other.limit * one.windowMs;

/** One sliding window. The times of its last requests are a ring of `limit` entries. */
class Bucket {
  private readonly taken: number[] = [];
  private oldest = 0;
  private inFlight = 0;
  private pausedUntil = Number.NEGATIVE_INFINITY;
  private allowance: { left: number; readonly until: number } | undefined;
  /** What the provider allows besides, and when a response last told so. */
  private slower: Bucket | undefined;
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {}

  waitMs(now: number): number {
    const oldest = this.taken.length < this.limit ? undefined : this.taken[this.oldest];
    return Math.max(
      oldest === undefined ? 0 : oldest + this.windowMs - now,
      this.slower?.waitMs(now) ?? 0,
      this.pausedMs(now),
    );
  }

  /** What responses have told of waiting, whatever was sent from here. */
  pausedMs(now: number): number {
    const { allowance, pausedUntil } = this;
    return Math.max(pausedUntil - now, allowance !== undefined && allowance.left <= 0 ? allowance.until - now : 0);
  }

  take(now: number): void {
    this.taken[this.oldest] = now;
    this.oldest = (this.oldest + 1) % this.limit;
    this.inFlight += 1;
    this.slower?.take(now);
    if (this.allowance !== undefined) this.allowance.left -= 1;
    if (this.allowance !== undefined && this.allowance.until <= now) this.allowance = undefined;
  }

  /** How many places of this window of time were taken. */
  takenIn(now: number): number {
    return this.taken.filter((time) => time > now - this.windowMs).length;
  }

  release(): void {
    this.inFlight = Math.max(0, this.inFlight - 1);
  }

  pause(now: number, ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, now + Math.min(ms, maxPauseMs));
  }

  /**
   * Keeps to the provider's own quota as a response tells it, where it is slower than what Truto allows: to the slowest one, until
   * responses of a whole window of its own do not tell it any more. Those under way, and the one whose response told of it, count.
   */
  learn(now: number, quota: Quota | undefined): void {
    const isTold = quota && this.slower && !isSlower(quota, this.slower) && !isSlower(this.slower, quota);
    if (isTold) this.toldAt = now;
    else if (this.slower && now - this.toldAt > this.slower.windowMs) this.slower = undefined;
    if (!quota || !isSlower(quota, this.slower ?? this)) return;
    this.slower = new Bucket(quota.limit, quota.windowMs);
    this.toldAt = now;
    for (let made = 0; made <= this.inFlight; made += 1) this.slower.take(now);
  }

  /** `left` requests until `ms` from now, less those under way, which the response may not have counted. */
  allow(now: number, left: number, ms: number): void {
    this.allowance = ms > 0 ? { left: left - this.inFlight, until: now + Math.min(ms, maxAllowanceMs) } : undefined;
  }
}

/** Longer windows are not kept: nobody waits for them, and the provider tells when one is full. */
const maxQuotaSeconds = 60;

/** Reads `110;w=10`, also among others: the slowest of those that can be kept. */
function readQuota(header: string | undefined): Quota | undefined {
  const quotas = [...(header ?? '').matchAll(/(?:^|,)\s*(\d{1,9})\s*;(?:[^,;]*;)*\s*w=(\d{1,5})\s*(?=$|[,;])/g)]
    .map(([, limit, seconds]) => ({ limit: Number(limit), windowMs: Number(seconds) * 1000 }))
    .filter(({ limit, windowMs }) => limit > 0 && windowMs > 0 && windowMs <= maxQuotaSeconds * 1000);
  return quotas.sort((one, other) => Number(isSlower(other, one)) - Number(isSlower(one, other)))[0];
}

/** Truto tells its own limits as plain numbers; what has parameters is the provider's. */
function readCount(header: string | undefined): number | undefined {
  const text = header?.trim() ?? '';
  return /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
