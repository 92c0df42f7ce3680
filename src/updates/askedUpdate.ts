import { isSameState } from '../core/json/isSameState';
import { bodyJson, fieldValues } from '../core/update/userFile';
import { touched } from './historyEntry';
import type { Prepared } from './prepared';

/** An update that a person is asked about. */
interface Asked {
  readonly prepared: Prepared;
}

/** In ms: after a question that took longer, the user is looked at again. */
const maxLookAge = 10_000;

/**
 * The update that a person agrees to, as it is at that moment: where the user has become another one while the person was
 * thinking, they are asked again. Undefined when they said no. Throws what preparing and asking throw.
 * @param now in ms
 */
export async function askedUpdate<T extends Asked, Answer>(
  prepare: () => Promise<T>,
  ask: (update: T) => Promise<Answer | false>,
  now: () => number = Date.now,
): Promise<{ readonly update: T; readonly answer: Answer } | undefined> {
  let update = await prepare();
  for (;;) {
    const seenAt = now();
    const answer = await ask(update);
    if (answer === false) return undefined;
    if (Math.abs(now() - seenAt) < maxLookAge) return { update, answer };
    const before = update;
    update = await prepare();
    if (isSame(before.prepared, update.prepared)) return { update, answer };
  }
}

/** Whether the same goes, in place of the same. */
function isSame(one: Prepared, other: Prepared): boolean {
  const replaced = ({ fields, live }: Prepared) => live && touched(fieldValues(fields), live);
  const drifted = ({ drifts }: Prepared) => drifts.map(({ field }) => field.name);
  return (
    bodyJson(one.fields) === bodyJson(other.fields) &&
    isSameState([drifted(one), replaced(one)], [drifted(other), replaced(other)])
  );
}
