import type { SchemaPart } from '../schema/userSchemaShape';
import { itemSchema, typesOf } from '../schema/schemaOf';

/**
 * The JSON a missing field starts with: of the right shape and without a sample, lest that is sent by accident. A list
 * gets one item, as an empty list would clear what is there. A field that no schema knows gets a string.
 */
export function emptyShape(part: SchemaPart | undefined): string {
  switch (part && typesOf(part)[0]) {
    case 'array':
      return `[${emptyItem(part && itemSchema(part))}]`;
    case 'object':
      return '{}';
    case 'boolean':
      return 'false';
    case 'number':
    case 'integer':
      return part && typesOf(part).includes('string') ? '""' : '0';
    default:
      return '""';
  }
}

function emptyItem(item: SchemaPart | undefined): string {
  const [first] = Object.keys(item?.properties ?? {});
  return first === undefined ? emptyShape(item) : `{${JSON.stringify(first)}:""}`;
}
