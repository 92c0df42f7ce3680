import { isRecord } from '../json/isRecord';
import type { JsonPath } from '../json/jsonPath';
import { userSchema } from '../schema/generated/userSchema';

/** The members in which APIs list users, or that hold what lists them, in lower case. */
const listNames: ReadonlySet<string> = new Set([
  ...['result', 'results', 'users', 'value', 'data', 'items', 'records', 'resources', 'employees', 'members', 'people'],
  ...['entries', 'elements', 'rows', 'content', 'nodes', 'report_entry', 'd', 'response', '_embedded'],
]);

export const isListName = (name: string): boolean => listNames.has(name.toLowerCase());

/** Whether a member tells that an object is a user itself: of what lists users, a `status` is that of the response. */
export const isOfUser = (name: string): boolean => name !== 'status' && Object.hasOwn(userSchema.properties, name);

/** So many objects are around a list. */
export const maxAround = 3;

/** Where the list of users is in an object that is none itself: the response of an API. */
export function listOfUsers(holder: Readonly<Record<string, unknown>>, around = maxAround): JsonPath | undefined {
  // Of nearly every user the first name tells.
  if (around === 0 || Object.keys(holder).some(isOfUser)) return undefined;
  for (const [name, value] of Object.entries(holder)) {
    if (!isListName(name)) continue;
    if (Array.isArray(value) && isRecord(value[0])) return [name];
    const inner = isRecord(value) && listOfUsers(value, around - 1);
    if (inner) return [name, ...inner];
  }
  return undefined;
}
