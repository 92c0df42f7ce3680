import { jsonTokens } from '../json/jsonTokens';

/** How a JSON value is laid out in the text around it. */
export interface JsonShape {
  readonly multiline: boolean;
  readonly eol: string;
  /** The indentation of the line that the value begins in. */
  readonly indent: string;
  /** One level of indentation. */
  readonly unit: string;
  /** The space after a colon, and after a comma within a line. */
  readonly space: string;
  /** The space inside the brackets of a container within a line. */
  readonly padding: string;
}

/** Lays out a JSON text anew. Numbers and strings keep their spelling, but for what editors would take out as a line end. */
export function renderJson(json: string, shape: JsonShape): string {
  const tokens = [...jsonTokens(json)];
  const newLine = (depth: number) => shape.eol + shape.indent + shape.unit.repeat(depth);
  let depth = 0;
  let rendered = '';
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (isCloser(token)) {
      depth--;
      if (before !== undefined && !isOpener(before)) rendered += shape.multiline ? newLine(depth) : shape.padding;
    } else if (before !== undefined && isOpener(before)) {
      rendered += shape.multiline ? newLine(depth) : shape.padding;
    } else if (before === ',') {
      rendered += shape.multiline ? newLine(depth) : shape.space;
    } else if (before === ':') {
      rendered += shape.space;
    }
    rendered += token.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`);
    if (isOpener(token)) depth++;
  }
  return rendered;
}

const isOpener = (token: string) => token === '{' || token === '[';
const isCloser = (token: string) => token === '}' || token === ']';
