/** The characters that give JSON its structure, as UTF-16 code units. */
export const Char = {
  Tab: 0x09,
  LineFeed: 0x0a,
  CarriageReturn: 0x0d,
  Space: 0x20,
  Quote: 0x22,
  Star: 0x2a,
  Comma: 0x2c,
  Minus: 0x2d,
  Slash: 0x2f,
  Zero: 0x30,
  Nine: 0x39,
  Colon: 0x3a,
  OpenBracket: 0x5b,
  Backslash: 0x5c,
  CloseBracket: 0x5d,
  LowerU: 0x75,
  OpenBrace: 0x7b,
  CloseBrace: 0x7d,
  ByteOrderMark: 0xfeff,
} as const;

/** The code unit at an offset; NaN behind the end, which equals none of them. */
export function charAt(text: string, offset: number): number {
  return text.charCodeAt(offset);
}

export function isSpace(char: number): boolean {
  return char === Char.Space || char === Char.LineFeed || char === Char.CarriageReturn || char === Char.Tab;
}

/** The offset behind the white space at `offset`, in JSON that is valid: outside strings it has no other control characters. */
export function spaceEnd(text: string, offset: number): number {
  let end = offset + 1;
  while (text.charCodeAt(end) <= Char.Space) end++;
  return end;
}

/** The offset of the next character that is not white space, or the text's length. */
export function skipSpace(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && isSpace(charAt(text, end))) end++;
  return end;
}

/** The offset of the first value of JSON with comments; of a comment that does not end, or the text's length, where there is none. */
export function valueStart(text: string): number {
  return behindSpace(text, charAt(text, 0) === Char.ByteOrderMark ? 1 : 0);
}

/** The offset behind white space and comments; of a comment that does not end where there is one. */
export function behindSpace(text: string, offset: number): number {
  const comment = /\/\/[^\r\n]*|\/\*[^]*?\*\//y;
  for (let at = skipSpace(text, offset); ; at = skipSpace(text, comment.lastIndex)) {
    comment.lastIndex = at;
    if (!comment.test(text)) return at;
  }
}

/** The offset behind the string whose opening quote is at `offset`; an unterminated string ends with the text. */
export function stringEnd(text: string, offset: number): number {
  for (let end = offset + 1; end < text.length; end++) {
    const char = charAt(text, end);
    if (char === Char.Quote) return end + 1;
    if (char === Char.Backslash) end++;
  }
  return text.length;
}

/** The offset behind the number, `true`, `false` or `null` that starts at `offset`. */
export function wordEnd(text: string, offset: number): number {
  let end = offset + 1;
  while (end < text.length && !endsWord(charAt(text, end))) end++;
  return end;
}

function endsWord(char: number): boolean {
  return (
    char === Char.Comma ||
    char === Char.CloseBrace ||
    char === Char.CloseBracket ||
    char === Char.Colon ||
    isSpace(char)
  );
}

/** The offset behind the value that starts at `offset`, in valid JSON. However deep the value is, this does not recurse. */
export function valueEnd(text: string, offset: number): number {
  let depth = 0;
  let at = offset;
  do {
    const char = charAt(text, at);
    if (char === Char.Quote) at = stringEnd(text, at);
    else {
      if (char === Char.OpenBrace || char === Char.OpenBracket) depth++;
      else if (char === Char.CloseBrace || char === Char.CloseBracket) depth--;
      else if (depth === 0) return wordEnd(text, at);
      at++;
    }
  } while (depth > 0 && at < text.length);
  return at;
}

/** A string or key as spelled in valid JSON, without its escapes. */
export function decodeString(spelled: string): string {
  return spelled.includes('\\') ? String(JSON.parse(spelled)) : spelled.slice(1, -1);
}
