import { constants } from 'node:fs';
import { open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../core/json/isRecord';
import { emptyJournal, journalLine, readJournalLine, type JournalEnd } from '../../core/journal/journalLine';
import { sha256 } from '../../updates/journalFiles';
import { syncFolder } from '../../updates/syncedFile';
import { readJobEntry, type JobEntry, type JobHead } from './jobEntry';
import { JobTakenError, type JobOwner } from './jobOwner';

const journalName = (epoch: number): string => `journal.${epoch}.jsonl`;
const headName = (epoch: number): string => `journal.${epoch}.head`;

/** Bytes of each of the two places of a head. */
const headBytes = 128;

/** What was read of the journal of a job. */
export interface JobReading {
  /** What the last line is chained to. */
  readonly end: JournalEnd;
  /**
   * The first line, from 1, that is not as it was written, or that is missing: nothing behind it counts, and nothing may be
   * written behind it.
   */
  readonly damagedAt?: number;
}

export interface JournalOptions {
  /** How files are opened. */
  readonly open?: typeof open;
}

interface Waiting {
  readonly entry: JobEntry;
  readonly kept: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The journal of a job: each owner writes a file of its own, whose lines are chained to those of the owners before. A second
 * small file says how far it was synced: what was cut off at the end of a line is missed, too. Entries that come together
 * are synced together.
 */
export class JobJournal {
  private readonly waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private size = 0;

  private constructor(
    private readonly owner: Pick<JobOwner, 'isOwner' | 'epoch'>,
    private readonly files: { readonly lines: FileHandle; readonly head: FileHandle },
    private last: JournalEnd,
  ) {}

  /** Goes on behind what was read. Throws what the file system throws. */
  static async open(
    folder: string,
    owner: Pick<JobOwner, 'isOwner' | 'epoch'>,
    end: JournalEnd = emptyJournal,
    { open: openFile = open }: JournalOptions = {},
  ): Promise<JobJournal> {
    const made = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
    const lines = await openFile(join(folder, journalName(owner.epoch)), made, 0o600);
    const head = await openFile(join(folder, headName(owner.epoch)), made, 0o600);
    await syncFolder(folder);
    return new JobJournal(owner, { lines, head }, end);
  }

  /** What the last line is chained to: it stands for all lines before. */
  get end(): JournalEnd {
    return this.last;
  }

  /**
   * Resolves when the entry would outlive a crash of the computer. Rejects where it cannot be kept, then nothing is left of it,
   * and with JobTakenError where somebody else has become the owner.
   */
  append(entry: JobEntry): Promise<void> {
    return new Promise((kept, failed) => {
      this.waiting.push({ entry, kept, failed });
      this.writing ??= this.writeAll();
    });
  }

  async close(): Promise<void> {
    await this.writing;
    await this.files.lines.close();
    await this.files.head.close();
  }

  private async writeAll(): Promise<void> {
    // In a later turn: what is appended in this one is synced with it.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        if (!(await this.owner.isOwner())) throw new JobTakenError();
        await this.write(batch.map(({ entry }) => entry));
        for (const { kept } of batch) kept();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    // In the same turn: whoever appends now begins anew.
    this.writing = undefined;
  }

  private async write(entries: readonly JobEntry[]): Promise<void> {
    let { last } = this;
    const written = entries.map((entry) => {
      const { line, end } = journalLine(last, entry, sha256, this.owner.epoch);
      last = end;
      return line;
    });
    const bytes = Buffer.from(written.join(''));
    const { lines, head } = this.files;
    try {
      await writeWhole(lines, bytes, this.size);
      await lines.datasync();
      await writeWhole(head, headPlace(last), (last.seq % 2) * headBytes);
      await head.datasync();
    } catch (error) {
      // Half a line would hide that nothing is wrong with what is in front of it.
      await lines.truncate(this.size).catch(() => undefined);
      throw error;
    }
    this.size += bytes.byteLength;
    this.last = last;
  }
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.byteLength - at, position + at);
    at += bytesWritten;
  }
}

function headPlace({ seq, hash: ending }: JournalEnd): Uint8Array {
  const text = JSON.stringify({ seq, hash: ending });
  return Buffer.from(`${JSON.stringify({ check: sha256(text).slice(0, 16), seq, hash: ending })}\n`.padEnd(headBytes));
}

/** As `jobEntries`, told one by one. */
export async function readJobJournal(folder: string, take: (entry: JobEntry) => void): Promise<JobReading> {
  const entries = jobEntries(folder);
  for (;;) {
    const { done, value } = await entries.next();
    if (done) return value;
    take(value);
  }
}

/**
 * The entries of the journal of a job, read in slices; returns how far it could be read. A last line that is torn is not read.
 * Rejects with what the file system throws.
 */
export async function* jobEntries(folder: string): AsyncGenerator<JobEntry, JobReading> {
  const files = await Promise.all(
    (await epochsIn(folder)).map(async (epoch) => ({
      path: join(folder, journalName(epoch)),
      first: await firstSeq(join(folder, journalName(epoch))),
      head: await readHead(join(folder, headName(epoch))),
    })),
  );
  let end = emptyJournal;
  for (const [index, { path, first, head }] of files.entries()) {
    // Who lost the job may have written on for a moment: the next owner did not know of that.
    const next = files.slice(index + 1).find((later) => later.first !== undefined)?.first ?? Infinity;
    const read = first === undefined ? { end, last: end.seq } : yield* entriesOf(path, end, next);
    if ('damagedAt' in read) return read;
    if (head > 0 && read.last < head) return { end: read.end, damagedAt: read.last + 1 };
    ({ end } = read);
  }
  return { end };
}

/** The first line of the journal of a job; undefined where it is not as it was written. */
export async function readJobHead(folder: string): Promise<JobHead | undefined> {
  const [first] = await epochsIn(folder);
  if (first === undefined) return undefined;
  for await (const line of linesOf(join(folder, journalName(first)))) {
    const { record } = readJournalLine(line, emptyJournal, sha256);
    const entry = record?.seq === 1 ? readJobEntry(record.json) : undefined;
    return entry?.kind === 'job' ? entry : undefined;
  }
  return undefined;
}

async function epochsIn(folder: string): Promise<readonly number[]> {
  const epochs = (await readdir(folder)).flatMap(
    (name) => /^journal\.(\d{1,9})\.(?:jsonl|head)$/.exec(name)?.[1] ?? [],
  );
  return [...new Set(epochs.map(Number))].sort((one, other) => one - other);
}

/** @param next the first sequence number that the next owner wrote */
async function* entriesOf(
  path: string,
  from: JournalEnd,
  next: number,
): AsyncGenerator<
  JobEntry,
  { readonly end: JournalEnd; readonly last: number } | (JobReading & { readonly damagedAt: number })
> {
  let [end, chained] = [from, from];
  for await (const line of linesOf(path)) {
    const { record, end: read } = readJournalLine(line, chained, sha256);
    const isNext = record?.seq === chained.seq + 1;
    const entry = record && isNext ? readJobEntry(record.json) : undefined;
    if (!entry || (read.seq === 1) !== (entry.kind === 'job')) return { end, damagedAt: chained.seq + 1 };
    chained = read;
    if (read.seq >= next) continue;
    end = read;
    yield entry;
  }
  return { end, last: chained.seq };
}

/** The whole lines of a file; none where there is no such file. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (!handle) return;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, at);
      start = at + 1;
    }
    rest = bytes.subarray(start);
  }
}

/** Undefined where there is no whole line. */
async function firstSeq(path: string): Promise<number | undefined> {
  for await (const line of linesOf(path)) {
    const seq = /"seq":(\d{1,15}),/.exec(line)?.[1];
    // A damaged line is found when it is read.
    return seq === undefined ? Infinity : Number(seq);
  }
  return undefined;
}

/** How far a file was synced: the later of its two places, of which one may be torn. 0: not at all. */
async function readHead(path: string): Promise<number> {
  const text = await readFile(path, 'latin1').catch(() => '');
  const seqs = [0, headBytes].map((start) => {
    try {
      const { check, ...rest } = Object(JSON.parse(text.slice(start, start + headBytes))) as Record<string, unknown>;
      const { seq } = rest;
      const isWhole = isRecord(rest) && check === sha256(JSON.stringify(rest)).slice(0, 16);
      return isWhole && typeof seq === 'number' ? seq : 0;
    } catch {
      return 0;
    }
  });
  return Math.max(...seqs);
}
