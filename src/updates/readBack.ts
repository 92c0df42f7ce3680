import type { UserObject } from '../api/trutoClient';
import { patience, within, type Asking } from '../api/patience';
import { wait } from '../api/wait';
import type { Seen } from '../core/responses/verdict';
import { evidenceOf, type SentUpdate } from '../core/update/evidence';
import { fieldValues } from '../core/update/userFile';
import { isReadRefused, lookAtUser, type Look } from './lookAtUser';
import type { Prepared } from './prepared';

/** What looks at the live user have shown after an update. */
export interface ReadBack {
  readonly evidence: Seen;
  /** The user as it was seen last. */
  readonly user?: UserObject;
  /** The fields that are not as they were sent, with what they are. */
  readonly differing: Readonly<Record<string, unknown>>;
  /** The names of the fields that a look tells nothing of. */
  readonly untold: readonly string[];
}

/** No look came to anything: an error each time, or whoever waited did not want to any more. */
export const failedLook: ReadBack = { evidence: 'failed', differing: {}, untold: [] };

/** The account lets nobody read the user. */
const unreadable: ReadBack = { ...failedLook, evidence: 'unreadable' };

/**
 * In ms. What was there before the update is looked at again after each of these: many providers show a write a moment
 * late.
 */
export const usualWaits: readonly number[] = [500, 1_000, 2_000];

/**
 * Looks at the user after an update until it shows something else than before, but not for ever. A look that fails tells
 * nothing: the next one may succeed, unless that is late already. Never throws.
 * @param answered the user as the response to the update had it
 */
export async function readBack(
  { readQuery: query, userMethods, live, unread, fields, jobId, ...target }: Prepared,
  sent: SentUpdate,
  {
    waits,
    answered,
    signal,
    onAttempt,
  }: Asking & {
    readonly waits: readonly number[];
    readonly answered?: Readonly<Record<string, unknown>> | undefined;
  },
): Promise<ReadBack> {
  let last = failedLook;
  // What was refused before the update is refused after it for the same reason.
  const lost = (error: unknown): Look | undefined =>
    unread && isReadRefused(error) ? { obstacle: unread } : undefined;
  const begin = performance.now();
  // Many updates have time.
  const asking = within(jobId === undefined ? patience : Infinity, { signal, onAttempt });
  const known = { ...live, ...fieldValues(fields) };
  for (const ms of [0, ...waits]) {
    if (ms > 0 && !(await wait(ms, signal))) return last;
    const look = await lookAtUser(target, query, { userMethods, known, ...asking }).catch(lost);
    // Cancelled, or no response: what was seen so far counts.
    if (signal?.aborted) return last;
    if (!look && (asking.signal.aborted || performance.now() - begin > patience)) return last;
    if (!look) continue;
    if (!look.user) return last === failedLook ? unreadable : last;
    const { user } = look;
    const { evidence, differing, untold } = evidenceOf(user, sent, answered);
    last = { evidence, user, differing: Object.fromEntries(differing.map((name) => [name, user[name]])), untold };
    if (evidence !== 'before') return last;
  }
  return last;
}
