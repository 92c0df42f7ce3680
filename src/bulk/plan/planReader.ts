import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { withoutEnding } from '../source/columnsFile';
import {
  planEnding,
  PlanFault,
  PlanTally,
  readPlanHeader,
  readPlanRow,
  type PlanHeader,
  type PlanRow,
} from './planFile';

/** In UTF-16 units: no row is so long, as no file of a user is. */
const maxLine = 64 * 1024 * 1024;

/** A plan whose header was read. */
export interface OpenedPlan {
  readonly header: PlanHeader;
  /** All rows, read anew each time, one held at a time. Throws PlanFault at the first line that is not as it was written. */
  readonly rows: () => AsyncGenerator<PlanRow>;
}

/** Reads the header of a plan alone. Throws PlanFault, and what the file system throws. */
export async function openPlan(file: string): Promise<OpenedPlan> {
  for await (const { text } of linesOf(file)) {
    const header = readPlanHeader(text);
    return { header, rows: () => rowsOf(file, header) };
  }
  throw new PlanFault('noPlan', 1);
}

/**
 * Where the plan of a source is written: beside it, as `users.truto-plan.jsonl`, but as `users.csv.truto-plan.jsonl` where
 * the plan of another source, such as `users.jsonl`, has that name.
 */
export async function planPathOf(source: string): Promise<string> {
  const path = withoutEnding(source) + planEnding;
  const owner = await openPlan(path).then(
    ({ header }) => header.source.name,
    () => undefined,
  );
  return owner === undefined || owner === basename(source) ? path : source + planEnding;
}

/**
 * Reads a whole plan, and resolves to what is wrong with it, no more than `limit` faults. Nothing of a plan that has any is
 * applied.
 */
export async function planFaults(file: string, limit = 100): Promise<PlanFault[]> {
  const faults: PlanFault[] = [];
  try {
    for await (const read of readRows(file, (await openPlan(file)).header)) {
      if (read instanceof PlanFault) faults.push(read);
      if (faults.length === limit) break;
    }
  } catch (error) {
    if (!(error instanceof PlanFault)) throw error;
    faults.push(error);
  }
  return faults;
}

async function* rowsOf(file: string, header: PlanHeader): AsyncGenerator<PlanRow> {
  for await (const read of readRows(file, header)) {
    if (read instanceof PlanFault) throw read;
    yield read;
  }
}

/** A fault in place of each row that cannot be read; at the end one more where the lines are not those of the header. */
async function* readRows(file: string, { counts }: PlanHeader): AsyncGenerator<PlanRow | PlanFault> {
  const tally = new PlanTally();
  /** The index that comes next; undefined behind what is no row. */
  let next: number | undefined = 0;
  let hasFault = false;
  for await (const { text, number } of linesOf(file)) {
    if (number === 1 || (text === '' && next === counts.rows)) continue;
    const read = readRow(text, number);
    if (read instanceof PlanFault) {
      hasFault = true;
      next = undefined;
      yield read;
      continue;
    }
    tally.add(read);
    const isNext = next === undefined || read.index === next;
    next = read.index + 1;
    hasFault ||= !isNext;
    yield isNext ? read : new PlanFault('outOfOrder', number);
  }
  if (!hasFault && !tally.isAs(counts)) yield new PlanFault('miscounted', 1);
}

function readRow(text: string, number: number): PlanRow | PlanFault {
  try {
    return readPlanRow(text, number);
  } catch (error) {
    if (error instanceof PlanFault) return error;
    throw error;
  }
}

/** The lines of a file without their ends, one held at a time. Throws PlanFault for what is no text. */
async function* linesOf(file: string): AsyncGenerator<{ readonly text: string; readonly number: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let number = 1;
  let pieces: string[] = [];
  let length = 0;
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new PlanFault('notUtf8', number);
    }
  };
  for await (const bytes of createReadStream(file) as AsyncIterable<Uint8Array>) {
    for (const [index, piece] of decoded(bytes).split('\n').entries()) {
      if (index > 0) {
        yield { text: pieces.join('').replace(/\r$/, ''), number: number++ };
        pieces = [];
        length = 0;
      }
      pieces.push(piece);
      length += piece.length;
      if (length > maxLine) throw new PlanFault('tooLong', number);
    }
  }
  const rest = pieces.join('') + decoded();
  if (rest !== '') yield { text: rest, number };
}
