import { Char, charAt, skipSpace, stringEnd, valueEnd, valueStart } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { plainJson } from '../json/plainJson';

/** A part of a text, and what to add to an offset in it to have that of the whole. */
export interface TextPart {
  readonly text: string;
  readonly shift: number;
}

/** In UTF-16 units: what is shorter is read within some milliseconds. */
const largeLength = 200_000;

/**
 * The user that an offset of a large list stands in, as a list of that one, so that nobody has to read all the others; of
 * JSON Lines the line.
 * Where users start is told by how the first one is laid out, or by reading up to the offset where they stand on one line.
 * Of a text that is short or no list, the whole is returned.
 */
export function userAround(text: string, offset: number): TextPart {
  const whole = { text, shift: 0 };
  const line = userLine(text, offset);
  if (line) return line;
  if (text.length < largeLength) return whole;
  const open = valueStart(text);
  const first = skipSpace(text, open + 1);
  const gap = text.slice(open + 1, first);
  if (charAt(text, open) !== Char.OpenBracket || charAt(text, first) !== Char.OpenBrace) return whole;
  if (!gap.includes('\n')) return userOfLine(text, open, offset);
  const between = `},${gap}{`;
  const before = offset < 2 ? -1 : text.lastIndexOf(between, offset - 2);
  const after = text.indexOf(between, Math.max(offset - 1, 0));
  const start = before < 0 ? 0 : before + 2;
  const part = text.slice(start, after < 0 ? text.length : after + 1);
  return { text: `${before < 0 ? '' : '['}${part}${after < 0 ? '' : ']'}`, shift: before < 0 ? 0 : start - 1 };
}

/** The user of the line around an offset, in a text whose first line is a whole one. */
function userLine(text: string, offset: number): TextPart | undefined {
  const [, first = ''] = /^\ufeff?(\{.*\})[ \t]*[\r\n]/.exec(text) ?? [];
  if (first === '' || !parseJson(first)) return undefined;
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const [line = ''] = /[^\r\n]*/.exec(text.slice(start)) ?? [];
  return line.trimStart().startsWith('{') ? { text: line, shift: start } : undefined;
}

/** In UTF-16 units: what is read behind the offset of a user that does not end. */
const maxRest = 50_000;

function userOfLine(text: string, open: number, offset: number): TextPart {
  let depth = 0;
  let start = -1;
  for (let at = open; at < offset; at++) {
    const char = charAt(text, at);
    if (char === Char.Quote) at = stringEnd(text, at) - 1;
    else if (char === Char.Slash) at = commentEnd(text, at) - 1;
    else if (char === Char.OpenBrace || char === Char.OpenBracket) {
      if (++depth === 2) start = at;
    } else if ((char === Char.CloseBrace || char === Char.CloseBracket) && --depth === 1) start = -1;
  }
  // Between two users.
  if (start < 0) return { text: '[]', shift: offset - 1 };
  const rest = text.slice(start, offset + maxRest);
  return { text: `[${rest.slice(0, valueEnd(plainJson(rest), 0))}]`, shift: start - 1 };
}

/** The offset behind the comment that starts at `offset`; the next one where none does. */
function commentEnd(text: string, offset: number): number {
  const next = charAt(text, offset + 1);
  const closer = next === Char.Star ? '*/' : next === Char.Slash ? '\n' : '';
  if (closer === '') return offset + 1;
  const end = text.indexOf(closer, offset + 2);
  return end < 0 ? text.length : end + closer.length;
}
