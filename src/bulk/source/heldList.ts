import { isListName, isOfUser, maxAround } from '../../core/check/listOfUsers';
import { behindSpace, Char, charAt, decodeString, stringEnd, valueEnd } from '../../core/json/jsonText';

/** A list of users inside an object. */
export interface HeldList {
  /** The offset of its bracket. */
  readonly start: number;
  readonly name: string;
  readonly hasUsers: boolean;
}

/**
 * The list of users that the object at an offset holds, or an object within it, in JSON with comments: one that has none only
 * where there is no other. `unknown` where the text is too short to tell.
 */
export function heldList(text: string, start: number, around = maxAround): HeldList | 'none' | 'unknown' {
  let empty: HeldList | 'none' = 'none';
  for (let at = behindSpace(text, start + 1); at < text.length; ) {
    if (charAt(text, at) !== Char.Quote) return empty;
    const keyEnd = stringEnd(text, at);
    const value = behindSpace(text, behindSpace(text, keyEnd) + 1);
    if (value >= text.length) break;
    const name = decodeString(text.slice(at, keyEnd));
    if (isOfUser(name)) return 'none';
    const list = isListName(name) ? listAt(text, value, name, around) : 'none';
    if (list === 'unknown' || (list !== 'none' && list.hasUsers)) return list;
    if (empty === 'none') empty = list;
    const end = behindSpace(text, valueEnd(text, value));
    if (end >= text.length) break;
    if (charAt(text, end) !== Char.Comma) return empty;
    at = behindSpace(text, end + 1);
  }
  return 'unknown';
}

function listAt(text: string, start: number, name: string, around: number): HeldList | 'none' | 'unknown' {
  const char = charAt(text, start);
  if (char === Char.OpenBrace) return around > 1 ? heldList(text, start, around - 1) : 'none';
  if (char !== Char.OpenBracket) return 'none';
  const first = behindSpace(text, start + 1);
  if (first >= text.length) return 'unknown';
  return { start, name, hasUsers: charAt(text, first) === Char.OpenBrace };
}
