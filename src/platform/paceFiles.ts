import { constants } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** What a window says of a place: that it wants one, that its request leaves now, or that it takes none after all. */
const paceLine = z.union([
  z.object({ claim: z.string(), account: z.string(), time: z.number() }),
  z.object({ left: z.string(), time: z.number() }),
  z.object({ back: z.string() }),
]);

export type PaceLine = z.infer<typeof paceLine>;

/** So much of a file is read: far more than what fits into two windows of time. */
const maxTailBytes = 512 * 1024;

const { O_RDONLY, O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
// Windows knows neither: then they count as 0.
const plainly = O_NOFOLLOW | O_NONBLOCK;

/**
 * The files in which all windows of this computer write their lines, one for each stretch of time: what is over need not
 * be rewritten. They are read tolerantly, only at their ends, and only where they are plain files: links are not followed.
 */
export class PaceFiles {
  private cleared: number | undefined;

  constructor(
    private readonly folder: string,
    private readonly stretchMs: number,
  ) {}

  /** Adds a line to those of now. Throws where it cannot be written. */
  async append(line: PaceLine, now: number): Promise<void> {
    const stretch = this.stretch(now);
    if (this.cleared !== stretch) await this.clear(stretch);
    const file = this.file(stretch);
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
    const texts = await Promise.all([stretch - 1, stretch].map((number) => tailOf(this.file(number))));
    return texts.flatMap((text) => text.split('\n').flatMap((line) => readLine(line) ?? []));
  }

  private stretch(time: number): number {
    return Math.floor(time / this.stretchMs);
  }

  private file(stretch: number): string {
    return join(this.folder, String(stretch));
  }

  /** Makes the folder, and removes the files of other stretches of time, also of those before the computer was started. */
  private async clear(stretch: number): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    this.cleared = stretch;
    for (const name of await readdir(this.folder)) {
      const isOver = /^\d+$/.test(name) && Math.abs(Number(name) - stretch) > 1;
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

/** The whole lines at the end of a file; none where there is no such file. */
async function tailOf(file: string): Promise<string> {
  const handle = await open(file, O_RDONLY | plainly).catch(() => undefined);
  if (!handle) return '';
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return '';
    const position = Math.max(0, stat.size - maxTailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(stat.size - position), { position });
    const text = buffer.toString('utf8', 0, bytesRead);
    return position === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}

/** Undefined for what no window wrote, or for what one wrote half-way through. */
function readLine(line: string): PaceLine | undefined {
  if (line === '') return undefined;
  try {
    return paceLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
