import { isRecord } from '../json/isRecord';
import { isSameJson } from '../json/isSameJson';
import { isSameState, memberOf } from '../json/isSameState';
import type { KeptUser } from '../secrets/keptUser';
import type { UserField } from './userFile';

type User = Readonly<Record<string, unknown>>;

/** What is known of a user since an edit of it began. */
export interface EditBegin {
  /** The user as it then was, as a read told. */
  readonly user: KeptUser;
  /** The fields as they were last sent: `user` has them in the server's own spelling, which may be another one. */
  readonly sent?: KeptUser;
  /** The fields as they were before an update that was accepted and that no read has shown yet. */
  readonly before?: KeptUser;
}

/** A field of an update that someone else has changed since the edit began. */
export interface Drift {
  readonly field: UserField;
  /** The value that the live user has now; undefined where it has no such field. */
  readonly now: unknown;
  /** Whether the file says something else than the user did when the edit began; otherwise it is merely out of date. */
  readonly isEdited: boolean;
}

/**
 * Field-wise merge patch: the fields that say something else than the live user does, lists as wholes. Of what nobody has
 * edited since the edit began, or since it was sent, another order, a null for no value, and a spelling of the server's own
 * are no changes. A field that the live user lacks is always changed, even when it is null: Truto does not return every
 * field.
 */
export function changedFields(live: User, fields: readonly UserField[], began?: EditBegin): UserField[] {
  return fields.filter(({ name, value }) => {
    if (!Object.hasOwn(live, name)) return true;
    if (isSameJson(live[name], value)) return false;
    if (!began) return true;
    if (name === 'remote_data' && isRecord(value)) return editedMembers(live[name], value, began).length > 0;
    const isSent = began.sent?.isExactly(name, value) === true;
    if (!isSent && !began.user.isExactly(name, value)) return true;
    return !isSameState(live[name], value) && !(isSent && began.user.isSame(name, live[name]));
  });
}

/** The drifted ones among the fields of an update. */
export function driftsOf(began: EditBegin, live: User, fields: readonly UserField[]): Drift[] {
  return fields.flatMap((field) => {
    const { name, value } = field;
    const now = memberOf(live, name);
    if (isAsBegun(began, name, now, value) || isSameState(now, value)) return [];
    return [{ field, now, isEdited: !began.user.isExactly(name, value) }];
  });
}

/** Whether nobody else has changed a field: the user has it as it was when the edit began. */
function isAsBegun(began: EditBegin, name: string, now: unknown, value: unknown): boolean {
  if (began.user.isSame(name, now) || began.before?.isSame(name, now) === true) return true;
  // What a provider adds of its own, such as the time of the read, changes all the time: only what the file edits counts.
  return (
    name === 'remote_data' &&
    isRecord(now) &&
    isRecord(value) &&
    editedMembers(now, value, began).every((member) => began.user.isSameIn(name, member, now[member]))
  );
}

/** The members of `remote_data` that the file says otherwise than the user did when the edit began, and does now. */
function editedMembers(now: unknown, value: User, { user }: EditBegin): string[] {
  const live = isRecord(now) ? now : {};
  return Object.keys(value).filter(
    (member) =>
      !user.isSameIn('remote_data', member, value[member]) && !isSameState(memberOf(live, member), value[member]),
  );
}
