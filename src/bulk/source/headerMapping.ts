import type { CsvColumn } from '../plan/planFile';
import { columnPathText, isDangerous, overlap, readColumnPath, type ColumnPath } from './columnPath';
import type { ColumnsFile } from './columnsFile';
import { csvCells } from './csvCells';
import { delimiters } from './delimiter';
import { guessedField, isReadOnly, userIdRank } from './headerNames';
import { SourceFault, type SourceFaultParams, type TextPlace } from './sourceFault';

/** A column, understood. */
export interface MappedColumn extends CsvColumn {
  /** Undefined where it is ignored. */
  readonly path: ColumnPath | undefined;
  /** Nobody said that it is ignored: it has a name that no field has. */
  readonly isUnknown: boolean;
}

/** Why columns cannot be what they are said, or seem, to be. A person can say otherwise. */
type MappingFaultCode = 'noSuchField' | 'sameField' | 'noUserColumn';

export interface MappingFault {
  readonly fault: {
    [Code in MappingFaultCode]: { readonly code: Code; readonly params: Omit<SourceFaultParams[Code], 'file'> };
  }[MappingFaultCode];
  /** Of the column that it is about; undefined where it is none. */
  readonly column?: number;
}

type Fields = ColumnsFile['columns'];

/**
 * What the columns of a CSV file are, as the person said, else as their headers tell. Throws SourceFault where two of them
 * have the same header, or one has a dangerous one.
 * @param placeOf where the header of a column is
 */
export function fieldsOfHeaders(
  spelled: readonly string[],
  said: Fields,
  placeOf: (index: number) => TextPlace,
): CsvColumn[] {
  const headers = spelled.map((header) => header.trim());
  for (const [index, header] of headers.entries()) {
    if (isDangerous(header)) throw new SourceFault({ code: 'dangerousHeader', params: { header } }, placeOf(index));
    if (header !== '' && headers.indexOf(header) < index)
      throw new SourceFault({ code: 'duplicateHeader', params: { header } }, placeOf(index));
  }
  const isSaidId = headers.some((header) => isUserId(saidOf(said, header)));
  const best = isSaidId ? -1 : Math.min(...headers.map((header) => userIdRank(header) ?? Infinity));
  return headers.map((header) => {
    const field = saidOf(said, header);
    if (field !== undefined) return { header, field: isUserId(field) ? '$truto.id' : field };
    const rank = userIdRank(header);
    // A column beside that of the ID, such as the ID of another system.
    if (rank !== undefined) return { header, field: rank === best ? '$truto.id' : null };
    return { header, field: guessedField(header) };
  });
}

const saidOf = (said: Fields, header: string): string | null | undefined =>
  Object.hasOwn(said, header) ? said[header] : undefined;

/** The user that a row is about is no field of the update. */
const isUserId = (field: string | null | undefined): boolean => field === 'id' || field === '$truto.id';

/** The columns as they are read, or why they cannot be: two are the same field, or none tells the user. */
export function mapColumns(fields: readonly CsvColumn[], said: Fields): readonly MappedColumn[] | MappingFault {
  const columns: MappedColumn[] = [];
  for (const [index, { header, field }] of fields.entries()) {
    const path = field === null ? undefined : readColumnPath(field);
    if (field !== null && !path) return { fault: { code: 'noSuchField', params: { header, field } }, column: index };
    const isUnknown = !path && saidOf(said, header) === undefined && !isReadOnly(header);
    columns.push({ header, field: path ? columnPathText(path) : null, path, isUnknown });
  }
  for (const [index, { path, header }] of columns.entries()) {
    const other = path && columns.slice(0, index).find((one) => one.path && overlap(one.path, path));
    if (other) return { fault: { code: 'sameField', params: { header, other: other.header } }, column: index };
  }
  const hasUser = columns.some(({ field }) => field === '$truto.id');
  return hasUser ? columns : { fault: { code: 'noUserColumn', params: {} } };
}

/** So many lines may be above the headers, such as a title. */
const maxAbove = 20;

/** The line, from 1, behind the first one of a CSV text that seems to have its headers: one is the ID of the user. */
export function lateHeader(text: string): number | undefined {
  const at = text
    .split(/\r\n|\r|\n/, maxAbove)
    .findIndex((line, index) => index > 0 && delimiters.some((by) => hasId(line, by)));
  return at < 0 ? undefined : at + 1;
}

function hasId(line: string, delimiter: string): boolean {
  const { cells } = csvCells(line, delimiter);
  return cells.length > 1 && cells.some((cell) => userIdRank(cell.trim()) !== undefined);
}
