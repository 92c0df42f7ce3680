import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod/mini';
import type { CsvColumn } from '../plan/planFile';
import { SourceFault, type TextPlace } from './sourceFault';

/** Stands in a cell for a field that is to be cleared, unless a file of columns says otherwise. */
export const usualClear = '<null>';

const schema = z.object({
  version: z.literal(1),
  encoding: z.optional(z.string()),
  delimiter: z.optional(z.string().check(z.minLength(1), z.maxLength(1))),
  clear: z.optional(z.string().check(z.minLength(1))),
  /** By header: the field, or null where the column is ignored. */
  columns: z.record(z.string(), z.nullable(z.string())),
});

/** What a person said of the columns of a CSV file, kept beside it. */
export type ColumnsFile = z.infer<typeof schema>;

/** Where it is kept. */
export const columnsFileOf = (source: string): string => `${withoutEnding(source)}.truto-columns.json`;

/** The path of a file without the ending of its name. */
export const withoutEnding = (file: string): string => file.replace(/(?<=[^/\\])\.[^./\\]*$/, '');

/** Undefined where there is none. Throws SourceFault where it is damaged. */
export async function readColumnsFile(source: string): Promise<ColumnsFile | undefined> {
  const file = columnsFileOf(source);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return z.parse(schema, JSON.parse(text.replace(/^\ufeff/, '')));
  } catch {
    throw new SourceFault({ code: 'brokenColumns', params: { file: basename(file) } });
  }
}

/** Writes what the columns are understood as, for the person to change. */
export async function writeColumnsFile(source: string, columns: ColumnsFile): Promise<void> {
  await writeFile(columnsFileOf(source), `${JSON.stringify(columns, undefined, 2)}\n`);
}

/** The file of columns that says the same as a list of them. */
export const columnsByHeader = (columns: readonly CsvColumn[]): ColumnsFile['columns'] =>
  Object.fromEntries(columns.filter(({ header }) => header !== '').map(({ header, field }) => [header, field]));

/** Columns that cannot be what they seem to be, with a draft of the file in which a person says what they are. */
export class ColumnsFault extends SourceFault {
  constructor(
    fault: SourceFault['fault'],
    place: TextPlace | undefined,
    readonly draft: ColumnsFile,
  ) {
    super(fault, place);
  }
}

/** Writes a draft of a file of columns. What the file says already is kept. */
export async function writeDraft(source: string, draft: ColumnsFile): Promise<void> {
  const kept = await readColumnsFile(source);
  const isKnown = kept && Object.keys(draft.columns).every((header) => Object.hasOwn(kept.columns, header));
  if (isKnown) return;
  await writeColumnsFile(source, { ...draft, ...kept, columns: { ...draft.columns, ...kept?.columns } });
}

/** Writes which column has the ID of the user, into a draft as well. */
export async function writeUserColumn(source: string, draft: ColumnsFile, header: string): Promise<void> {
  const kept = await readColumnsFile(source);
  const columns = { ...draft.columns, ...kept?.columns, [header]: 'id' };
  await writeColumnsFile(source, { ...draft, ...kept, columns });
}
