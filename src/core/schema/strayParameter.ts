import type { JsonPath } from '../json/jsonPath';
import { bareName } from './closestName';
import { schemaAt } from './schemaAt';
import { typesOf } from './schemaOf';
import { userSchema } from './generated/userSchema';

/** The query parameters, by their bare names. */
const parameters: ReadonlyMap<string, string> = new Map(
  Object.keys(userSchema.definitions.query?.properties ?? {}).map((name) => [bareName(name), name]),
);

/** Who writes these outside of the query may mean something else. */
const ambiguous: ReadonlySet<string> = new Set(['user_id', 'groups']);

/**
 * Where a key belongs that says where an update goes, or how, and stands elsewhere: in the body, beside the query, in the
 * query, or spelled as in a URL (`remote_query[foo]`). Undefined for all other keys.
 */
export function placeOfStray(holder: JsonPath, key: string): JsonPath | undefined {
  const where = holder.join('.');
  if (where !== '' && where !== '$truto' && where !== '$truto.query') return undefined;
  const { head, brackets } = partsOf(key);
  if (bareName(head) === 'integratedaccountid')
    return brackets === '' && where !== '$truto' ? ['$truto', 'integrated_account_id'] : undefined;
  const name = parameters.get(bareName(head));
  if (name === undefined || (where !== '$truto.query' && ambiguous.has(name))) return undefined;
  // In the query, a name that differs in its spelling only is renamed.
  if (where === '$truto.query' && brackets === '') return undefined;
  const inner = [...brackets.matchAll(/\[([^[\]]+)\]/g)].map(([, step = '']) => step);
  return inner.reduce<JsonPath | undefined>(below, ['$truto', 'query', name]);
}

/** The place one step below another; undefined where the schema knows that there is none. */
function below(place: JsonPath | undefined, step: string): JsonPath | undefined {
  const part = place && schemaAt(place);
  const [type] = part ? typesOf(part) : ['object'];
  if (!place || (type !== 'object' && type !== 'array')) return undefined;
  if (type === 'object') return [...place, step];
  return /^\d{1,4}$/.test(step) ? [...place, Number(step)] : undefined;
}

/** `remote_query[foo]` as the name and what stands in brackets. */
function partsOf(key: string): { readonly head: string; readonly brackets: string } {
  if (!key.includes('[')) return { head: key, brackets: '' };
  const [, head = '', brackets = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key) ?? [];
  return { head, brackets };
}
