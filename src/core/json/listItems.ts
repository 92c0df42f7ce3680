import { ExactNumber } from './exactNumber';
import { isRecord } from './isRecord';
import { decimalOf } from './unsafeNumber';

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

/** More zeros end no id. */
const maxZeros = 100;

/**
 * An id as text, to compare it and to ask for it: providers write the same one as a number and as a string. A whole number has
 * all its digits, however it is spelled.
 */
export function keyText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value !== 'number' && !(value instanceof ExactNumber)) return undefined;
  if (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isFinite(value))) return String(value);
  const [digits = '', zeros = '0'] = decimalOf(String(value)).split('e');
  if (Number(zeros) >= 0 && Number(zeros) <= maxZeros) return digits + '0'.repeat(Number(zeros));
  return String(value instanceof ExactNumber ? value.inOneSpelling() : value);
}

/** Whether two ids are the same, as numbers or as texts. */
export function isSameId(one: unknown, other: unknown): boolean {
  const id = keyText(one);
  return id !== undefined && id === keyText(other);
}
