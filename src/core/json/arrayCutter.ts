import { Char, charAt, isSpace } from './jsonText';

/** A stretch of an array's elements, as an array of its own. */
export interface ArrayPart {
  /** JSON: the elements in brackets. Of a text that is no array: the text. */
  readonly text: string;
  /** What to add to an offset in the part to have it in the whole, in UTF-16 code units. */
  readonly shift: number;
  /** The index of the part's first element in the whole. */
  readonly index: number;
  /** How many elements it has. */
  readonly count: number;
}

/** So many characters, and the rest of the element they end in, make a part: about a millisecond's checking. */
const partLength = 65_536;

/**
 * Cuts the text of one array, comments and trailing commas allowed, behind elements. The text may come in pieces, of
 * which no more is kept than the part at hand. Parts that are all valid mean that the whole is; of a text that is
 * broken, the last part is broken too.
 */
export class ArrayCutter {
  /** The last part ends where nothing can be told to be an element any more. */
  isBroken = false;
  private text = '';
  /** Of `text` in the whole. */
  private offset = 0;
  private at = 0;
  private depth = 0;
  private index = 0;
  /** Elements of the part at hand whose end has come. */
  private count = 0;
  private afterValue = false;
  private state: 'before' | 'inside' | 'after' | 'other' = 'before';

  add(piece: string): void {
    this.text += piece;
  }

  /** The next part; undefined when it takes more text, or when there is none. */
  next(): ArrayPart | undefined {
    if (this.state === 'before') this.enter();
    if (this.state === 'inside') return this.cut();
    if (this.state === 'after') this.skipBetween();
    return undefined;
  }

  /** What is left when no more text comes: undefined behind a whole array. */
  end(): ArrayPart | undefined {
    const { text, offset, index } = this;
    if (this.state === 'inside') return { text: `[${text}`, shift: offset - 1, index, count: this.count };
    if (this.state !== 'after') return { text, shift: 0, index, count: 0 };
    return this.at < text.length ? { text: `[]${text.slice(this.at)}`, shift: offset + this.at - 2, index, count: 0 } : undefined;
  }

  private enter(): void {
    if (this.at === 0 && charAt(this.text, 0) === Char.ByteOrderMark) this.at = 1;
    this.skipBetween();
    const char = charAt(this.text, this.at);
    if (Number.isNaN(char) || char === Char.Slash) return;
    this.state = char === Char.OpenBracket ? 'inside' : 'other';
    if (this.state === 'inside') this.drop(this.at + 1);
  }

  private cut(): ArrayPart | undefined {
    const { text } = this;
    let { at, depth } = this;
    for (; at < text.length; at++) {
      const char = charAt(text, at);
      if (isSpace(char)) continue;
      if (char === Char.Quote || char === Char.Slash) {
        const end = char === Char.Quote ? stringEnd(text, at) : commentEnd(text, at);
        if (end > text.length) break;
        this.afterValue ||= char === Char.Quote;
        at = end - 1;
      } else if (depth === 0 && (char === Char.Comma || char === Char.CloseBracket)) {
        if (char === Char.CloseBracket) return this.close(at);
        if (!this.afterValue) return this.breakOff(at);
        this.afterValue = false;
        this.count++;
        if (at >= partLength) return this.part(at, at + 1);
      } else {
        this.afterValue = true;
        if (char === Char.OpenBrace || char === Char.OpenBracket) depth++;
        else if (char === Char.CloseBrace || char === Char.CloseBracket) depth--;
        if (depth < 0) return this.breakOff(at);
      }
    }
    this.at = at;
    this.depth = depth;
    return undefined;
  }

  private close(at: number): ArrayPart {
    this.state = 'after';
    if (this.afterValue) this.count++;
    return this.part(at, at + 1);
  }

  private breakOff(at: number): ArrayPart {
    this.isBroken = true;
    return this.part(at + 1, at + 1);
  }

  private part(end: number, next: number): ArrayPart {
    const part = { text: `[${this.text.slice(0, end)}]`, shift: this.offset - 1, index: this.index, count: this.count };
    this.index += this.count;
    this.count = 0;
    this.depth = 0;
    this.drop(next);
    return part;
  }

  private drop(end: number): void {
    this.text = this.text.slice(end);
    this.offset += end;
    this.at = 0;
  }

  /** White space and comments outside the array. */
  private skipBetween(): void {
    for (; this.at < this.text.length; this.at++) {
      const char = charAt(this.text, this.at);
      if (isSpace(char)) continue;
      const end = char === Char.Slash ? commentEnd(this.text, this.at) : Infinity;
      if (end > this.text.length) return;
      this.at = end - 1;
    }
  }
}

/** As in jsonText, faster; infinite when the string is not closed. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? Infinity : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (charAt(text, start - 1) === Char.Backslash) start--;
  return (at - start) % 2 === 1;
}

/** The offset behind the comment that starts here; infinite when none does, or when its end has not come yet. */
function commentEnd(text: string, start: number): number {
  const second = charAt(text, start + 1);
  if (second === Char.Star) {
    const end = text.indexOf('*/', start + 2);
    return end < 0 ? Infinity : end + 2;
  }
  if (second !== Char.Slash) return Infinity;
  for (let end = start + 2; end < text.length; end++) {
    const char = charAt(text, end);
    if (char === Char.LineFeed || char === Char.CarriageReturn) return end;
  }
  return Infinity;
}
