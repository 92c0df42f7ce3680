import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { plainText } from '../../platform/plainText';
import { rowProblemMessage } from '../../platform/words/bulkWords';
import { codeWords, stoppedWords } from '../../platform/words/jobWords';
import type { BulkJobs } from '../job/bulkJob';
import type { JobHead, RowCause } from '../job/jobEntry';
import { withoutPlanEnding } from '../plan/planFile';
import { isError } from '../planning/survey';
import { SentRows, type LogAgreement } from '../results/logAgreement';
import { hashOf, keepFilesRecord, readFilesRecord, WrittenFiles } from '../results/writtenFiles';
import { writeResults, type ResultCause, type ResultRow } from '../results/resultFiles';

/** So many rows are listed: the file of failed rows has all. */
const maxListed = 500;

/** Why a row was not applied, in a sentence. */
function rowCauseWords(cause: ResultCause): string {
  const { code = 'unknown', problems = [] } = cause;
  const errors = problems.filter(isError);
  if (errors.length > 0) return plainText(errors.map(rowProblemMessage).join(' '));
  return causeWords(codeWords(code), cause);
}

function causeWords(title: string, { status, message, fields = [] }: Partial<RowCause>): string {
  const details = [...(status === undefined ? [] : [String(status)]), ...fields];
  const words = details.length > 0 ? `${title} (${[...new Set(details)].join(', ')})` : title;
  return plainText(message === undefined || message === '' ? words : `${words}: ${message}`);
}

/** What the rows are counted by: of an invalid row, what is wrong with it. */
function causeCodes({ code = 'unknown', problems = [] }: ResultCause): ReadonlySet<string> {
  const errors = problems.filter(isError).map((problem) => problem.code);
  return new Set(errors.length > 0 ? errors : [code]);
}

/**
 * Writes the files of a result and a readable report, all beside the plan. Resolves to the path of the report.
 * @param agreement looks in Truto's log for the rows that were sent last
 */
export async function writeReport(
  jobs: BulkJobs,
  jobId: string,
  agreement: (rows: SentRows, head: JobHead) => Promise<LogAgreement | undefined>,
): Promise<string> {
  const { t } = vscode.l10n;
  const sentRows = new SentRows();
  const listed: string[] = [];
  const causes = new Map<string, number>();
  const take = (row: ResultRow) => {
    const { kind, cause, planned } = row;
    sentRows.add(row);
    if (kind !== 'failed') return;
    for (const code of causeCodes(cause ?? {})) causes.set(code, (causes.get(code) ?? 0) + 1);
    if (listed.length < maxListed)
      listed.push(
        rowOf([String(planned.line), planned.userId ?? '', planned.accountId ?? '', rowCauseWords(cause ?? {})]),
      );
  };
  const result = await writeResults(jobs, jobId, { causeWords: rowCauseWords }, take);
  const { head, header, counts, files, hash, damagedAt, stopped } = result;
  const logged = await agreement(sentRows, head);
  const { path } = head.plan;
  const kinds = [
    [t('Updated, or already as wanted'), files?.done],
    [t('Failed, with the cause'), files?.failed],
    [t('Not processed'), files?.unprocessed],
  ] as const;
  const lines = [
    `# ${t('Bulk update of {0}', escaped(header.source.name))}`,
    '',
    `${t('Environment')}: ${escaped(head.environment.name)} · ${new Date(head.at).toLocaleString(vscode.env.language)}`,
    '',
    `| | ${t('rows')} |`,
    '|---|--:|',
    rowOf([t('Updated'), String(counts.sent)]),
    rowOf([t('Unchanged'), String(counts.unchanged)]),
    rowOf([t('Failed'), String(counts.failed)]),
    rowOf([t('Result unknown'), String(counts.unknown)]),
    rowOf([t('Not sent'), String(counts.skipped)]),
    rowOf([t('Total'), String(counts.rows)]),
    '',
    ...kinds.flatMap(([title, file]) => (file === undefined ? [] : [`- ${title}: ${escaped(basename(file))}`])),
    ...(files ? [] : [t('The file was changed or removed after the plan was made: there are no files of its rows.')]),
    '',
    ...(stopped.length === 0 ? [] : [`## ${t('Integrated accounts that stopped')}`, '']),
    ...stopped.map(({ id, label, cause }) => {
      const name = label === undefined ? id : `${label} (${id})`;
      return `- ${escaped(`${name}: ${causeWords(stoppedWords(cause.code), cause)}`)}`;
    }),
    ...(stopped.length === 0 ? [] : ['']),
    ...(causes.size === 0 ? [] : [`## ${t('Causes')}`, '']),
    ...[...causes].map(([code, count]) => `- ${escaped(codeWords(code))}: ${count}`),
    ...(listed.length === 0
      ? []
      : ['', `| ${t('line')} | ${t('user')} | ${t('account')} | ${t('cause')} |`, '|--:|---|---|---|']),
    ...listed,
    '',
    `## ${t('Certificate')}`,
    '',
    damagedAt === undefined
      ? t('Every row was kept in a journal before it was sent. Hash of its last line: {0}.', `\`${hash}\``)
      : t('The journal is damaged at line {0}. The counts are those before that line.', damagedAt),
    '',
    ...(counts.sent === 0 ? [] : [logWords(logged), '']),
  ];
  const written = await WrittenFiles.of(jobs.folder);
  const report = await written.free((suffix) => `${withoutPlanEnding(path)}.truto-report${suffix}.md`);
  const part = `${report}.${randomUUID()}.part`;
  await writeFile(part, lines.join('\n'), { mode: 0o600 });
  await rename(part, report);
  const paths = [report, ...Object.values(files ?? {})];
  const hashes = await Promise.all(paths.map(async (file) => [file, (await hashOf(file)) ?? ''] as const));
  await keepFilesRecord(jobs.folderOf(jobId), { hash, report, files: Object.fromEntries(hashes) });
  return report;
}

/** The report of a job where it was written and says all; undefined where it is to be written. Throws JobFault. */
export async function writtenReport(jobs: BulkJobs, jobId: string): Promise<string | undefined> {
  const record = await readFilesRecord(jobs.folderOf(jobId));
  if (!record || (await hashOf(record.report)) === undefined) return undefined;
  const { hash, plan } = await jobs.read(jobId);
  await plan.close();
  return hash === record.hash ? record.report : undefined;
}

const logWords = (logged: LogAgreement | undefined): string =>
  logged
    ? vscode.l10n.t('Truto’s log shows {0} of the last {1} updates.', logged.found, logged.looked)
    : vscode.l10n.t('Truto’s log tells nothing of the updates.');

/** Words from outside become no links, tables or headings. */
const escaped = (words: string): string => plainText(words).replace(/[!-/:-@[-`{-~]/g, '\\$&');

const rowOf = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
