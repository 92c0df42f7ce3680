import type { UserField } from './userFile';

/**
 * Field-wise merge patch: the fields whose value is not deeply equal to the live user's. Arrays count as wholes. A
 * field that the live user lacks is always changed, even when it is null: Truto does not answer every field.
 */
export function changedFields(live: Readonly<Record<string, unknown>>, fields: readonly UserField[]): UserField[] {
  return fields.filter(({ name, value }) => !Object.hasOwn(live, name) || !isSameJson(live[name], value));
}

/** Whether two JSON values are the same; the order of properties does not count. It does not recurse. */
function isSameJson(left: unknown, right: unknown): boolean {
  const pairs: [unknown, unknown][] = [[left, right]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [one, other] = pair;
    if (one === other) continue;
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
    if (Array.isArray(one) !== Array.isArray(other)) return false;
    const entries = Object.entries(one);
    if (entries.length !== Object.keys(other).length) return false;
    for (const [key, value] of entries) {
      if (!Object.hasOwn(other, key)) return false;
      pairs.push([value, (other as Record<string, unknown>)[key]]);
    }
  }
  return true;
}
