import { Char, charAt, skipSpace, stringEnd, wordEnd } from './jsonText';

/** Deeper values stand no further to the right. */
const maxIndentDepth = 100;

/** Laid out, a text is at most so many times as long; one of many short values deep down, of which nobody sees more, stays as it is. */
const maxGrowth = 10;

/**
 * Lays out valid JSON, one value a line, two spaces a level. Every string and number stays as it is spelled, which
 * parsing and printing would not keep. It does not recurse.
 */
export function prettyJson(text: string): string {
  const maxLength = maxGrowth * (text.length + 1000);
  let pretty = '';
  let depth = 0;
  const newLine = () => `\n${indentOf(depth)}`;
  for (let at = skipSpace(text, 0); at < text.length; ) {
    if (pretty.length > maxLength) return `${text}\n`;
    const end = tokenEnd(text, at);
    const next = skipSpace(text, end);
    switch (charAt(text, at)) {
      case Char.OpenBrace:
      case Char.OpenBracket:
        // An empty one stays on its line.
        if (isClosing(charAt(text, next))) {
          pretty += text.charAt(at) + text.charAt(next);
          at = skipSpace(text, next + 1);
          continue;
        }
        depth++;
        pretty += text.charAt(at) + newLine();
        break;
      case Char.CloseBrace:
      case Char.CloseBracket:
        depth--;
        pretty += newLine() + text.charAt(at);
        break;
      case Char.Comma:
        pretty += `,${newLine()}`;
        break;
      case Char.Colon:
        pretty += ': ';
        break;
      default:
        pretty += text.slice(at, end);
    }
    at = next;
  }
  return `${pretty}\n`;
}

const indents = Array.from({ length: maxIndentDepth + 1 }, (_, depth) => '  '.repeat(depth));

const indentOf = (depth: number): string => indents[Math.min(depth, maxIndentDepth)] ?? '';

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
