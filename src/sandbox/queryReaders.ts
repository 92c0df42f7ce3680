import { isRecord } from '../core/json/isRecord';
import { trutoRefusal } from './response';

export type Query = Readonly<Record<string, unknown>>;

/** Why a query parameter was refused: 400 with the parameter in `details.failures`. */
export function refuseParameter(name: string, message: string): never {
  throw trutoRefusal(400, `${name}: ${message}`, { failures: [{ path: ['query', name], message }] });
}

/** The parameter as text; undefined when it was not given or given empty. Throws a 400 for anything structured. */
export function readText(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  return refuseParameter(name, 'Expected a string');
}

/** `true` or `false`; undefined when not given. */
export function readFlag(query: Query, name: string): boolean | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  return refuseParameter(name, `Expected true or false, but received "${text}"`);
}

/** One of the allowed words; undefined when not given. */
export function readChoice<Choice extends string>(
  query: Query,
  name: string,
  allowed: readonly Choice[],
): Choice | undefined {
  const text = readText(query, name);
  const choice = allowed.find((word) => word === text);
  if (text === undefined || choice !== undefined) return choice;
  return refuseParameter(name, `Expected one of ${allowed.join(', ')}, but received "${text}"`);
}

/** A list given as `name[]=a&name[]=b`; one plain `name=a` counts as a list of one. */
export function readList(query: Query, name: string): readonly string[] {
  const value = query[name];
  const items: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return items.map((item) => (typeof item === 'string' ? item : refuseParameter(name, 'Expected a list of strings')));
}

/** An object given in brackets (`name[key]=value`); undefined when not given. */
export function readObject(query: Query, name: string): Readonly<Record<string, unknown>> | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  return isRecord(value) ? value : refuseParameter(name, 'Expected an object, such as name[key]=value');
}

/**
 * Whether a date-time meets the filter `name`: equal to it, or within `name[gt]`, `name[gte]`, `name[lt]`, `name[lte]`.
 * Throws a 400 for what is not a date.
 */
export function dateFilter(query: Query, name: string): (dateTime: string) => boolean {
  const filter = query[name];
  if (filter === undefined || filter === '') return () => true;
  const bounds = Object.entries(isRecord(filter) ? filter : { eq: filter }).map(([operator, value]) => {
    const compare = comparisons[operator] ?? refuseParameter(name, `Unknown operator "${operator}"`);
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time)) return refuseParameter(name, 'Expected a date-time');
    return (dateTime: number) => compare(dateTime, time);
  });
  return (dateTime) => bounds.every((meets) => meets(Date.parse(dateTime)));
}

const comparisons: Readonly<Record<string, ((left: number, right: number) => boolean) | undefined>> = {
  eq: (left, right) => left === right,
  gt: (left, right) => left > right,
  gte: (left, right) => left >= right,
  lt: (left, right) => left < right,
  lte: (left, right) => left <= right,
};
