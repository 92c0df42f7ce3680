import { isRecord } from '../../core/json/isRecord';

type User = Readonly<Record<string, unknown>>;

/** A user with the fields that a later one has. The members of `remote_data` are updated one by one. */
export function mergedImages(user: User, later: User = {}): User {
  const { remote_data: was } = user;
  const { remote_data: given } = later;
  return {
    ...user,
    ...later,
    ...(isRecord(was) && isRecord(given) && { remote_data: { ...was, ...given } }),
  };
}
