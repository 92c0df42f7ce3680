import { bareName } from '../../core/schema/closestName';
import { userSchema } from '../../core/schema/generated/userSchema';
import { schemaAt } from '../../core/schema/schemaAt';
import type { SchemaPart } from '../../core/schema/userSchemaShape';

/**
 * One step to a field of a user: a name, an index of a list, the item that is the primary one, or each item of a list whose
 * cell has a value for each.
 */
export type ColumnStep = string | number | typeof primary | typeof each;

export const primary = Symbol('primary');
export const each = Symbol('each');

/** Where the cells of a column belong. */
export type ColumnPath = readonly ColumnStep[];

/** What programs may take for something else than a name. */
const dangerous: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a header, or a part of it, is no name that anything may have. */
export const isDangerous = (header: string): boolean =>
  header.split(/[.[\]]/).some((part) => dangerous.has(part.trim()));

/**
 * Reads `first_name`, `emails.0.email`, `emails[0].email`, `emails[primary].email`, `emails[].email`, names that the schema
 * knows in any case. Undefined for what is none of these, or leads through something that no user has.
 */
export function readColumnPath(spelled: string): ColumnPath | undefined {
  if (isDangerous(spelled) || !/^[^.[\]]+(?:\.[^.[\]]+|\[[^.[\]]*\])*$/.test(spelled)) return undefined;
  const path = [...spelled.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([part, index]): ColumnStep => {
    if (index === '') return each;
    if (index?.toLowerCase() === 'primary') return primary;
    return /^\d{1,3}$/.test(index ?? part) ? Number(index ?? part) : (index ?? part);
  });
  const known = asInSchema(path);
  return isPossible(known) ? known : undefined;
}

/** The names of a path as the schema spells them. */
function asInSchema(path: ColumnPath): ColumnPath {
  const known: ColumnStep[] = [];
  for (const step of path) {
    const names =
      typeof step === 'string'
        ? Object.keys((known.length === 0 ? userSchema : schemaOfColumn(known))?.properties ?? {})
        : [];
    const isKnown = names.some((name) => name === step);
    known.push(isKnown ? step : (names.find((name) => bareName(name) === bareName(String(step))) ?? step));
  }
  return known;
}

/** The same as text. */
export function columnPathText(path: ColumnPath): string {
  return path
    .map((step, index) => {
      if (step === each) return '[]';
      if (step === primary) return '[primary]';
      return index === 0 ? String(step) : `.${String(step)}`;
    })
    .join('');
}

/** The part of the schema that the cells follow; undefined where it says nothing. */
export const schemaOfColumn = (path: ColumnPath): SchemaPart | undefined =>
  schemaAt(path.map((step) => (typeof step === 'symbol' ? 0 : step)));

/** Whether the cells of two columns could not both be in one user. */
export function overlap(one: ColumnPath, other: ColumnPath): boolean {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    if (one[at] === other[at]) continue;
    // Nobody knows which item `[primary]` is, or how many there are, until the live user is read.
    return typeof one[at] === 'symbol' || typeof other[at] === 'symbol';
  }
  return true;
}

/** A list of the schema is entered by an index, an object by a name of it; beyond what the schema knows, anything may be. */
function isPossible(path: ColumnPath): boolean {
  const [first] = path;
  if (typeof first !== 'string' || first === '$schema' || (first === '$truto' && path.length === 1)) return false;
  return path.every((step, at) => {
    if (at === 0) return true;
    const holder = schemaOfColumn(path.slice(0, at));
    if (step === primary) return holder?.['x-onlyOne'] !== undefined && path.length > at + 1;
    if (step === each) return holder?.items !== undefined && at >= path.length - 2;
    if (!holder) return true;
    if (typeof step === 'number') return holder.items !== undefined;
    return holder.properties ? Object.hasOwn(holder.properties, step) : isFree(holder);
  });
}

const isFree = ({ type }: SchemaPart): boolean => type === 'object' || (Array.isArray(type) && type.includes('object'));
