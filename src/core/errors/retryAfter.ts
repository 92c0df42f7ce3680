/** What a 429 asks for: `Retry-After`, else the `ratelimit-reset` that Truto normalises over all integrations. */
export function rateLimitWaitSeconds(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  return retryAfterSeconds(headers['retry-after'], nowMs) ?? retryAfterSeconds(headers['ratelimit-reset'], nowMs);
}

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date against `nowMs`. Answers seconds, rounded up, never negative;
 * undefined when the header is absent or unreadable.
 */
function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  // A date needs letters: `Date.parse` would also take '-5' or '2001-1'.
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - nowMs) / 1000));
}
