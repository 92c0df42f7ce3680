import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { settings } from '../../platform/settings';
import { dayMs } from '../../updates/oldFiles';
import { Seals } from '../../updates/seals';
import { BulkJobs, JobFault, leave, type JobSummary, type OwnedJob } from '../job/bulkJob';
import type { JobHead } from '../job/jobEntry';
import { JobTakenError } from '../job/jobOwner';
import type { JobCounts } from '../job/jobState';
import { sealedMark, type PlanEffects, type PlanHeader } from '../plan/planFile';
import { EffectsTally } from '../planning/planRow';
import { BulkRunner } from '../run/bulkRunner';
import type { JobEnd } from '../run/jobRecord';
import { withheldValues } from '../run/withheldValues';
import { logAgreement, type SentRows } from '../results/logAgreement';
import { SourceFault } from '../source/sourceFault';
import { writeUndoPlan, type UndoPlan } from '../undo/undoPlan';
import { BulkRefused } from './bulkFailure';
import type { BulkResult, BulkServices } from './bulkServices';
import { writeReport, writtenReport } from './jobReport';
import { sourceFaultMessage } from '../../platform/words/bulkWords';
import { jobFaultWords } from '../../platform/words/jobWords';

/** In ms: nobody waits longer for a report. */
const logPatience = 20_000;
/** In ms: views are not shown anew more often. */
const showEvery = 500;

/** A job as views show it. */
export type ShownJob = JobSummary & {
  /** Somebody runs it, in this window or another one. */
  readonly isOwned: boolean;
  /** In this window. */
  readonly isOwn: boolean;
  /** Rows a minute, and minutes that are left, of a job in this window. */
  readonly rate?: number;
};

/** What a job has come to, and its files. */
export interface Applied {
  readonly result: BulkResult;
  readonly end: JobEnd;
}

/** What is left of a job. */
interface LeftRows {
  readonly header: PlanHeader;
  readonly environment: Environment;
  readonly effects: PlanEffects;
  readonly count: number;
  /** The ids of their accounts. */
  readonly accounts: ReadonlySet<string>;
}

interface StartOptions {
  /** Of the plan that was confirmed. */
  readonly sha256: string;
  /** So many rows, then rest. */
  readonly firstRows: number | undefined;
}

interface Running {
  readonly runner: BulkRunner;
  readonly job: OwnedJob;
  readonly startedAt: number;
  readonly doneBefore: number;
}

/** The jobs of many updates that this window runs, and those that it may go on with. */
export class BulkRuns {
  readonly jobs: BulkJobs;
  private readonly running = new Map<string, Running>();
  private readonly changed = new vscode.EventEmitter<undefined>();
  private timer: NodeJS.Timeout | undefined;
  private readonly seals: Seals;
  readonly onDidChange = this.changed.event;

  constructor(private readonly services: BulkServices) {
    const { fsPath } = services.globalStorageUri;
    this.jobs = new BulkJobs(fsPath);
    this.seals = new Seals(fsPath);
  }

  /** Applies a plan that was confirmed. Resolves when the job has ended, or rests. */
  async start(plan: vscode.Uri, confirmed: StartOptions): Promise<Applied> {
    this.refuseUntrusted();
    const job = await this.inWords(() => this.jobs.create(plan.fsPath, Date.now(), confirmed));
    const runner = await this.runner(job, 'begins', confirmed.firstRows).catch(async (error: unknown) => {
      // Nothing of it has been begun, and nobody would see it.
      await this.jobs.remove(job.id);
      throw error;
    });
    return this.run(job, runner);
  }

  /** The updates that are still to be sent of a job of which only the first were confirmed; undefined for others. Throws BulkRefused. */
  async unconfirmed(jobId: string): Promise<LeftRows | undefined> {
    const { head, plan, state } = await this.inWords(() => this.jobs.read(jobId));
    const effects = new EffectsTally();
    try {
      if (head.firstRows === undefined) return undefined;
      const accounts = new Set<string>();
      let count = 0;
      for (const [accountId, rows] of plan.accounts)
        for (const row of rows.filter((index) => state.of(index) === 'pending')) {
          effects.add(await plan.row(row));
          accounts.add(accountId);
          count += 1;
        }
      const environment = this.environmentOf(head.environment);
      return { header: plan.header, environment, effects: effects.effects, count, accounts };
    } finally {
      await plan.close();
    }
  }

  /** Goes on with a job that rests, or was interrupted. Resolves when it has ended, or rests again. */
  async resume(jobId: string): Promise<Applied> {
    this.refuseUntrusted();
    const job = await this.inWords(() => this.jobs.resume(jobId, Date.now()));
    return this.run(job, await this.runner(job, 'goesOn'));
  }

  /** Lets a job of this window rest. Throws BulkRefused for one that another window runs. */
  async pause(jobId: string): Promise<void> {
    const running = this.running.get(jobId);
    if (running) running.runner.pause();
    else if (await this.jobs.isOwned(jobId)) throw new BulkRefused(jobFaultWords('elsewhere'));
  }

  /** Throws BulkRefused where nothing is kept of a job. */
  async refuseUnknown(jobId: string): Promise<void> {
    if (!(await this.inWords(() => this.jobs.has(jobId)))) throw new BulkRefused(jobFaultWords('noJob'));
  }

  /** Ends a job. One that rests is opened for that. */
  async cancel(jobId: string): Promise<void> {
    const running = this.running.get(jobId);
    if (running) {
      running.runner.cancel();
      return;
    }
    await this.inWords(() => this.jobs.cancel(jobId, Date.now()));
    this.show();
  }

  /** Deletes all that is kept of a job. Throws BulkRefused while somebody runs it. */
  async remove(jobId: string): Promise<void> {
    await this.inWords(() => this.jobs.remove(jobId));
    this.show();
  }

  /** Makes the plan that takes a job back. Nothing is sent. */
  async undoPlan(jobId: string, signal: AbortSignal): Promise<UndoPlan> {
    this.refuseUntrusted();
    const { head, plan } = await this.inWords(() => this.jobs.read(jobId));
    await plan.close();
    const seal = await this.seal();
    const options = { environment: this.environmentOf(head.environment), seal, signal };
    return this.inWords(() => writeUndoPlan(this.jobs, jobId, options));
  }

  /** Writes the files of a job, unless those that it has tell of all of it. */
  async report(jobId: string): Promise<vscode.Uri> {
    const written = await this.inWords(() => writtenReport(this.jobs, jobId));
    if (written !== undefined) return vscode.Uri.file(written);
    const agreement = async (rows: SentRows, head: JobHead) => {
      if (!vscode.workspace.isTrusted || !this.services.profiles.byKey(head.environment.key)) return undefined;
      const signal = AbortSignal.timeout(logPatience);
      return logAgreement(this.environmentOf(head.environment), rows.last, head.at, signal);
    };
    return vscode.Uri.file(await this.inWords(() => writeReport(this.jobs, jobId, agreement)));
  }

  async list(): Promise<readonly ShownJob[]> {
    const now = Date.now();
    const listed = await this.jobs.list();
    void this.jobs.removeOld(now - settings.historyDays() * dayMs).catch(() => undefined);
    return listed.map((summary) => {
      const running = this.running.get(summary.jobId);
      if (!running) return { ...summary, isOwn: false };
      const { job, startedAt, doneBefore } = running;
      const { countsSoFar: counts } = job.state;
      const minutes = (now - startedAt) / 60_000;
      return {
        ...summary,
        state: 'running',
        counts,
        pending: job.state.count('pending') + job.state.count('open'),
        causes: Object.fromEntries(job.state.causes),
        isOwn: true,
        rate: minutes > 0 ? (doneOf(counts) - doneBefore) / minutes : 0,
      };
    });
  }

  /** Those that this window runs; it has no file work. */
  get own(): readonly Pick<Running, 'job'>[] {
    return [...this.running.values()];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const { runner } of this.running.values()) runner.pause('windowClosed');
    this.changed.dispose();
  }

  private async run(job: OwnedJob, runner: BulkRunner): Promise<Applied> {
    this.running.set(job.id, { runner, job, startedAt: Date.now(), doneBefore: doneOf(job.state.counts) });
    runner.onDidChange(() => this.showSoon());
    this.show();
    let end: JobEnd;
    try {
      end = await runner.run();
    } finally {
      this.running.delete(job.id);
      this.show();
    }
    this.services.log.info(`bulk update ${job.id}: ${JSON.stringify({ ...end, ...job.state.counts })}`);
    const report = await this.report(job.id).catch((error: unknown) => {
      this.services.log.error(`bulk update ${job.id}: ${String(error)}`);
      return undefined;
    });
    const plan = vscode.Uri.file(job.head.plan.path);
    return { result: { ...job.state.counts, plan, jobId: job.id, ...(report && { report }) }, end };
  }

  private async runner(job: OwnedJob, when: 'begins' | 'goesOn', firstRows?: number): Promise<BulkRunner> {
    try {
      return new BulkRunner(job, {
        environment: this.environmentOf(job.head.environment),
        updates: await this.services.updates(),
        seal: await this.seal(),
        concurrency: settings.bulkConcurrency(),
        withheld: await withheldValues(job, when),
        ...(firstRows !== undefined && { firstRows }),
      });
    } catch (error) {
      await leave(job);
      if (!(error instanceof SourceFault)) throw error;
      const { fault, line, column } = error;
      throw new BulkRefused(sourceFaultMessage(fault, job.plan.header.source.name, line, column));
    }
  }

  private async seal() {
    const seal = await this.seals.kept();
    if (!seal) throw new BulkRefused(vscode.l10n.t('The storage of VS Code cannot be written. Nothing was sent.'));
    return seal;
  }

  /** What a plan keeps of secrets is sealed: elsewhere nobody can compare them. Throws BulkRefused. */
  async refuseForeign({ seal }: PlanHeader): Promise<void> {
    if ((await this.seal())(sealedMark) !== seal)
      throw new BulkRefused(vscode.l10n.t('This plan was made on another computer. Make it again.'));
  }

  /** The environment that a plan was made for, whichever is in use now. Throws BulkRefused where it was removed. */
  environmentOf({ key, name }: { readonly key: string; readonly name: string }): Environment {
    const profile = this.services.profiles.byKey(key);
    if (profile) return this.services.environments.of(profile);
    throw new BulkRefused(
      vscode.l10n.t('The environment {0} of this plan was removed, or is another one. Add it again first.', name),
    );
  }

  private async inWords<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof JobTakenError) throw new BulkRefused(jobFaultWords('taken'));
      if (error instanceof JobFault) throw new BulkRefused(jobFaultWords(error.code, error.line));
      throw error;
    }
  }

  private refuseUntrusted(): void {
    if (!vscode.workspace.isTrusted)
      throw new BulkRefused(vscode.l10n.t('Nothing is sent from an untrusted workspace.'));
  }

  private showSoon(): void {
    this.timer ??= setTimeout(() => this.show(), showEvery);
  }

  private show(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changed.fire(undefined);
  }
}

const doneOf = ({ sent, unchanged, failed, unknown }: JobCounts): number => sent + unchanged + failed + unknown;
