import type { JsonPath } from '../json/jsonPath';
import { schemaAt } from './schemaAt';
import type { JsonTypeName, SchemaPart } from './userSchemaShape';
import { userSchema } from './generated/userSchema';

/** The part of the schema for a value of a user file, whether that holds one user or an array of them. */
export function schemaOf(path: JsonPath): SchemaPart | undefined {
  return schemaAt(typeof path[0] === 'number' ? path.slice(1) : path);
}

/** The part that the items of a list must follow. */
export function itemSchema({ items }: SchemaPart): SchemaPart | undefined {
  const name = items?.$ref?.split('/').at(-1);
  return name === undefined ? items : userSchema.definitions[name];
}

/** The names of types, without null. */
export function typesOf({ type }: SchemaPart): readonly JsonTypeName[] {
  return (typeof type === 'string' ? [type] : (type ?? [])).filter((name) => name !== 'null');
}

/** The values to choose from, without null; undefined where any will do. */
export function choicesOf(part: SchemaPart): readonly string[] | undefined {
  return part.enum?.filter((value) => value !== null);
}
