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
  /** Nothing: the place is in a comment, or behind a value that is finished. */
  readonly isSilent: boolean;
  /** A field, once a comma stands here, behind the value of a line above. */
  readonly commaAt?: number;
}

function hasError(scanner: JSONScanner): boolean {
  const error: number = scanner.getTokenError();
  return error !== 0;
}

const silent: PlaceState = { isSilent: true };

/** What the text up to a place says of it; it may be broken. */
export function placeState(text: string, offset: number): PlaceState {
  const scanner = createScanner(text, false);
  const holders: number[] = [];
  /** Behind a value that neither a comma nor the end of its object or array follows. */
  let finished: number | undefined;
  let isKeyNext = false;
  for (let kind: number = scanner.scan(); kind !== Token.End; kind = scanner.scan()) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (start >= offset) break;
    if (kind === Token.LineComment || kind === Token.BlockComment) {
      const isOpen = kind === Token.LineComment || hasError(scanner);
      if (offset < end || (offset === end && isOpen)) return silent;
      continue;
    }
    if (kind === Token.Space || kind === Token.LineBreak) continue;
    const isWord = kind === Token.String || isPlainWord(kind) || kind === Token.Unknown;
    if (isWord && offset <= end) {
      const isClosed = kind === Token.String && !hasError(scanner);
      return isClosed && offset === end ? silent : behind(text, finished, start, holders);
    }
    const isInObject = holders.at(-1) === Token.OpenBrace;
    switch (kind) {
      case Token.OpenBrace:
      case Token.OpenBracket:
        holders.push(kind);
        isKeyNext = kind === Token.OpenBrace;
        finished = undefined;
        break;
      case Token.CloseBrace:
      case Token.CloseBracket:
        holders.pop();
        finished = end;
        break;
      case Token.Comma:
        isKeyNext = isInObject;
        finished = undefined;
        break;
      case Token.Colon:
        isKeyNext = false;
        finished = undefined;
        break;
      case Token.String: {
        // Behind a value without its comma stands the next key.
        const isKey = isInObject && (isKeyNext || finished !== undefined);
        finished = isKey ? undefined : end;
        break;
      }
      default:
        if (isPlainWord(kind)) finished = end;
    }
  }
  return behind(text, finished, offset, holders);
}

function behind(text: string, finished: number | undefined, start: number, holders: readonly number[]): PlaceState {
  if (finished === undefined) return { isSilent: false };
  const isBelow = /[\r\n]/.test(text.slice(finished, start));
  return isBelow && holders.at(-1) === Token.OpenBrace ? { isSilent: false, commaAt: finished } : silent;
}

function isPlainWord(kind: number): boolean {
  return kind === Token.Number || kind === Token.True || kind === Token.False || kind === Token.Null;
}
