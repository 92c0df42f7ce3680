import { look } from '../json/differingParts';
import { itemKeyOf, itemsByKey, keyText, type ItemKey } from '../json/listItems';
import { isRecord } from '../json/isRecord';
import type { Comparable } from '../secrets/comparable';

/** What differs between two JSON values, part by part. */
export type Difference =
  /** One takes the place of the other; undefined: there is none. */
  | { readonly kind: 'value'; readonly before: Comparable | undefined; readonly after: Comparable | undefined }
  | { readonly kind: 'members'; readonly members: readonly Named<string>[] }
  | ItemsDifference;

/** Lists are compared item by item: an item that is told by its key may have another place. */
export interface ItemsDifference {
  readonly kind: 'items';
  readonly added: readonly Comparable[];
  readonly removed: readonly Comparable[];
  /** By what tells an item apart, else by its index. */
  readonly changed: readonly Named<string | number>[];
  /** The items that both have, in the order of each, where these are two. */
  readonly order?: { readonly before: readonly Comparable[]; readonly after: readonly Comparable[] };
}

interface Named<Name> {
  readonly name: Name;
  readonly difference: Difference;
}

/** What differs; undefined where nothing does. The values are no deeper than what is shown, so that it may recurse. */
export function differenceOf(before: Comparable | undefined, after: Comparable | undefined): Difference | undefined {
  if (!before || !after) return before === after ? undefined : { kind: 'value', before, after };
  if (before.isSame(after)) return undefined;
  const { items: itemsBefore } = before;
  const { items: itemsAfter } = after;
  if (itemsBefore && itemsAfter) return itemsDifference(itemsBefore, itemsAfter);
  const { members: membersBefore } = before;
  const { members: membersAfter } = after;
  if (membersBefore && membersAfter) {
    const names = [...new Set([...membersBefore.keys(), ...membersAfter.keys()])];
    return {
      kind: 'members',
      members: names.flatMap((name) => named(name, membersBefore.get(name), membersAfter.get(name))),
    };
  }
  return { kind: 'value', before, after };
}

function named<Name>(name: Name, before: Comparable | undefined, after: Comparable | undefined): Named<Name>[] {
  const difference = differenceOf(before, after);
  return difference ? [{ name, difference }] : [];
}

type Items = readonly Comparable[];
/** The places of an item before and after. */
type Pair = readonly [before: number, after: number];

function itemsDifference(before: Items, after: Items): ItemsDifference {
  const key = itemKeyOf(valuesOf(before), valuesOf(after));
  const all: Rest = { removed: [...before.keys()], added: [...after.keys()] };
  const known = key ? keyPairs(before, after, key) : pairsByText([before, after], all, sameText);
  const rest = without(all, known);
  const found = key ? pairsByText([before, after], rest, beginning) : placePairs(rest);
  const { removed, added } = without(rest, found);
  const pairs = [...known, ...found].sort(([one], [other]) => one - other);
  const changed = pairs.flatMap(([index, place]) =>
    named(nameOf(after[place], key, place), before[index], after[place]),
  );
  return {
    kind: 'items',
    added: added.flatMap((place) => after[place] ?? []),
    removed: removed.flatMap((index) => before[index] ?? []),
    changed,
    ...orderOf(before, after, pairs),
  };
}

const valuesOf = (items: Items): unknown[] => items.map(({ value }) => value);

function keyPairs(before: Items, after: Items, key: ItemKey): Pair[] {
  const names = [...(itemsByKey(valuesOf(before), key)?.keys() ?? [])];
  const places = new Map([...(itemsByKey(valuesOf(after), key)?.keys() ?? [])].map((name, place) => [name, place]));
  return names.flatMap((name, index) => {
    const place = places.get(name);
    return place === undefined ? [] : [[index, place] as const];
  });
}

/** Pairs those indexes, each in its turn, whose items have the same text. */
function pairsByText(
  [before, after]: readonly [Items, Items],
  { removed, added }: Rest,
  textOf: (item: Comparable | undefined) => string,
): Pair[] {
  const places = new Map<string, number[]>();
  for (const place of added.toReversed()) {
    const text = textOf(after[place]);
    const alike = places.get(text);
    if (alike) alike.push(place);
    else places.set(text, [place]);
  }
  return removed.flatMap((index) => {
    const place = places.get(textOf(before[index]))?.pop();
    return place === undefined ? [] : [[index, place] as const];
  });
}

interface Rest {
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

/** What is left of both lists, one after another. */
const placePairs = ({ removed, added }: Rest): Pair[] =>
  removed.slice(0, added.length).map((index, turn) => [index, added[turn] ?? 0]);

/** UTF-16 units: two items that begin alike are told by what differs within them. */
const maxAlike = 60;

const sameText = (item: Comparable | undefined): string => JSON.stringify(item?.value);

/** How an item begins, to the eye. */
const beginning = (item: Comparable | undefined): string => look(JSON.stringify(item?.shown)).slice(0, maxAlike);

function without({ removed, added }: Rest, pairs: readonly Pair[]): Rest {
  const [known, places] = [new Set(pairs.map(([index]) => index)), new Set(pairs.map(([, place]) => place))];
  return { removed: removed.filter((index) => !known.has(index)), added: added.filter((place) => !places.has(place)) };
}

function nameOf(item: Comparable | undefined, key: ItemKey | undefined, index: number): string | number {
  const shown = item?.shown;
  return (key && isRecord(shown) ? keyText(shown[key]) : undefined) ?? index;
}

function orderOf(before: Items, after: Items, pairs: readonly Pair[]): Pick<ItemsDifference, 'order'> {
  const byPlace = [...pairs].sort(([, one], [, other]) => one - other);
  if (byPlace.every(([index], turn) => turn === 0 || index > (byPlace[turn - 1]?.[0] ?? 0))) return {};
  return {
    order: {
      before: pairs.flatMap(([index]) => before[index] ?? []),
      after: byPlace.flatMap(([, place]) => after[place] ?? []),
    },
  };
}
