import type { UserObject } from '../api/trutoClient';
import { wait } from '../api/wait';
import { evidenceOf, type Evidence, type SentUpdate } from '../core/update/evidence';
import { lookAtUser } from './lookAtUser';
import type { Prepared } from './prepared';

/** What looks at the live user have shown after an update. */
export interface ReadBack {
  readonly evidence: Evidence | 'unreadable';
  /** The user as it was seen last. */
  readonly user?: UserObject;
  /** The fields that are not as they were sent, with what they are. */
  readonly differing: Readonly<Record<string, unknown>>;
}

export const unreadable: ReadBack = { evidence: 'unreadable', differing: {} };

/**
 * In ms. What was there before the update is looked at again after each of these: many providers show a write a moment
 * late.
 */
export const usualWaits: readonly number[] = [500, 1_000, 2_000];

/**
 * Looks at the user after an update until it shows something else than before, but not for ever. Never throws: where
 * there is no look, it shows nothing.
 * @param answered the user as the response to the update had it
 */
export async function readBack(
  { readQuery: query, userMethods, ...target }: Prepared,
  sent: SentUpdate,
  {
    waits,
    answered,
    signal,
  }: {
    readonly waits: readonly number[];
    readonly answered?: Readonly<Record<string, unknown>> | undefined;
    readonly signal?: AbortSignal;
  },
): Promise<ReadBack> {
  let last = unreadable;
  try {
    for (const ms of [0, ...waits]) {
      if (ms > 0 && !(await wait(ms, signal))) return last;
      const { user } = await lookAtUser(target, query, { userMethods, signal });
      if (!user) return last;
      const { evidence, differing } = evidenceOf(user, sent, answered);
      last = { evidence, user, differing: Object.fromEntries(differing.map((name) => [name, user[name]])) };
      if (evidence !== 'before') return last;
    }
  } catch {
    // Cancelled, or no response: what was seen so far counts.
  }
  return last;
}
