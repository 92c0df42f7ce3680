import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { addsUp, planLine, PlanTally, type PlanCounts, type PlanHeader, type PlanRow } from './planFile';

/** In UTF-16 units: so much is written at once. */
const pieceLength = 256 * 1024;

/**
 * Writes a plan, one row held at a time. The file is there when it is whole, or not at all: one that there was before stays
 * until then.
 * @param header made when all rows are written, as it counts them
 */
export async function writePlan(
  file: string,
  rows: AsyncIterable<PlanRow> | Iterable<PlanRow>,
  header: (counts: PlanCounts) => PlanHeader,
): Promise<PlanHeader> {
  const part = `${file}.${randomUUID()}.part`;
  const whole = `${file}.${randomUUID()}.part`;
  try {
    const counts = await withFile(part, (handle) => writeRows(handle, rows));
    const made = header(counts);
    if (!addsUp(made.counts) || JSON.stringify(made.counts) !== JSON.stringify(counts))
      throw new Error('The counts of a plan do not add up.');
    await withFile(whole, async (handle) => {
      await handle.writeFile(planLine(made));
      await handle.writeFile(createReadStream(part));
      await handle.sync();
    });
    await rename(whole, file);
    return made;
  } finally {
    await Promise.all([part, whole].map((one) => rm(one, { force: true })));
  }
}

async function writeRows(handle: FileHandle, rows: AsyncIterable<PlanRow> | Iterable<PlanRow>): Promise<PlanCounts> {
  const tally = new PlanTally();
  let piece = '';
  for await (const row of rows) {
    tally.add(row);
    piece += planLine(row);
    if (piece.length < pieceLength) continue;
    await handle.writeFile(piece);
    piece = '';
  }
  await handle.writeFile(piece);
  return tally.counts;
}

async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'wx', 0o600);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}
