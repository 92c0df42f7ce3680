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

/** Laid out on many lines, a text is at most so many times as long; one of many short values deep down stays in one. */
const maxGrowth = 20;

/** Lays out a JSON text anew. Numbers and strings keep their spelling, but for what editors would take out as a line end. */
export function renderJson(json: string, shape: JsonShape): string {
  return render(json, shape) ?? render(json, { ...shape, multiline: false }) ?? json;
}

function render(json: string, shape: JsonShape): string | undefined {
  const maxLength = shape.multiline ? maxGrowth * (json.length + 1000) : Infinity;
  const newLine = (depth: number) => shape.eol + shape.indent + shape.unit.repeat(depth);
  let depth = 0;
  let rendered = '';
  let before = '';
  for (const token of jsonTokens(json)) {
    if (isCloser(token)) {
      depth--;
      if (before !== '' && !isOpener(before)) rendered += shape.multiline ? newLine(depth) : shape.padding;
    } else if (isOpener(before)) {
      rendered += shape.multiline ? newLine(depth) : shape.padding;
    } else if (before === ',') {
      rendered += shape.multiline ? newLine(depth) : shape.space;
    } else if (before === ':') {
      rendered += shape.space;
    }
    rendered += lineEnds.test(token) ? withoutLineEnds(token) : token;
    if (isOpener(token)) depth++;
    if (rendered.length > maxLength) return undefined;
    before = token;
  }
  return rendered;
}

const lineEnds = /[\u2028\u2029]/;

const withoutLineEnds = (token: string): string =>
  token.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`);

const isOpener = (token: string) => token === '{' || token === '[';
const isCloser = (token: string) => token === '}' || token === ']';
