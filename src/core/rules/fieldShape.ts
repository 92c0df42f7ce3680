import { itemSchema, propertySchema } from '../schema/schemaAt';
import { choicesOf, typesOf } from '../schema/schemaOf';
import type { JsonTypeName, SchemaPart } from '../schema/userSchemaShape';
import type { FieldRule } from './accountRules';
import type { PlainValue } from './describedSchema';
import { itemRule } from './ruleAt';

/** What may be written for a field: by the general schema, and by the rules of the account where it has its own. */
export interface FieldShape {
  readonly types: readonly JsonTypeName[];
  readonly format: SchemaPart['format'];
  /** The values to choose from, where they are known. */
  readonly choices: readonly PlainValue[] | undefined;
  /** The names of an object's fields. */
  readonly fields: readonly string[];
  /** Of one of them; undefined where nothing is known. */
  readonly fieldOf: (name: string) => FieldShape | undefined;
  /** Of the items of a list. */
  readonly item: FieldShape | undefined;
}

/** Undefined where nothing is known. The account's own values take the place of the general ones. */
export function fieldShape(part: SchemaPart | undefined, rule: FieldRule | undefined): FieldShape | undefined {
  if (!part && !rule) return undefined;
  const types = rule?.types ?? (part ? typesOf(part) : []);
  const isList = types.includes('array');
  const own = rule?.fields ?? {};
  return {
    types,
    format: part?.format,
    choices: isList ? undefined : (rule?.allowed ?? (part && choicesOf(part))),
    fields: [...new Set([...Object.keys(part?.properties ?? {}), ...Object.keys(own)])],
    fieldOf: (name) => fieldShape(propertySchema(part, name), Object.hasOwn(own, name) ? own[name] : undefined),
    item: isList ? fieldShape(itemSchema(part), itemRule(rule)) : undefined,
  };
}
