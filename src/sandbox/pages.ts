import { createHash } from 'node:crypto';
import { readText, refuseParameter, type Query } from './queryReaders';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many items stand on the pages before. */
  readonly start: number;
  readonly limit: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

const maxLimit = 200;

/**
 * One page of a list. `limit` is capped at 200 (Truto documents no maximum). A cursor belongs to its list (`listName`,
 * such as one account's users): a foreign, changed or invented one is refused with 400.
 */
export function page<Item>(items: readonly Item[], query: Query, listName: string, usualLimit = 25): Page<Item> {
  const limit = readLimit(query, usualLimit);
  const cursor = readText(query, 'next_cursor');
  const start = cursor === undefined ? 0 : decodeCursor(cursor, listName);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    start,
    limit,
    nextCursor: end < items.length ? encodeCursor(end, listName) : null,
    previousCursor: start > 0 ? encodeCursor(Math.max(0, start - limit), listName) : null,
  };
}

function readLimit(query: Query, usualLimit: number): number {
  const text = readText(query, 'limit');
  if (text === undefined) return usualLimit;
  if (!/^[1-9][0-9]{0,8}$/.test(text))
    return refuseParameter('limit', `Expected a positive whole number, but received "${text}"`);
  return Math.min(Number(text), maxLimit);
}

function encodeCursor(start: number, listName: string): string {
  return Buffer.from(`${start}:${seal(start, listName)}`).toString('base64url');
}

function decodeCursor(cursor: string, listName: string): number {
  const [start = '', given] = Buffer.from(cursor, 'base64url').toString('latin1').split(':');
  if (!/^[0-9]{1,9}$/.test(start) || given !== seal(Number(start), listName))
    return refuseParameter('next_cursor', 'Invalid cursor');
  return Number(start);
}

// Only there to tell our own cursors from others; nothing secret depends on it.
function seal(start: number, listName: string): string {
  return createHash('sha256').update(`${start} ${listName}`).digest('hex').slice(0, 16);
}
