import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** So much of a file is read: far more than what fits into two windows of time. */
const maxTailBytes = 512 * 1024;

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
/** How a file is opened that may be something else. Windows knows neither: then they count as 0. */
export const plainly = O_NOFOLLOW | O_NONBLOCK;

/**
 * The lines of a file that others append to: each is read once. It is read tolerantly, only at its end, and only where it is a
 * plain file: links are not followed.
 */
export class GrowingLines<T> {
  private known: T[] = [];
  private inode = 0;
  /** Behind the last whole line that was read. */
  private end = 0;

  /** @param readLine undefined for what is no line of ours */
  constructor(
    private readonly file: string,
    private readonly readLine: (line: string) => T | undefined,
  ) {}

  /** All lines so far, in the order in which they were written; none where there is no such file. */
  async read(): Promise<readonly T[]> {
    const handle = await open(this.file, O_RDONLY | plainly).catch(() => undefined);
    if (!handle) return this.restart(0);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return this.restart(0);
      // Another file has taken its place.
      if (stat.ino !== this.inode || stat.size < this.end) this.restart(stat.ino);
      if (stat.size > this.end) await this.readOn(handle, stat.size);
      return this.known;
    } finally {
      await handle.close();
    }
  }

  private async readOn(handle: FileHandle, size: number): Promise<void> {
    const position = Math.max(this.end, size - maxTailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - position), { position });
    const whole = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    // A line whose beginning is left out is none of ours.
    const lines = buffer.toString('utf8', 0, whole).split('\n');
    this.end = position + whole;
    for (const line of lines) {
      const read = line === '' ? undefined : this.readLine(line);
      if (read !== undefined) this.known.push(read);
    }
  }

  private restart(inode: number): readonly T[] {
    this.known = [];
    this.inode = inode;
    this.end = 0;
    return this.known;
  }
}
