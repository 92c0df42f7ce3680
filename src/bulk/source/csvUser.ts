import { isRecord } from '../../core/json/isRecord';
import { memberOf } from '../../core/json/isSameState';
import type { JsonPath } from '../../core/json/jsonPath';
import type { SchemaPart } from '../../core/schema/userSchemaShape';
import { asLive, damageOf, damageSince, type CellDamage } from './cellValue';
import { primary } from './columnPath';
import { cellsOfList, eachItem } from './eachItem';
import { isOfEachItem, type FilledCell } from './filledCells';
import { isSameAddress, markPrimary } from './primaryItem';
import { namingMembers, settledItem } from './namedItem';
import { closeGaps, copyOfList, isContainer, type Container } from './userLists';

type User = Readonly<Record<string, unknown>>;

/** Where a cell ended up in a user. */
interface PlacedCell extends FilledCell {
  readonly place: JsonPath;
  /** What the live user has there. */
  readonly live: unknown;
}

/** A user as the cells of a row say it. */
export interface CsvUser {
  readonly user: Container;
  readonly cells: readonly PlacedCell[];
}

/**
 * The user that cells say. Of a list that they name items of, the live user's other items, and the other members of an item,
 * stay as they are; without a live user the list has those items alone.
 */
export function csvUser(filled: readonly FilledCell[], live: User = {}): CsvUser {
  const user: Container = {};
  const primaries = new Map<string, number>();
  const done = new Set<FilledCell>();
  const cells = filled.flatMap((cell) => {
    if (done.has(cell)) return [];
    if (!isOfEachItem(cell.path)) return [setOne(user, cell, live, placeOf(user, cell, filled, live, primaries))];
    const together = cellsOfList(filled, cell);
    for (const one of together) done.add(one);
    return setEach(user, together, live);
  });
  settleItems(user, cells, live);
  const moved = closeGaps(user);
  return { user, cells: cells.map((cell) => ({ ...cell, place: movedPlace(cell.place, moved) })) };
}

function placeOf(
  user: Container,
  { path }: FilledCell,
  filled: readonly FilledCell[],
  live: User,
  primaries: Map<string, number>,
): JsonPath {
  const field = String(path[0]);
  if (!path.includes(primary)) return path.filter((step) => typeof step !== 'symbol');
  const index = primaries.get(field) ?? primaryOf(user, field, filled, live);
  primaries.set(field, index);
  return path.map((step) => (typeof step === 'symbol' ? index : step));
}

/** The item of a list that is the primary one, or becomes it, once the list is in the user. */
function primaryOf(user: Container, field: string, filled: readonly FilledCell[], live: User): number {
  const [key = ''] = namingMembers(field);
  const named = filled.find(({ path }) => path[0] === field && path[1] === primary && path[2] === key);
  const list = copyOfList(memberOf(live, field));
  user[field] = list;
  return markPrimary(list, named?.value, key);
}

function setOne(user: Container, cell: FilledCell, live: User, place: JsonPath): PlacedCell {
  let holder = user;
  let liveHolder: unknown = live;
  for (const [at, key] of place.entries()) {
    liveHolder = isContainer(liveHolder) ? memberOf(liveHolder as User, String(key)) : undefined;
    if (at === place.length - 1) {
      holder[key] = valueIn(cell, liveHolder);
      break;
    }
    if (!isContainer(holder[key])) holder[key] = typeof place[at + 1] === 'number' ? copyOfList(liveHolder) : {};
    holder = holder[key] as Container;
  }
  return { ...cell, place, live: liveHolder };
}

function valueIn({ path, schema, value }: FilledCell, live: unknown): unknown {
  // An address in another case is the same one: nothing is to change.
  if (path.includes(primary) && path.at(-1) === namingMembers(String(path[0]))[0] && isSameAddress(value, live))
    return live;
  return schema && !isTwofold(schema) ? value : asLive(value, live);
}

/** The fields that take a number as well as a text. */
const isTwofold = ({ type }: SchemaPart): boolean =>
  Array.isArray(type) && type.includes('number') && type.includes('string');

function setEach(user: Container, cells: readonly FilledCell[], live: User): PlacedCell[] {
  const { path, list, places } = eachItem(cells, live);
  let holder = user;
  for (const name of path.slice(0, -1)) {
    if (!isContainer(holder[name])) holder[name] = {};
    holder = holder[name] as Container;
  }
  holder[path.at(-1) ?? ''] = list;
  return places.map(([cell, place]) => ({ ...cell, place, live: undefined }));
}

/** Drops the items that cells clear, and of others what names the item that was there before. */
function settleItems(user: Container, cells: readonly PlacedCell[], live: User): void {
  const given = new Map<unknown[], Map<number, Set<string>>>();
  for (const { path, place, value } of cells) {
    const [field = '', index, member, ...deeper] = place;
    const list = user[field];
    if (!Array.isArray(list) || typeof index !== 'number' || deeper.length > 0 || isOfEachItem(path)) continue;
    if (member === undefined) {
      if (value === null) list[index] = undefined;
      continue;
    }
    const items = given.get(list) ?? new Map<number, Set<string>>();
    given.set(list, items.set(index, (items.get(index) ?? new Set<string>()).add(String(member))));
  }
  for (const [field, list] of Object.entries(user))
    for (const [index, members] of (Array.isArray(list) && given.get(list)) || []) {
      const items = list as unknown[];
      const liveList = memberOf(live, field);
      const known: unknown = Array.isArray(liveList) ? liveList[index] : undefined;
      if (isRecord(items[index])) items[index] = settledItem(field, items[index], known, members);
    }
}

function movedPlace(place: JsonPath, moved: ReadonlyMap<string, readonly number[]>): JsonPath {
  const [field, index, ...deeper] = place;
  if (field === undefined || typeof index !== 'number') return place;
  return [field, moved.get(String(field))?.[index] ?? index, ...deeper];
}

/** What a spreadsheet has done to the cells, as far as they alone tell. */
export const damagedCells = (cells: readonly FilledCell[]): [FilledCell, CellDamage][] =>
  cells.flatMap((cell) => {
    // What clears the field is a word for nothing by itself.
    if (cell.value === null) return [];
    const texts = cell.parts ? cell.parts.filter((part) => typeof part === 'string') : [cell.text];
    const damage = texts.map((text) => damageOf(text, cell.schema)).find((found) => found !== undefined);
    return damage ? [[cell, damage]] : [];
  });

/** The same by what the live user has. */
export const damagedSince = ({ cells }: CsvUser): [PlacedCell, CellDamage][] =>
  cells.flatMap((cell) => {
    const damage = damageSince(cell.value, cell.live);
    return damage ? [[cell, damage]] : [];
  });
