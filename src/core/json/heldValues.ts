import { isRecord } from './isRecord';
import { isSameJson } from './isSameJson';
import { memberOf } from './isSameState';
import type { JsonPath } from './jsonPath';
import { itemKeyOf, itemsByKey, keyText } from './listItems';

/** Compares two states of one JSON value, place by place. */
export class HeldValues {
  /** The items of the earlier arrays that were asked about. */
  private readonly items = new Map<readonly unknown[], EarlierItems>();

  constructor(
    private readonly before: unknown,
    private readonly now: unknown,
  ) {}

  /**
   * Whether what is at a path now, or is missing there, was so before. An item of an array may have come from another place
   * where it is the same as a whole, or has the key of the item there.
   */
  has(path: JsonPath): boolean {
    let { before, now } = this;
    for (const step of path) {
      if (typeof step === 'number') {
        if (!Array.isArray(before) || !Array.isArray(now)) return false;
        const item: unknown = now[step];
        const items = this.itemsOf(before);
        if (items.wholes.has(JSON.stringify(item))) return true;
        [before, now] = [items.partnerOf(item) ?? (before[step] as unknown), item];
      } else {
        if (!isRecord(before) || !isRecord(now)) return false;
        [before, now] = [memberOf(before, step), memberOf(now, step)];
      }
    }
    return isSameJson(before, now);
  }

  private itemsOf(array: readonly unknown[]): EarlierItems {
    let items = this.items.get(array);
    if (!items) this.items.set(array, (items = earlierItems(array)));
    return items;
  }
}

interface EarlierItems {
  readonly wholes: ReadonlySet<string>;
  partnerOf(item: unknown): unknown;
}

function earlierItems(array: readonly unknown[]): EarlierItems {
  const key = itemKeyOf(array, array);
  const byKey = key && itemsByKey(array, key);
  return {
    wholes: new Set(array.map((item) => JSON.stringify(item))),
    partnerOf: (item) => (key && isRecord(item) ? byKey?.get(keyText(memberOf(item, key)) ?? '') : undefined),
  };
}
