import type { Coded, NoParams } from '../../core/json/coded';

/** Why a source cannot be read to its end: no row of it is planned. */
export interface SourceFaultParams {
  /** Bytes that are no text in this encoding: the person is to say which one it is. */
  readonly wrongEncoding: { readonly encoding: string };
  readonly unknownEncoding: { readonly encoding: string };
  readonly nothing: NoParams;
  /** The file of a spreadsheet program, not a text. */
  readonly spreadsheet: NoParams;
  readonly brokenJson: { readonly reason: string };
  /** An object that may be a user, or list users. */
  readonly listInside: { readonly name: string };
  /** A quote that is not closed, or stands where none can. */
  readonly brokenQuotes: NoParams;
  readonly rowTooLong: { readonly maxBytes: number };
  readonly duplicateHeader: { readonly header: string };
  /** A name that programs may take for something else, such as `__proto__`. */
  readonly dangerousHeader: { readonly header: string };
  /** A column is to be a field that there is none of. `file`: where a person says what the columns are. */
  readonly noSuchField: { readonly header: string; readonly field: string; readonly file: string };
  /** Two columns are the same field, or one is a part of the other. */
  readonly sameField: { readonly header: string; readonly other: string; readonly file: string };
  /** No column tells which user a row is about. */
  readonly noUserColumn: { readonly file: string };
  /** The line, from 1, that has the headers: others are above it. */
  readonly lateHeader: { readonly line: number };
  /** The file that says what the columns are. */
  readonly brokenColumns: { readonly file: string };
  /** It has changed while it was read. */
  readonly changed: NoParams;
}

type CodedFault = Coded<SourceFaultParams>;

/** A place in a text, both from 1; columns in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A source that cannot be read, and where. */
export class SourceFault extends Error {
  readonly line: number;
  readonly column: number;

  constructor(
    readonly fault: CodedFault,
    { line, column }: TextPlace = { line: 1, column: 1 },
  ) {
    super(`${fault.code} (${line}:${column})`);
    this.name = 'SourceFault';
    this.line = line;
    this.column = column;
  }
}
