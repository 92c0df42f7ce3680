import { constants } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { GrowingLines, plainly } from './growingLines';

/** What a window says of a place: that it wants one, that its request leaves now, or that it takes none after all. */
const paceLine = z.union([
  z.object({ claim: z.string(), account: z.string(), time: z.number() }),
  z.object({ left: z.string(), time: z.number() }),
  z.object({ back: z.string() }),
]);

export type PaceLine = z.infer<typeof paceLine>;

/** A response has told, at this time, that nothing of an account is to be sent until then. */
const pauseLine = z.object({ pause: z.string(), time: z.number(), until: z.number() });

export type PauseLine = z.infer<typeof pauseLine>;

const { O_WRONLY, O_APPEND, O_CREAT } = constants;

/** Beside the files of the places, which end with their stretch of time: pauses are longer. Earlier versions leave it alone. */
const pausesName = 'pauses';

/**
 * The files in which all windows of this computer write their lines, one for each stretch of time: what is over need not
 * be rewritten.
 */
export class PaceFiles {
  private cleared: number | undefined;
  private readonly stretches = new Map<number, GrowingLines<PaceLine>>();
  private readonly pauses: GrowingLines<PauseLine>;

  constructor(
    private readonly folder: string,
    private readonly stretchMs: number,
  ) {
    this.pauses = new GrowingLines(join(folder, pausesName), (line) => readLine(pauseLine, line));
  }

  /** Adds a line to those of now. Throws where it cannot be written. */
  async append(line: PaceLine | PauseLine, now: number): Promise<void> {
    const stretch = this.stretch(now);
    if (this.cleared !== stretch) await this.clear(stretch, now);
    const file = 'pause' in line ? join(this.folder, pausesName) : this.file(stretch);
    const handle = await open(file, O_WRONLY | O_APPEND | O_CREAT | plainly, 0o600).catch((error: unknown) =>
      this.giveWay(file, error),
    );
    try {
      if (!(await handle.stat()).isFile()) throw new Error('notAFile');
      // A line before it may have been cut short.
      await handle.write(`\n${JSON.stringify(line)}\n`);
    } finally {
      await handle.close();
    }
  }

  /** The lines of this stretch of time and the one before, in the order in which they were written. */
  async read(now: number): Promise<PaceLine[]> {
    const stretch = this.stretch(now);
    for (const number of this.stretches.keys()) if (Math.abs(number - stretch) > 1) this.stretches.delete(number);
    const lines = await Promise.all([stretch - 1, stretch].map((number) => this.linesOf(number).read()));
    return lines.flat();
  }

  /** What windows have told of pauses. */
  readPauses(): Promise<readonly PauseLine[]> {
    return this.pauses.read();
  }

  private linesOf(stretch: number): GrowingLines<PaceLine> {
    const known = this.stretches.get(stretch);
    const lines = known ?? new GrowingLines(this.file(stretch), (line) => readLine(paceLine, line));
    if (!known) this.stretches.set(stretch, lines);
    return lines;
  }

  private stretch(time: number): number {
    return Math.floor(time / this.stretchMs);
  }

  private file(stretch: number): string {
    return join(this.folder, String(stretch));
  }

  /** Makes the folder, and removes the files of other stretches of time, also of those before the computer was started. */
  private async clear(stretch: number, now: number): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    this.cleared = stretch;
    const pauses = await this.readPauses();
    const areOver = pauses.length > 0 && pauses.every(({ time, until }) => until <= now || time > now);
    for (const name of await readdir(this.folder)) {
      const isOver = /^\d+$/.test(name) ? Math.abs(Number(name) - stretch) > 1 : name === pausesName && areOver;
      if (isOver) await rm(join(this.folder, name), { force: true }).catch(() => undefined);
    }
  }

  /** Something else is where a file was to be: the next line finds the place free, if it could be freed. */
  private async giveWay(file: string, error: unknown): Promise<never> {
    this.cleared = undefined;
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Undefined for what no window wrote, or for what one wrote half-way through. */
function readLine<T extends z.core.$ZodType>(schema: T, line: string): z.output<T> | undefined {
  try {
    return z.safeParse(schema, JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
