import { ExactNumber } from '../json/exactNumber';
import { isRecord } from '../json/isRecord';
import { decodeString, stringEnd } from '../json/jsonText';
import { jsonTokens } from '../json/jsonTokens';
import { isSecretName } from './isSecretName';
import { hidingNothing } from './markedTokens';
import { secretSpans } from './secretSpans';
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
export function redactSecrets(text: string, secrets: readonly string[]): string {
  // Hardly any text does, and there may be a hundred thousand of them.
  if (!mayRepeat(text, secrets)) return text;
  const clean = redactUnusual(text, secrets);
  return secrets.some((secret) => isSentenceWith(secret, clean)) ? redacted : clean;
}

/** A text of any kind and length without those secrets that could be nothing else, and without what follows Bearer. */
export function redactUnusual(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of [...secrets].sort((left, right) => right.length - left.length)) {
    if (!isUnusual(secret)) continue;
    clean = clean.replaceAll(secret, redacted).replaceAll(escaped(secret), redacted);
  }
  return clean.replace(/\bBearer\s+[\w.~+/=-]{8,}/gi, `Bearer ${redacted}`);
}

function mayRepeat(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text.includes(secret) || text.includes(escaped(secret))) || /bearer/i.test(text);
}

const escaped = (secret: string): string => JSON.stringify(secret).slice(1, -1);

/** A response that is JSON as it may be shown: nothing under the name of a secret, and nothing that was sent as one. */
export function redactedJson(json: string, secrets: readonly string[]): string {
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
export function withoutSecrets(value: unknown, secrets: readonly string[]): unknown {
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
function copyOf(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redactSecrets(value, secrets);
  if (Array.isArray(value)) return [...(value as unknown[])];
  if (value instanceof ExactNumber) return Number(value);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [redactSecrets(key, secrets), member]));
}

const textOf = (token: string): string => (token.startsWith('"') ? decodeString(token) : token);

function repeats(value: unknown, secrets: readonly string[]): boolean {
  const isPlain = typeof value === 'string' || typeof value === 'number' || value instanceof ExactNumber;
  return isPlain && secrets.includes(String(value));
}

/** Letters with digits or rare signs among them: no word of a language, no name, no number, no e-mail address. */
function isUnusual(secret: string): boolean {
  return /^[^\s@]{6,}$/.test(secret) && /\p{L}/u.test(secret) && /[^\p{L}\p{M}_.:/-]/u.test(secret);
}

/** Whether a text says more than the secret and has it as a word of its own. */
function isSentenceWith(secret: string, text: string): boolean {
  const spelled = secret.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  const word = new RegExp(String.raw`(?<![\p{L}\p{N}])${spelled}(?![\p{L}\p{N}])`, 'u');
  return secret !== '' && text.trim() !== secret && word.test(text);
}
