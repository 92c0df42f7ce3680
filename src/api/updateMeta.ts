import { insightNames } from '../core/fieldProblems';
import { isRecord } from '../core/errorBody';

type JsonObject = Readonly<Record<string, unknown>>;

/** What one account's mapping accepts in an update. */
export interface UpdateMeta {
  readonly queryRequired: readonly string[];
  /** The names of all query parameters described. */
  readonly queryFields: readonly string[];
  readonly bodyRequired: readonly string[];
  readonly bodyFields: readonly string[];
  /** The body's schema as answered: JSON-Schema-like, not to be trusted as such. */
  readonly bodySchema: JsonObject;
  readonly querySchema: JsonObject;
  /** Allowed values by field of the body; a field inside arrays and objects by its dotted path (`roles.id`). */
  readonly enums: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  readonly documentationLink?: string;
  readonly defaultQuery: JsonObject;
  readonly defaultBody: JsonObject;
}

/**
 * Reads the answer of `meta/update` tolerantly: schemas as objects or JSON texts, with or without `properties`,
 * `required` as a list or on the property. Undefined when the answer is no object.
 */
export function readUpdateMeta(body: unknown): UpdateMeta | undefined {
  if (!isRecord(body)) return undefined;
  const querySchema = schemaOf(body['query_schema']);
  const bodySchema = schemaOf(body['request_body_schema']);
  const enums: Record<string, readonly (string | number | boolean)[]> = {};
  collectEnums(bodySchema, '', enums, 0);
  const link = body['documentation_link'];
  return {
    queryRequired: requiredOf(querySchema),
    queryFields: Object.keys(propertiesOf(querySchema)),
    bodyRequired: requiredOf(bodySchema),
    bodyFields: Object.keys(propertiesOf(bodySchema)),
    querySchema, bodySchema, enums,
    defaultQuery: schemaOf(body['default_query']),
    defaultBody: schemaOf(body['default_body']),
    // Shown as a link: nothing but the web.
    ...(typeof link === 'string' && /^https:\/\//.test(link) && { documentationLink: link }),
  };
}

function schemaOf(value: unknown): JsonObject {
  if (isRecord(value)) return value;
  if (typeof value !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** `properties`, else the members that are schemas themselves: `{ organization_id: { type: 'string', required: true } }`. */
function propertiesOf(schema: JsonObject): Readonly<Record<string, JsonObject>> {
  const { properties } = schema;
  const members = Object.entries(isRecord(properties) ? properties : typeof schema['type'] === 'string' ? {} : schema);
  return Object.fromEntries(members.filter((member): member is [string, JsonObject] => member[0] !== '__proto__' && isRecord(member[1])));
}

function requiredOf(schema: JsonObject): string[] {
  const listed = Array.isArray(schema['required']) ? insightNames(schema['required']) : [];
  const marked = Object.entries(propertiesOf(schema)).filter(([, property]) => isTrue(property['required'])).map(([name]) => name);
  return [...new Set([...listed, ...marked])];
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

const deepest = 6;

function collectEnums(schema: JsonObject, path: string, enums: Record<string, readonly (string | number | boolean)[]>, depth: number): void {
  if (depth > deepest) return;
  const values = enumOf(schema['enum']);
  if (path !== '' && values.length > 0) enums[path] = values;
  const { items } = schema;
  if (isRecord(items)) collectEnums(items, path, enums, depth + 1);
  // Without `properties`, only the root may be a plain map of names: below it, any member would pass for a property.
  if (path !== '' && !isRecord(schema['properties'])) return;
  for (const [name, property] of Object.entries(propertiesOf(schema))) {
    collectEnums(property, path === '' ? name : `${path}.${name}`, enums, depth + 1);
  }
}

/** Plain values, or objects that hold one in `value`. */
function enumOf(value: unknown): (string | number | boolean)[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown) => (isRecord(item) ? item['value'] : item))
    .filter((item) => typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean');
}
