import { cutText } from '../json/loneSurrogates';
import { asDoubles, readExactJson } from '../json/exactJson';
import { isRecord } from '../json/isRecord';
import { readableMembers } from '../json/readableMembers';

/** Truto's error body, read tolerantly. */
export interface ErrorBody {
  /** The canonical name, such as 'Bad Request'. */
  readonly name?: string;
  /** The server's own words; absent when empty. */
  readonly message?: string;
  readonly isRemote: boolean;
  /** The provider's own body: JSON or text. */
  readonly rawResponse?: unknown;
  /** `details.failures` of Truto's own validation, or `details` itself where it is a list. */
  readonly failures?: unknown;
  readonly insight: (key: string) => { readonly description?: string; readonly value?: unknown } | undefined;
}

/**
 * The body of an error by its text, of which the end may have been left out: a provider's own body in Truto's may be of any
 * size and depth. What is not Truto's is undefined unless it is whole JSON.
 */
export function errorBodyOf(text: string): unknown {
  const read = readExactJson(text);
  if (read.state === 'whole') return read.value;
  const members = readableMembers(text);
  // A provider's error alone has it, and what says so may be behind it.
  const body = members && 'raw_response' in members ? { truto_is_remote_error: true, ...members } : members;
  return isTrutoErrorBody(body) ? body : undefined;
}

/** Whether the body says that the provider failed, not Truto. */
export function isRemoteError(body: unknown): boolean {
  const flag = isRecord(body) ? body['truto_is_remote_error'] : undefined;
  return flag === true || flag === 'true';
}

/**
 * Whether a body of an error is Truto's: it has the three members that each of them has, or what only Truto writes. Anything
 * else comes from a gateway, a firewall, a proxy or a portal in between.
 */
export function isTrutoErrorBody(body: unknown): boolean {
  if (!isRecord(body)) return false;
  return 'truto_is_remote_error' in body || 'truto_error_insight' in body || isErrorEnvelope(body);
}

/** Whether a body has the members that every error of Truto has: with a status of success too, it is no data. */
export function isErrorEnvelope(body: unknown): boolean {
  return isRecord(body) && Number(body['statusCode']) > 0 && typeof body['error'] === 'string' && 'message' in body;
}

/** Of a key that is in use only the words tell. An API key is another thing. */
const keyWords =
  /idempoten|(?<!\bapi[ -_]?)\bkey\b.*\b(process(ed|ing)|in progress|in use|under way)\b|\b(duplicate|same|identical|concurrent)\b.*\brequests?\b.*\b(process(ed|ing)|in progress|under way|in flight)\b|\brequest\b.*\b(already|still)\b.*\b(processed|processing|in progress|under way)\b/i;

/** Locked, and too early: an earlier try has not ended yet, whatever the words are. */
const keyStatuses: ReadonlySet<number> = new Set([423, 425]);

/**
 * Whether Truto refuses a request for its idempotency key: one of the same key is under way, or was another one. Which status
 * it says that with is documented nowhere, but 429 is for limits, whatever it says of requests. `isKeyed`: the request had a key.
 */
export function isAboutKey(status: number, body: unknown, isKeyed = true): boolean {
  if (status < 400 || status >= 500 || status === 429 || !isTrutoErrorBody(body) || isRemoteError(body)) return false;
  return (isKeyed && keyStatuses.has(status)) || keyWords.test(readErrorBody(body).message ?? '');
}

/** Reads any body: JSON of the documented shape, other JSON, text, or nothing. Never throws. */
export function readErrorBody(body: unknown): ErrorBody {
  if (!isRecord(body)) {
    const message = serverText(body);
    return { isRemote: false, insight: () => undefined, ...(message !== undefined && { message }) };
  }
  const name = serverText(body['error']);
  const message = serverText(body['message']);
  const rawResponse = parsedText(body['raw_response']);
  const { details } = body;
  const failures = isRecord(details) ? details['failures'] : Array.isArray(details) ? details : undefined;
  const insights = body['truto_error_insight'];
  return {
    isRemote: isRemoteError(body),
    insight: (key) => readInsight(isRecord(insights) ? insights[key] : undefined),
    ...(name !== undefined && { name }),
    ...(message !== undefined && { message }),
    ...(rawResponse !== undefined && rawResponse !== null && { rawResponse }),
    ...(failures !== undefined && failures !== null && { failures }),
  };
}

function readInsight(insight: unknown): ReturnType<ErrorBody['insight']> {
  if (insight === undefined || insight === null) return undefined;
  if (!isRecord(insight)) return { value: insight };
  const description = serverText(insight['description']);
  return { value: insight['value'], ...(description !== undefined && { description }) };
}

/** Some providers' bodies arrive as JSON in a string. */
function parsedText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  const read = readExactJson(value);
  return read.state === 'whole' ? asDoubles(read.value) : value;
}

const maxTextLength = 500;

/**
 * A server's words as one line of plain text: of an HTML page its title, without tags, control and text-direction characters, at most
 * 500 characters. Undefined when nothing remains or the value is no text.
 */
export function serverText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const page = value.slice(0, 20_000);
  const title = /<title[^<>]*>([^<]*)/i.exec(page)?.[1];
  const text = (title ?? page)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/?[a-z!][^<>]*>/gi, ' ')
    .replace(/[\p{Cc}\s\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim();
  if (text === '') return undefined;
  return cutText(text, maxTextLength);
}
