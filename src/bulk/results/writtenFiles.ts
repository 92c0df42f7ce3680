import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

const recordName = 'files.json';
const recordSchema = z.object({
  /** Of the last line of the journal that the files tell of. */
  hash: z.string(),
  /** The path of the readable report. */
  report: z.string(),
  /** Hashes of the files as they were written, by path. */
  files: z.record(z.string(), z.string()),
});

/** What a job has written beside its plan. */
export type FilesRecord = z.infer<typeof recordSchema>;

/** The record in the folder of a job; undefined where there is none. */
export async function readFilesRecord(folder: string): Promise<FilesRecord | undefined> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(join(folder, recordName), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Keeps it. Throws what the file system throws. */
export async function keepFilesRecord(folder: string, record: FilesRecord): Promise<void> {
  await writeFile(join(folder, recordName), JSON.stringify(record), { mode: 0o600 });
}

/**
 * The files that jobs have written beside their plans, as they were written. What a person has changed since, or has made, is
 * neither replaced nor removed.
 */
export class WrittenFiles {
  private constructor(private readonly known: ReadonlyMap<string, ReadonlySet<string>>) {}

  /** @param folder the folders of all jobs lie in it */
  static async of(folder: string): Promise<WrittenFiles> {
    const known = new Map<string, Set<string>>();
    for (const name of await readdir(folder).catch(() => [])) {
      const { files = {} } = (await readFilesRecord(join(folder, name))) ?? {};
      for (const [path, hash] of Object.entries(files)) known.set(path, (known.get(path) ?? new Set()).add(hash));
    }
    return new WrittenFiles(known);
  }

  /** Whether a file is there as it was written. */
  async has(path: string): Promise<boolean> {
    const hashes = this.known.get(path);
    const hash = hashes && (await hashOf(path));
    return hash !== undefined && hashes?.has(hash) === true;
  }

  /**
   * The first path that can be written.
   * @param path with what tells it from others of its name, such as `-2`
   */
  async free(path: (suffix: string) => string): Promise<string> {
    for (let number = 1; ; number++) {
      const tried = path(number === 1 ? '' : `-${number}`);
      if ((await hashOf(tried)) === undefined || (await this.has(tried))) return tried;
    }
  }
}

/** Of its bytes, as hex; undefined where there is no file that can be read. */
export async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest('hex');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
  }
}
