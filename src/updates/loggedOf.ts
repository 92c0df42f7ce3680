import type { ErrorExplanation } from '../core/errors/errorExplanation';
import type { Prepared } from './prepared';
import type { UpdateObserver } from './updateObserver';

/** What Truto's log says of an update. */
export type Logged = NonNullable<ErrorExplanation['logged']>;

/** In s: timestamps are whole seconds in places, and the clock of a response is not that of the log. */
const slack = 2;

/**
 * Asks Truto's log for an update that neither a response nor a look tells of. Undefined where the log does not tell either.
 * Never throws.
 * @param startedAt when it was sent, on the clock of `performance.now`
 */
export async function loggedOf(
  { environment, accountId, userId }: Prepared,
  startedAt: number,
  observer: UpdateObserver,
): Promise<Logged | undefined> {
  try {
    return await observer.looking(async (signal) => {
      const client = await environment.client();
      const updates = await client.loggedUpdates(accountId, userId, signal);
      const seconds = (performance.now() - startedAt) / 1000 + slack;
      const found = updates.find(({ secondsAgo }) => secondsAgo <= seconds);
      return { isFound: found !== undefined, ...(found?.status !== undefined && { status: found.status }) };
    }, false);
  } catch {
    return undefined;
  }
}
