import { isAboutKey, isRemoteError, isTrutoErrorBody } from '../errors/errorBody';
import { rateLimitWaitSeconds, retryAfterSeconds } from '../errors/retryAfter';

/**
 * How one attempt went wrong: a response, or the kind of failure (see `explainFailure`) where there was none, or no more of it
 * than its head.
 */
export type FailedAttempt =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown }
  | {
      readonly failure: string;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface RetryClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
}

/** `nothingHeard`: something in between answered, and Truto may never have seen the request. */
export type RetryReason =
  | 'rateLimited'
  | 'trutoFailed'
  | 'providerFailed'
  | 'nothingHeard'
  | 'keyInUse'
  | 'connectionLost'
  | 'timeout';

export type RetryDecision =
  | { readonly retry: false }
  | { readonly retry: true; readonly waitMs: number; readonly reason: RetryReason };

const maxAttempts = 3;
const firstWaitMs = 1_000;
/** What both of Truto's own limits response; taken when a 429 does not say. */
const defaultRetryAfterSeconds = 10;
/** A longer wait is not begun: the person is told instead. Waiting less than asked for is never an option. */
const maxWaitMs = 5 * 60_000;

/**
 * Whether a failed attempt may be made again, and after how many milliseconds. The table is Truto's error table: every
 * attempt that this allows carries the same `Idempotency-Key`, so that none is applied twice.
 * @param attempt the number of the attempt that failed, from 1
 */
export function retryDecision(failed: FailedAttempt, attempt: number, clock: RetryClock): RetryDecision {
  const reason = retryReason(failed);
  if (reason === undefined || attempt >= maxAttempts) return { retry: false };
  const { headers = {} } = failed;
  const askedSeconds =
    reason === 'rateLimited'
      ? (rateLimitWaitSeconds(headers, clock.now()) ?? defaultRetryAfterSeconds)
      : (retryAfterSeconds(headers, clock.now()) ?? 0);
  const waitMs = Math.max(backOffMs(attempt, clock), askedSeconds * 1000);
  return waitMs > maxWaitMs ? { retry: false } : { retry: true, waitMs, reason };
}

function retryReason(failed: FailedAttempt): RetryReason | undefined {
  if ('failure' in failed) return brokenReason(failed);
  const { status, body } = failed;
  if (status === 429) return 'rateLimited';
  if (!isTrutoErrorBody(body)) return nothingHeard.has(status) ? 'nothingHeard' : undefined;
  if (isAboutKey(status, body)) return 'keyInUse';
  if (status >= 500 && isRemoteError(body)) return 'providerFailed';
  if (status === 502 || status === 504) return 'providerFailed';
  return status === 500 ? 'trutoFailed' : undefined;
}

/**
 * Where the head of a response came, its status says what is waited for, though nobody knows who said it. What cannot be decoded
 * is the same another time.
 */
function brokenReason({ failure, status }: Extract<FailedAttempt, { failure: string }>): RetryReason | undefined {
  const reason = retriedFailures.get(failure);
  if (status === undefined || (reason === undefined && failure !== 'unexpectedResponse')) return reason;
  return retryReason({ status, headers: {}, body: undefined }) ?? reason;
}

/** Statuses of gateways, without Truto's body. */
const nothingHeard: ReadonlySet<number> = new Set([408, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

// Without a network there is nothing to wait for: 'offline' is told at once.
const retriedFailures: ReadonlyMap<string, RetryReason> = new Map([
  ['connectionLost', 'connectionLost'],
  ['timeout', 'timeout'],
]);

/** Full jitter: anything between nothing and the doubled wait, so that many clients do not return together. */
function backOffMs(attempt: number, clock: RetryClock): number {
  return Math.round(clock.random() * firstWaitMs * 2 ** (attempt - 1));
}
