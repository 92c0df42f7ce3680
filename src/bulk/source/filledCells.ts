import type { SchemaPart } from '../../core/schema/userSchemaShape';
import { cellParts, cellValue, listCell } from './cellValue';
import { each, schemaOfColumn, type ColumnPath } from './columnPath';
import type { MappedColumn } from './headerMapping';

/** A cell that says something. */
export interface FilledCell {
  readonly column: number;
  readonly text: string;
  readonly path: ColumnPath;
  readonly schema: SchemaPart | undefined;
  /** Null clears the field. */
  readonly value: unknown;
  /** Of a column of a member of each item: a value for each, undefined where the cell has a gap. */
  readonly parts?: readonly unknown[];
}

/** Of a column, what does not depend on a row. */
export interface ReadyColumn {
  readonly column: number;
  readonly path: ColumnPath;
  readonly schema: SchemaPart | undefined;
}

/** The columns that are not ignored. */
export const readyColumns = (columns: readonly MappedColumn[]): ReadyColumn[] =>
  columns.flatMap(({ path }, column) => (path ? [{ column, path, schema: schemaOfColumn(path) }] : []));

/** Whether a cell says nothing: spreadsheets and forms leave spaces behind, also those that do not break. */
export const isBlank = (cell: string): boolean => cell.trim() === '';

/** The cells of a row that say something: an empty one leaves its field alone. */
export function filledCells(cells: readonly string[], columns: readonly ReadyColumn[], clear: string): FilledCell[] {
  return columns.flatMap((column) => {
    const spelled = cells[column.column] ?? '';
    return isBlank(spelled) ? [] : [filledCell(column, spelled, clear)];
  });
}

function filledCell(column: ReadyColumn, spelled: string, clear: string): FilledCell {
  const { path, schema } = column;
  const text = hasNoSpaceAround(path) ? spelled.trim() : spelled;
  if (spelled.trim() === clear.trim()) return { ...column, text, value: null };
  if (isOfEachItem(path)) return { ...column, text, value: text, parts: cellParts(text, schema, clear) };
  return { ...column, text, value: path.at(-1) === each ? listCell(text, schema) : cellValue(text, schema) };
}

/** Whether the cells of a column have a member of each item of a list. */
export const isOfEachItem = (path: ColumnPath): boolean => path.length > 1 && path.at(-2) === each;

/** What names a user, an account or anything else by ID or address. */
const hasNoSpaceAround = (path: ColumnPath): boolean =>
  path[0] === '$truto' || (path.length > 1 && (path.at(-1) === 'id' || path.at(-1) === 'email'));
