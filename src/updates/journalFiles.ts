import { hash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rm, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyJournal, journalLine, readJournalStart, type JournalEnd } from '../core/journal/journalLine';
import { syncFolder } from './syncedFile';

/** The digest that chains the lines of a journal. */
export const sha256 = (text: string): string => hash('sha256', text, 'base64url');

const lineEnd = 10;
const closingBrace = 125;

/** Where an entry was kept. */
export interface JournalPlace {
  /** The name of the file in its folder. */
  readonly file: string;
  readonly seq: number;
}

export interface JournalWriterOptions {
  /** Who writes, of several owners that take over from each other. */
  readonly epoch?: number;
  readonly open?: typeof open;
}

interface OpenFile {
  readonly name: string;
  readonly series: string;
  readonly size: number;
  readonly end: JournalEnd;
}

/**
 * Appends entries to journals in a folder, each synced before it counts. Every writer has files of its own, so that no
 * window waits for another one; a new one begins with a new series, and wherever the last one is not as it was left.
 */
export class JournalWriter {
  private current: OpenFile | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /**
   * @param folder may be yet to be made
   * @param series what the names of the files begin with, such as the day
   */
  constructor(
    private readonly folder: string,
    private readonly series: () => string,
    private readonly options: JournalWriterOptions = {},
  ) {}

  /** Resolves when the entry would outlive a crash of the computer. Rejects where it cannot be kept: nothing is left of it then. */
  append(entry: unknown): Promise<JournalPlace> {
    const appending = this.last.then(() => this.appendNow(entry));
    this.last = appending.catch(() => undefined);
    return appending;
  }

  private async appendNow(entry: unknown): Promise<JournalPlace> {
    const series = this.series();
    const known = this.current?.series === series ? this.current : undefined;
    this.current = undefined;
    const written = (known && (await this.write(known, entry))) ?? (await this.begin(series, entry));
    if (!written) throw new Error('The new file was there already');
    this.current = written;
    return { file: written.name, seq: written.end.seq };
  }

  private async begin(series: string, entry: unknown): Promise<OpenFile | undefined> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return this.write({ name: `${series}-${randomUUID()}.jsonl`, series, size: 0, end: emptyJournal }, entry);
  }

  /** Undefined where the file is not as it was left, such as gone. */
  private async write(file: OpenFile, entry: unknown): Promise<OpenFile | undefined> {
    const path = join(this.folder, file.name);
    const isNew = file.size === 0;
    const { line, end } = journalLine(file.end, entry, sha256, this.options.epoch);
    const handle = await this.open(path, isNew);
    if (!handle) return undefined;
    try {
      if ((await handle.stat()).size !== file.size) return undefined;
      await handle.appendFile(line);
      await handle.datasync();
      if (isNew) await syncFolder(this.folder);
      return { ...file, size: file.size + Buffer.byteLength(line), end };
    } catch (error) {
      // Half a line would hide that nothing is wrong with what is in front of it.
      await (isNew ? rm(path, { force: true }) : truncate(path, file.size)).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
  }

  private async open(path: string, isNew: boolean): Promise<FileHandle | undefined> {
    const openFile = this.options.open ?? open;
    if (isNew) return openFile(path, 'ax', 0o600);
    return openFile(path, constants.O_WRONLY | constants.O_APPEND).catch(() => undefined);
  }
}

/** How far a file was read. */
export interface JournalReading {
  /** In bytes. */
  readonly size: number;
  readonly end: JournalEnd;
  /** How many lines are not as they were written. */
  readonly damaged: number;
}

const unread: JournalReading = { size: 0, end: emptyJournal, damaged: 0 };

/** A line of a file, to be read at once: its bytes are those of another line later. */
export interface JournalText {
  readonly seq: number;
  /** The JSON of what was kept. */
  readonly json: () => string;
  /** The same up to a mark and with it; all of it where it has none. Of many entries that is quicker. */
  readonly jsonTo: (mark: Buffer) => string;
}

/** In bytes: so much is read at once, or a line where that is longer. */
const sliceSize = 1 << 20;
/** In bytes: more than what is in front of the entry of a line. */
const maxStart = 200;

/**
 * Reads what has come since a file was read before, or all of it, in slices. A last line without its end is not read: it is
 * torn, or still being written. Rejects where there is no such file, or with what `take` throws.
 */
export async function readJournal(
  path: string,
  take: (text: JournalText) => void,
  from: JournalReading = unread,
): Promise<JournalReading> {
  let { size, end, damaged } = from;
  const handle = await open(path, 'r');
  try {
    let slice = Buffer.allocUnsafe(sliceSize);
    for (let rest = 0; ; ) {
      if (rest === slice.length) slice = Buffer.concat([slice], 2 * rest);
      const { bytesRead } = await handle.read(slice, rest, slice.length - rest, size + rest);
      if (bytesRead === 0) return { size, end, damaged };
      const bytes = slice.subarray(0, rest + bytesRead);
      let start = 0;
      for (let at = bytes.indexOf(lineEnd, rest); at >= 0; at = bytes.indexOf(lineEnd, start)) {
        const line = readLine(bytes.subarray(start, at), end);
        ({ end } = line);
        if (line.text) take(line.text);
        else damaged++;
        start = at + 1;
      }
      size += start;
      bytes.copyWithin(0, start);
      rest = bytes.length - start;
    }
  } finally {
    await handle.close();
  }
}

/** As `readJournalLine`, of the bytes as they are: there may be many thousands of lines. Writes into them. */
function readLine(
  bytes: Buffer,
  before: JournalEnd,
): { readonly text: JournalText | undefined; readonly end: JournalEnd } {
  const isClosed = bytes.at(-1) === closingBrace;
  const start = isClosed ? readJournalStart(bytes.toString('latin1', 0, maxStart)) : undefined;
  if (!start) return { text: undefined, end: { seq: before.seq + 1, hash: '' } };
  const { seq, hash: own, hashedAt, entryAt } = start;
  const end = { seq, hash: own };
  // What is hashed is the hash before and the rest: that hash finds room where that of this line was.
  const from = hashedAt - before.hash.length;
  if (from < 0) return { text: undefined, end };
  bytes.write(before.hash, from, 'latin1');
  if (hash('sha256', bytes.subarray(from), 'base64url') !== own) return { text: undefined, end };
  const json = bytes.subarray(entryAt, -1);
  const jsonTo = (mark: Buffer) => {
    const at = json.indexOf(mark);
    return json.toString('utf8', 0, at < 0 ? json.length : at + mark.length);
  };
  return { text: { seq, json: () => json.toString(), jsonTo }, end };
}
