import { dayOf, initiatorWords, outcomeWords } from '../../platform/words/historyWords';
import type { HistoryRow } from '../../updates/historyEntry';

/** One user, in one account of one environment where these are known: others may have users of the same ID. */
interface FilteredUser {
  readonly userId: string;
  readonly accountId?: string | undefined;
  /** As `profileKey` makes it. */
  readonly environmentKey?: string | undefined;
}

/** Which updates are shown: all that have `text` somewhere, or those of one user. */
export type HistoryFilter = { readonly text: string } | FilteredUser;

/** What a filter says, as it was typed. */
export const filterText = (filter: HistoryFilter): string => ('text' in filter ? filter.text : filter.userId);

/**
 * The rows that a filter lets through. A text is looked for in all that a row tells: user, account, environment, fields, who,
 * what became of it, and the day as it is shown and as in 2026-11-28; in capitals or not.
 */
export function matchingRows(rows: readonly HistoryRow[], filter: HistoryFilter): readonly HistoryRow[] {
  if ('userId' in filter) return rows.filter((row) => isOf(row, filter));
  const wanted = filter.text.toLowerCase();
  if (wanted === '') return rows;
  const isWanted = (words: string) => words.toLowerCase().includes(wanted);
  // There may be many thousands of rows, of a few days and a few kinds: these are put into words once.
  const isOfKind = once(
    ({ who, outcome, status }: HistoryRow) => `${who} ${outcome} ${status ?? ''}`,
    (row) => isWanted(kindWords(row)),
  );
  const isOfDay = once(isoDay, (at) => isWanted(`${isoDay(at)}\n${dayOf(at)}`));
  const isOfTime = once((at: number) => Math.floor(at / quarter), isOfDay);
  return rows.filter((row) => isWanted(placeWords(row)) || isOfKind(row) || isOfTime(row.at));
}

const isOf = (
  { user, account, environment }: HistoryRow,
  { userId, accountId = account.id, environmentKey = environment.key }: FilteredUser,
): boolean => user.id === userId && account.id === accountId && environment.key === environmentKey;

/** In ms: days begin and end with one, wherever this computer is. */
const quarter = 15 * 60_000;

/** Makes what is made of each value once for all values that share a key. */
function once<Value, Made>(
  keyOf: (value: Value) => string | number,
  make: (value: Value) => Made,
): (value: Value) => Made {
  const known = new Map<string | number, Made>();
  return (value) => {
    const key = keyOf(value);
    const made = known.get(key) ?? make(value);
    known.set(key, made);
    return made;
  };
}

const placeWords = ({ user, account, environment, fields }: HistoryRow): string =>
  `${user.name}\n${user.id}\n${account.name}\n${account.id}\n${environment.name}\n${fields.join(', ')}`;

const kindWords = ({ who, outcome, status }: HistoryRow): string =>
  `${who}\n${initiatorWords(who)}\n${outcome}\n${outcomeWords(outcome, status)}`;

/** Of the place where this computer is. */
function isoDay(ms: number): string {
  const date = new Date(ms);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}
