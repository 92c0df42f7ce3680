import { plainJson } from './plainJson';

/** A text that is valid JSON once comments and trailing commas are gone. */
export interface ParsedJson {
  /** The text with spaces in place of comments and trailing commas: the offsets are the same. */
  readonly plain: string;
  readonly value: unknown;
}

/** Reads JSON, with comments and trailing commas allowed; undefined when it is broken. Never throws. */
export function parseJson(text: string): ParsedJson | undefined {
  const asItStands = parsePlain(text);
  if (asItStands) return asItStands;
  const plain = plainJson(text);
  return plain === text ? undefined : parsePlain(plain);
}

function parsePlain(plain: string): ParsedJson | undefined {
  try {
    return { plain, value: JSON.parse(plain) as unknown };
  } catch {
    return undefined;
  }
}
