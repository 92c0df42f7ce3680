import { isRecord } from '../../core/json/isRecord';
import { keyText } from '../../core/json/listItems';

type Item = Record<string, unknown>;

const flag = 'is_primary';

/**
 * The index of the item that `[primary]` means in a list, which it marks as the primary one where that is not clear already.
 * @param list may be written to
 * @param address that the item is to have, where a cell says one
 * @param key the member that has it
 */
export function markPrimary(list: unknown[], address: unknown, key: string): number {
  const items = list.map((item) => (isRecord(item) ? (item as Item) : {}));
  const flagged = items.findIndex((item) => item[flag] === true);
  const index = primaryIndex(items, address, key, flagged);
  // Where nobody is marked, the first one is it, and a list of one has no other.
  const isClear = flagged < 0 && index === 0 && items.length > 0;
  items.forEach((item, at) => {
    if (at !== index && item[flag] === true) item[flag] = false;
  });
  if (index === items.length) list.push({ [flag]: true });
  else if (!isClear) (items[index] ?? {})[flag] = true;
  return index;
}

function primaryIndex(items: readonly Item[], address: unknown, key: string, flagged: number): number {
  const isThere = (item: Item | undefined): boolean => isSameAddress(item?.[key], address);
  if (flagged >= 0 && isThere(items[flagged])) return flagged;
  const known = items.findIndex(isThere);
  if (known >= 0) return known;
  if (flagged >= 0) return flagged;
  const isNew = keyText(address) !== undefined;
  return items.length === 1 || (!isNew && items.length > 0) ? 0 : items.length;
}

/** Whether two addresses are one: providers write them in upper or lower case. */
export function isSameAddress(one: unknown, other: unknown): boolean {
  const [text, otherText] = [foldedText(one), foldedText(other)];
  return text !== undefined && text === otherText;
}

const foldedText = (value: unknown): string | undefined => keyText(value)?.normalize('NFKC').trim().toLowerCase();
