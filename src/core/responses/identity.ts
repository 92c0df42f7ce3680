import { isRecord } from '../json/isRecord';
import { memberOf } from '../json/isSameState';
import { keyText } from '../json/listItems';
import { userSchema } from '../schema/generated/userSchema';

type User = Readonly<Record<string, unknown>>;

/** Whose an object is that was asked for as a user. */
export type Identity = 'user' | 'otherUser' | 'noUser';

/** What errors, and words on how a service is, may have as well. */
const ambiguous: ReadonlySet<string> = new Set(['name', 'title', 'status', 'created_at', 'remote_data']);
/** What errors have, and users do not. */
const ofErrors = /^(message|detail|code|fault|err)/i;

/**
 * The one rule by which a response is the user that was asked for, to a read and to an update alike: it has its ID, spelled as
 * a number or as a text. One that tells no ID is the user by any other field that is known of users, unless `isIdNeeded`; but by a
 * name or a title only where it may be no error.
 */
export function identityOf(body: unknown, userId: string, isIdNeeded: boolean): Identity {
  if (!isRecord(body) || 'statusCode' in body) return 'noUser';
  const id = idOf(body);
  if (id !== undefined && id !== userId) return 'otherUser';
  if (id === undefined && isIdNeeded) return 'noUser';
  return id !== undefined || isKnownByFields(body) ? 'user' : 'noUser';
}

function isKnownByFields(body: User): boolean {
  const names = Object.keys(body).filter(isTellingName);
  if (names.some((name) => !ambiguous.has(name))) return true;
  return names.some((name) => name !== 'status') && !isError(body);
}

/** A status of three digits is one of HTTP. */
const isError = (body: User): boolean =>
  Object.keys(body).some((name) => ofErrors.test(name)) || /^\d{3}$/.test(String(memberOf(body, 'status')));

/** Also `id`, where it is empty or null, tells nothing; and what is the file's own is no field of a user. */
const isTellingName = (name: string): boolean =>
  Object.hasOwn(userSchema.properties, name) && name !== 'id' && !name.startsWith('$');

const idOf = (user: User): string | undefined => keyText(memberOf(user, 'id'));
