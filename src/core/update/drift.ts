import { isSameJson } from '../json/isSameJson';
import type { UserField } from './userFile';
import { withoutSecretValues } from '../secrets/withoutSecretValues';

type User = Readonly<Record<string, unknown>>;

/** A field of an update that someone else has changed since the edit began. Undefined values: the user had no such field. */
export interface Drift {
  readonly field: UserField;
  /** What it was when the edit began. */
  readonly before: unknown;
  readonly now: unknown;
  /** Whether the file says something else than the user did when the edit began; otherwise it is merely out of date. */
  readonly isEdited: boolean;
}

/**
 * The drifted ones among the fields of an update. `base` is the user as the edit began, without secret values, which
 * are compared by nobody.
 */
export function driftsOf(base: User, live: User, fields: readonly UserField[]): Drift[] {
  const [liveNow, file] = [
    withoutSecretValues(live),
    withoutSecretValues(Object.fromEntries(fields.map(({ name, value }) => [name, value]))),
  ];
  return fields.flatMap((field) => {
    const [before, now, wanted] = [own(base, field.name), own(liveNow, field.name), own(file, field.name)];
    if (isSameJson(before, now) || isSameJson(now, wanted)) return [];
    return [{ field, before, now, isEdited: !isSameJson(before, wanted) }];
  });
}

function own(user: User, name: string): unknown {
  return Object.hasOwn(user, name) ? user[name] : undefined;
}
