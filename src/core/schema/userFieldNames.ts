import { userSchema } from './generated/userSchema';
import { bareName } from './closestName';
import { otherName } from './otherNames';
import type { JsonPath } from '../json/jsonPath';

/** The fields of the body, by the one schema. */
const bodyFields: ReadonlySet<string> = new Set(
  Object.keys(userSchema.properties).filter((name) => !name.startsWith('$')),
);

const queryFields: ReadonlySet<string> = new Set([
  'integrated_account_id',
  ...Object.keys(userSchema.definitions.query?.properties ?? {}),
]);

export interface FieldPlace {
  readonly path: JsonPath;
  readonly in: 'body' | 'query';
}

/**
 * The field that a name or path in a response means: `emails[0].email`, `/data/attributes/email`, `body.status`,
 * `firstName`, `['body', 'emails', 0]`. Undefined when no part of it is a field of ours.
 */
export function knownField(spelling: unknown): FieldPlace | undefined {
  const parts = pathParts(spelling);
  for (const [index, part] of parts.entries()) {
    if (typeof part !== 'string') continue;
    const name = ourName(part);
    const next = parts[index + 1];
    // SCIM keeps the parts of a name in an object: `name.givenName`.
    if (name === 'name' && typeof next === 'string' && /^(first|last)_name$/.test(ourName(next))) continue;
    const inBody = bodyFields.has(name);
    if (inBody || queryFields.has(name))
      return { path: [name, ...restOf(parts, index, name)], in: inBody ? 'body' : 'query' };
  }
  return undefined;
}

/** What stands behind a name of the provider's own (`email.address`) is no path of ours, unless it is an index. */
function restOf(parts: JsonPath, index: number, name: string): JsonPath {
  const rest = parts.slice(index + 1);
  return parts[index] === name || typeof rest[0] === 'number' ? rest : [];
}

/** Like `knownField`, for Truto's own words: a name we do not know is a field too. */
export function namedField(spelling: unknown, place: 'body' | 'query'): FieldPlace | undefined {
  const [head, ...rest] = pathParts(spelling);
  if (head === undefined) return undefined;
  if (head === 'query' && rest.length > 0) return { path: rest, in: 'query' };
  if (head === 'body' && rest.length > 0) return { path: rest, in: 'body' };
  const known = typeof head === 'string' && !bodyFields.has(head) && queryFields.has(head);
  return { path: [head, ...rest], in: known ? 'query' : place };
}

function ourName(part: string): string {
  const snake = part
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
  return bodyFields.has(snake) || queryFields.has(snake) ? snake : (theirName(snake) ?? snake);
}

/** What providers call our fields in their own complaints. */
function theirName(part: string): string | undefined {
  const other = otherName([], part);
  return typeof other === 'object' ? other.to : sameField.get(bareName(part));
}

const sameField: ReadonlyMap<string, string> = new Map([...bodyFields].map((name) => [bareName(name), name]));

const maxNameLength = 200;

function pathParts(spelling: unknown): (string | number)[] {
  if (Array.isArray(spelling))
    return spelling.slice(0, 20).flatMap((part) => (typeof part === 'object' ? [] : pathParts(part)));
  if (typeof spelling === 'number') return [spelling];
  if (typeof spelling !== 'string' || spelling.length > maxNameLength) return [];
  return spelling
    .split(/[.[\]/#$]+/)
    .map((part) => part.trim().replace(/^["'`]|["'`]$/g, ''))
    .filter((part) => part !== '')
    .map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part));
}
