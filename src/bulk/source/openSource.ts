import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { isOfUser } from '../../core/check/listOfUsers';
import { isRecord } from '../../core/json/isRecord';
import type { PlanProblem, SourceFormat } from '../plan/planFile';
import { columnsFileOf, readColumnsFile, type ColumnsFile } from './columnsFile';
import { firstLineEnd } from './csvRecords';
import { csvSource } from './csvSource';
import { decodedText, isDecodable, type DecodedText } from './decodedText';
import { isPartOfList } from './isPartOfList';
import { jsonLineRows, jsonRows, type TakePage } from './jsonSource';
import { SourceFault } from './sourceFault';
import { mayBeCsv, withKind } from './sourceKind';
import { planProblem, type SourceRow } from './sourceRow';

/** What is around the rows of a source: programs read a file of its rows as they read it where that has it, too. */
export interface SourceLayout {
  /** What it begins with: a byte order mark, and of a CSV file a line that names the delimiter. */
  readonly begin: string;
  readonly lineEnd: string;
}

/** A source, open: it is read once. */
export interface OpenedSource {
  readonly format: SourceFormat;
  /** Of a CSV file: the line with its headers, as it is spelled. */
  readonly header?: string;
  readonly layout: SourceLayout;
  /** What is to be said of the whole, all of it when the rows have ended: columns that are ignored, a list that goes on. */
  readonly problems: readonly PlanProblem[];
  /** Throws SourceFault. */
  readonly rows: AsyncGenerator<SourceRow>;
  /** Of the bytes that were read: of all when the rows have ended. */
  readonly read: () => { readonly sha256: string; readonly size: number };
}

export interface SourceOptions {
  /** Of a text without a byte order mark. Where nobody says it: UTF-8, else what the file of columns remembers. */
  readonly encoding?: string | undefined;
  /** In place of the file beside the source. */
  readonly columns?: Omit<ColumnsFile, 'version'> | undefined;
}

/**
 * Opens a file of users: a JSON array, also one in an object as a list of Truto's API has it, JSON Lines or CSV. What a file of
 * columns beside it says counts. Throws SourceFault, and what the file system throws.
 */
export async function openSource(file: string, { encoding, columns }: SourceOptions = {}): Promise<OpenedSource> {
  const said = mayBeCsv(file) ? (columns ?? (await readColumnsFile(file))) : undefined;
  const hash = createHash('sha256');
  let size = 0;
  const bytes = (async function* () {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  })();
  const read = () => ({ sha256: hash.copy().digest('hex'), size });
  try {
    const decoded = await decodedText(bytes, encoding ?? (await rememberedFor(file, said?.encoding)));
    return { ...(await openText(decoded, file, said)), read };
  } catch (error) {
    // The file does not stay open until somebody collects it.
    await bytes.return(undefined);
    throw error;
  }
}

async function openText(
  decoded: DecodedText,
  file: string,
  said: SourceOptions['columns'],
): Promise<Omit<OpenedSource, 'read'>> {
  const { encoding } = decoded;
  const { pieces, found, begin } = await withKind(decoded.pieces, file);
  // Excel takes a CSV file for UTF-8 by its mark alone.
  const mark = decoded.hasMark || decoded.encoding !== 'utf-8' ? '\ufeff' : '';
  if (found.kind === 'csv') {
    const columnsFile = basename(columnsFileOf(file));
    const { head, rows } = await csvSource(pieces, encoding, said ?? { columns: {} }, columnsFile);
    const layout = { begin: `${mark}${head.named}`, lineEnd: head.lineEnd };
    return { format: head.format, header: head.raw, layout, problems: head.problems, rows };
  }
  const problems: PlanProblem[] = [];
  const takePage: TakePage = (page, count) => {
    const name = found.list?.name;
    if (name !== undefined && isRecord(page) && Object.keys(page).some(isOfUser))
      throw new SourceFault({ code: 'listInside', params: { name } });
    // Of several pages, the last one tells.
    problems.length = 0;
    if (isPartOfList(page, count)) problems.push(planProblem(onePage, { line: 1, column: 1 }));
  };
  const rows = found.kind === 'jsonl' ? jsonLineRows(pieces, takePage) : jsonRows(pieces, found.list?.start, takePage);
  const layout = { begin: mark, lineEnd: firstLineEnd(begin) };
  return { format: { kind: found.kind, encoding }, layout, problems, rows };
}

const onePage = { code: 'onePage', params: {}, severity: 'warning', path: [] } as const;

/** A remembered encoding, where the file is not UTF-8: another file of the same name may be. */
async function rememberedFor(file: string, remembered: string | undefined): Promise<string | undefined> {
  if (remembered === undefined || /^utf-?8$/i.test(remembered)) return undefined;
  return (await isDecodable(createReadStream(file))) ? undefined : remembered;
}
