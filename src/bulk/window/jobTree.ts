import { basename } from 'node:path';
import * as vscode from 'vscode';
import { plainText } from '../../platform/plainText';
import { codeWords, restWords, stoppedWords } from '../../platform/words/jobWords';
import type { StoppedAccount } from '../job/jobEntry';
import { withoutPlanEnding } from '../plan/planFile';
import type { ShownJob } from './bulkRuns';

/** A row of the view: a job, an account of it that stopped, or how many of its rows failed for one cause. */
export type JobNode =
  | { readonly kind: 'job'; readonly jobId: string; readonly job: ShownJob }
  | { readonly kind: 'account'; readonly jobId: string; readonly account: StoppedAccount }
  | { readonly kind: 'cause'; readonly jobId: string; readonly code: string; readonly count: number };

const icons = {
  running: 'sync',
  resting: 'debug-pause',
  cancelled: 'circle-slash',
  ended: 'pass',
  damaged: 'error',
} as const;

/** How far a job is, in a few words. */
export function progressWords(job: ShownJob): string {
  const { t } = vscode.l10n;
  const { counts, pending, rate, state, isOwned, reason } = job;
  const done = t('{0} of {1}', counts.rows - pending, counts.rows);
  const failed = counts.failed + counts.unknown > 0 ? t('{0} failed or unknown', counts.failed + counts.unknown) : '';
  const isRunning = state === 'running' && (isOwned || job.isOwn);
  const pace = isRunning && rate !== undefined && rate > 0 ? paceWords(rate, Math.ceil(pending / rate)) : '';
  const rests = isRunning ? '' : state === 'running' || state === 'resting' ? restWords(reason) : '';
  const ended = state === 'cancelled' ? t('canceled') : '';
  return [done, failed, pace, rests, ended].filter((words) => words !== '').join(' · ');
}

/** @param rate in rows a minute, which may be less than one */
function paceWords(rate: number, minutes: number): string {
  const { t } = vscode.l10n;
  return rate < 0.95
    ? t('{0} an hour, {1} min left', Math.max(1, Math.round(rate * 60)), minutes)
    : t('{0} a minute, {1} min left', Math.round(rate), minutes);
}

/** The jobs of many updates, the latest first. */
export class JobTree {
  constructor(private readonly list: () => Promise<readonly ShownJob[]>) {}

  async getChildren(node?: JobNode): Promise<JobNode[]> {
    if (node && node.kind !== 'job') return [];
    if (node) {
      const { jobId } = node;
      const accounts = (node.job.accounts ?? []).map((account) => ({ kind: 'account', jobId, account }) as const);
      const causes = Object.entries(node.job.causes).sort(([, one], [, other]) => other - one);
      return [...accounts, ...causes.map(([code, count]) => ({ kind: 'cause', jobId, code, count }) as const)];
    }
    return (await this.list()).map((job) => ({ kind: 'job', jobId: job.jobId, job }));
  }

  getTreeItem(node: JobNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const { jobId } = node;
    if (node.kind === 'account') {
      const { id, label = id, cause } = node.account;
      return leaf(`${jobId} account ${id}`, stoppedWords(cause.code), label);
    }
    if (node.kind === 'cause') return leaf(`${jobId} ${node.code}`, codeWords(node.code), String(node.count));
    const { job } = node;
    const name = basename(job.plan);
    const item = new vscode.TreeItem(
      plainText(withoutPlanEnding(name)),
      Object.keys(job.causes).length + (job.accounts?.length ?? 0) > 0 ? Collapsed : None,
    );
    item.id = jobId;
    item.description = plainText(progressWords(job));
    item.tooltip = plainText(`${name} · ${job.environment.name} · ${progressWords(job)}`);
    item.contextValue = contextOf(job);
    const isRunning = job.state === 'running' && (job.isOwn || job.isOwned);
    item.iconPath = new vscode.ThemeIcon(job.state === 'running' && !isRunning ? icons.resting : icons[job.state]);
    return item;
  }
}

function leaf(id: string, label: string, description: string): vscode.TreeItem {
  const item = new vscode.TreeItem(plainText(label));
  item.id = id;
  item.description = plainText(description);
  return item;
}

/** What its menu offers. */
function contextOf({ state, isOwn, isOwned }: ShownJob): string {
  if (isOwn) return 'job.running';
  if (isOwned) return 'job.elsewhere';
  return state === 'running' || state === 'resting' ? 'job.resting' : 'job.over';
}
