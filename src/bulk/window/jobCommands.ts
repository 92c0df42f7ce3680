import * as vscode from 'vscode';
import { isCaller, isUnasked, textArgument } from '../../platform/commandArguments';
import { plainItems } from '../../platform/labels';
import { ask, tell, withProgress } from '../../platform/notify';
import { restWords } from '../../platform/words/jobWords';
import { BulkRefused, reported } from './bulkFailure';
import { applyPlan } from './applyPlan';
import { mayApply } from './confirmPlan';
import type { Applied, BulkRuns, ShownJob } from './bulkRuns';
import type { BulkResult, BulkServices } from './bulkServices';
import { progressWords } from './jobTree';

/** What is done with jobs that were begun. */
export class JobCommands {
  constructor(
    private readonly runs: BulkRuns,
    private readonly services: Pick<BulkServices, 'log'>,
  ) {}

  /**
   * The command `truto.resumeBulkUpdate`: `{ jobId, confirm? }` (or a row of the view) names it, otherwise a person picks one.
   * Undefined when they dismissed a question. A caller gets a BulkRefused where there is no such job, it has ended, or
   * somebody runs it.
   */
  resumeBulkUpdate(argument: unknown): Promise<BulkResult | undefined> {
    return reported(argument, this.services.log, async () => {
      const { t } = vscode.l10n;
      const jobId = (await this.named(argument)) ?? (await this.pick(isResting, t('Resume Bulk Update')));
      if (jobId === undefined) return undefined;
      if (!(await this.mayResume(jobId, isUnasked(argument)))) return undefined;
      const applied = await this.runs.resume(jobId);
      if (!isCaller(argument)) tellResult(applied);
      return applied.result;
    });
  }

  /**
   * The command `truto.pauseBulkUpdate`: `{ jobId }` names it, otherwise a person picks one of this window. One that rests stays
   * as it is. A caller gets a BulkRefused where there is no such job, or another window runs it.
   */
  pauseBulkUpdate(argument: unknown): Promise<void> {
    return reported(argument, this.services.log, async () => {
      const { t } = vscode.l10n;
      const jobId = (await this.named(argument)) ?? (await this.pick(({ isOwn }) => isOwn, t('Pause Bulk Update')));
      if (jobId !== undefined) await this.runs.pause(jobId);
    });
  }

  /**
   * Ends a job: what was not sent is never sent. `{ jobId, confirm: false }` does so without a question. A caller gets a
   * BulkRefused where there is no such job, it has ended, or another window runs it.
   */
  cancelBulkUpdate(argument: unknown): Promise<void> {
    return reported(argument, this.services.log, async () => {
      const { t } = vscode.l10n;
      const jobId = await this.meant(argument);
      if (jobId === undefined) return;
      const cancel = t('Cancel Bulk Update');
      const picked =
        isUnasked(argument) ||
        (await ask('warning', {
          question: t('Cancel this bulk update?'),
          detail: [t('Rows that were not sent yet are never sent. Rows that were sent stay updated.')],
          choices: [cancel],
        })) === cancel;
      if (picked) await this.runs.cancel(jobId);
    });
  }

  /**
   * Deletes all that is kept of a job which nobody runs. `{ jobId, confirm: false }` does so without a question. A caller gets a
   * BulkRefused where there is no such job, or somebody runs it.
   */
  removeBulkUpdate(argument: unknown): Promise<void> {
    return reported(argument, this.services.log, async () => {
      const { t } = vscode.l10n;
      const jobId = await this.meant(argument);
      if (jobId === undefined) return;
      const remove = t('Remove');
      const picked =
        isUnasked(argument) ||
        (await ask('warning', {
          question: t('Remove this bulk update?'),
          detail: [t('Its journal is deleted: it can no longer be resumed or undone. The files beside its plan stay.')],
          choices: [remove],
        })) === remove;
      if (picked) await this.runs.remove(jobId);
    });
  }

  /** Opens the report of a job (`{ jobId }`); resolves to its URI. A caller gets a BulkRefused where there is no such job. */
  openBulkReport(argument: unknown): Promise<vscode.Uri | undefined> {
    return reported(argument, this.services.log, async () => {
      const jobId = await this.meant(argument);
      if (jobId === undefined) return undefined;
      const report = await this.runs.report(jobId);
      if (!isCaller(argument)) await vscode.commands.executeCommand('markdown.showPreview', report);
      return report;
    });
  }

  /**
   * Plans the undo of a job. A caller's (`{ jobId, confirm? }`) is applied; a person looks at the plan and applies it. A caller
   * gets a BulkRefused where there is no such job, nothing to undo, or a question is wanted and `confirm` is false.
   */
  undoBulkUpdate(argument: unknown): Promise<BulkResult | undefined> {
    return reported(argument, this.services.log, async () => {
      const { t } = vscode.l10n;
      const jobId = await this.meant(argument);
      if (jobId === undefined) return undefined;
      const undo = await withProgress(t('Planning the undo...'), (signal) => this.runs.undoPlan(jobId, signal));
      const left = Object.values(undo.notUndone).reduce((sum, count) => sum + count, 0);
      if (undo.planFile === undefined)
        throw new BulkRefused(
          left > 0
            ? t('Nothing to undo. Fields that stay as they are: {0}.', left)
            : t('Nothing to undo: all users have the values from before.'),
        );
      const plan = vscode.Uri.file(undo.planFile);
      if (isCaller(argument)) {
        const call = { plan, isUnasked: isUnasked(argument) };
        return (await applyPlan(call, () => Promise.resolve(this.runs)))?.result;
      }
      if (left > 0) void tell('information', t('Fields that cannot be undone and stay as they are: {0}.', left));
      await vscode.commands.executeCommand('truto.showPlan', plan);
      return undefined;
    });
  }

  /** Offers to go on with jobs that were interrupted. */
  async offerResume(): Promise<void> {
    const { t } = vscode.l10n;
    const [job] = (await this.runs.list()).filter(isInterrupted);
    if (!job) return;
    await tell('information', t('A bulk update was interrupted: {0}.', progressWords(job)), {
      title: t('Resume'),
      run: () => this.resumeBulkUpdate({ kind: 'job', jobId: job.jobId }),
    });
  }

  /** Whoever sent the first rows has confirmed no more than those. */
  private async mayResume(jobId: string, unasked: boolean): Promise<boolean> {
    const left = await this.runs.unconfirmed(jobId);
    return left === undefined || mayApply(left, unasked);
  }

  /** The job that a row or a caller names. Throws BulkRefused where there is none of the name. */
  private async named(argument: unknown): Promise<string | undefined> {
    const jobId = textArgument(argument, 'jobId');
    if (jobId !== undefined) await this.runs.refuseUnknown(jobId);
    return jobId;
  }

  /** The same; undefined where a person named none. Throws BulkRefused for a caller that names none, too. */
  private async meant(argument: unknown): Promise<string | undefined> {
    const jobId = await this.named(argument);
    if (jobId === undefined && isCaller(argument))
      throw new BulkRefused(vscode.l10n.t('There is no such bulk update.'));
    return jobId;
  }

  private async pick(isOffered: (job: ShownJob) => boolean, title: string): Promise<string | undefined> {
    const { t } = vscode.l10n;
    const offered = (await this.runs.list()).filter(isOffered);
    if (offered.length === 0) throw new BulkRefused(t('There is no such bulk update.'));
    const items = offered.map((job) => ({
      label: job.plan.replace(/^.*[/\\]/, ''),
      description: progressWords(job),
      jobId: job.jobId,
    }));
    return (await vscode.window.showQuickPick(plainItems(items), { title, matchOnDescription: true }))?.jobId;
  }
}

/** Tells what a bulk update has come to, and whether it is only paused. */
export function tellResult({ result, end }: Applied): void {
  const { rows, sent, unchanged, failed, unknown, skipped, jobId, report } = result;
  const { t } = vscode.l10n;
  const words = [
    t('Bulk update: {0} of {1} users updated.', sent, rows),
    unchanged > 0 && t('Unchanged: {0}.', unchanged),
    failed > 0 && t('Failed: {0}.', failed),
    unknown > 0 && t('Result unknown: {0}.', unknown),
    skipped > 0 && t('Not sent: {0}.', skipped),
    end.state === 'resting' && t('Now {0}.', restWords(end.reason)),
  ];
  const open = {
    title: t('Open Report'),
    run: () => vscode.commands.executeCommand('truto.openBulkReport', { kind: 'job', jobId }),
  };
  void tell(
    failed + unknown > 0 ? 'warning' : 'information',
    words.filter(Boolean).join(' '),
    ...(report && jobId !== undefined ? [open] : []),
  );
}

const isResting = ({ state, isOwn, isOwned }: ShownJob): boolean =>
  !isOwn && !isOwned && (state === 'running' || state === 'resting');

/** Nobody wanted it to rest. */
const isInterrupted = (job: ShownJob): boolean =>
  isResting(job) && (job.state === 'running' || job.reason === 'windowClosed');
