import { csvCells } from './csvCells';
import type { ColumnsFile } from './columnsFile';

/** A line that names the delimiter, as Excel reads and sometimes writes it, with the empty lines before it. */
export interface NamedDelimiter {
  readonly delimiter: string;
  /** Its text, with its line end. */
  readonly text: string;
}

/**
 * Reads `sep=;` at the beginning of a text. Saved again by a spreadsheet it is a row of cells: it may have quotes, and the
 * delimiters of its empty cells behind it are those of the file then.
 */
export function namedDelimiter(begin: string): NamedDelimiter | undefined {
  const found = /^(?:[ \t]*(?:\r\n|\r|\n))*("?)sep=(\\t|[^\r\n"])\1(?:([,;|\t])\3*)?(?:\r\n|\r|\n|$)/i.exec(begin);
  if (!found) return undefined;
  const [text, , named = '', behind = named] = found;
  return { delimiter: behind === '\\t' ? '\t' : behind, text };
}

/**
 * The delimiter of a text: the one that is remembered of an earlier file of its name, if this one has the known columns by
 * it, else the one that it seems to have.
 */
export function delimiterOf(text: string, { delimiter, columns }: Pick<ColumnsFile, 'delimiter' | 'columns'>): string {
  const likely = likelyDelimiter(text);
  if (delimiter === undefined || delimiter === likely) return likely;
  const [header = ''] = firstLines(text);
  const known = (by: string) => csvCells(header, by).cells.filter((cell) => Object.hasOwn(columns, cell.trim())).length;
  const isUsed = Object.keys(columns).length === 0 ? header.includes(delimiter) : known(delimiter) > 0;
  return isUsed && known(delimiter) >= known(likely) ? delimiter : likely;
}

export const delimiters = [',', ';', '\t', '|'];

/** The delimiter that the first lines have alike, outside quotes; of several the one that they have most of. */
function likelyDelimiter(text: string): string {
  const lines = firstLines(text.replace(/"(?:[^"]|"")*(?:"|$)/g, '""'));
  const [best] = delimiters
    .map((delimiter) => {
      const [header = 0, ...counts] = lines.map((line) => line.split(delimiter).length - 1);
      const alike = counts.filter((count) => count === header).length;
      return { delimiter, header, alike };
    })
    .filter(({ header }) => header > 0)
    .sort((one, other) => other.alike - one.alike || other.header - one.header);
  return best?.delimiter ?? ',';
}

const firstLines = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
