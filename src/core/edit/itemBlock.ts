import type { Node } from 'jsonc-parser';
import { childrenOf, endOf } from '../json/jsonTree';
import type { JsonLayout } from './jsonLayout';

/** An item that has its lines to itself, with the comments that are about it. */
export interface ItemBlock {
  readonly start: number;
  readonly end: number;
  /** The comments above the item, without a blank line between, and what separates them from it. */
  readonly lead: string;
  /** The comments behind the item in its last line; not the comma. */
  readonly tail: string;
  readonly hasComma: boolean;
}

/** Undefined for an item that shares a line with another one or with a bracket: whose a comment is cannot be told there. */
export function itemBlock(layout: JsonLayout, list: Node, index: number): ItemBlock | undefined {
  const { text } = layout;
  const item = childrenOf(list)[index];
  if (list.type !== 'array' || !item) return undefined;
  const start = leadStart(layout, item, endOfLineBefore(layout, list, index));
  const end = endOf(item);
  const comma = layout.commaAfter(item);
  const beforeComma = text.slice(end, comma ?? end);
  const afterComma = comma === undefined ? end : comma + 1;
  const rest = layout.restOfLine(afterComma);
  if (!layout.startsLine({ offset: start }) || /[\r\n]/.test(beforeComma) || !rest.endsLine) return undefined;
  return {
    start,
    end: rest.end,
    lead: text.slice(start, item.offset),
    tail: beforeComma + text.slice(afterComma, rest.end),
    hasComma: comma !== undefined,
  };
}

/** The text of a block with another item in it, or with or without its comma. */
export const blockText = ({ lead, tail }: ItemBlock, item: string, hasComma: boolean): string =>
  lead + item + (hasComma ? ',' : '') + tail;

/** Where the line ends that the item before, or the bracket, ends in: comments up to there are about that. */
function endOfLineBefore(layout: JsonLayout, list: Node, index: number): number {
  const before = childrenOf(list)[index - 1];
  if (!before) return layout.restOfLine(list.offset + 1).end;
  const comma = layout.commaAfter(before);
  return layout.restOfLine(comma === undefined ? endOf(before) : comma + 1).end;
}

/** Where the comments begin that lead up to an item without a blank line. */
function leadStart({ text }: JsonLayout, item: Node, from: number): number {
  let start = item.offset;
  const comments = [...text.slice(from, start).matchAll(/\/\/[^\r\n]*|\/\*[^]*?\*\//g)];
  for (const { 0: comment, index } of comments.reverse()) {
    const gap = text.slice(from + index + comment.length, start);
    if ((gap.match(/\r\n|[\r\n]/g)?.length ?? 0) > 1) break;
    start = from + index;
  }
  return start;
}
