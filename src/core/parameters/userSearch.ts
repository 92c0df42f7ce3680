import { filterByAddress } from './listFilters';

type Query = Readonly<Record<string, unknown>>;

/**
 * The queries by which a list of users is searched for what is typed, each a request of its own: filters of one request
 * narrow each other down. None where the list heeds no filter that fits.
 * @param properties of the query schema by which the account describes its list
 */
export function userSearches(properties: Query, typed: string): readonly Query[] {
  const has = (name: string) => Object.hasOwn(properties, name);
  if (typed.includes('@')) {
    const byAddress = filterByAddress(properties, typed);
    return [...(byAddress ? [byAddress] : []), ...(has('username') ? [{ username: typed }] : [])];
  }
  const [first, ...others] = typed.split(/\s+/);
  const last = others.join(' ');
  const names = ['name', 'first_name', 'last_name', 'username'].filter(has).map((name) => ({ [name]: typed }));
  return last !== '' && has('first_name') && has('last_name')
    ? [{ first_name: first, last_name: last }, ...names.filter((query) => 'name' in query)]
    : names;
}
