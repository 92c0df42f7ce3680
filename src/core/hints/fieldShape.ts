import type { FieldRule } from '../rules/accountRules';
import type { PlainValue } from '../rules/describedSchema';
import { itemRule } from '../rules/ruleAt';
import { choicesOf, itemSchema, typesOf } from '../schema/schemaOf';
import type { JsonTypeName, SchemaPart } from '../schema/userSchemaShape';

/** What may be written for a field: by the general schema, and by the rules of the account where it has its own. */
export interface FieldShape {
  readonly types: readonly JsonTypeName[];
  /** The values to choose from, where they are known. */
  readonly choices: readonly PlainValue[] | undefined;
  /** The names of an object's fields. */
  readonly fields: readonly string[];
  /** Of the items of a list. */
  readonly item: FieldShape | undefined;
}

/** Undefined where nothing is known. The account's own values take the place of the general ones. */
export function fieldShape(part: SchemaPart | undefined, rule: FieldRule | undefined): FieldShape | undefined {
  if (!part && !rule) return undefined;
  const types = rule?.types ?? (part ? typesOf(part) : []);
  const isList = types.includes('array');
  return {
    types,
    choices: isList ? undefined : (rule?.allowed ?? (part && choicesOf(part))),
    fields: [...Object.keys(part?.properties ?? {}), ...Object.keys(rule?.fields ?? {})],
    item: isList ? fieldShape(part && itemSchema(part), itemRule(rule)) : undefined,
  };
}

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
  return first === undefined ? valueSnippet(item) : `{ ${snippetText(JSON.stringify(first))}: "$1" \\}`;
}

/** A text that stands as it is in a snippet. */
export const snippetText = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
