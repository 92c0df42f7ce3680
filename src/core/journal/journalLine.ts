/** A hash of a text as letters and digits; the same for the same text. */
export type Hash = (text: string) => string;

/** What a journal ends with: the next line is chained to it. */
export interface JournalEnd {
  readonly seq: number;
  readonly hash: string;
}

/** One line of a journal, as it was written. */
export interface JournalRecord {
  /** 1 for the first line of a file. */
  readonly seq: number;
  /** Who wrote it, of several owners that took over from each other. */
  readonly epoch: number;
  /** The JSON of what was kept. */
  readonly json: string;
}

export const emptyJournal: JournalEnd = { seq: 0, hash: '' };

/**
 * The next line of a journal of JSON lines, with its line end, and what the journal ends with then. Each line holds a hash of
 * all behind it and of the hash before it: what was changed, cut out or put in is seen.
 */
export function journalLine(
  { seq, hash: before }: JournalEnd,
  entry: unknown,
  hash: Hash,
  epoch = 0,
): { readonly line: string; readonly end: JournalEnd } {
  const rest = `"seq":${seq + 1},"epoch":${epoch},"entry":${JSON.stringify(entry)}}`;
  const end = { seq: seq + 1, hash: hash(before + rest) };
  return { line: `{"hash":"${end.hash}",${rest}\n`, end };
}

/** What a line says of itself in front of its entry. */
export interface JournalLineStart {
  readonly hash: string;
  readonly seq: number;
  readonly epoch: number;
  /** Where that begins which is hashed, and where the entry begins: the line ends with `}` behind it. */
  readonly hashedAt: number;
  readonly entryAt: number;
}

/** Reads the beginning of a line; undefined where it is not as it was written. A few hundred characters are enough. */
export function readJournalStart(text: string): JournalLineStart | undefined {
  const parts = /^\{"hash":"([^"]*)","seq":(\d+),"epoch":(\d+),"entry":/.exec(text);
  if (!parts) return undefined;
  const [start, hash = '', seq, epoch] = parts;
  return { hash, seq: Number(seq), epoch: Number(epoch), hashedAt: hash.length + 11, entryAt: start.length };
}

/**
 * Reads a line without its line end, behind those that were read before. `record` is undefined where it is not as it was
 * written; the lines behind it can be read all the same.
 */
export function readJournalLine(
  line: string,
  before: JournalEnd,
  hash: Hash,
): { readonly record: JournalRecord | undefined; readonly end: JournalEnd } {
  const start = line.endsWith('}') ? readJournalStart(line) : undefined;
  if (!start) return { record: undefined, end: { seq: before.seq + 1, hash: '' } };
  const { seq, epoch, hash: own, hashedAt, entryAt } = start;
  const isWhole = hash(before.hash + line.slice(hashedAt)) === own;
  return { record: isWhole ? { seq, epoch, json: line.slice(entryAt, -1) } : undefined, end: { seq, hash: own } };
}
