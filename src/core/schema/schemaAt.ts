import { userSchema } from './generated/userSchema';
import type { JsonPath } from '../json/jsonPath';
import type { SchemaPart } from './userSchemaShape';

/** The part of the schema that a value of a user must follow, or undefined where the schema says nothing. */
export function schemaAt(path: JsonPath): SchemaPart | undefined {
  let part: SchemaPart | undefined = userSchema;
  for (const step of path) part = typeof step === 'number' ? itemSchema(part) : propertySchema(part, step);
  return part;
}

/** Whether a field of a user is taken and never given back, as a password is. */
export function isWriteOnly(name: string): boolean {
  return schemaAt([name])?.writeOnly === true;
}

/** The part that a property of an object must follow. */
export function propertySchema(part: SchemaPart | undefined, name: string): SchemaPart | undefined {
  return target(part?.properties && Object.hasOwn(part.properties, name) ? part.properties[name] : undefined);
}

/** The part that the items of a list must follow. */
export const itemSchema = (part: SchemaPart | undefined): SchemaPart | undefined => target(part?.items);

function target(part: SchemaPart | undefined): SchemaPart | undefined {
  const name = part?.$ref?.split('/').at(-1);
  return name === undefined ? part : userSchema.definitions[name];
}
