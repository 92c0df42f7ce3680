import { evidenceOf, type SentUpdate } from './evidence';
import type { Initiator } from './inversePatch';

type User = Readonly<Record<string, unknown>>;

/** An update that was sent, or is about to be, and of which nobody knows what became of it. */
export interface OpenAttempt {
  readonly key: string;
  /** Of parameters and body, as a keyed hash. */
  readonly content: string;
  /** In ms since 1970. */
  readonly firstUsed: number;
  readonly who?: Initiator | undefined;
  /** What it was edited in, as a keyed hash. */
  readonly source: string;
  readonly sent: SentUpdate;
  /** Every try under this key had the same failure for a response, which may be a stored one. */
  readonly isFailedAlike: boolean;
}

/** Open attempts of a user after a look. */
export interface Settled<T extends OpenAttempt> {
  readonly open: readonly T[];
  /** Those that a look shows to have been applied. */
  readonly arrived: readonly T[];
}

/** In ms. How long Truto remembers a key is documented nowhere; operators' guides speak of a day. */
const maxKeyAge = 24 * 3_600_000;

/**
 * What a look tells of open attempts, the oldest first: what it shows has been applied, which closes all older ones; and
 * where it shows neither the values nor what was there before, something else has happened since, so that the attempt is
 * closed. Without a look all stay open.
 */
export function settle<T extends OpenAttempt>(attempts: readonly T[], look: User | undefined): Settled<T> {
  if (!look) return { open: attempts, arrived: [] };
  const found = attempts.map((attempt) => ({ attempt, evidence: evidenceOf(look, attempt.sent).evidence }));
  const isArrived = ({ evidence }: (typeof found)[number]) => evidence === 'values' || evidence === 'ownSpelling';
  const younger = found.slice(found.findLastIndex(isArrived) + 1);
  const isOpen = ({ evidence }: (typeof found)[number]) => evidence === 'before' || evidence === 'nothing';
  return {
    open: younger.filter(isOpen).map(({ attempt }) => attempt),
    arrived: found.filter(isArrived).map(({ attempt }) => attempt),
  };
}

/**
 * The attempt whose key the same update goes out under again, so that it is not applied twice; undefined for a new key.
 * @param open as `settle` left them
 */
export function attemptToRepeat<T extends OpenAttempt>(
  open: readonly T[],
  content: string,
  now: number,
): T | undefined {
  // A clock may have been set back as well as forward.
  return open.find((attempt) => attempt.content === content && Math.abs(now - attempt.firstUsed) < maxKeyAge);
}
