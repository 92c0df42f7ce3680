import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { withoutForeignTokens, type ForeignSpelling } from './foreignTokens';
import { nodeAt } from './jsonTree';
import type { JsonPath } from './jsonPath';
import type { TextRange } from './textEdit';
import type { Place } from './soughtPaths';

/** What can be made of broken JSON. */
export interface RecoveredJson {
  readonly errors: readonly (TextRange & { readonly reason: string; readonly foreign?: ForeignSpelling })[];
  readonly value: unknown;
  readonly find: (path: JsonPath) => Place | undefined;
  /** Where the items stand of an array that begins and ends with the text, whatever is broken in between. */
  readonly items: readonly TextRange[] | undefined;
}

/** Other notations are looked for so often: what is in place of one token may have hidden the next. */
const rounds = 9;

/** Reads JSON that does not parse, as far as it goes; with at least one error. */
export function recoverJson(text: string): RecoveredJson {
  try {
    return recovered(text.replace(/^\ufeff/, ' '), [], rounds) ?? unreadable(text);
  } catch (error) {
    // jsonc-parser recurses: thousands of nested brackets are too much for it.
    if (error instanceof RangeError) return unreadable(text);
    throw error;
  }
}

function recovered(text: string, foreign: RecoveredJson['errors'], left: number): RecoveredJson | undefined {
  const found: ParseError[] = [];
  const tree = parseTree(text, found, { allowTrailingComma: true, disallowComments: false });
  const unknown = found.filter(({ error }) => left > 0 && printParseErrorCode(error) === 'InvalidSymbol');
  const without = withoutForeignTokens(text, unknown);
  if (without.tokens.length > 0)
    return recovered(without.text, [...foreign, ...without.tokens.map(foreignError)], left - 1);
  const value: unknown = tree && getNodeValue(tree);
  const all = [...foreign, ...found.map((error) => readError(error, text))];
  return all.length === 0
    ? undefined
    : { errors: all, value, find: (path) => tree && find(tree, path), items: tree && itemsOf(tree, text) };
}

const foreignError = ({ offset, length, json, got }: TextRange & ForeignSpelling): RecoveredJson['errors'][number] => ({
  offset,
  length,
  reason: 'InvalidSymbol',
  foreign: { json, ...(got !== undefined && { got }) },
});

function unreadable(text: string): RecoveredJson {
  return {
    errors: [{ offset: 0, length: text.length, reason: 'InvalidSymbol' }],
    value: undefined,
    find: () => undefined,
    items: undefined,
  };
}

/** An error at the end of the text has nothing to mark: it moves back to the last thing that is there. */
function readError({ error, offset, length }: ParseError, text: string): TextRange & { reason: string } {
  const reason = printParseErrorCode(error);
  const start = Math.min(offset, text.length);
  const end = Math.min(offset + length, text.length);
  if (end > start && text.slice(start, end).trim() !== '') return { offset: start, length: end - start, reason };
  const last = Math.max(text.slice(0, Math.max(end, 1)).trimEnd().length - 1, 0);
  return { offset: last, length: Math.min(1, text.length), reason };
}

function find(tree: Node, path: JsonPath): Place | undefined {
  const node = nodeAt(tree, path);
  if (!node) return undefined;
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  return { key: key && range(key), value: range(node) };
}

function itemsOf({ type, offset, length, children = [] }: Node, text: string): TextRange[] | undefined {
  return type === 'array' && offset === 0 && length === text.length ? children.map(range) : undefined;
}

function range({ offset, length }: Node): TextRange {
  return { offset, length };
}
