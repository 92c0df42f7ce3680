import type { FieldShape } from '../rules/fieldShape';

/**
 * The JSON a missing field starts with: of the right shape and without a sample, lest that is sent by accident. A list
 * gets one item, as an empty list would clear what is there. A field of which nothing is known gets a string.
 */
export function emptyShape(shape: FieldShape | undefined): string {
  switch (shape?.types[0]) {
    case 'array':
      return `[${emptyItem(shape.item)}]`;
    case 'object':
      return '{}';
    case 'boolean':
      return 'false';
    case 'number':
    case 'integer':
      return shape.types.includes('string') ? '""' : '0';
    default:
      return '""';
  }
}

function emptyItem(item: FieldShape | undefined): string {
  const [first] = item?.fields ?? [];
  return first === undefined ? emptyShape(item) : `{${JSON.stringify(first)}:${emptyShape(item?.fieldOf(first))}}`;
}
