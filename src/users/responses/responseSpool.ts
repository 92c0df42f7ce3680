import { rm } from 'node:fs/promises';
import { maxShownBytes } from '../../core/http/maxSizes';
import type { ResponseFolder, TemporaryFile } from './responseFolder';

/**
 * The bytes of one response: in memory while they are few, in a temporary file once they are not, so that memory stays
 * flat however much comes. Nothing of a usual response is written to the disk.
 */
export class ResponseSpool {
  private kept: Uint8Array[] = [];
  private file: TemporaryFile | undefined;
  private bytes = 0;

  constructor(private readonly folder: ResponseFolder) {}

  /** How many bytes have come. */
  get size(): number {
    return this.bytes;
  }

  /** Whether more came than is shown. */
  get overflows(): boolean {
    return this.bytes > maxShownBytes;
  }

  /** Takes the next bytes; returns those of them that are shown. Resolves when they are safe: the source waits as long. */
  async write(chunk: Uint8Array): Promise<Uint8Array> {
    const shown = chunk.subarray(0, Math.max(0, maxShownBytes - this.bytes));
    this.bytes += chunk.byteLength;
    if (this.file) await writeAll(this.file, [chunk]);
    else {
      this.kept.push(chunk);
      if (this.overflows) await this.spill();
    }
    return shown;
  }

  /** No more bytes come. */
  async end(): Promise<void> {
    await this.file?.handle.close();
  }

  /** Where the bytes are: the path of a file, or the bytes themselves. */
  content(): { readonly path: string } | { readonly bytes: Uint8Array } {
    return this.file ? { path: this.file.path } : { bytes: Buffer.concat(this.kept) };
  }

  /** Forgets everything; nothing may come any more. */
  async discard(): Promise<void> {
    this.kept = [];
    const { file } = this;
    this.file = undefined;
    // Closing twice does nothing.
    await file?.handle.close();
    if (file) await rm(file.path, { force: true });
  }

  private async spill(): Promise<void> {
    this.file = await this.folder.create();
    const { kept } = this;
    this.kept = [];
    await writeAll(this.file, kept);
  }
}

async function writeAll({ handle }: TemporaryFile, chunks: readonly Uint8Array[]): Promise<void> {
  for (const chunk of chunks) await handle.writeFile(chunk);
}
