import { isRecord } from '../json/isRecord';
import type { JsonTypeName } from '../schema/userSchemaShape';

/** A schema as `meta/update` answers it: JSON-Schema-like, and not to be trusted as such. */
export type DescribedSchema = Readonly<Record<string, unknown>>;

export type PlainValue = string | number | boolean;

/** The properties of an object, from `properties`, else from a plain map of names (`{ team: { type: 'string' } }`) where one may stand. */
export function describedProperties(schema: DescribedSchema, mayBeMap: boolean): [string, DescribedSchema][] {
  const { properties } = schema;
  const isMap = mayBeMap && !isRecord(properties) && typeof schema['type'] !== 'string';
  const members = Object.entries(isRecord(properties) ? properties : isMap ? schema : {});
  return members.filter(
    (member): member is [string, DescribedSchema] => member[0] !== '__proto__' && isRecord(member[1]),
  );
}

/** The names that the object's `required` lists; `emails.email` is the one inside the other. */
export function describedRequired({ required }: DescribedSchema): string[] {
  const names: unknown[] = Array.isArray(required) ? required : [];
  return names.filter((name) => typeof name === 'string' && name !== '') as string[];
}

/** Whether a property calls itself required. */
export function isMarkedRequired({ required }: DescribedSchema): boolean {
  return required === true || required === 'true';
}

const typeNames: ReadonlySet<unknown> = new Set<JsonTypeName>([
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
]);

/** The types, null left out; undefined when there are none, or when one is none of JSON's (`datetime`). */
export function describedTypes({ type }: DescribedSchema): JsonTypeName[] | undefined {
  const types: unknown[] = Array.isArray(type) ? type : [type];
  const known = types.filter((name): name is JsonTypeName => typeNames.has(name));
  const values = known.filter((name) => name !== 'null');
  return known.length === types.length && values.length > 0 ? values : undefined;
}

/** The allowed values, plain or as objects that hold one in `value`; undefined when there are none. */
export function describedEnum(schema: DescribedSchema): PlainValue[] | undefined {
  if (!Array.isArray(schema['enum'])) return undefined;
  const values = schema['enum'].map((item: unknown) => (isRecord(item) ? item['value'] : item)).filter(isPlain);
  return values.length > 0 ? values : undefined;
}

export function isPlain(value: unknown): value is PlainValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
