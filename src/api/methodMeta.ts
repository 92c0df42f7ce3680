import { asDoubles, exactJsonOf } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';

type JsonObject = Readonly<Record<string, unknown>>;

/** What one account's mapping accepts in an update, or takes for a read. The schemas are as answered: JSON-Schema-like, not to be trusted as such. */
export interface MethodMeta {
  readonly bodySchema: JsonObject;
  readonly querySchema: JsonObject;
  readonly defaultQuery: JsonObject;
  readonly defaultBody: JsonObject;
}

/** Reads the response of `meta/update`, `meta/get` and `meta/list` tolerantly: schemas as objects or JSON texts. Undefined when the response is no object. */
export function readMethodMeta(response: unknown): MethodMeta | undefined {
  const body = asDoubles(response);
  if (!isRecord(body)) return undefined;
  return {
    bodySchema: objectOf(body['request_body_schema']),
    querySchema: objectOf(body['query_schema']),
    defaultQuery: objectOf(body['default_query']),
    defaultBody: objectOf(body['default_body']),
  };
}

function objectOf(value: unknown): JsonObject {
  if (isRecord(value)) return value;
  if (typeof value !== 'string') return {};
  const parsed = asDoubles(exactJsonOf(value));
  return isRecord(parsed) ? parsed : {};
}
