import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { ReadParameters } from '../../api/readParameters';
import { TrutoError } from '../../api/trutoError';
import { explainError } from '../../core/errors/explainError';
import { openDocument } from '../../platform/editorInputs';
import { ask, withProgress } from '../../platform/notify';
import { plainItems } from '../../platform/labels';
import { settings } from '../../platform/settings';
import { settingsQuery } from '../../platform/settingsQuery';
import { Seals } from '../../updates/seals';
import type { CsvFormat, PlanHeader, PlanProblem } from '../plan/planFile';
import { planPathOf } from '../plan/planReader';
import { makePlan } from '../planning/makePlan';
import { surveySource, type Survey } from '../planning/survey';
import {
  columnsByHeader,
  columnsFileOf,
  ColumnsFault,
  readColumnsFile,
  writeColumnsFile,
  writeDraft,
  writeUserColumn,
  type ColumnsFile,
} from '../source/columnsFile';
import { SourceFault } from '../source/sourceFault';
import { BulkRefused } from './bulkFailure';
import type { BulkServices } from './bulkServices';
import type { SourceProblems } from './sourceProblems';

/** So many problems of rows are held to be shown. */
const maxShown = 500;

/** What is to be planned. */
export interface PlanCall {
  readonly uri: vscode.Uri;
  readonly environment: Environment;
  readonly accountId: string | undefined;
  readonly encoding: string | undefined;
  /** Several rows of one user are meant. Undefined: a person is asked. */
  readonly inOrder: boolean | undefined;
  /** Nobody is there to be asked. */
  readonly isCaller: boolean;
  /** Where the problems of the rows are shown. */
  readonly problems: SourceProblems;
}

export interface PlannedFile {
  readonly plan: vscode.Uri;
  readonly header: PlanHeader;
  readonly survey: Survey;
}

/**
 * Plans the update of all users of a file, beside it. Nothing is sent. Undefined when a person dismissed a question. Throws
 * SourceFault, TrutoError, BulkRefused.
 */
export async function planFromFile(call: PlanCall, services: BulkServices): Promise<PlannedFile | undefined> {
  const { uri, environment } = call;
  const { t } = vscode.l10n;
  // Before anything is read on behalf of a file.
  if (!vscode.workspace.isTrusted) throw new TrutoError(explainError({ failure: 'untrustedWorkspace', sent: false }));
  if (uri.scheme !== 'file') throw new BulkRefused(t('Save a copy of the file on this computer first.'));
  // What the screen shows counts, of the file and of what its columns are.
  for (const shown of [uri, vscode.Uri.file(columnsFileOf(uri.fsPath))].map(openDocument))
    if (shown?.isDirty === true && !(await shown.save()))
      throw new BulkRefused(t('The file cannot be saved. Save it first.'));
  const seal = await new Seals(services.globalStorageUri.fsPath).kept();
  if (!seal) throw new BulkRefused(t('The storage of the extension cannot be written.'));
  const target = await chooseTarget(call, services);
  if (!target) return undefined;
  const { survey, accountId, inOrder } = target;
  if (survey.format.kind === 'csv') await rememberColumns(uri.fsPath, survey.format);
  const plan = vscode.Uri.file(await planPathOf(uri.fsPath));
  const kept = new ReadParameters(services.workspaceState);
  const problems: PlanProblem[] = [];
  const header = await withProgress(t('Planning updates'), (signal, report) => {
    let told = 0;
    return makePlan(survey, plan.fsPath, {
      environment,
      accountId,
      body: settings.sendBody(uri),
      query: settingsQuery(uri),
      readParameters: (id) => kept.of(environment, id),
      inOrder,
      unknownFields: settings.unknownFields(uri),
      concurrency: settings.bulkConcurrency(),
      seal,
      signal,
      onProgress: (planned) => {
        if (Date.now() - told < 200) return;
        told = Date.now();
        report(t('{0} of {1} rows', planned, survey.rows));
      },
      onRowProblems: (found) => {
        if (problems.length < maxShown) problems.push(...found);
      },
    });
  });
  // Rows were checked without their users before.
  const shown = call.problems.begin(uri);
  shown.add([...problems, ...survey.problems]);
  shown.end();
  return { plan, header, survey };
}

/** Writes what the columns are understood as, and the encoding where it was told. What is written already is kept. */
async function rememberColumns(source: string, { delimiter, clear, encoding, columns }: CsvFormat): Promise<void> {
  const kept = await readColumnsFile(source);
  if (kept && (kept.encoding !== undefined || encoding === 'utf-8')) return;
  const said = { version: 1, encoding, delimiter, clear, columns: columnsByHeader(columns) } as const;
  await writeColumnsFile(source, { ...said, ...kept, columns: { ...said.columns, ...kept?.columns } });
}

interface Target {
  readonly survey: Survey;
  readonly accountId: string | undefined;
  readonly inOrder: boolean;
}

async function chooseTarget(call: PlanCall, services: BulkServices): Promise<Target | undefined> {
  const { uri, environment, isCaller } = call;
  const { selection } = services;
  let accountId = call.accountId ?? selection.accountOf(environment, uri)?.id;
  let survey = await surveyed(call, accountId);
  if (survey && accountId === undefined && survey.withoutAccount > 0 && !isCaller) {
    accountId = await services.chooseAccount(uri, environment);
    survey = accountId === undefined ? undefined : await surveyed(call, accountId);
  }
  if (!survey) return undefined;
  const inOrder =
    call.inOrder ?? (isCaller || survey.duplicates.count === 0 ? false : await askInOrder(survey.duplicates.count));
  return inOrder === undefined ? undefined : { survey, accountId, inOrder };
}

/** Checks all rows by themselves; where the encoding, or the column of the user ID, is not known, a person is asked. */
async function surveyed(call: PlanCall, accountId: string | undefined): Promise<Survey | undefined> {
  const { uri, isCaller, inOrder = false } = call;
  const survey = (encoding: string | undefined) =>
    withProgress(vscode.l10n.t('Checking the file'), async (signal) => {
      const shown = call.problems.begin(uri);
      try {
        const onProblems = (_: unknown, problems: readonly PlanProblem[]) => shown.add(problems);
        const unknownFields = settings.unknownFields(uri);
        const options = { accountId, encoding, inOrder, unknownFields, onProblems, signal };
        const surveyed = await surveySource(uri.fsPath, options);
        shown.add(surveyed.problems);
        return surveyed;
      } catch (error) {
        if (error instanceof SourceFault) shown.break(error);
        throw error;
      } finally {
        shown.end();
      }
    });
  for (let { encoding } = call; ; ) {
    try {
      return await survey(encoding);
    } catch (error) {
      if (error instanceof ColumnsFault) await writeDraft(uri.fsPath, error.draft);
      if (isCaller || !(error instanceof SourceFault)) throw error;
      const { code } = error.fault;
      if (code === 'wrongEncoding') {
        encoding = await askEncoding();
        if (encoding === undefined) return undefined;
      } else if (code === 'noUserColumn' && error instanceof ColumnsFault) {
        const header = await askUserColumn(error.draft);
        if (header === undefined) throw error;
        await writeUserColumn(uri.fsPath, error.draft, header);
      } else throw error;
    }
  }
}

/** Undefined where a person dismissed the question: then the message tells where to say it. */
async function askUserColumn({ columns }: ColumnsFile): Promise<string | undefined> {
  const items = Object.entries(columns).map(([label, field]) => ({ label, description: field ?? '', header: label }));
  const picked = await vscode.window.showQuickPick(plainItems(items), {
    title: vscode.l10n.t('Which column is the user ID?'),
    placeHolder: vscode.l10n.t('No column has the user ID'),
  });
  return picked?.header;
}

async function askInOrder(count: number): Promise<boolean | undefined> {
  const { t } = vscode.l10n;
  const inOrder = t('Send in Order');
  const asErrors = t('Do Not Send These Rows');
  const picked = await ask('warning', {
    question: count === 1 ? t('One user has several rows.') : t('{0} users have several rows.', count),
    detail: [t('Their rows can be sent one after another, in the order of the file. Otherwise they are errors.')],
    choices: [asErrors, inOrder],
  });
  return picked === undefined ? undefined : picked === inOrder;
}

const encodings: readonly (readonly [label: string, encoding: string])[] = [
  ['Western (Windows 1252, Latin 1)', 'windows-1252'],
  ['Central European (Windows 1250)', 'windows-1250'],
  ['Cyrillic (Windows 1251)', 'windows-1251'],
  ['Greek (Windows 1253)', 'windows-1253'],
  ['Turkish (Windows 1254)', 'windows-1254'],
  ['Hebrew (Windows 1255)', 'windows-1255'],
  ['Arabic (Windows 1256)', 'windows-1256'],
  ['Western (ISO 8859-15)', 'iso-8859-15'],
  ['Western (Mac Roman)', 'macintosh'],
  ['Japanese (Shift JIS)', 'shift_jis'],
  ['Chinese (GB 18030)', 'gb18030'],
  ['Chinese (Big5)', 'big5'],
  ['Korean (EUC-KR)', 'euc-kr'],
  ['UTF-16 LE', 'utf-16le'],
  ['UTF-16 BE', 'utf-16be'],
];

async function askEncoding(): Promise<string | undefined> {
  const items = plainItems(encodings.map(([label, encoding]) => ({ label, encoding })));
  const picked = await vscode.window.showQuickPick(plainItems(items), {
    title: vscode.l10n.t('Select the encoding of the file'),
    placeHolder: vscode.l10n.t('The file is not UTF-8'),
  });
  return picked?.encoding;
}
