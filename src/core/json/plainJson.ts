import { Char, charAt, isSpace, stringEnd } from './jsonText';

/**
 * JSON with comments and trailing commas as plain JSON: what is not plain becomes spaces, so that every offset stays.
 * Text that is neither stays as wrong as it was.
 */
export function plainJson(text: string): string {
  const extras = findExtras(text);
  if (extras.length === 0) return text;
  let plain = '';
  let done = 0;
  for (const [start, end] of extras) {
    plain += text.slice(done, start) + ' '.repeat(end - start);
    done = end;
  }
  return plain + text.slice(done);
}

/** Start and end of each comment, trailing comma and byte order mark, in order. */
function findExtras(text: string): [number, number][] {
  const extras: [number, number][] = [];
  let comma = -1; // a comma behind a value, with nothing but white space and comments since
  let commaExtra = 0; // where that comma would stand among the extras
  let afterValue = false;
  let at = charAt(text, 0) === Char.ByteOrderMark ? 1 : 0;
  if (at > 0) extras.push([0, at]);
  while (at < text.length) {
    const char = charAt(text, at);
    if (char === Char.Slash) {
      const end = commentEnd(text, at);
      if (end < 0) break;
      extras.push([at, end]);
      at = end;
      continue;
    }
    if (char === Char.Comma) {
      comma = afterValue ? at : -1;
      commaExtra = extras.length;
      afterValue = false;
    } else if (!isSpace(char)) {
      if (comma >= 0 && closes(char)) extras.splice(commaExtra, 0, [comma, comma + 1]);
      comma = -1;
      afterValue = char !== Char.OpenBrace && char !== Char.OpenBracket && char !== Char.Colon;
    }
    at = char === Char.Quote ? stringEnd(text, at) : at + 1;
  }
  return extras;
}

function closes(char: number): boolean {
  return char === Char.CloseBrace || char === Char.CloseBracket;
}

/** The offset behind the comment that starts at `at`; -1 when none does, or when it is never closed. */
function commentEnd(text: string, at: number): number {
  const second = charAt(text, at + 1);
  if (second === Char.Star) {
    const close = text.indexOf('*/', at + 2);
    return close < 0 ? -1 : close + 2;
  }
  if (second !== Char.Slash) return -1;
  let end = at + 2;
  while (end < text.length && charAt(text, end) !== Char.LineFeed && charAt(text, end) !== Char.CarriageReturn) end++;
  return end;
}
