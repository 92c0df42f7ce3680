import { isSameJson } from '../json/isSameJson';
import type { KeptUser } from '../secrets/keptUser';
import type { UserField } from './userFile';

/** A field of an update that someone else has changed since the edit began. */
export interface Drift {
  readonly field: UserField;
  /** The value that the live user has now; undefined where it has no such field. */
  readonly now: unknown;
  /** Whether the file says something else than the user did when the edit began; otherwise it is merely out of date. */
  readonly isEdited: boolean;
}

/** The drifted ones among the fields of an update. `base` is the user as the edit began. */
export function driftsOf(
  base: KeptUser,
  live: Readonly<Record<string, unknown>>,
  fields: readonly UserField[],
): Drift[] {
  return fields.flatMap((field) => {
    const now = Object.hasOwn(live, field.name) ? live[field.name] : undefined;
    if (base.isSame(field.name, now) || isSameJson(now, field.value)) return [];
    return [{ field, now, isEdited: !base.isSame(field.name, field.value) }];
  });
}
