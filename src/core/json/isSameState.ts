import { ExactNumber, isSameNumber } from './exactNumber';
import { isRecord } from './isRecord';
import { isSameId, itemKeyOf, itemsByKey } from './listItems';

/**
 * Whether two JSON values say the same of a user. As `isSameJson`, but a member that is null is as good as none, and of a
 * list whose items can be told apart (by id, e-mail address, number or URL, or as texts) the order does not count: providers change both
 * from one read to the next, as they write an id as a number or as a text. Undefined stands for no value. It does not recurse.
 */
export function isSameState(left: unknown, right: unknown): boolean {
  const pairs: [unknown, unknown][] = [[left, right]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [one, other] = [pair[0] ?? null, pair[1] ?? null];
    if (one === other) continue;
    if (one instanceof ExactNumber || other instanceof ExactNumber) {
      if (!isSameNumber(one, other)) return false;
      continue;
    }
    const parts = partsOf(one, other);
    if (!parts) return false;
    for (const part of parts) pairs.push(part);
  }
  return true;
}

/** What is to be compared of two values; undefined where they differ already. */
function partsOf(one: unknown, other: unknown): Iterable<[unknown, unknown]> | undefined {
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length ? itemPairs(one, other) : undefined;
  if (!isRecord(one) || !isRecord(other)) return undefined;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names]
    .filter((name) => name !== 'id' || !isSameId(memberOf(one, name), memberOf(other, name)))
    .map((name) => [memberOf(one, name), memberOf(other, name)]);
}

function* itemPairs(one: readonly unknown[], other: readonly unknown[]): Generator<[unknown, unknown]> {
  const key = itemKeyOf(one, other);
  const partners = key && itemsByKey(other, key);
  if (!key || !partners) {
    for (const [index, item] of one.entries()) yield [item, other[index]];
    return;
  }
  for (const [name, item] of itemsByKey(one, key) ?? []) yield [item, partners.get(name)];
}

/** Undefined where there is none of its own. */
export const memberOf = (value: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(value, name) ? value[name] : undefined;
