import { isSameJson } from '../json/isSameJson';
import type { UserField } from './userFile';

/**
 * Field-wise merge patch: the fields whose value is not deeply equal to the live user's. Arrays count as wholes. A
 * field that the live user lacks is always changed, even when it is null: Truto does not return every field.
 */
export function changedFields(live: Readonly<Record<string, unknown>>, fields: readonly UserField[]): UserField[] {
  return fields.filter(({ name, value }) => !Object.hasOwn(live, name) || !isSameJson(live[name], value));
}
