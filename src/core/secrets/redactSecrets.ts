import { ExactNumber } from '../json/exactNumber';
import { isRecord } from '../json/isRecord';
import { decodeString, stringEnd } from '../json/jsonText';
import { jsonTokens } from '../json/jsonTokens';
import { isSecretName } from './isSecretName';
import { hidingNothing } from './markedTokens';
import { secretSpans } from './secretSpans';
import type { SentSecrets } from './sentSecrets';
import { shownJson } from './shown';

/** Stands for what was taken out of a text. */
const redacted = '[redacted]';

/** The secret strings and numbers of a body, which is valid JSON, as texts: servers may repeat them. */
export function secretsIn(bodyJson: string | undefined): string[] {
  if (bodyJson === undefined) return [];
  return secretSpans(bodyJson).flatMap(({ start, end }) => {
    const tokens = [...jsonTokens(bodyJson.slice(start, end))];
    const values = tokens.filter((token, index) => /^["\d-]/.test(token) && tokens[index + 1] !== ':');
    return values.filter((token) => !hidingNothing.has(token)).map(textOf);
  });
}

/**
 * A server's words without the secrets. One that could be nothing else is taken out. One that is a word or a number
 * like others would give itself away by the gap ("your [redacted] is too long"): a sentence that holds it goes as a
 * whole, and a text that is nothing but this word stays, as it tells nobody that it is the secret.
 */
export function redactSecrets(text: string, secrets: SentSecrets): string {
  const clean = redactUnusual(text, secrets);
  const words = clean.trim();
  for (const { start, end, isEscaped } of secrets.in(clean))
    if (!isEscaped && end - start < words.length && isWord(clean, start, end)) return redacted;
  return clean;
}

/** A text of any kind and length without those secrets that could be nothing else, and without what follows Bearer. */
export function redactUnusual(text: string, secrets: SentSecrets): string {
  let clean = '';
  let done = 0;
  let covered: { start: number; end: number } | undefined;
  const cover = (next?: { start: number; end: number }) => {
    if (covered) {
      clean += text.slice(done, covered.start) + redacted;
      done = covered.end;
    }
    covered = next;
  };
  for (const { start, end, isUnusual } of secrets.in(text)) {
    if (!isUnusual) continue;
    if (covered && start < covered.end) covered.end = Math.max(covered.end, end);
    else cover({ start, end });
  }
  cover();
  return (clean + text.slice(done)).replace(/\bBearer\s+[\w.~+/=-]{8,}/gi, `Bearer ${redacted}`);
}

/** A response that is JSON as it may be shown: nothing under the name of a secret, and nothing that was sent as one. */
export function redactedJson(json: string, secrets: SentSecrets): string {
  const shown = shownJson(json).text;
  let clean = '';
  let done = 0;
  for (let at = shown.indexOf('"'); at >= 0; at = shown.indexOf('"', at)) {
    const start = at;
    at = stringEnd(shown, start);
    const text = decodeString(shown.slice(start, at));
    const redactedText = redactSecrets(text, secrets);
    if (redactedText === text) continue;
    clean += shown.slice(done, start) + JSON.stringify(redactedText);
    done = at;
  }
  return clean + shown.slice(done);
}

/** A copy of a parsed response with the secrets gone from all its texts and keys. It does not recurse. */
export function withoutSecrets(value: unknown, secrets: SentSecrets): unknown {
  const copy: Record<string, unknown> = { value };
  const open = [copy];
  for (let container = open.pop(); container; container = open.pop()) {
    for (const [key, member] of Object.entries(container)) {
      const inner = copyOf(member, secrets);
      container[key] = isSecretName(key) && repeats(member, secrets) ? redacted : inner;
      if (typeof inner === 'object' && inner !== null) open.push(inner as Record<string, unknown>);
    }
  }
  return copy.value;
}

/** Its members are still those of the original. */
function copyOf(value: unknown, secrets: SentSecrets): unknown {
  if (typeof value === 'string') return redactSecrets(value, secrets);
  if (Array.isArray(value)) return [...(value as unknown[])];
  if (value instanceof ExactNumber) return Number(value);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [redactSecrets(key, secrets), member]));
}

const textOf = (token: string): string => (token.startsWith('"') ? decodeString(token) : token);

function repeats(value: unknown, secrets: SentSecrets): boolean {
  const isPlain = typeof value === 'string' || typeof value === 'number' || value instanceof ExactNumber;
  return isPlain && secrets.has(String(value));
}

/** Whether there is no letter or digit at either side. */
function isWord(text: string, start: number, end: number): boolean {
  return (
    !/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, start - 2), start)) &&
    !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))
  );
}
