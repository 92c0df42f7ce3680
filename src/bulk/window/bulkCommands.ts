import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { NoEnvironmentError } from '../../api/environments';
import { countArgument, flagArgument, isCaller, isUnasked, textArgument } from '../../platform/commandArguments';
import { openDocument } from '../../platform/editorInputs';
import { tell, type Action } from '../../platform/notify';
import { columnsFileOf, ColumnsFault } from '../source/columnsFile';
import { beginsWithList } from '../source/sourceKind';
import { applyPlan, type ApplyCall } from './applyPlan';
import { BulkRefused, reported } from './bulkFailure';
import type { Applied, BulkRuns } from './bulkRuns';
import type { BulkResult, BulkServices } from './bulkServices';
import { tellResult } from './jobCommands';
import { PlanDocuments, planOf, planViewUri } from './planDocuments';
import { planFromFile, type PlannedFile } from './planFromFile';
import { SourceProblems } from './sourceProblems';

/** One run of a command. What it is about was fixed when it was called: code may still have had to be loaded since. */
interface BulkCall {
  /** As it was handed over by a menu or a caller; undefined from the palette. */
  readonly argument: unknown;
  /** The file that it names. */
  readonly uri: vscode.Uri | undefined;
  /** The document that is in front, in whichever editor. */
  readonly inFront: vscode.Uri | undefined;
  /** That of the row it was called from, else the one that was in use. */
  readonly environment: Environment | undefined;
}

/** What is done with files of many users. */
export class BulkCommands implements vscode.Disposable {
  readonly documents: PlanDocuments;
  private readonly problems = new SourceProblems();

  constructor(
    private readonly services: BulkServices,
    private readonly runs: () => Promise<BulkRuns>,
    planChanged: (uri: vscode.Uri) => void,
  ) {
    this.documents = new PlanDocuments(planChanged);
  }

  /**
   * The command `truto.updateUsersFromFile`: plans, and shows the plan to a person. `{ uri, accountId?, encoding?, inOrder?,
   * plan?, confirm? }` asks nothing about the file, and applies the plan unless `plan` is true: what is planned is counted in
   * the first line of it. Where `confirm` is false nobody is asked, and nothing is sent that the settings want asked.
   * Undefined when a person dismissed a question. A caller gets a BulkRefused that says why nothing was planned or sent.
   */
  updateUsersFromFile({ argument, environment, ...call }: BulkCall): Promise<BulkResult | undefined> {
    const meant = async () => {
      const uri = call.uri ?? fileInFront(call);
      return uri ? onDisk(uri) : pickFile();
    };
    return this.reported(argument, meant, async (file) => {
      if (!file) return undefined;
      if (!environment) throw new NoEnvironmentError(this.services.environments.lost());
      const planned = await planFromFile(
        {
          uri: file,
          environment,
          accountId: textArgument(argument, 'accountId'),
          encoding: textArgument(argument, 'encoding'),
          inOrder: flagArgument(argument, 'inOrder'),
          isCaller: isCaller(argument),
          problems: this.problems,
        },
        this.services,
      );
      if (!planned) return undefined;
      this.documents.remember(planned.plan, planned.survey.problems);
      if (!isCaller(argument)) await this.view(planned.plan);
      if (!isCaller(argument) || flagArgument(argument, 'plan') === true) return plannedResult(planned);
      return (await this.apply({ plan: planned.plan, made: planned.header }, argument))?.result;
    });
  }

  /**
   * The command `truto.applyPlan`: `{ uri, confirm? }`, else the plan in front. Undefined when a person said no. A caller gets a
   * BulkRefused that says why nothing was sent.
   */
  applyPlan(call: BulkCall): Promise<BulkResult | undefined> {
    return this.reported(
      call.argument,
      () => planMeant(call),
      async (plan) => {
        return this.applyAndTell(plan, call.argument);
      },
    );
  }

  /** As `applyPlan`, but only the first rows of a plan: as many as `rows` or a person says. */
  sendFirstRows(call: BulkCall): Promise<BulkResult | undefined> {
    return this.reported(
      call.argument,
      () => planMeant(call),
      async (plan) => {
        const rows = countArgument(call.argument, 'rows') ?? (await askFirstRows());
        return rows === undefined ? undefined : this.applyAndTell(plan, call.argument, rows);
      },
    );
  }

  private async applyAndTell(plan: vscode.Uri, argument: unknown, firstRows?: number): Promise<BulkResult | undefined> {
    const applied = await this.apply({ plan, firstRows }, argument);
    if (applied && !isCaller(argument)) tellResult(applied);
    return applied?.result;
  }

  private async apply(call: Omit<ApplyCall, 'isUnasked'>, argument: unknown): Promise<Applied | undefined> {
    return applyPlan({ ...call, isUnasked: isUnasked(argument) }, this.runs);
  }

  /** Opens the readable view of a plan: that of `{ uri }`, else the one in front. A caller gets a BulkRefused where it is none. */
  showPlan(call: BulkCall): Promise<void> {
    return this.reported(
      call.argument,
      () => planMeant(call),
      async (plan) => {
        await this.view(plan);
      },
    );
  }

  /** Opens diffs of the first users of a plan, which is named as for `showPlan`. */
  showPlanSamples(call: BulkCall): Promise<void> {
    return this.reported(
      call.argument,
      () => planMeant(call),
      async (plan) => {
        if ((await this.documents.showSamples(plan)) === 0)
          void tell('information', vscode.l10n.t('The plan changes no user.'));
      },
    );
  }

  private async view(plan: vscode.Uri): Promise<void> {
    this.documents.outdate(plan);
    const document = await vscode.workspace.openTextDocument(planViewUri(plan));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    this.problems.dispose();
  }

  /** Runs a command that is about a file, which the first function finds. */
  private reported<T, Meant extends vscode.Uri | undefined>(
    argument: unknown,
    meant: () => Meant | Promise<Meant>,
    run: (uri: Meant) => Promise<T>,
  ): Promise<T | undefined> {
    let uri: vscode.Uri | undefined;
    const runMeant = async () => {
      const file = await meant();
      uri = file;
      return run(file);
    };
    return reported(
      argument,
      this.services.log,
      runMeant,
      () => uri?.path.replace(/^.*\//, '') ?? '',
      (error) => (uri && error instanceof ColumnsFault ? [openColumnsFile(uri)] : []),
    );
  }
}

const openColumnsFile = (source: vscode.Uri): Action => ({
  title: vscode.l10n.t('Open Columns File'),
  run: () => vscode.window.showTextDocument(vscode.Uri.file(columnsFileOf(source.fsPath))),
});

/** Until a plan is applied, its rows are unchanged or not sent, and there is no job. */
const plannedResult = ({ plan, header: { counts } }: PlannedFile): BulkResult => ({
  rows: counts.rows,
  sent: 0,
  unchanged: counts.unchanged,
  skipped: counts.rows - counts.unchanged,
  failed: 0,
  unknown: 0,
  plan,
});

/** Throws BulkRefused where there is no plan, and for one that the screen shows otherwise than it was written. */
function planMeant({ uri: named, inFront }: BulkCall): vscode.Uri {
  const uri = named ?? inFront;
  const plan = uri && planOf(uri);
  if (!plan) throw new BulkRefused(vscode.l10n.t('Open a plan first.'));
  if (openDocument(plan)?.isDirty === true)
    throw new BulkRefused(
      vscode.l10n.t('The plan has unsaved changes. Undo them. To leave out rows, change the source and plan again.'),
    );
  return plan;
}

const isSource = ({ path }: vscode.Uri): boolean =>
  /\.(?:jsonc?|jsonl|ndjson|csv|tsv|tab|psv|txt)$/i.test(path) &&
  !/\.truto-(?:plan\.jsonl|columns\.json|user\.json)$/.test(path);

function fileInFront({ inFront: uri }: Pick<BulkCall, 'inFront'>): vscode.Uri | undefined {
  if (!uri || !['file', 'untitled'].includes(uri.scheme)) return undefined;
  return isSource(uri) || isList(openDocument(uri)) ? uri : undefined;
}

/** A user file, or one without a name, may hold a list of users. */
const isList = (document: vscode.TextDocument | undefined): boolean =>
  document !== undefined && /^json[c5]?$/.test(document.languageId) && beginsWithList(document.getText());

/** A new document is saved first: the plan lies beside its file. Undefined when dismissed. */
const onDisk = async (uri: vscode.Uri): Promise<vscode.Uri | undefined> =>
  uri.scheme === 'untitled' ? vscode.workspace.save(uri) : uri;

async function askFirstRows(): Promise<number | undefined> {
  const { t } = vscode.l10n;
  const isCount = (text: string) => /^[1-9]\d{0,6}$/.test(text.trim());
  const value = await vscode.window.showInputBox({
    title: t('Send the first rows, then stop'),
    prompt: t('Number of rows'),
    value: '10',
    validateInput: (text) => (isCount(text) ? undefined : t('Type a number, 1 or more.')),
  });
  return value !== undefined && isCount(value) ? Number(value) : undefined;
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: t('Select a file of users'),
      openLabel: t('Plan Updates'),
      filters: { [t('Users')]: ['json', 'jsonc', 'jsonl', 'ndjson', 'csv', 'tsv', 'tab', 'psv', 'txt'] },
    })) ?? [];
  return uri;
}
