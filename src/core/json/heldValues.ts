import { isRecord } from './isRecord';
import { isSameJson } from './isSameJson';
import { memberOf } from './isSameState';
import type { JsonPath } from './jsonPath';

/** Compares two states of one JSON value, place by place. */
export class HeldValues {
  /** The items of the earlier arrays that were asked about. */
  private readonly items = new Map<readonly unknown[], ReadonlySet<string>>();

  constructor(
    private readonly before: unknown,
    private readonly now: unknown,
  ) {}

  /**
   * Whether what is at a path now, or is missing there, was so before. An item of an array may have come from another place
   * as long as it is the same as a whole.
   */
  has(path: JsonPath): boolean {
    let { before, now } = this;
    for (const step of path) {
      if (typeof step === 'number') {
        if (!Array.isArray(before) || !Array.isArray(now)) return false;
        const item: unknown = now[step];
        if (this.itemsOf(before).has(JSON.stringify(item))) return true;
        [before, now] = [before[step] as unknown, item];
      } else {
        if (!isRecord(before) || !isRecord(now)) return false;
        [before, now] = [memberOf(before, step), memberOf(now, step)];
      }
    }
    return isSameJson(before, now);
  }

  private itemsOf(array: readonly unknown[]): ReadonlySet<string> {
    let items = this.items.get(array);
    if (!items) this.items.set(array, (items = new Set(array.map((item) => JSON.stringify(item)))));
    return items;
  }
}
