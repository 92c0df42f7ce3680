/** The cells of one record of CSV. */
export interface CsvCells {
  readonly cells: readonly string[];
  /** How its quotes are: `loose` with space around quoted cells, `broken` where text is around them. */
  readonly quotes: 'strict' | 'loose' | 'broken';
}

/** Reads the cells of a record whose end is known. Space before a quote, and behind one, is none of a cell. */
export function csvCells(raw: string, delimiter: string): CsvCells {
  const cells: string[] = [];
  let quotes: CsvCells['quotes'] = 'strict';
  for (let at = 0; at <= raw.length; ) {
    const { text, end, isStrict } = quotedCell(raw, at, delimiter) ?? bareCell(raw, at, delimiter);
    cells.push(text);
    const isBroken = (end < raw.length && raw[end] !== delimiter) || (isStrict === undefined && text.includes('"'));
    if (isBroken) return { cells, quotes: 'broken' };
    if (isStrict === false) quotes = 'loose';
    at = end + 1;
  }
  return { cells, quotes };
}

interface Cell {
  readonly text: string;
  /** The offset behind it. */
  readonly end: number;
  /** Of a quoted one: whether nothing is around its quotes. */
  readonly isStrict?: boolean;
}

function bareCell(raw: string, start: number, delimiter: string): Cell {
  const next = raw.indexOf(delimiter, start);
  const end = next < 0 ? raw.length : next;
  return { text: raw.slice(start, end), end };
}

function quotedCell(raw: string, start: number, delimiter: string): Cell | undefined {
  const open = spaceEnd(raw, start, delimiter);
  if (raw[open] !== '"') return undefined;
  const close = quoteEnd(raw, open);
  const end = spaceEnd(raw, close, delimiter);
  const text = raw.slice(open + 1, close - 1).replaceAll('""', '"');
  return { text, end, isStrict: open === start && end === close };
}

/** The offset behind the spaces here. */
export function spaceEnd(raw: string, start: number, delimiter: string): number {
  let end = start;
  while (raw[end] === ' ' || (raw[end] === '\t' && delimiter !== '\t')) end++;
  return delimiter === ' ' ? start : end;
}

/** The offset behind the quote that closes a cell. */
export function quoteEnd(raw: string, start: number): number {
  for (let at = raw.indexOf('"', start + 1); at >= 0; at = raw.indexOf('"', at + 1)) {
    if (raw[at + 1] !== '"') return at + 1;
    at++;
  }
  return raw.length;
}
