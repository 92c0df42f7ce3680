import { Char, charAt, skipSpace, stringEnd, wordEnd } from './jsonText';

/** Deeper values stand no further to the right: a hostile response could grow a thousandfold. */
const maxIndentDepth = 100;

/**
 * Lays out valid JSON, one value a line, two spaces a level. Every string and number stays as it is spelled, which
 * parsing and printing would not keep. It does not recurse.
 */
export function prettyJson(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  const newLine = () => `\n${'  '.repeat(Math.min(depth, maxIndentDepth))}`;
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const end = tokenEnd(text, at);
    const next = skipSpace(text, end);
    switch (charAt(text, at)) {
      case Char.OpenBrace:
      case Char.OpenBracket:
        depth++;
        // An empty one stays on its line: its closing bracket takes the place of what would stand inside.
        pieces.push(text.charAt(at), isClosing(charAt(text, next)) ? '' : newLine());
        break;
      case Char.CloseBrace:
      case Char.CloseBracket:
        depth--;
        pieces.push(pieces.at(-1) === '' ? '' : newLine(), text.charAt(at));
        break;
      case Char.Comma:
        pieces.push(',', newLine());
        break;
      case Char.Colon:
        pieces.push(': ');
        break;
      default:
        pieces.push(text.slice(at, end));
    }
    at = next;
  }
  return `${pieces.join('')}\n`;
}

function tokenEnd(text: string, at: number): number {
  const char = charAt(text, at);
  if (char === Char.Quote) return stringEnd(text, at);
  return structure.has(char) ? at + 1 : wordEnd(text, at);
}

const structure: ReadonlySet<number> = new Set([
  Char.OpenBrace,
  Char.CloseBrace,
  Char.OpenBracket,
  Char.CloseBracket,
  Char.Comma,
  Char.Colon,
]);

function isClosing(char: number): boolean {
  return char === Char.CloseBrace || char === Char.CloseBracket;
}
