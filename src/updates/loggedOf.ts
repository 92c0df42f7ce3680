import { patience, within, type Asking } from '../api/patience';
import { Cursor } from '../api/cursor';
import type { ErrorExplanation } from '../core/errors/errorExplanation';
import type { Moment } from './moment';
import type { Prepared } from './prepared';
import type { UpdateObserver } from './updateObserver';

/** What Truto's log says of an update. */
export type Logged = NonNullable<ErrorExplanation['logged']>;

/** In s: timestamps are whole seconds in places, and the clock of a response is not that of the log. */
const slack = 2;
/** In ms: what ended so long before an update began is told from it. */
export const maxLogShift = 2 * slack * 1000;
/** So many pages are read: the log tells 100 requests a page. */
const maxPages = 5;
/** In s: the log has the requests of the last month. */
const keptFor = 28 * 24 * 3600;

/** When an update was sent. */
export interface SentTimes {
  readonly startedAt: Moment;
  /** When this window's update of the same user before it had ended, where there was one lately. */
  readonly before: Moment | undefined;
}

/** How far the log is read. */
interface Reach {
  /** In s: so long ago the update was sent at most. Below 0 where the clock does not tell. */
  readonly seconds: number;
  /** In s: what is as old as that may be an earlier update. */
  readonly other: number;
  /** It may have been sent later: that the log has nothing is no word on it. */
  readonly isDoubtful: boolean;
}

/**
 * Asks Truto's log for an update that neither a response nor a look tells of. Undefined where the log does not tell either.
 * Never throws.
 */
export async function loggedOf(
  prepared: Prepared,
  { startedAt, before }: SentTimes,
  observer: UpdateObserver,
  isAnswered: boolean,
): Promise<Logged | undefined> {
  const reach = (): Reach => ({
    seconds: startedAt.ago() / 1000,
    other: before ? before.ago() / 1000 : Infinity,
    isDoubtful: startedAt.ago() - startedAt.awake() > slack * 1000,
  });
  try {
    return await observer.looking((signal, onAttempt) => {
      const asking = within(prepared.jobId === undefined ? patience : Infinity, { signal, onAttempt });
      return loggedSince(prepared, reach, asking);
    }, isAnswered);
  } catch {
    return undefined;
  }
}

/**
 * The same for an update of an earlier time, which nobody watches.
 * @param firstUsed when it was first sent, on the clock of `now`
 */
export async function loggedBefore(
  prepared: Prepared,
  firstUsed: number,
  now: () => number,
): Promise<Logged | undefined> {
  const reach = () => ({ seconds: (now() - firstUsed) / 1000, other: Infinity, isDoubtful: false });
  try {
    return await loggedSince(prepared, reach);
  } catch {
    return undefined;
  }
}

/** Reads the log back to the update. Undefined where that is too far. Where the log names no users, it may be any of them. */
async function loggedSince(
  { environment, accountId, userId }: Prepared,
  reachOf: () => Reach,
  { signal, onAttempt }: Asking = {},
): Promise<Logged | undefined> {
  const client = await environment.client();
  const cursor = new Cursor();
  let isUnsure = false;
  for (let pages = 0; pages < maxPages && (pages === 0 || cursor.next !== undefined); pages++) {
    const page = await client.loggedUpdates(accountId, cursor.next, signal, onAttempt);
    // The request for the page may have waited.
    const { seconds, other, isDoubtful } = reachOf();
    // A clock that was set back does not tell how far to read.
    if (seconds < 0) return undefined;
    const since = seconds + slack;
    const ofUser = page.updates.filter((update) => (update.userId ?? userId) === userId && update.secondsAgo <= since);
    const found = ofUser.find(({ secondsAgo }) => secondsAgo < other - slack);
    if (found) return { isFound: true, ...(found.status !== undefined && { status: found.status }) };
    isUnsure ||= isDoubtful || ofUser.length > 0;
    const isWhole = page.nextCursor === undefined && seconds < keptFor;
    if (isWhole || (page.reach ?? 0) > since) return isUnsure ? undefined : { isFound: false };
    cursor.pass(page);
  }
  return undefined;
}
