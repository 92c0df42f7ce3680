import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSource, type OpenedSource, type SourceOptions } from '../../../../src/bulk/source/openSource';
import type { SourceRow } from '../../../../src/bulk/source/sourceRow';
import { fieldValues } from '../../../../src/core/update/userFile';
import { temporaryFolder } from '../../../host/temporaryFolder';

const folder = temporaryFolder('truto-sources');
let made = 0;

/** A file with these bytes, in a folder of its own among the temporary ones. */
export function sourceFile(content: string | Uint8Array, ending: string): string {
  const file = join(folder.path, `${made++}${ending}`);
  writeFileSync(file, content);
  return file;
}

export interface ReadSource {
  readonly source: OpenedSource;
  readonly rows: readonly SourceRow[];
}

export async function readSource(file: string, options: SourceOptions = {}): Promise<ReadSource> {
  const source = await openSource(file, options);
  const rows: SourceRow[] = [];
  for await (const row of source.rows) rows.push(row);
  return { source, rows };
}

export const readText = (text: string | Uint8Array, ending: string, options: SourceOptions = {}): Promise<ReadSource> =>
  readSource(sourceFile(text, ending), options);

/** What a row is to send, numbers as they are spelled. */
export const bodyOf = (row: SourceRow | undefined, live?: Readonly<Record<string, unknown>>): unknown =>
  row && fieldValues(row.fields(live));

export const checkOptions = { unknownFields: 'warning' } as const;

/** The problems of rows as `line:column code`. */
export const problemsOf = (rows: readonly SourceRow[]): string[] =>
  rows.flatMap((row) => row.problems(checkOptions).map(({ line, column, code }) => `${line}:${column} ${code}`));
