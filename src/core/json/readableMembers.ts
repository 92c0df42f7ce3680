import { exactJsonOf } from './exactJson';
import { Char, charAt, decodeString, skipSpace, stringEnd, valueEnd } from './jsonText';

/**
 * The members of the object that a text begins with, as far as they can be read: the text may have been cut, or be too deep. A
 * string that was cut is read up to there; any other value that cannot be read is undefined. Of a duplicate key the last
 * counts. Undefined when the text begins with no object. Never throws.
 */
export function readableMembers(text: string): Record<string, unknown> | undefined {
  const start = skipSpace(text, charAt(text, 0) === Char.ByteOrderMark ? 1 : 0);
  return charAt(text, start) === Char.OpenBrace ? Object.fromEntries(membersFrom(text, start + 1)) : undefined;
}

function* membersFrom(text: string, start: number): Generator<[name: string, value: unknown]> {
  for (let at = skipSpace(text, start); charAt(text, at) === Char.Quote; ) {
    const keyEnd = stringEnd(text, at);
    const name = decoded(text.slice(at, keyEnd));
    const colon = skipSpace(text, keyEnd);
    if (name === undefined || charAt(text, colon) !== Char.Colon) return;
    const valueStart = skipSpace(text, colon + 1);
    const isString = charAt(text, valueStart) === Char.Quote;
    const end = isString ? stringEnd(text, valueStart) : valueEnd(text, valueStart);
    const behind = skipSpace(text, end);
    const spelled = text.slice(valueStart, end);
    yield [name, behind < text.length ? exactJsonOf(spelled) : isString ? beginningOf(spelled) : undefined];
    if (charAt(text, behind) !== Char.Comma) return;
    at = skipSpace(text, behind + 1);
  }
}

function decoded(spelled: string): string | undefined {
  try {
    return decodeString(spelled);
  } catch {
    return undefined;
  }
}

/** The longest escape is `\uXXXX`: so much of one may be left at the end. */
const maxLeft = 5;

/** What is there of a string that was cut. */
function beginningOf(spelled: string): string | undefined {
  for (let left = 0; left <= maxLeft; left++) {
    const value = exactJsonOf(`${spelled.slice(0, spelled.length - left)}"`);
    if (typeof value === 'string') return value;
  }
  return undefined;
}
