import { parse, type Parser } from 'csv-parse';
import { csvCells, quoteEnd, spaceEnd } from './csvCells';
import { placeIn } from './sourceRow';
import { SourceFault, type TextPlace } from './sourceFault';

/** A record of a CSV text. */
export interface CsvRecord extends TextPlace {
  readonly cells: readonly string[];
  /** As it is spelled, without its line end. */
  readonly raw: string;
  /** Text is around its quotes: nobody knows what its cells are, but it ends where it ends. */
  readonly isBroken: boolean;
}

/** No record is longer: neither is a user. */
const maxRecordBytes = 16 * 1024 * 1024;

/**
 * The records of a CSV text that comes in pieces, as RFC 4180 has them: empty lines are none, and space around a quoted cell is
 * none of it. Throws SourceFault at quotes that are not closed: what comes behind could be read in two ways.
 */
export async function* csvRecords(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRecord> {
  const reader = new RecordReader(delimiter);
  for await (const piece of pieces) yield* await reader.add(piece);
  yield* await reader.end();
}

class RecordReader {
  private line = 1;
  private ready: CsvRecord[] = [];
  private failure: Error | undefined;
  private readonly parser: Parser;

  constructor(private readonly delimiter: string) {
    this.parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: maxRecordBytes,
      info: true,
      raw: true,
      // With `info` and `raw` a record is this; the types know of neither.
      on_record: (given: unknown) => {
        const { record, raw } = given as { readonly record: string[]; readonly raw: string };
        this.take(record, raw);
        return null;
      },
    });
    this.parser.on('error', (error) => (this.failure ??= error));
    this.parser.resume();
  }

  async add(piece: string): Promise<CsvRecord[]> {
    // The parser takes bytes, and cuts none of them apart.
    if (piece !== '') await new Promise<void>((resolve) => this.parser.write(piece, 'utf8', () => resolve()));
    return this.taken();
  }

  async end(): Promise<CsvRecord[]> {
    await new Promise<void>((resolve) => {
      if (this.failure) resolve();
      this.parser.once('error', () => resolve());
      this.parser.end(() => resolve());
    });
    return this.taken();
  }

  /** The record with what was skipped before it. Of a line end of two characters the parser hands on the first. */
  private take(cells: string[], spelled: string): void {
    if (this.failure) return;
    const blank = /^[\r\n]*/.exec(spelled)?.[0] ?? '';
    const raw = spelled.slice(blank.length).replace(/[\r\n]+$/, '');
    this.line += lineEnds(blank);
    const own = raw.includes('"') ? csvCells(raw, this.delimiter) : undefined;
    // With an odd number of them, one that is taken for text may as well begin a cell of several lines.
    if (own && own.quotes !== 'strict' && countOf(raw, '"') % 2 === 1) {
      this.failure = new Error('odd quotes');
      return;
    }
    const isBroken = own?.quotes === 'broken';
    this.ready.push({ cells: own?.quotes === 'loose' ? own.cells : cells, raw, line: this.line, column: 1, isBroken });
    this.line += lineEnds(raw) + 1;
  }

  private taken(): CsvRecord[] {
    const { ready } = this;
    this.ready = [];
    if (this.failure && ready.length === 0) throw this.fault(this.failure);
    return ready;
  }

  private fault(error: Error): SourceFault {
    const place = { line: this.line, column: 1 };
    return (error as Partial<NodeJS.ErrnoException>).code === 'CSV_MAX_RECORD_SIZE'
      ? new SourceFault({ code: 'rowTooLong', params: { maxBytes: maxRecordBytes } }, place)
      : new SourceFault({ code: 'brokenQuotes', params: {} }, place);
  }
}

/** How the first line of a text ends. */
export const firstLineEnd = (text: string): string => /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';

/** How many lines end in a text. */
export const lineEnds = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

const countOf = (text: string, char: string): number => text.split(char).length - 1;

/** Where a cell of a record is, the quote that it begins with included. */
export function placeOfCell(
  { raw, line, column }: Pick<CsvRecord, 'raw' | 'line' | 'column'>,
  delimiter: string,
  index: number,
): TextPlace {
  let at = 0;
  for (let cell = 0; cell < index; cell++) {
    const open = spaceEnd(raw, at, delimiter);
    if (raw[open] === '"') at = quoteEnd(raw, open);
    const next = raw.indexOf(delimiter, at);
    if (next < 0) return { line, column };
    at = next + 1;
  }
  return placeIn({ index: 0, raw, line, column }, at);
}
