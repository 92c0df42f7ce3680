import type { Coded, NoParams } from './coded';
import type { JsonPath } from './jsonPath';
import type { TextRange } from './textEdit';
import { Char, decodeString, spaceEnd, stringEnd, valueEnd, wordEnd } from './jsonText';
import { hashOfKey, KeysInScope } from './keysInScope';
import { findLoneSurrogates, isSurrogate } from './loneSurrogates';
import type { SoughtPath } from './soughtPaths';
import { maxDepth } from './maxDepth';
import { isDoubleInFull, unsafeNumber } from './unsafeNumber';

export interface LossParams {
  /** `related` is the first occurrence. */
  readonly duplicateKey: { readonly field: string };
  /** As spelled, and what a double would make of it. */
  readonly unsafeNumber: { readonly got: string; readonly becomes: string };
  readonly forbiddenKey: { readonly field: string };
  readonly tooDeep: { readonly limit: number };
  /** As `U+XXXX`. */
  readonly loneSurrogate: { readonly got: string };
  /** U+FFFD, unescaped: what an editor shows in place of bytes that are no text in the encoding it read. */
  readonly replacementCharacter: NoParams;
  /** A string that begins with what stands for a value that is not shown: it was copied from there. */
  readonly hiddenValue: NoParams;
}

/** Something in the text that a reader of JSON would silently change or drop. */
export type Loss = TextRange & Coded<LossParams> & { readonly path: JsonPath; readonly related?: readonly TextRange[] };

/**
 * One pass over valid JSON (see plainJson): fills in the places of the sought paths, where a duplicate key makes the
 * last one count, as in JSON.parse, and returns the losses. It does not recurse, and its time grows with the text's
 * length only.
 * @param standIn what stands for a value that is not shown, if that is looked for
 */
export function scanJson(text: string, sought: SoughtPath, standIn = ''): Loss[] {
  const scan = new Scan(text, sought, standIn);
  scan.run();
  return scan.losses;
}

/** An open object or array. Frames are used again: a large file opens hundreds of thousands of them. */
class Frame {
  isArray = false;
  start = 0;
  sought: SoughtPath | undefined;
  /** Of the current element. */
  index = 0;
  /** Of the current property; the offset behind it is 0 while there is none. */
  keyStart = 0;
  keyEnd = 0;
  readonly keys = new KeysInScope();
}

class Scan {
  readonly losses: Loss[] = [];
  private at = 0;
  private depth = 0;
  private awaitsKey = false;
  private readonly firstOfStandIn: number;
  private readonly frames: Frame[] = [];

  constructor(
    private readonly text: string,
    private readonly root: SoughtPath,
    private readonly standIn: string,
  ) {
    this.firstOfStandIn = standIn.charCodeAt(0);
  }

  run(): void {
    const { text } = this;
    const end = text.length;
    while (this.at < end) {
      const char = text.charCodeAt(this.at);
      // White space is half of a well laid out file, strings are most of the rest.
      if (char <= Char.Space) this.at = spaceEnd(text, this.at);
      else if (char === Char.Quote) {
        if (this.awaitsKey) this.readKey();
        else this.readString();
      } else if (char === Char.Colon) this.at++;
      else if (char === Char.Comma) this.readComma();
      else if (char === Char.OpenBrace || char === Char.OpenBracket) this.open(char === Char.OpenBracket);
      else if (char === Char.CloseBrace || char === Char.CloseBracket) this.close();
      else this.readWord(char);
    }
  }

  private open(isArray: boolean): void {
    if (this.depth === maxDepth) {
      this.lose({ code: 'tooDeep', params: { limit: maxDepth } }, this.at, 1);
      this.at = valueEnd(this.text, this.at);
      return;
    }
    const sought = this.soughtHere();
    const frame = (this.frames[this.depth] ??= new Frame());
    frame.isArray = isArray;
    frame.start = this.at;
    frame.sought = sought;
    frame.index = 0;
    frame.keyEnd = 0;
    if (!isArray) frame.keys.clear();
    this.depth++;
    this.awaitsKey = !isArray;
    this.at++;
  }

  private close(): void {
    this.depth--;
    this.at++;
    this.awaitsKey = false;
    const frame = this.frames[this.depth];
    if (frame?.sought) this.place(frame.sought, frame.start);
  }

  private readComma(): void {
    const frame = this.frames[this.depth - 1];
    if (frame?.isArray) frame.index++;
    else this.awaitsKey = true;
    this.at++;
  }

  private readKey(): void {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    let isSpecial = false;
    for (; at < text.length; at++) {
      const char = text.charCodeAt(at);
      if (char > Char.Backslash && char < firstSurrogate) continue;
      if (char === Char.Quote) break;
      if (char === Char.Backslash) at++;
      if (char === Char.Backslash || isSurrogate(char) || char === replacement) isSpecial = true;
    }
    this.at = at + 1;
    this.awaitsKey = false;
    const frame = this.frames[this.depth - 1];
    if (!frame) return;
    frame.keyStart = start;
    frame.keyEnd = this.at;
    this.checkKey(
      frame,
      isSpecial ? hashOf(decodeString(text.slice(start, this.at))) : hashOfKey(text, start + 1, at),
      isSpecial,
    );
  }

  private checkKey(frame: Frame, hash: number, isSpecial: boolean): void {
    const { keyStart: start, keyEnd: end } = frame;
    if (isSpecial) this.loseSurrogates(start + 1, end - 1);
    if (hash === protoHash && this.keyOf(frame) === '__proto__') {
      this.lose({ code: 'forbiddenKey', params: { field: '__proto__' } }, start, end - start);
    }
    const first = frame.keys.add(this.text, start, end, hash);
    if (first) {
      const params = { field: this.keyOf(frame) };
      this.lose({ code: 'duplicateKey', params }, start, end - start, [first]);
    }
  }

  private readString(): void {
    const start = this.at;
    const end = plainStringEnd(this.text, start);
    this.at = end > 0 ? end : stringEnd(this.text, start);
    if (end < 0) this.loseSurrogates(start + 1, this.at - 1);
    if (this.text.charCodeAt(start + 1) === this.firstOfStandIn && this.text.startsWith(this.standIn, start + 1))
      this.lose({ code: 'hiddenValue', params: {} }, start, this.at - start);
    const sought = this.soughtHere();
    if (sought) this.place(sought, start);
  }

  private readWord(char: number): void {
    const start = this.at;
    this.at = wordEnd(this.text, start);
    const isNumber = char === Char.Minus || (char >= Char.Zero && char <= Char.Nine);
    if (isNumber && this.at - start > 2) this.checkNumber(start);
    const sought = this.soughtHere();
    if (sought) this.place(sought, start);
  }

  private checkNumber(start: number): void {
    const got = this.text.slice(start, this.at);
    const becomes = unsafeNumber(got);
    if (becomes !== undefined && !isDoubleInFull(got))
      this.lose({ code: 'unsafeNumber', params: { got, becomes } }, start, got.length);
  }

  private loseSurrogates(start: number, end: number): void {
    for (const { offset, length, code } of findLoneSurrogates(this.text, start, end)) {
      const got = `U+${code.toString(16).toUpperCase()}`;
      this.lose({ code: 'loneSurrogate', params: { got } }, offset, length);
    }
    this.loseReplaced(start, end);
  }

  /** One string was read wrongly once, however many characters show it. */
  private loseReplaced(start: number, end: number): void {
    const first = this.text.slice(start, end).indexOf(replacementSign);
    if (first < 0) return;
    const last = this.text.lastIndexOf(replacementSign, end - 1);
    this.lose({ code: 'replacementCharacter', params: {} }, start + first, last + 1 - start - first);
  }

  private lose(what: Coded<LossParams>, offset: number, length: number, related?: readonly TextRange[]): void {
    this.losses.push({ ...what, offset, length, path: this.path(), ...(related && { related }) });
  }

  private path(): JsonPath {
    return this.frames.slice(0, this.depth).map((frame) => (frame.isArray ? frame.index : this.keyOf(frame)));
  }

  /** What is sought at the value that starts here. */
  private soughtHere(): SoughtPath | undefined {
    const frame = this.frames[this.depth - 1];
    if (this.depth === 0 || !frame) return this.root;
    return frame.sought?.child(frame.isArray ? frame.index : this.keyOf(frame));
  }

  /** Notes that the value ends here; an earlier one of the same path is forgotten. */
  private place(sought: SoughtPath, start: number): void {
    const frame = this.depth > 0 ? this.frames[this.depth - 1] : undefined;
    const key = frame && !frame.isArray ? { offset: frame.keyStart, length: frame.keyEnd - frame.keyStart } : undefined;
    sought.place = { key, value: { offset: start, length: this.at - start } };
  }

  private keyOf(frame: Frame): string {
    return decodeString(this.text.slice(frame.keyStart, frame.keyEnd));
  }
}

/** The offset behind a string without escapes and surrogates; -1 when it has any. */
function plainStringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    // Most are lower-case letters: one look at each.
    if (char > Char.Backslash && char < firstSurrogate) continue;
    if (char === Char.Quote) return at + 1;
    if (char === Char.Backslash || char >= firstSurrogate) return -1;
  }
  return -1;
}

const firstSurrogate = 0xd800;
const replacement = 0xfffd;
const replacementSign = String.fromCharCode(replacement);
const hashOf = (name: string): number => hashOfKey(name, 0, name.length);
const protoHash = hashOf('__proto__');
