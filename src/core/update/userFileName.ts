const ending = '.truto-user.json';
const maxLength = 80;

/** What no file system takes in a name, or nobody sees in one. */
const special = /[\\/:*?"<>|%#$`'~\p{C}\p{Z}]+/gu;

/** Names that Windows keeps for devices, whatever their ending. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A name for the file of a user that every file system takes, and that leads nowhere else, whatever the ID holds. */
export function userFileName(userId: string): string {
  const name = Array.from(userId.replace(/\p{Cs}/gu, ' ').replace(special, '-'))
    .slice(0, maxLength)
    .join('')
    .replace(/^[-.]+|[-.]+$/g, '');
  const safe = name === '' ? 'user' : device.test(name) ? `user-${name}` : name;
  return `${safe}${ending}`;
}

/** The same name for the second file and those that follow: `ada-2.truto-user.json`, `users-2.jsonc`. */
export function numberedName(name: string, count: number): string {
  if (count === 1) return name;
  const own = name.endsWith(ending) ? ending : /\.[^.]*$/.exec(name)?.[0];
  return own === undefined ? `${name}-${count}` : `${name.slice(0, -own.length)}-${count}${own}`;
}
