import { parseJson } from '../../core/json/parseJson';
import type { JsonPath } from '../../core/json/jsonPath';
import { checkUserJson, type CheckOptions } from '../../core/check/checkUserText';
import { besideLive } from '../../core/check/liveProblems';
import type { Problem } from '../../core/check/problem';
import { userFileOf, type UserFile } from '../../core/update/userFile';
import type { CsvFormat, PlanProblem } from '../plan/planFile';
import { columnPathText } from './columnPath';
import { columnsByHeader, ColumnsFault, usualClear, type ColumnsFile } from './columnsFile';
import { csvRecords, firstLineEnd, lineEnds, placeOfCell, type CsvRecord } from './csvRecords';
import { delimiterOf, namedDelimiter } from './delimiter';
import { csvUser, damagedCells, damagedSince, type CsvUser } from './csvUser';
import { unevenColumns } from './eachItem';
import { filledCells, isBlank, readyColumns, type ReadyColumn } from './filledCells';
import { fieldsOfHeaders, lateHeader, mapColumns, type MappedColumn } from './headerMapping';
import { SourceFault } from './sourceFault';
import { planProblem, type SourceRow } from './sourceRow';

type User = Readonly<Record<string, unknown>>;

/** The head of a CSV file. */
export interface CsvHead {
  readonly format: CsvFormat;
  readonly columns: readonly MappedColumn[];
  /** Its line, as it is spelled. */
  readonly raw: string;
  /** What is before it and names the delimiter. */
  readonly named: string;
  /** How it ends: its cells may hold other line ends. */
  readonly lineEnd: string;
  /** The columns that nobody knows: they are ignored. */
  readonly problems: readonly PlanProblem[];
}

/** A CSV text whose head was read. */
export interface CsvSource {
  readonly head: CsvHead;
  readonly rows: AsyncGenerator<SourceRow>;
}

/** The longest beginning of a text that its delimiter is looked for in, in UTF-16 units. */
const sniffed = 64 * 1024;

/**
 * Reads the head of a CSV text, and the rows as they are asked for. Throws SourceFault.
 * @param columnsFile the name of the file in which a person says what the columns are
 */
export async function csvSource(
  pieces: AsyncGenerator<string>,
  encoding: string,
  said: Omit<ColumnsFile, 'version'>,
  columnsFile: string,
): Promise<CsvSource> {
  let begin = '';
  while (begin.length < sniffed) {
    const next = await pieces.next();
    if (next.done) break;
    begin += next.value;
  }
  const named = namedDelimiter(begin);
  const text = begin.slice(named?.text.length ?? 0);
  const delimiter = named?.delimiter ?? delimiterOf(text, said);
  const shift = named ? lineEnds(named.text) : 0;
  const all = (async function* () {
    yield text;
    yield* pieces;
  })();
  const records = (async function* () {
    for await (const record of csvRecords(all, delimiter)) yield { ...record, line: record.line + shift };
  })();
  let first = await records.next();
  while (!first.done && first.value.cells.every(isBlank)) first = await records.next();
  if (first.done) throw new SourceFault({ code: 'nothing', params: {} });
  const header = first.value;
  if (header.isBroken) throw new SourceFault({ code: 'brokenQuotes', params: {} }, header);
  const placeOf = (index: number) => placeOfCell(header, delimiter, index);
  const clear = said.clear ?? usualClear;
  const fields = fieldsOfHeaders(header.cells, said.columns, placeOf);
  const columns = mapColumns(fields, said.columns);
  if ('fault' in columns) {
    const { code, params } = columns.fault;
    const line = fields.every(({ field }) => field === null) ? lateHeader(text) : undefined;
    if (line !== undefined) throw new SourceFault({ code: 'lateHeader', params: { line: line + shift } }, header);
    const place = columns.column === undefined ? undefined : placeOf(columns.column);
    const draft = { version: 1, delimiter, clear, columns: columnsByHeader(fields) } as const;
    throw new ColumnsFault({ code, params: { ...params, file: columnsFile } } as SourceFault['fault'], place, draft);
  }
  const format: CsvFormat = {
    kind: 'csv',
    encoding,
    delimiter,
    columns: columns.map(({ header, field }) => ({ header, field })),
    clear,
  };
  const behind = text.slice(text.indexOf(header.raw) + header.raw.length);
  const problems = columns.flatMap(({ header: name, isUnknown }, index) =>
    isUnknown ? [warning('ignoredColumn', { header: name }, [name], placeOf(index))] : [],
  );
  return {
    head: { format, columns, raw: header.raw, named: named?.text ?? '', lineEnd: firstLineEnd(behind), problems },
    rows: csvRows(records, format, readyColumns(columns)),
  };
}

async function* csvRows(
  records: AsyncGenerator<CsvRecord>,
  format: CsvFormat,
  columns: readonly ReadyColumn[],
): AsyncGenerator<SourceRow> {
  let index = 0;
  // Spreadsheets write rows of nothing but delimiters behind the last one, old programs a mark of the end (Ctrl-Z).
  for await (const record of records)
    if (!record.cells.every((cell) => isBlank(cell.replace('\x1a', ''))))
      yield csvRow(record, index++, format, columns);
}

function csvRow(record: CsvRecord, index: number, format: CsvFormat, columns: readonly ReadyColumn[]): SourceRow {
  const { cells, raw, line, column } = record;
  const row = { index, raw, line, column };
  const unreadable = unreadableRow(record, format);
  if (unreadable) {
    const problems = [planProblem({ ...unreadable, severity: 'error', path: [] }, row)];
    return { ...row, file: undefined, problems: () => problems, fields: () => [], damage: () => [] };
  }
  const filled = filledCells(cells, columns, format.clear);
  const user = csvUser(filled);
  const placeOf = (at: number) => placeOfCell(row, format.delimiter, at);
  const read = fileOf(user);
  return {
    ...row,
    file: read.file,
    fields: (live) => (live ? fileOf(csvUser(filled, live)) : read).file?.fields ?? [],
    problems: (options, live) => [
      ...unevenColumns(filled).map(({ cell, params }) =>
        planProblem({ code: 'unevenLists', params, severity: 'error', path: [] }, placeOf(cell.column)),
      ),
      ...damagedCells(filled).map(([cell, code]) =>
        warning(
          code,
          { got: cell.text, ...(code === 'wordForNothing' && { clear: format.clear }) },
          [columnPathText(cell.path)],
          placeOf(cell.column),
        ),
      ),
      ...userProblems(live ? csvUser(filled, live) : user, options, live).map(([problem, cell]) =>
        planProblem(problem, cell === undefined ? row : placeOf(cell)),
      ),
    ],
    damage: (live) =>
      damagedSince(csvUser(filled, live)).map(([cell, code]) =>
        warning(code, { got: cell.text, live: cell.live }, cell.place, placeOf(cell.column)),
      ),
  };
}

/** What is wrong with the user that cells say, each with the column of its cell. */
function userProblems(said: CsvUser, options: CheckOptions, live: User | undefined): [Problem, number | undefined][] {
  const { parsed } = fileOf(said);
  const found = parsed ? checkUserJson(parsed, options) : [];
  const own = live ? besideLive(found, said.user, live) : found;
  return own.map((problem) => {
    const cell = cellAt(said, problem.path);
    // A cell has neither types nor quotes, other than JSON in it.
    const isWhole = problem.code === 'wrongType' && cell?.place.length === problem.path.length;
    return [isWhole ? { ...problem, params: { ...problem.params, inCell: true } } : problem, cell?.column];
  });
}

/** Why nobody knows which cell of a record is which. */
function unreadableRow(
  { cells, isBroken }: CsvRecord,
  { columns }: CsvFormat,
): { readonly code: string; readonly params: object } | undefined {
  if (isBroken) return { code: 'brokenQuotes', params: {} };
  if (cells.length === columns.length) return undefined;
  return { code: 'raggedRow', params: { expected: columns.length, got: cells.length } };
}

function fileOf({ user }: CsvUser): {
  readonly parsed: ReturnType<typeof parseJson>;
  readonly file: UserFile | undefined;
} {
  const parsed = parseJson(JSON.stringify(user));
  return { parsed, file: parsed && userFileOf(parsed) };
}

/** The cell that a path is within, or that is within it. */
function cellAt({ cells }: CsvUser, path: JsonPath): CsvUser['cells'][number] | undefined {
  const isNear = (place: JsonPath) => place.every((step, at) => at >= path.length || step === path[at]);
  return path.length === 0 ? undefined : cells.find(({ place }) => isNear(place));
}

const warning = (
  code: string,
  params: PlanProblem['params'],
  path: JsonPath,
  place: { readonly line: number; readonly column: number },
): PlanProblem => planProblem({ code, params, severity: 'warning', path }, place);
