import type { JsonPath } from '../json/jsonPath';
import { bareName } from './closestName';
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
export function placeOfStray(holder: JsonPath, key: string): readonly string[] | undefined {
  const where = holder.join('.');
  if (where !== '' && where !== '$truto' && where !== '$truto.query') return undefined;
  const [, head = '', brackets = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key) ?? [];
  const inner = [...brackets.matchAll(/\[([^[\]]+)\]/g)].map(([, step = '']) => step);
  if (bareName(head) === 'integratedaccountid')
    return brackets === '' && where !== '$truto' ? ['$truto', 'integrated_account_id'] : undefined;
  const name = parameters.get(bareName(head));
  if (name === undefined || (where !== '$truto.query' && ambiguous.has(name))) return undefined;
  // In the query, a name that differs in its spelling only is renamed.
  return where === '$truto.query' && brackets === '' ? undefined : ['$truto', 'query', name, ...inner];
}
