import { Char, charAt } from './jsonText';

/** Half of a character that needs two code units: no Unicode text, and replaced or refused on the way. */
export interface LoneSurrogate {
  readonly offset: number;
  readonly length: number;
  readonly code: number;
}

/**
 * The lone surrogates, raw or escaped, of the string between two offsets. A raw half beside an escaped one is no
 * pair: the raw one is lost when the text is encoded.
 */
export function findLoneSurrogates(text: string, start: number, end: number): LoneSurrogate[] {
  const found: LoneSurrogate[] = [];
  for (let at = start; at < end; ) {
    const unit = unitAt(text, at);
    if (!isSurrogate(unit.code)) {
      at += unit.length;
      continue;
    }
    const next = unitAt(text, at + unit.length);
    const isPair = isHigh(unit.code) && isLow(next.code) && next.length === unit.length;
    if (!isPair) found.push({ offset: at, ...unit });
    at += isPair ? unit.length * 2 : unit.length;
  }
  return found;
}

/** One code unit as spelled: itself, or an escape. */
function unitAt(text: string, at: number): { length: number; code: number } {
  const char = charAt(text, at);
  if (char !== Char.Backslash) return { length: 1, code: char };
  if (charAt(text, at + 1) !== Char.LowerU) return { length: 2, code: 0 };
  return { length: 6, code: Number.parseInt(text.slice(at + 2, at + 6), 16) };
}

export function isSurrogate(code: number): boolean {
  return isHigh(code) || isLow(code);
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** A text of at most so many UTF-16 units, with an ellipsis where it was cut: never inside a character. */
export function cutText(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
