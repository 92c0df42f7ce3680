import { Char, charAt, skipSpace } from '../json/jsonText';

/** A part of a text, and what to add to an offset in it to have that of the whole. */
export interface TextPart {
  readonly text: string;
  readonly shift: number;
}

/** In UTF-16 units: what is shorter is read within some milliseconds. */
const largeLength = 200_000;

/**
 * The user that an offset of a large list stands in, as a list of that one, so that nobody has to read all the others.
 * Where users start is told by how the first one is laid out: of a text that is short, is no list, or has its users on
 * one line, the whole is returned.
 */
export function userAround(text: string, offset: number): TextPart {
  const whole = { text, shift: 0 };
  if (text.length < largeLength) return whole;
  const open = skipSpace(text, charAt(text, 0) === Char.ByteOrderMark ? 1 : 0);
  const first = skipSpace(text, open + 1);
  const gap = text.slice(open + 1, first);
  if (charAt(text, open) !== Char.OpenBracket || charAt(text, first) !== Char.OpenBrace || !gap.includes('\n'))
    return whole;
  const between = `},${gap}{`;
  const before = offset < 2 ? -1 : text.lastIndexOf(between, offset - 2);
  const after = text.indexOf(between, Math.max(offset - 1, 0));
  const start = before < 0 ? 0 : before + 2;
  const part = text.slice(start, after < 0 ? text.length : after + 1);
  return { text: `${before < 0 ? '' : '['}${part}${after < 0 ? '' : ']'}`, shift: before < 0 ? 0 : start - 1 };
}
