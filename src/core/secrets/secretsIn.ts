import { isRecord } from '../json/isRecord';
import { isSecretKey } from './isSecretKey';

/** The texts under secret-looking keys of a body: servers may repeat them. [] when the text is no JSON. */
export function secretsIn(bodyJson: string | undefined): string[] {
  if (bodyJson === undefined) return [];
  const found: string[] = [];
  try {
    collect(JSON.parse(bodyJson), false, found);
  } catch {
    return [];
  }
  return found;
}

function collect(value: unknown, secret: boolean, found: string[]): void {
  if (typeof value === 'string') {
    if (secret) found.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, secret, found);
  } else if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) collect(member, secret || isSecretKey(key), found);
  }
}

/** A copy of a parsed response with the secrets gone from all its texts. */
export function withoutSecrets(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redactSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secrets));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [redactSecrets(key, secrets), withoutSecrets(member, secrets)]),
  );
}

const shortestSecret = 4;

/** The text without the secrets (of four characters and more) and without anything that follows the word Bearer. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, '[redacted]');
  return clean.replace(/\bBearer\s+[\w.~+/=-]{8,}/gi, 'Bearer [redacted]');
}
