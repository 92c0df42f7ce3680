import { csvCell } from '../../core/csv/csvLine';
import { editUserText } from '../../core/edit/editUserText';
import { applyTextEdits } from '../../core/json/textEdit';
import { causeKey } from '../../core/schema/schemaFindings';
import type { SourceFormat } from '../plan/planFile';
import { cellText, spelledCells } from './csvCells';

/** The column of the cause, which no source reads. In JSON it is `$truto.cause`. */
export const causeColumn = 'truto_cause';

const style = { eol: '\n', indent: '  ' } as const;

/** The line of headers of a CSV file, with a column for the cause. */
export function headerWithCause(header: string, { delimiter }: { readonly delimiter: string }): string {
  return causeIndex(spelledCells(header, delimiter)) < 0 ? `${header}${delimiter}${causeColumn}` : header;
}

/**
 * A row as its source spells it, with the cause. One of before, in a file that was made here, is replaced.
 * @param header of a CSV file, as its source spells it
 */
export function rowWithCause(raw: string, cause: string, format: SourceFormat, header = ''): string {
  if (format.kind !== 'csv') return jsonWithCause(raw, cause, format.kind === 'jsonl');
  const { delimiter } = format;
  const columns = spelledCells(header, delimiter);
  const index = causeIndex(columns);
  const cell = csvCell(cause, delimiter);
  // A ragged row is not filled up: with as many cells as the header has it would be taken for a whole one.
  if (index < 0) return `${raw}${delimiter}${cell}`;
  const cells = spelledCells(raw, delimiter);
  if (cells.length === columns.length) return cells.with(index, cell).join(delimiter);
  // Which cell of a ragged row is the cause, nobody can tell, but by its words.
  const isLast = index === columns.length - 1 && wordsOf(cells.at(-1) ?? '') === wordsOf(cell);
  return isLast ? [...cells.slice(0, -1), cell].join(delimiter) : raw;
}

/** Of a cause, but for how many cells that says there are: with the cause of before it is one more. */
const wordsOf = (spelled: string): string => cellText(spelled).replace(/\d+/g, '#');

const causeIndex = (columns: readonly string[]): number =>
  columns.findIndex((column) => cellText(column).trim() === causeColumn);

function jsonWithCause(raw: string, cause: string, isLine: boolean): string {
  try {
    const text = applyTextEdits(
      raw,
      editUserText(raw, ['$truto', causeKey], { kind: 'set', json: JSON.stringify(cause) }, style),
    );
    return isLine && /[\r\n]/.test(text) ? raw : text;
  } catch {
    // What is no object cannot hold a cause.
    return raw;
  }
}
