import { ExactNumber } from './exactNumber';
import { isRecord } from './isRecord';

/** What tells the items of a list apart: an id, what each kind of item is about, or the item itself. */
const itemKeys = ['id', 'email', 'number', 'url', 'itself'] as const;

export type ItemKey = (typeof itemKeys)[number];

/** The items of a list by what tells them apart; undefined where that is not so of all of them. Their order says nothing then. */
export function itemsByKey(list: readonly unknown[], key: ItemKey): ReadonlyMap<string, unknown> | undefined {
  const items = new Map<string, unknown>();
  for (const item of list) {
    const name = keyText(key === 'itself' ? item : isRecord(item) ? item[key] : undefined);
    if (name === undefined || items.has(name)) return undefined;
    items.set(name, item);
  }
  return items;
}

/** The first key that tells the items of both lists apart. */
export function itemKeyOf(one: readonly unknown[], other: readonly unknown[]): ItemKey | undefined {
  return itemKeys.find((key) => itemsByKey(one, key) && itemsByKey(other, key));
}

const inOneSpelling = (value: number | ExactNumber): unknown =>
  value instanceof ExactNumber ? value.inOneSpelling() : value;

/** An id as text: providers write the same one as a number and as a string. */
export function keyText(value: unknown): string | undefined {
  if (typeof value === 'number' || value instanceof ExactNumber) return String(inOneSpelling(value));
  return typeof value === 'string' && value !== '' ? value : undefined;
}
