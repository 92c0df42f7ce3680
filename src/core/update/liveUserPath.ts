/** Which user a path is about: the name of an environment, the id of an account, the id of a user. */
export interface LiveUserName {
  readonly environment: string;
  readonly accountId: string;
  readonly userId: string;
}

const ending = '.truto-user.json';

/** What would be another path, is no character that a person sees, or begins an escape. */
const special = /[%/\\?#:*"<>|]|[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * The path of a live user: `/<environment>/<account>/<user id>.truto-user.json`. Any two users have two paths, but for ids
 * that are no well-formed text.
 */
export function liveUserPath({ environment, accountId, userId }: LiveUserName): string {
  return `/${[environment, accountId, userId].map(escaped).join('/')}${ending}`;
}

/** The user of a path; undefined for a path that is of none: anybody can make one. */
export function readLiveUserPath(path: string): LiveUserName | undefined {
  const [root, environment, accountId, name, ...more] = path.split('/');
  if (root !== '' || !environment || !accountId || !name?.endsWith(ending) || more.length > 0) return undefined;
  try {
    const user = {
      environment: decodeURIComponent(environment),
      accountId: decodeURIComponent(accountId),
      userId: decodeURIComponent(name.slice(0, -ending.length)),
    };
    // One user has one path: another spelling of it is none.
    return user.userId !== '' && liveUserPath(user) === path ? user : undefined;
  } catch {
    return undefined;
  }
}

function escaped(part: string): string {
  const name = part.replace(/\p{Cs}/gu, '\uFFFD').replace(special, encodeURIComponent);
  // `.` and `..` are folders.
  return /^\.+$/.test(name) ? name.replaceAll('.', '%2E') : name;
}
