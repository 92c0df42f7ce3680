import type { FieldShape } from '../rules/fieldShape';

/** An empty value of the right shape, to be filled in, as a snippet: what there is to choose from, where that is known. */
export function valueSnippet(shape: FieldShape): string {
  if (shape.choices)
    return `\${1|${shape.choices.map((choice) => JSON.stringify(choice).replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  switch (shape.types[0]) {
    case 'boolean':
      return '${1|true,false|}';
    case 'array':
      return `[${shape.item ? itemSnippet(shape.item) : '$1'}]`;
    case 'object':
      return '{ $1 \\}';
    case 'string':
      return '"$1"';
    default:
      return '$1';
  }
}

/** An object of a list starts with its first field. */
function itemSnippet(item: FieldShape): string {
  const [first] = item.fields;
  if (first === undefined) return valueSnippet(item);
  const value = item.fieldOf(first);
  // What has no type is most often a string.
  const snippet = value?.choices || value?.types.length ? valueSnippet(value) : '"$1"';
  return `{ ${snippetText(JSON.stringify(first))}: ${snippet} \\}`;
}

/** A text that stands as it is in a snippet. */
export const snippetText = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
