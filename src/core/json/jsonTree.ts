import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { maxDepth } from './maxDepth';
import type { JsonPath } from './jsonPath';
import { jsonTokens } from './jsonTokens';
import { countUpTo } from './textEdit';

export interface JsonTree {
  /** Undefined for a text of nothing but space and comments, and for one that is too deep to parse. */
  readonly root: Node | undefined;
  readonly state: 'whole' | 'broken' | 'tooDeep';
  /** Where a broken text breaks first. */
  readonly brokenAt?: number;
}

/** Parses JSON with comments and trailing commas, as far as it goes; never throws. */
export function parseJsonTree(text: string): JsonTree {
  if (jsonDepth(text) > maxDepth) return { root: undefined, state: 'tooDeep' };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  return first ? { root, state: 'broken', brokenAt: first.offset } : { root, state: 'whole' };
}

/** Whether two JSON texts hold the same tokens: space and comments aside, and however their strings are escaped. */
export function sameJson(one: string, other: string): boolean {
  const others = jsonTokens(other);
  for (const token of jsonTokens(one)) {
    const next = others.next();
    if (next.done === true || plainToken(token) !== plainToken(next.value)) return false;
  }
  return others.next().done === true;
}

/** Brackets, and what may hold others that are none. */
const brackets = /\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"?|[{}[\]]/g;

/** How deep objects and arrays are nested in a text; counts brackets, so it works on broken text too. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(brackets)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth--;
  }
  return deepest;
}

/** The properties of this name in an object, in order. Usually one: the last is the one that counts. */
export function propertiesNamed(object: Node, name: string): Node[] {
  return childrenOf(object).filter((property) => property.children?.[0]?.value === name);
}

/** The value at one step below a node: that of the last property of that name that has one, or the item at that index. */
export function childAt(node: Node, step: string | number): Node | undefined {
  if (node.type === 'object' && typeof step === 'string')
    return propertiesNamed(node, step).findLast(({ children = [] }) => children.length > 1)?.children?.[1];
  if (node.type === 'array' && typeof step === 'number') return node.children?.[step];
  return undefined;
}

/** The node at a path, as a parser that lets the last of two equal keys win sees it. */
export function nodeAt(root: Node, path: JsonPath): Node | undefined {
  return path.reduce<Node | undefined>((node, step) => node && childAt(node, step), root);
}

/** The innermost node that an offset is in; of many neighbours it looks at few. */
export function nodeAround(node: Node | undefined, offset: number): Node | undefined {
  if (!node || offset < node.offset || offset >= endOf(node)) return undefined;
  const children = childrenOf(node);
  return nodeAround(children[countUpTo(children, offset) - 1], offset) ?? node;
}

/** The properties of an object or the items of an array. */
export const childrenOf = (node: Node): readonly Node[] => node.children ?? [];

export const endOf = (node: Node): number => node.offset + node.length;

function plainToken(token: string): string {
  return token.includes('\\') ? JSON.stringify(JSON.parse(token)) : token;
}
