import { isRecord } from '../json/isRecord';
import { isSameId } from '../json/listItems';
import { isSameJson } from '../json/isSameJson';
import { isSameState, memberOf } from '../json/isSameState';
import type { KeptUser } from '../secrets/keptUser';
import type { UserField } from './userFile';

type User = Readonly<Record<string, unknown>>;

/** What is known of a user since an edit of it began. */
export interface EditBegin {
  /** The user as it then was, as a read told. */
  readonly user: KeptUser;
  /** The fields as the document said them then, after an update: `user` has what the server made of them. */
  readonly said?: KeptUser;
  /** The fields as they were before an update that was accepted and that no read has shown yet. */
  readonly before?: KeptUser;
  /** The fields as an earlier update of ours left them, which the server may keep in its own spelling. */
  readonly left?: KeptUser;
}

/** A field of an update that someone else has changed since the edit began. */
export interface Drift {
  readonly field: UserField;
  /** The value that the live user has now; undefined where it has no such field. */
  readonly now: unknown;
  /** Whether the file says something else than it did when the edit began; otherwise it is merely out of date. */
  readonly isEdited: boolean;
}

/**
 * Field-wise merge patch: the fields that say something else than the live user does, lists as wholes. Of what nobody has
 * edited since the edit began, or since an update, another order, a null for no value, and what the server made of it are no
 * changes. A field that the live user lacks is always changed, even when it is null: Truto does not return every
 * field.
 */
export function changedFields(live: User, fields: readonly UserField[], began?: EditBegin): UserField[] {
  return fields.filter(({ name, value }) => {
    if (!Object.hasOwn(live, name)) return true;
    if (isSameJson(live[name], value) || (name === 'id' && isSameId(live[name], value))) return false;
    if (!began) return true;
    if (name === 'remote_data' && isRecord(value)) return editedMembers(live[name], value, began).length > 0;
    if (isEdited(began, name, value)) return true;
    const isSaid = began.said?.isExactly(name, value) === true;
    return !isSameState(live[name], value) && !(isSaid && began.user.isSame(name, live[name]));
  });
}

/** The drifted ones among the fields of an update. */
export function driftsOf(began: EditBegin, live: User, fields: readonly UserField[]): Drift[] {
  return fields.flatMap((field) => {
    const { name, value } = field;
    const now = memberOf(live, name);
    if (isAsBegun(began, name, now, value) || isSameState(now, value)) return [];
    return [{ field, now, isEdited: isEdited(began, name, value) }];
  });
}

const isEdited = ({ user, said }: EditBegin, name: string, value: unknown): boolean =>
  said?.isExactly(name, value) !== true && !user.isExactly(name, value);

/** Whether nobody else has changed a field: the user has it as it was when the edit began. */
function isAsBegun(began: EditBegin, name: string, now: unknown, value: unknown): boolean {
  if (began.user.isSame(name, now) || began.before?.isSame(name, now) === true || isLeft(began, now, name)) return true;
  // What a provider adds of its own, such as the time of the read, changes all the time: only what the file edits counts.
  return (
    name === 'remote_data' &&
    isRecord(now) &&
    isRecord(value) &&
    editedMembers(now, value, began).every(
      (member) => began.user.isSameIn(name, member, now[member]) || isLeft(began, now[member], name, member),
    )
  );
}

const isLeft = ({ left }: EditBegin, now: unknown, name: string, member?: string): boolean =>
  left?.at(name, member) !== undefined && left.isStoredAs(name, now, member);

/** The members of `remote_data` that the file says otherwise than when the edit began, and than the user does now. */
function editedMembers(now: unknown, value: User, { user, said }: EditBegin): string[] {
  const live = isRecord(now) ? now : {};
  return Object.keys(value).filter(
    (member) =>
      !user.isSameIn('remote_data', member, value[member]) &&
      !(said?.at('remote_data', member) !== undefined && said.isSameIn('remote_data', member, value[member])) &&
      !isSameState(memberOf(live, member), value[member]),
  );
}
