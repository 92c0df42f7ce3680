import { isRecord } from '../json/isRecord';

type Query = Readonly<Record<string, unknown>>;

/** A user has few addresses that anybody looks for. */
const maxAddresses = 3;

/**
 * The queries by which a list of users is asked for one user, the surest first, each a request of its own. None where the list
 * heeds no filter that tells one user.
 * @param properties of the query schema by which the account describes its list
 * @param known what is known of the user, such as its addresses
 */
export function filtersOfUser(properties: Query, userId: string, known: Query): readonly Query[] {
  const byId = ['id', 'ids', 'user_id'].find((name) => Object.hasOwn(properties, name));
  if (byId !== undefined) return [{ [byId]: userId }];
  const addresses = [...(userId.includes('@') ? [userId] : []), ...addressesOf(known)].slice(0, maxAddresses);
  return [...new Set(addresses)]
    .map((address) => filterByAddress(properties, address))
    .filter((filter) => filter !== undefined);
}

/** The query by which a list of users is asked for an address, which Truto names `emails[email]`; undefined where it heeds none. */
export function filterByAddress(properties: Query, address: string): Query | undefined {
  if (takesAddress(properties)) return { emails: { email: address } };
  return Object.hasOwn(properties, 'email') ? { email: address } : undefined;
}

/** `emails[email]` is described as an object, or named like this. */
function takesAddress(properties: Query): boolean {
  if (Object.hasOwn(properties, 'emails[email]')) return true;
  if (!Object.hasOwn(properties, 'emails')) return false;
  const { emails } = properties;
  const described = isRecord(emails) && isRecord(emails['properties']) ? emails['properties'] : undefined;
  return described === undefined || Object.hasOwn(described, 'email');
}

function addressesOf({ emails }: Query): string[] {
  if (!Array.isArray(emails)) return [];
  return emails.flatMap((item: unknown) =>
    isRecord(item) && typeof item['email'] === 'string' ? [item['email']] : [],
  );
}
