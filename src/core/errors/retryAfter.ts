import { readDate } from '../schema/readDate';
import { limitValues } from './limitHeader';

/** By lower-case name. */
type Headers = Readonly<Record<string, string>>;

/** A larger number is a point in time, in seconds or in milliseconds since 1970. */
const maxSeconds = 1e9;
const maxEpochSeconds = 1e11;

/**
 * What a 429 asks for, in seconds: `Retry-After`, else the `ratelimit-reset` that Truto normalises over all integrations.
 * `nowMs` counts where the response does not tell its own time.
 */
export function rateLimitWaitSeconds(headers: Headers, nowMs: number): number | undefined {
  return retryAfterSeconds(headers, nowMs) ?? secondsUntil(headers['ratelimit-reset'], serverTime(headers, nowMs));
}

/** What `Retry-After` asks for, in seconds. */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  return secondsUntil(headers['retry-after'], serverTime(headers, nowMs));
}

/** When the quota of the provider is full again, in seconds, with their fraction. */
export function quotaResetSeconds(headers: Headers, nowMs: number): number | undefined {
  return readSeconds(headers['ratelimit-reset'], serverTime(headers, nowMs));
}

/** The server's clock when it responded: ours may be wrong. */
function serverTime(headers: Headers, nowMs: number): number {
  const dates = limitValues(headers['date']).map(timeOf);
  return dates.find((date) => !Number.isNaN(date)) ?? nowMs;
}

/** Rounded up: waiting less than asked for is never an option. */
function secondsUntil(header: string | undefined, nowMs: number): number | undefined {
  const seconds = readSeconds(header, nowMs);
  return seconds === undefined ? undefined : Math.ceil(seconds);
}

/** The longest of the waits that a header asks for, against `nowMs`. Never negative; undefined when none can be read. */
function readSeconds(header: string | undefined, nowMs: number): number | undefined {
  const waits = limitValues(header).flatMap((value) => readWait(value, nowMs) ?? []);
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

/** Seconds, or a point in time, as an HTTP date or a number. */
function readWait(text: string, nowMs: number): number | undefined {
  const number = /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (number < maxSeconds) return number;
  const time = Number.isNaN(number) ? timeOf(text) : number < maxEpochSeconds ? number * 1000 : number;
  return Number.isNaN(time) ? undefined : Math.max(0, (time - nowMs) / 1000);
}

/** Each of HTTP's dates, and of ISO 8601, in ms; NaN for anything else. Without a zone it is in UTC, as HTTP has all of them. */
function timeOf(text: string): number {
  const usual = text.replace(/ gmt$/i, '').replace(/(?<=^[a-z]+, \d\d-[a-z]{3}-)(?=\d\d )/i, '20');
  return /\d:\d/.test(text) ? Date.parse(readDate(usual)?.iso ?? '') : Number.NaN;
}
