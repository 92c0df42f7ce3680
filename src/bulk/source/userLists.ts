import { isRecord } from '../../core/json/isRecord';

/** What cells are written into. */
export type Container = Record<string | number, unknown>;

export const isContainer = (value: unknown): value is object => isRecord(value) || Array.isArray(value);

/** A list whose items may be written to; an empty one in place of anything else. */
export const copyOfList = (list: unknown): unknown[] =>
  Array.isArray(list) ? list.map((item) => (isRecord(item) ? { ...item } : (item as unknown))) : [];

/** Removes the gaps that lists have where no cell names an item. Returns where the items of each list are then; -1 for a gap. */
export function closeGaps(user: Container): ReadonlyMap<string, readonly number[]> {
  const moved = new Map<string, readonly number[]>();
  for (const [name, value] of Object.entries(user)) {
    if (!Array.isArray(value)) continue;
    let next = 0;
    // A list with gaps has no index of them, unless it is spread.
    moved.set(
      name,
      [...(value as unknown[])].map((item) => (item === undefined ? -1 : next++)),
    );
    user[name] = value.filter((item) => item !== undefined);
  }
  return moved;
}
