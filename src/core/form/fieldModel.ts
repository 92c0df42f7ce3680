import { noteWords } from '../hints/hintsSchema';
import type { PlainValue } from '../rules/describedSchema';
import type { SchemaPart } from '../schema/userSchemaShape';
import { isSecretName } from '../secrets/isSecretName';
import type { FormValue } from './formText';

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  /** Which integrations support or require the field. */
  readonly note?: string;
  /** What a value looks like. */
  readonly example?: string;
  /** Whether null may stand here, which clears a field. */
  readonly takesNull: boolean;
  /** What the integration of the account asks of the field: a value, one for it or for another, or that it is the integration's own. */
  readonly asked?: { readonly by: string; readonly how: 'required' | 'oneOf' | 'own' };
}

/** A field of the form, as the schema describes it. */
export type FormField =
  | ScalarField
  | ChoiceField
  | BooleanField
  | ListField
  | ObjectField
  | (FieldBase & { readonly kind: 'json' });

export interface ScalarField extends FieldBase {
  readonly kind: 'text' | 'secret' | 'number' | 'textOrNumber';
  readonly format?: 'date-time' | 'uuid';
  /** Values that are likely; others are just as good. */
  readonly suggestions: readonly string[];
  /** Where to find many more of them. */
  readonly suggest?: 'timeZones';
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly choices: readonly PlainValue[];
  /** What each of them means, where that is told. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** The integration whose own they are; otherwise they are documented by Truto. */
  readonly choicesOf?: string;
}

export interface BooleanField extends FieldBase {
  readonly kind: 'boolean';
  /** Of the items of a list, one is to have it true. */
  readonly isOnlyOne?: true;
}

export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly item: FormField;
}

export interface ObjectField extends FieldBase {
  readonly kind: 'object';
  readonly fields: readonly FormField[];
}

/** The fields of an object, in the order of its schema. `definitions` is what its `$ref`s point into. */
export function fieldsOf(object: SchemaPart, definitions: Readonly<Record<string, SchemaPart>>): FormField[] {
  return Object.entries(object.properties ?? {}).map(([name, part]) => fieldOf(name, part, definitions));
}

/** A field for a value that no schema describes: what the value is, it may be edited as. */
export function fieldOfValue(name: string, value: FormValue): FormField {
  const base = { name, label: name, takesNull: true };
  switch (value.kind) {
    case 'text':
      return { ...base, kind: isSecretName(name) ? 'secret' : 'text', suggestions: [] };
    case 'number':
      return { ...base, kind: 'number', suggestions: [] };
    case 'boolean':
      return { ...base, kind: 'boolean' };
    default:
      return { ...base, kind: 'json' };
  }
}

/** Whether the control of a field can show a value. Null always can be shown. */
export function fieldFits(field: FormField, value: FormValue): boolean {
  switch (field.kind) {
    case 'text':
    case 'secret':
      return value.kind === 'text' || value.kind === 'null';
    case 'choice':
      return (
        value.kind === 'text' || value.kind === 'null' || field.choices.some((choice) => typeof choice === value.kind)
      );
    case 'textOrNumber':
      return value.kind === 'text' || value.kind === 'number' || value.kind === 'null';
    case 'json':
      return true;
    default:
      return value.kind === field.kind || value.kind === 'null';
  }
}

/** The JSON a field starts with when it is added. */
export function firstJson(field: FormField): string {
  switch (field.kind) {
    case 'text':
    case 'secret':
    case 'textOrNumber':
      return '""';
    case 'number':
      return '0';
    case 'boolean':
      return 'false';
    case 'choice':
      return JSON.stringify(field.choices[0] ?? '');
    case 'list':
      return `[${firstJson(field.item)}]`;
    case 'object':
    case 'json':
      return '{}';
  }
}

/** The JSON of a value that is there and holds nothing; undefined where a field knows none. */
export function emptyJson(field: FormField): string | undefined {
  switch (field.kind) {
    case 'text':
    case 'secret':
    case 'textOrNumber':
      return '""';
    case 'list':
      return '[]';
    case 'object':
    case 'json':
      return '{}';
    default:
      return undefined;
  }
}

function fieldOf(name: string, part: SchemaPart, definitions: Readonly<Record<string, SchemaPart>>): FormField {
  const resolved = resolve(part, definitions);
  const types = typesOf(resolved);
  const base = baseOf(name, resolved);
  const choices = resolved.enum?.filter((choice) => choice !== null);
  const meanings = resolved['x-values'];
  if (choices) return { ...base, kind: 'choice', choices, ...(meanings && { meanings }) };
  if (types.includes('array') && resolved.items) {
    return {
      ...base,
      kind: 'list',
      item: withOnlyOne(fieldOf('', resolved.items, definitions), resolved['x-onlyOne']),
    };
  }
  if (types.includes('object') && resolved.properties)
    return { ...base, kind: 'object', fields: fieldsOf(resolved, definitions) };
  if (types.includes('object') || types.includes('array')) return { ...base, kind: 'json' };
  if (types.includes('boolean')) return { ...base, kind: 'boolean' };
  const { format, 'x-suggest': suggest } = resolved;
  const suggestions = (resolved.examples ?? []).filter((example) => typeof example === 'string');
  return {
    ...base,
    kind: scalarKind(name, types, resolved),
    suggestions: suggestions.length > 1 ? suggestions : [],
    ...(format && { format }),
    ...(suggest && { suggest }),
  };
}

function withOnlyOne(item: FormField, name: string | undefined): FormField {
  if (item.kind !== 'object' || name === undefined) return item;
  return {
    ...item,
    fields: item.fields.map((field) =>
      field.kind === 'boolean' && field.name === name ? { ...field, isOnlyOne: true } : field,
    ),
  };
}

function scalarKind(name: string, types: readonly string[], part: SchemaPart): ScalarField['kind'] {
  if (part.writeOnly === true) return 'secret';
  const takesNumbers = types.includes('number') || types.includes('integer');
  if (takesNumbers) return types.includes('string') ? 'textOrNumber' : 'number';
  return isSecretName(name) ? 'secret' : 'text';
}

function baseOf(name: string, part: SchemaPart): FieldBase {
  const { title, type, description, examples } = part;
  const note = noteWords(part);
  const example = examples?.[0];
  return {
    name,
    label: title ?? name,
    takesNull: typesOf({ ...(type !== undefined && { type }) }).includes('null'),
    ...(description !== undefined && { description }),
    ...(note !== undefined && { note }),
    ...((typeof example === 'string' || typeof example === 'number') && { example: String(example) }),
  };
}

function resolve(part: SchemaPart, definitions: Readonly<Record<string, SchemaPart>>): SchemaPart {
  const name = part.$ref?.split('/').at(-1);
  return name === undefined ? part : { ...definitions[name], ...part };
}

function typesOf({ type }: SchemaPart): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}
