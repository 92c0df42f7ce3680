import { Char, charAt, isSpace, skipSpace, spaceEnd } from './jsonText';

/** A stretch of an array's elements, as an array of its own. */
export interface ArrayPart {
  /** JSON: the elements in brackets. Of a text that is no array: the text. Made each time that it is asked for. */
  readonly text: string;
  /** What to add to an offset in the part to have it in the whole, in UTF-16 code units. */
  readonly shift: number;
  /** It may end within an element: if it does, its text is broken JSON. */
  readonly isGuessed: boolean;
}

/** So many characters, and the rest of the element they end in, make a part: less than a millisecond's checking. */
const partLength = 16_384;

/**
 * Cuts the text of one array, comments and trailing commas allowed, behind elements. The text may come in pieces, of
 * which no more is kept than the part at hand. Parts that are all valid mean that the whole is; of a text that is
 * broken, the last part is broken too.
 *
 * Where all elements are laid out like the first, it guesses by that where an element ends, which takes no time, and
 * is told by takeBack when it was wrong.
 */
export class ArrayCutter {
  /** The last part ends where nothing can be told to be an element any more. */
  isBroken = false;
  private text = '';
  /** Of `text` in the whole. */
  private offset = 0;
  private at = 0;
  private depth = 0;
  private afterValue = false;
  /** What stands between two objects that are laid out as the first; undefined while it is unknown, or of no use. */
  private between: string | undefined;
  private isWhole = false;
  private ready: ArrayPart | undefined;
  private state: 'before' | 'inside' | 'after' | 'other' = 'before';

  constructor(private guesses = true) {}

  /** Takes more text. */
  add(piece: string): void {
    const at = this.text === '' || this.ready ? -1 : this.betweenIn(piece, 0);
    if (at < 0) this.text += piece;
    else {
      // So that no more of the piece than this part is copied.
      this.text += piece.slice(0, at + 1);
      this.ready = this.part(this.text.length, this.text.length + 1, true);
      this.text = piece.slice(at + 2);
    }
  }

  /** What has been cut off of the whole, with the comma or bracket behind the last part. */
  get passed(): number {
    return this.offset;
  }

  /** Tells that no more text comes. */
  finish(): void {
    this.isWhole = true;
  }

  /** The next part; undefined when it takes more text, or when there is none. */
  next(): ArrayPart | undefined {
    const { ready } = this;
    this.ready = undefined;
    if (ready) return ready;
    if (this.state === 'before') this.enter();
    if (this.state === 'inside') return this.guess() ?? (this.awaitsGuess() ? undefined : this.cut());
    if (this.state === 'after') this.skipBetween();
    return undefined;
  }

  /** What is left behind the last part, when the text is finished: nothing if it is a whole array. */
  end(): ArrayPart | undefined {
    const { text, offset } = this;
    if (this.state === 'inside') return rest(`[${text}`, offset - 1);
    if (this.state !== 'after') return rest(text, 0);
    return this.at < text.length ? rest(`[]${text.slice(this.at)}`, offset + this.at - 2) : undefined;
  }

  /** Takes the last part back, which was guessed wrong, and guesses no more. */
  takeBack({ text, shift }: ArrayPart): void {
    this.text = `${text.slice(1, -1)},${this.text}`;
    this.offset = shift + 1;
    this.guesses = false;
  }

  private guess(): ArrayPart | undefined {
    this.between ??= betweenObjects(this.text);
    const at = this.betweenIn(this.text, partLength);
    return at < 0 ? undefined : this.part(at + 1, at + 2, true);
  }

  /** Whether the next piece is likely to show where the part ends. */
  private awaitsGuess(): boolean {
    return !this.isWhole && this.guesses && this.between !== undefined && this.text.length < 2 * partLength;
  }

  private betweenIn(text: string, start: number): number {
    return this.guesses && this.between !== undefined ? text.indexOf(this.between, start) : -1;
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
      // Control characters that are no white space are found when the part is read.
      if (char <= Char.Space) at = spaceEnd(text, at) - 1;
      else if (char === Char.Quote || char === Char.Slash) {
        const end = char === Char.Quote ? stringEnd(text, at) : commentEnd(text, at);
        if (end > text.length) break;
        this.afterValue ||= char === Char.Quote;
        at = end - 1;
      } else if (depth === 0 && (char === Char.Comma || char === Char.CloseBracket)) {
        if (char === Char.CloseBracket) return this.close(at);
        if (!this.afterValue) return this.breakOff(at);
        this.afterValue = false;
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
    return this.part(at, at + 1);
  }

  private breakOff(at: number): ArrayPart {
    this.isBroken = true;
    return this.part(at + 1, at + 1);
  }

  private part(end: number, next: number, isGuessed = false): ArrayPart {
    const elements = this.text.slice(0, end);
    const part = {
      get text() {
        return inBrackets(elements);
      },
      shift: this.offset - 1,
      isGuessed,
    };
    this.depth = 0;
    this.afterValue = false;
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

const rest = (text: string, shift: number): ArrayPart => ({ text, shift, isGuessed: false });

/** `},` and `{` with what stands before the first object between them. */
function betweenObjects(text: string): string | undefined {
  const start = skipSpace(text, 0);
  return charAt(text, start) === Char.OpenBrace ? `},${text.slice(0, start + 1)}` : undefined;
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

/** Elements as an array. Joining makes one flat text of it, which is read by a fifth faster than one put together of parts. */
export function inBrackets(elements: string): string {
  return ['[', elements, ']'].join('');
}
