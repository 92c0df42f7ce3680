import { createScanner, type JSONScanner } from 'jsonc-parser';

/** The numbers of jsonc-parser's `SyntaxKind`, which is a type only. */
const Token = {
  OpenBrace: 1,
  CloseBrace: 2,
  OpenBracket: 3,
  CloseBracket: 4,
  Comma: 5,
  Colon: 6,
  Null: 7,
  True: 8,
  False: 9,
  String: 10,
  Number: 11,
  LineComment: 12,
  BlockComment: 13,
  LineBreak: 14,
  Space: 15,
  Unknown: 16,
  End: 17,
} as const;

/** What may be written at a place. */
export interface PlaceState {
  /** Nothing: the place is in a comment, behind a value that is finished, or in what is neither JSON nor a word. */
  readonly isSilent: boolean;
  /** A field, once a comma stands here, behind the value of a line above. */
  readonly commaAt?: number;
}

function hasError(scanner: JSONScanner): boolean {
  const error: number = scanner.getTokenError();
  return error !== 0;
}

const silent: PlaceState = { isSilent: true };

/** What the text around a place says of it; it may be broken. */
export function placeState(text: string, offset: number): PlaceState {
  const scanner = createScanner(text.replace(/^\ufeff/, ' '), false);
  const before = new Before();
  for (;;) {
    const kind: number = scanner.scan();
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (kind === Token.LineComment || kind === Token.BlockComment) {
      const isOpen = kind === Token.LineComment || hasError(scanner);
      if (start < offset && (offset < end || (offset === end && isOpen))) return silent;
    } else if (kind !== Token.Space && kind !== Token.LineBreak) {
      const isInside = isWord(kind) && start <= offset && offset <= end;
      if (isInside && kind === Token.String && start < offset && offset === end && !hasError(scanner)) return silent;
      if (isInside && kind === Token.Unknown && !/^[\w$]+$/.test(scanner.getTokenValue())) return silent;
      if (isInside || start >= offset)
        return stateAt(text, before, Math.min(start, offset), isInside ? undefined : kind, scanner);
      before.take(kind, end);
    }
  }
}

/** `behind`: the token that follows the place, unless the place is in one. */
function stateAt(
  text: string,
  before: Before,
  at: number,
  behind: number | undefined,
  scanner: JSONScanner,
): PlaceState {
  const { next, finished } = before;
  const isBelow = next === 'nothing' && before.isInObject && /[\r\n]/.test(text.slice(finished, at));
  if (before.isNameless || next === 'colon' || (next === 'nothing' && !isBelow)) return silent;
  if (next === 'value' && behind !== undefined && startsValue(behind) && !isKey(behind, scanner)) return silent;
  if (
    next !== 'value' &&
    behind !== undefined &&
    behind !== Token.String &&
    (startsValue(behind) || behind === Token.Colon)
  )
    return silent;
  if (!isBelow) return { isSilent: false };
  return behind === Token.Comma ? silent : { isSilent: false, commaAt: finished };
}

/** Whether the token that was read is the key of the next line: a colon follows. */
function isKey(kind: number, scanner: JSONScanner): boolean {
  if (!isWord(kind)) return false;
  let next: number = scanner.scan();
  while (next >= Token.LineComment && next <= Token.Space) next = scanner.scan();
  return next === Token.Colon;
}

/** What the tokens up to a place lead to. */
class Before {
  next: 'key' | 'colon' | 'value' | 'nothing' = 'value';
  /** Where the last value ends, while neither a comma nor the end of its object or array follows. */
  finished = 0;
  private readonly holders: { readonly isObject: boolean; readonly isNameless: boolean }[] = [];
  /** Whether the key that was read is none in JSON: nobody knows what it means. */
  private isOfNoKey = false;

  get isInObject(): boolean {
    return this.holders.at(-1)?.isObject === true;
  }

  /** Whether the place is below a key that means nothing. */
  get isNameless(): boolean {
    return this.isOfNoKey || this.holders.some(({ isNameless }) => isNameless);
  }

  take(kind: number, end: number): void {
    // Behind the one value of a text nothing counts.
    if (this.next === 'nothing' && this.holders.length === 0) return;
    if (kind === Token.OpenBrace || kind === Token.OpenBracket) {
      this.holders.push({ isObject: kind === Token.OpenBrace, isNameless: this.isOfNoKey });
      this.begin();
    } else if (kind === Token.CloseBrace || kind === Token.CloseBracket) {
      this.holders.pop();
      this.finish(end);
    } else if (kind === Token.Comma) this.begin();
    else if (kind === Token.Colon) {
      this.isOfNoKey ||= this.next !== 'colon';
      this.next = 'value';
    } else this.takeWord(kind, end);
  }

  private takeWord(kind: number, end: number): void {
    // Behind a value without its comma stands the next key.
    if (this.next === 'key' || (this.next === 'nothing' && this.isInObject)) {
      this.isOfNoKey = kind !== Token.String;
      this.next = 'colon';
    } else if (this.next !== 'colon') this.finish(end);
  }

  private begin(): void {
    this.next = this.isInObject ? 'key' : 'value';
    this.isOfNoKey = false;
  }

  private finish(end: number): void {
    this.next = 'nothing';
    this.finished = end;
    this.isOfNoKey = false;
  }
}

const isWord = (kind: number): boolean => kind === Token.String || kind === Token.Unknown || isPlainWord(kind);

const startsValue = (kind: number): boolean => isWord(kind) || kind === Token.OpenBrace || kind === Token.OpenBracket;

function isPlainWord(kind: number): boolean {
  return kind === Token.Number || kind === Token.True || kind === Token.False || kind === Token.Null;
}
