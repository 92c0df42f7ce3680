import { isRecord } from '../json/isRecord';
import { memberOf } from '../json/isSameState';
import { keyText } from '../json/listItems';
import { userSchema } from '../schema/generated/userSchema';

type User = Readonly<Record<string, unknown>>;

/** Whose an object is that was asked for as a user. */
export type Identity = 'user' | 'otherUser' | 'noUser';

/** Services say how they are by a field of this name too: alone it makes no user. */
const ambiguous = 'status';

/**
 * The one rule by which a response is the user that was asked for, to a read and to an update alike: it has its ID, spelled as
 * a number or as a text. One that tells no ID is the user by any other field that is known of users, unless `isIdNeeded`.
 */
export function identityOf(body: unknown, userId: string, isIdNeeded: boolean): Identity {
  if (!isRecord(body) || 'statusCode' in body) return 'noUser';
  const id = idOf(body);
  if (id !== undefined && id !== userId) return 'otherUser';
  if (id === undefined && isIdNeeded) return 'noUser';
  return id !== undefined || Object.keys(body).some(isTellingName) ? 'user' : 'noUser';
}

/** Also `id`, where it is empty or null, tells nothing; and what is the file's own is no field of a user. */
const isTellingName = (name: string): boolean =>
  Object.hasOwn(userSchema.properties, name) && name !== 'id' && name !== ambiguous && !name.startsWith('$');

const idOf = (user: User): string | undefined => keyText(memberOf(user, 'id'));
