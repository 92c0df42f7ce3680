import { isRecord } from '../../core/json/isRecord';
import { memberOf } from '../../core/json/isSameState';
import type { JsonPath } from '../../core/json/jsonPath';
import { columnPathText } from './columnPath';
import { isOfEachItem, type FilledCell } from './filledCells';
import { itemNamedAs, namingMembers } from './namedItem';
import { copyOfList } from './userLists';

/** A list, as the cells of a row have a member of each of its items. */
export interface EachItem {
  /** Of the list. */
  readonly path: readonly string[];
  /** Null clears it; an item that no cell names is undefined. */
  readonly list: readonly unknown[] | null;
  /** Where the parts of the cells are. */
  readonly places: readonly (readonly [cell: FilledCell, place: JsonPath])[];
}

/** The cells of one list. */
const listText = ({ path }: FilledCell): string => columnPathText(path.slice(0, -2));

/** The cells of a row that belong to the same list as one of them. */
export const cellsOfList = (filled: readonly FilledCell[], cell: FilledCell): FilledCell[] =>
  filled.filter((other) => isOfEachItem(other.path) && listText(other) === listText(cell));

const memberIn = ({ path }: FilledCell): string => String(path.at(-1));

/**
 * Puts the parts of cells together to items, part by part. A live user's item that is named the same keeps its other members.
 * Where no cell names the items they are meant in their order, and none is lost.
 */
export function eachItem(cells: readonly FilledCell[], live: Readonly<Record<string, unknown>>): EachItem {
  const path = (cells[0]?.path ?? []).slice(0, -2).map(String);
  const [field = ''] = path;
  const naming = namingMembers(field);
  const named = cells.filter((cell) => naming.includes(memberIn(cell)));
  if (named.length > 0 && named.every(({ value }) => value === null))
    return { path, list: null, places: cells.map((cell) => [cell, path]) };
  const found = path.length === 1 ? memberOf(live, field) : undefined;
  const liveList: readonly unknown[] = Array.isArray(found) ? found : [];
  const isByPlace = named.length === 0;
  const given = Array.from({ length: itemCount(cells, isByPlace ? liveList.length : 0) }, (_, index) =>
    membersAt(cells, index),
  );
  const items = given.map((members, index) => {
    const known = isByPlace ? liveList[index] : itemNamedAs(liveList, members, naming);
    const isNone = isByPlace ? Object.keys(members).length === 0 && known === undefined : isNameless(members);
    return isNone ? undefined : { ...(isRecord(known) && known), ...members };
  });
  const list = isByPlace ? [...items, ...copyOfList(liveList.slice(items.length))] : items;
  const places = cells.flatMap((cell) =>
    given.map((_, index): [FilledCell, JsonPath] => [cell, [...path, index, memberIn(cell)]]),
  );
  return { path, list, places };
}

function membersAt(cells: readonly FilledCell[], index: number): Record<string, unknown> {
  const members = cells.map((cell) => [memberIn(cell), cell.parts ? cell.parts[index] : cell.value] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** Nothing is said of it but that something is cleared. */
const isNameless = (members: Readonly<Record<string, unknown>>): boolean =>
  Object.values(members).every((value) => value === null);

const itemCount = (cells: readonly FilledCell[], least: number): number =>
  Math.max(cells.some(({ parts }) => parts) ? 0 : least, ...cells.map(({ parts }) => leastLength(parts ?? [])));

/** Without the gaps at its end, as they may be nothing but a separator behind the last value. */
const leastLength = (parts: readonly unknown[]): number => parts.findLastIndex((part) => part !== undefined) + 1;

/** Two columns of a list that have another number of values in a row: nobody knows which belong together. */
export interface UnevenColumns {
  readonly cell: FilledCell;
  readonly other: FilledCell;
  readonly params: {
    readonly column: string;
    readonly other: string;
    readonly got: number;
    readonly expected: number;
  };
}

/** The first such columns of each list of a row. */
export function unevenColumns(filled: readonly FilledCell[]): UnevenColumns[] {
  const cells = filled.filter(({ parts }) => parts);
  return cells.flatMap((cell, index) => {
    const other = cells
      .slice(0, index)
      .find((before) => listText(before) === listText(cell) && !canBeEven(before, cell));
    if (!other) return [];
    const params = {
      column: columnPathText(cell.path),
      other: columnPathText(other.path),
      got: leastLength(cell.parts ?? []),
      expected: leastLength(other.parts ?? []),
    };
    return [{ cell, other, params }];
  });
}

function canBeEven({ parts: one = [] }: FilledCell, { parts: other = [] }: FilledCell): boolean {
  return Math.max(leastLength(one), leastLength(other)) <= Math.min(one.length, other.length);
}
