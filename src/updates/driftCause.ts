import { isSuccess } from '../api/loggedUpdates';
import type { Prepared } from './prepared';

/** An update by which somebody changed the user since the edit began, as Truto's log tells. */
export interface DriftCause {
  /** In ms since 1970, by the clock of this computer. */
  readonly at: number;
  /** It was sent from this computer, by another document or window. */
  readonly isOurs: boolean;
}

/** In ms: nobody waits longer for a question. */
const patience = 2000;
/** In ms: clocks differ, and timestamps are whole seconds in places. */
const slack = 2000;
/** In ms: an update takes so long at most from when it was sent to when it is in the history. */
const longest = 60_000;

/**
 * Asks Truto's log, once and for two seconds at most, through which update a user drifted: the newest one since the edit
 * began. Undefined where the log does not tell, as where the provider's own people made the change. Never throws.
 * @param ownTimes when updates of this user were sent from this computer, in ms since 1970
 */
export async function driftCause(
  { environment, accountId, userId, base }: Pick<Prepared, 'environment' | 'accountId' | 'userId' | 'base'>,
  ownTimes: () => Promise<readonly number[]>,
): Promise<DriftCause | undefined> {
  const begunAt = base?.madeAt;
  if (begunAt === undefined) return undefined;
  try {
    const client = await environment.client();
    const { updates } = await client.loggedUpdates(accountId, undefined, AbortSignal.timeout(patience));
    const times = updates
      .filter((update) => update.userId === userId && isSuccess(update))
      .map(({ secondsAgo }) => Date.now() - secondsAgo * 1000)
      .filter((at) => at > begunAt - slack);
    if (times.length === 0) return undefined;
    const at = Math.max(...times);
    const isOurs = (await ownTimes()).some((own) => own > at - slack && own < at + longest);
    return { at, isOurs };
  } catch {
    return undefined;
  }
}
