import type { JsonPath } from '../json/jsonPath';
import { schemaAt } from './schemaAt';
import type { JsonTypeName, SchemaPart } from './userSchemaShape';

/** A path of a user file, which holds one user or an array of them, as one of its user. */
export const inUser = (path: JsonPath): JsonPath => (typeof path[0] === 'number' ? path.slice(1) : path);

/** The part of the schema for a value of a user file. */
export const schemaOf = (path: JsonPath): SchemaPart | undefined => schemaAt(inUser(path));

/** The names of types, without null. */
export function typesOf({ type }: SchemaPart): readonly JsonTypeName[] {
  return (typeof type === 'string' ? [type] : (type ?? [])).filter((name) => name !== 'null');
}

/** The values to choose from, without null; undefined where any will do. */
export function choicesOf(part: SchemaPart): readonly string[] | undefined {
  return part.enum?.filter((value) => value !== null);
}
