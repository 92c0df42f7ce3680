import { Char, charAt } from './jsonText';
import { maxDepth } from './maxDepth';
import type { ParsedJson } from './parseJson';

/**
 * Whether it is sure that `scanJson` would find no loss: by some native looks at the text and one at each member of the
 * value, where the scan looks at each character. False in any doubt.
 * @param standIn as of `scanJson`
 */
export function isSurelyLossless({ plain, value }: ParsedJson, standIn: string): boolean {
  if (typeof value !== 'object' || value === null || plain.includes('\\u') || plain.includes('\ufffd')) return false;
  const keys = sureKeys(value, standIn.charCodeAt(0), 0);
  // A key that is there twice is in the text once more than in the value.
  return keys >= 0 && keys === mostKeys(plain) && plain.isWellFormed();
}

/**
 * How many keys the objects of a value have in all. NaN where something may be a loss: a number may be spelled otherwise,
 * and a text may begin with what stands for another.
 */
function sureKeys(holder: object, firstOfStandIn: number, depth: number): number {
  if (depth === maxDepth) return NaN;
  const below = (value: unknown): number => {
    // Most are texts.
    if (typeof value === 'string') return value.charCodeAt(0) === firstOfStandIn ? NaN : 0;
    if (typeof value === 'object' && value !== null) return sureKeys(value, firstOfStandIn, depth + 1);
    return typeof value === 'number' ? NaN : 0;
  };
  let keys = 0;
  if (Array.isArray(holder)) {
    for (let index = 0; index < holder.length && keys >= 0; index++) keys += below(holder[index]);
    return keys;
  }
  for (const key in holder) {
    if (key === '__proto__' || Number.isNaN(keys)) return NaN;
    keys += 1 + below((holder as Readonly<Record<string, unknown>>)[key]);
  }
  return keys;
}

/** As many keys as a text has, or more: a string may look like a key. Infinite where a key may not look like one. */
function mostKeys(plain: string): number {
  let keys = 0;
  for (let at = plain.indexOf(':'); at >= 0; at = plain.indexOf(':', at + 1)) {
    const before = charAt(plain, at - 1);
    if (before === Char.Quote) keys++;
    else if (before <= Char.Space) return Infinity;
  }
  return keys;
}
