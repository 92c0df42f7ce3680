import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import {
  PlanFault,
  PlanTally,
  readPlanHeader,
  readPlanRow,
  type PlanHeader,
  type PlanRow,
  type PlanVerdict,
} from '../plan/planFile';

const sliceBytes = 1 << 20;
const maxLineBytes = 64 << 20;
const lineEnd = 10;

/** Where the lines of the rows begin, eight bytes each, and one more: where the last one ends. */
class Starts {
  private values = new Float64Array(1024);
  count = 0;

  push(value: number): void {
    if (this.count === this.values.length) {
      const grown = new Float64Array(this.count * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.count++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }
}

/**
 * A plan that is applied: read whole once, so that nothing is sent of one that has a fault, then row by row in any order. Of
 * each row no more is held than where it is.
 */
export class JobPlan {
  private readonly starts = new Starts();
  /** By user: the last of its rows so far that goes. */
  private readonly users = new Map<string, number>();
  private readonly earlierRows = new Map<number, number>();
  private readonly sendable = new Map<string, number[]>();
  private readonly verdicts: PlanVerdict[] = [];
  /** The rows that go and that have secrets, whose values stand in the source alone. */
  readonly withheld = new Set<number>();
  private hash = createHash('sha256');
  private digest = '';
  private opened: PlanHeader | undefined;

  private constructor(
    private readonly handle: FileHandle,
    private readonly take: (row: PlanRow) => void,
  ) {}

  /**
   * Throws PlanFault for the first thing that is wrong with it, and what the file system throws.
   * @param take told of each row as it is read
   */
  static async open(file: string, take: (row: PlanRow) => void = () => undefined): Promise<JobPlan> {
    const plan = new JobPlan(await open(file, 'r'), take);
    try {
      await plan.read();
      return plan;
    } catch (error) {
      await plan.close();
      throw error;
    }
  }

  get header(): PlanHeader {
    if (!this.opened) throw new PlanFault('noPlan', 1);
    return this.opened;
  }

  /** Of its bytes, as hex. */
  get sha256(): string {
    return this.digest;
  }

  /** The rows that go, in their order, by the id of their account. */
  get accounts(): ReadonlyMap<string, readonly number[]> {
    return this.sendable;
  }

  /** The row of the same user that goes directly before a row, where rows of one user go in order. */
  earlier(index: number): number | undefined {
    return this.earlierRows.get(index);
  }

  verdict(index: number): PlanVerdict | undefined {
    return this.verdicts[index];
  }

  /** Reads one row. Throws PlanFault where the file has changed since. */
  async row(index: number): Promise<PlanRow> {
    const [start, end] = [this.starts.at(index), this.starts.at(index + 1)];
    const { buffer, bytesRead } = await this.handle.read(Buffer.alloc(end - start), { position: start });
    const row = readPlanRow(textOf(buffer.subarray(0, bytesRead), index + 2), index + 2);
    if (row.index !== index) throw new PlanFault('outOfOrder', index + 2);
    return row;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async read(): Promise<void> {
    const tally = new PlanTally();
    let number = 0;
    let end = 0;
    for await (const { bytes, start } of this.lines()) {
      number += 1;
      const text = textOf(bytes, number);
      const rows = this.opened?.counts.rows;
      if (rows === undefined) this.opened = readPlanHeader(text);
      else if (text !== '' || number !== rows + 2) {
        const row = readPlanRow(text, number);
        if (row.index !== number - 2) throw new PlanFault('outOfOrder', number);
        tally.add(row);
        this.enter(row, start);
        this.take(row);
        end = start + bytes.byteLength;
      }
    }
    this.starts.push(end);
    if (!tally.isAs(this.header.counts)) throw new PlanFault('miscounted', 1);
    this.users.clear();
    this.digest = this.hash.digest('hex');
  }

  private enter({ index, verdict, accountId, userId, withheld }: PlanRow, start: number): void {
    this.starts.push(start);
    this.verdicts.push(verdict);
    if (verdict !== 'send') return;
    if (accountId === undefined || userId === undefined) throw new PlanFault('notARow', index + 2);
    const rows = this.sendable.get(accountId);
    if (rows) rows.push(index);
    else this.sendable.set(accountId, [index]);
    if (withheld) this.withheld.add(index);
    const user = JSON.stringify([accountId, userId]);
    const earlier = this.users.get(user);
    if (earlier !== undefined && !this.header.options.inOrder) throw new PlanFault('outOfOrder', index + 2);
    if (earlier !== undefined) this.earlierRows.set(index, earlier);
    this.users.set(user, index);
  }

  /** The lines with their offsets, without their ends, one held at a time. */
  private async *lines(): AsyncGenerator<{ readonly bytes: Buffer; readonly start: number }> {
    let rest: Buffer = Buffer.alloc(0);
    let offset = 0;
    for (;;) {
      const { buffer, bytesRead } = await this.handle.read(Buffer.alloc(sliceBytes), {
        position: offset + rest.length,
      });
      if (bytesRead === 0) break;
      const slice = buffer.subarray(0, bytesRead);
      this.hash.update(slice);
      const bytes = rest.length > 0 ? Buffer.concat([rest, slice]) : slice;
      let start = 0;
      for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, start)) {
        yield { bytes: bytes.subarray(start, at), start: offset + start };
        start = at + 1;
      }
      offset += start;
      rest = bytes.subarray(start);
      if (rest.length > maxLineBytes) throw new PlanFault('tooLong', 1);
    }
    if (rest.length > 0) yield { bytes: rest, start: offset };
  }
}

function textOf(bytes: Uint8Array, number: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n?$/, '');
  } catch {
    throw new PlanFault('notUtf8', number);
  }
}
