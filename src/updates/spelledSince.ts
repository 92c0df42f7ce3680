import { isSameJson } from '../core/json/isSameJson';
import { isSameState, memberOf } from '../core/json/isSameState';
import type { Drift } from '../core/update/drift';
import type { UserField } from '../core/update/userFile';
import type { SeenUpdate } from './updates';

/**
 * The fields of a file that the server has otherwise than the file said as it was sent, in its own spelling or as it made them of
 * others; undefined where the file says more than that. What reads do not show yet is as it was sent.
 */
export function spelledSince(
  fields: readonly UserField[],
  { prepared, outcome: { sent }, readBack }: Pick<SeenUpdate, 'prepared' | 'outcome' | 'readBack'>,
): Drift[] | undefined {
  const isShown = readBack?.user !== undefined && readBack.evidence !== 'before';
  const live = isShown ? readBack.user : { ...prepared.live, ...readBack?.user, ...sent };
  const spelled: Drift[] = [];
  for (const field of fields) {
    const { name, value } = field;
    const now = memberOf(live, name);
    if (isSameState(now, value)) continue;
    if (!isSameJson(memberOf(prepared.said, name), value)) return undefined;
    if (now !== undefined) spelled.push({ field, now, isEdited: false });
  }
  return spelled;
}
