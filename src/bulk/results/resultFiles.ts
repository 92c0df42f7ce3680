import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { BulkJobs } from '../job/bulkJob';
import type { JobHead, RowCause, RowOutcome, StoppedAccount } from '../job/jobEntry';
import type { JobCounts, RowState } from '../job/jobState';
import { planEnding, type PlanHeader, type PlanRow, type SourceFormat } from '../plan/planFile';
import { columnsByHeader, usualClear, withoutEnding, writeColumnsFile } from '../source/columnsFile';
import type { OpenedSource, SourceLayout } from '../source/openSource';
import { openPlanSource, rowsOfPlan } from '../source/planSource';
import { SourceFault } from '../source/sourceFault';
import { rowWithoutSecrets } from './doneRow';
import { causeColumn, headerWithCause, rowWithCause } from './failedRow';
import { WrittenFiles } from './writtenFiles';

/** Where a row belongs when a job has come to rest. */
export type ResultKind = 'done' | 'failed' | 'unprocessed';

/** Why a row was not applied: what the job says, or what the plan says of a row that it does not send. */
export type ResultCause = Partial<RowCause> & Pick<PlanRow, 'problems'>;

/** One row of the result. */
export interface ResultRow {
  readonly index: number;
  readonly kind: ResultKind;
  readonly state: RowState;
  readonly planned: PlanRow;
  readonly outcome: Omit<RowOutcome, 'after'> | undefined;
  readonly cause: ResultCause | undefined;
}

export interface ResultOptions {
  /** The cause in a sentence, for people. */
  readonly causeWords: (cause: ResultCause) => string;
}

export interface JobResult {
  readonly head: JobHead;
  readonly header: PlanHeader;
  readonly counts: JobCounts;
  /** The accounts whose rows rest, and why. */
  readonly stopped: readonly StoppedAccount[];
  /** The files that were written, those without a row left out; undefined where the source has changed since the plan. */
  readonly files: Partial<Record<ResultKind, string>> | undefined;
  /** Of the last line of the journal: it stands for all. */
  readonly hash: string;
  /** The first line of the journal that is not as it was written. */
  readonly damagedAt?: number;
}

const kinds: readonly ResultKind[] = ['done', 'failed', 'unprocessed'];

/**
 * Writes what a job has come to, beside its plan: the rows that were applied or need not be, those that were not with their
 * cause, and those whose turn never came, each as its source spells it, those that are done without their secrets. The file of failed rows is the next source. What a person
 * has changed of earlier ones is left, and the new ones get other names.
 * @param take told of every row, in order
 * @throws JobFault, PlanFault, and what the file system throws
 */
export async function writeResults(
  jobs: BulkJobs,
  jobId: string,
  { causeWords }: ResultOptions,
  take: (row: ResultRow) => void | Promise<void> = () => undefined,
): Promise<JobResult> {
  const outcomes = new Map<number, Omit<RowOutcome, 'after'>>();
  const job = await jobs.read(jobId, (entry) => {
    if (entry.kind !== 'outcome') return;
    const { kind, row, at, end, verdict, status, requestId, cause } = entry;
    outcomes.set(row, { kind, row, at, end, verdict, status, requestId, cause });
  });
  const { plan, state, head, hash, damagedAt } = job;
  const { counts } = state;
  const { header } = plan;
  const rowOf = async (index: number) => resultRow(index, state.of(index), await plan.row(index), outcomes.get(index));
  const counted = { done: 0, failed: 0, unprocessed: 0 };
  try {
    for (let index = 0; index < counts.rows; index++) {
      const row = await rowOf(index);
      counted[row.kind] += 1;
      await take(row);
    }
    if (
      counted.done !== counts.sent + counts.unchanged ||
      counted.done + counted.failed + counted.unprocessed !== counts.rows
    )
      throw new Error('The files do not add up to the rows');
    const written = await WrittenFiles.of(jobs.folder);
    const files = await writeFiles(head.plan.path, header, written, rowOf, causeWords);
    const stopped = state.mark?.accounts ?? [];
    return { head, header, counts, stopped, files, hash, ...(damagedAt !== undefined && { damagedAt }) };
  } finally {
    await plan.close();
  }
}

/** Undefined where the source is gone, or has changed. */
async function writeFiles(
  path: string,
  header: PlanHeader,
  written: WrittenFiles,
  rowOf: (index: number) => Promise<ResultRow>,
  causeWords: ResultOptions['causeWords'],
): Promise<JobResult['files']> {
  let files: Files | undefined;
  try {
    const source = await openPlanSource(path, header);
    files = new Files(path, header.source, source, written);
    for await (const { index, raw } of rowsOfPlan(source, header)) {
      const { kind, cause = {} } = await rowOf(index);
      await files.add(kind, raw, kind === 'failed' ? causeWords(cause) : undefined);
    }
    return await files.finish();
  } catch (error) {
    if (error instanceof SourceFault) return undefined;
    throw error;
  } finally {
    await files?.close();
  }
}

function resultRow(
  index: number,
  state: RowState,
  planned: PlanRow,
  outcome: Omit<RowOutcome, 'after'> | undefined,
): ResultRow {
  const facts = { index, state, planned, outcome };
  switch (state) {
    case 'sent':
    case 'unchanged':
      return { ...facts, kind: 'done', cause: undefined };
    case 'pending':
      return { ...facts, kind: 'unprocessed', cause: undefined };
    case 'skipped': {
      const { cause: code, verdict, problems } = planned;
      return { ...facts, kind: 'failed', cause: { code: code ?? verdict, problems } };
    }
    case 'failed':
    case 'unknown':
    case 'open':
      return { ...facts, kind: 'failed', cause: outcome?.cause ?? { code: 'unknown' } };
  }
}

/** The files of a result: written beside, and in their places when all are whole. */
class Files {
  private readonly base: string;
  private readonly ending: string;
  private readonly format: SourceFormat;
  private readonly header: string;
  private readonly layout: SourceLayout;
  private readonly opened = new Map<
    ResultKind,
    { readonly handle: FileHandle; readonly part: string; buffer: string; rows: number }
  >();

  constructor(
    plan: string,
    { name, format }: PlanHeader['source'],
    { header = '', layout }: Pick<OpenedSource, 'header' | 'layout'>,
    private readonly written: WrittenFiles,
  ) {
    this.base = plan.endsWith(planEnding)
      ? plan.slice(0, -planEnding.length)
      : join(dirname(plan), withoutEnding(name));
    this.ending = extname(name);
    this.format = format;
    this.header = header;
    this.layout = layout;
  }

  async add(kind: ResultKind, raw: string, cause: string | undefined): Promise<void> {
    const file = this.opened.get(kind) ?? (await this.open(kind));
    const own = kind === 'done' ? rowWithoutSecrets(raw, this.format) : raw;
    const row = cause === undefined ? own : rowWithCause(own, cause, this.format, this.header);
    const { lineEnd } = this.layout;
    file.buffer += this.format.kind === 'json' ? `${file.rows > 0 ? ',' : ''}${lineEnd}${row}` : `${row}${lineEnd}`;
    file.rows += 1;
    if (file.buffer.length < 64 * 1024) return;
    await file.handle.writeFile(file.buffer);
    file.buffer = '';
  }

  async finish(): Promise<Partial<Record<ResultKind, string>>> {
    const written: Partial<Record<ResultKind, string>> = {};
    for (const kind of kinds) {
      const file = this.opened.get(kind);
      if (!file) {
        // That of an earlier result would say something else.
        if (await this.written.has(this.path(kind))) await rm(this.path(kind), { force: true });
        continue;
      }
      const path = await this.written.free((suffix) => this.path(kind, suffix));
      const { lineEnd } = this.layout;
      await file.handle.writeFile(`${file.buffer}${this.format.kind === 'json' ? `${lineEnd}]${lineEnd}` : ''}`);
      await file.handle.sync();
      await rename(file.part, path);
      await this.keepColumns(path);
      written[kind] = path;
    }
    return written;
  }

  async close(): Promise<void> {
    for (const { handle, part } of this.opened.values()) {
      await handle.close();
      await rm(part, { force: true });
    }
  }

  private path(kind: ResultKind, suffix = ''): string {
    return `${this.base}.${kind}${suffix}${this.ending}`;
  }

  private async open(kind: ResultKind) {
    const part = `${this.path(kind)}.${randomUUID()}.part`;
    const { format, header, layout } = this;
    const head = kind === 'failed' && format.kind === 'csv' ? headerWithCause(header, format) : header;
    const first = format.kind === 'json' ? '[' : format.kind === 'csv' ? `${head}${layout.lineEnd}` : '';
    const file = { handle: await open(part, 'wx', 0o600), part, buffer: layout.begin + first, rows: 0 };
    this.opened.set(kind, file);
    return file;
  }

  /** What a person said of the columns holds for the files of their rows, too. */
  private async keepColumns(path: string): Promise<void> {
    if (this.format.kind !== 'csv') return;
    const { columns, delimiter, clear } = this.format;
    await writeColumnsFile(path, {
      version: 1,
      delimiter,
      ...(clear !== usualClear && { clear }),
      columns: { ...columnsByHeader(columns), [causeColumn]: null },
    });
  }
}
