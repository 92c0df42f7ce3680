import { memberOf } from '../json/isSameState';
import type { KeptUser } from '../secrets/keptUser';
import { isSecretName } from '../secrets/isSecretName';

type User = Readonly<Record<string, unknown>>;

/** An update that was sent, with what there was to compare it by. */
export interface SentUpdate {
  /** The names of the fields that went. */
  readonly names: readonly string[];
  /** Those fields as they were looked at before; undefined where the user cannot be read. */
  readonly before: KeptUser | undefined;
  /** Those fields as they were sent. */
  readonly after: KeptUser;
}

/**
 * What a look at a user shows of an update: its values, the server's own spelling of them, what there was before it,
 * something else, or nothing (of fields that are never returned).
 */
export type Evidence = 'values' | 'ownSpelling' | 'before' | 'other' | 'nothing';

interface Found {
  readonly evidence: Evidence;
  /** The fields that are not as they were sent, to the letter. */
  readonly differing: readonly string[];
  /** The fields that the user tells nothing of: secrets, and what is not returned. */
  readonly untold: readonly string[];
}

/**
 * Compares a user with an update of it.
 * @param answered the user as the response to the update had it: a value that both have is what the server made of it
 */
export function evidenceOf(now: User, { names, before, after }: SentUpdate, answered?: User): Found {
  const telling = names.filter((name) => isTelling(name, now, before, after));
  const untold = names.filter((name) => !telling.includes(name));
  const isChanged = (name: string) => before === undefined || !after.isSameAs(before, name);
  const changed = telling.filter(isChanged);
  const isBefore = (name: string) => before?.isSame(name, memberOf(now, name)) === true;
  const differing = telling.filter((name) => !after.isSame(name, memberOf(now, name)));
  if (differing.length === 0)
    return { evidence: changed.length > 0 || !names.some(isChanged) ? 'values' : 'nothing', differing, untold };
  // Where the old value could be taken for a spelling of the new one, only another field or the response tells which it is.
  const isToldElsewhere = changed.some((name) => before === undefined || !after.isStoredAs(name, before.at(name)));
  const isSpelled = (name: string) =>
    after.isStoredAs(name, memberOf(now, name)) &&
    (!isBefore(name) ||
      isToldElsewhere ||
      (answered !== undefined && after.isStoredAs(name, memberOf(answered, name))));
  if (differing.every(isSpelled)) return { evidence: 'ownSpelling', differing, untold };
  return { evidence: changed.length > 0 && changed.every(isBefore) ? 'before' : 'other', differing, untold };
}

/** Secrets are never returned, and neither are fields that the user has not had so far and still has not. */
function isTelling(name: string, now: User, before: KeptUser | undefined, after: KeptUser): boolean {
  if (isSecretName(name) || (name === 'remote_data' && !Object.hasOwn(now, name))) return false;
  if (memberOf(now, name) !== undefined || after.isSame(name, null)) return true;
  return before !== undefined && !before.isSame(name, null);
}
