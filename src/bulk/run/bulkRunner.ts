import { accountLabel } from '../../api/accountLabel';
import { Listeners } from '../../api/listeners';
import type { Environment } from '../../api/environment';
import { KeptUser, type Seal } from '../../core/secrets/keptUser';
import type { Updates } from '../../updates/updates';
import { append, leave, type OwnedJob } from '../job/bulkJob';
import type { RestReason, StoppedAccount } from '../job/jobEntry';
import { isToDo, type RowState } from '../job/jobState';
import { mergedImages } from '../plan/mergedImages';
import type { PlanRow } from '../plan/planFile';
import { AccountRun } from './accountRun';
import { bulkRow, type BulkRow, type WithheldValues } from './bulkRow';
import { JobRecord, type JobEnd } from './jobRecord';
import { rowFailure, type RowFailure } from './rowFailure';
import { RowOrder } from './rowOrder';
import { runRow, type RowResult } from './runRow';

export interface BulkOptions {
  readonly environment: Environment;
  readonly updates: Updates;
  /** What is kept is sealed with it. */
  readonly seal: Seal;
  /** So many accounts are sent to at the same time. */
  readonly concurrency: number;
  /** The secrets of a row, which its plan does not hold. */
  readonly withheld?: (index: number) => WithheldValues | undefined;
  /** Rest when so many rows have left, whatever becomes of them. */
  readonly firstRows?: number;
  readonly now?: () => number;
}

/** In a row: then something is wrong with Truto, the provider or the network, and not with a user. */
const maxFailures = 5;

/**
 * Runs a job: all rows that are still to go, each account at its pace, several accounts side by side. Nothing leaves that the
 * journal does not know, nor once somebody else owns the job.
 */
export class BulkRunner {
  private readonly changed = new Listeners<undefined>();
  /** Told of every row that has ended, and when the job comes to rest. */
  readonly onDidChange = this.changed.event;
  private stopping: RestReason | 'cancelled' | undefined;
  private failures = 0;
  private error: Error | undefined;
  /** The rows of which a request has left. */
  private readonly left = new Set<number>();
  /** Rows that failed by what may be the fault of all: they have, as soon as a request that began later gets through. */
  private readonly suspects = new Map<number, RowResult>();
  private readonly order: RowOrder;
  /** Those of rows that have not left yet, with the account of each that is open. */
  private readonly resting = new Map<AbortController, AccountRun | undefined>();
  private readonly now: () => number;
  private readonly record: JobRecord;
  /** By id: the accounts whose rows rest. */
  private readonly stopped = new Map<string, StoppedAccount>();
  /** Those of them that could not be read, by what passes. */
  private readonly unread = new Set<string>();

  constructor(
    readonly job: OwnedJob,
    private readonly options: BulkOptions,
  ) {
    this.now = options.now ?? Date.now;
    this.order = new RowOrder(job);
    this.record = new JobRecord(job, this.now, (reason) => this.stop(reason));
  }

  /**
   * Resolves when the job has ended, or rests; then this process has left it. Rejects with what is a mistake of ours, the job
   * left all the same.
   */
  async run(): Promise<JobEnd> {
    const { job } = this;
    await this.record.summarize('running');
    let end: JobEnd = { state: 'resting', reason: 'cannotKeep' };
    try {
      const before = new Set(job.state.intents.keys());
      await this.runAccounts((row) => isToDo(job.state.of(row)));
      // What nobody heard of is looked at once more, when all else is done.
      await this.runAccounts((row) => job.state.of(row) === 'unknown' && !before.has(row));
      for (let rows = this.order.released(); rows.size > 0; rows = this.order.released())
        await this.runAccounts((row) => rows.has(row));
      // Nothing got through since: they are to be sent still.
      const [suspect] = this.suspects.values();
      if (suspect && this.stopping === undefined) this.stop(suspect.failure?.restsWhenRepeated ?? 'serverFailing');
      const stopped = [...job.plan.accounts.keys()].flatMap((id) => this.stopped.get(id) ?? []);
      end = await this.record.close(this.outcome(), stopped);
    } finally {
      await this.record.summarize(end.state);
      await leave(job);
      this.changed.fire(undefined);
    }
    if (this.error) throw this.error;
    return end;
  }

  /** Lets the job rest: what has left is waited for. */
  pause(reason: RestReason = 'paused'): void {
    this.stop(reason);
  }

  /** Ends the job: what has left is waited for, the rest is never sent. */
  cancel(): void {
    this.stop('cancelled');
  }

  private stop(reason: RestReason | 'cancelled'): void {
    if (this.stopping === undefined || reason === 'cancelled') this.stopping = reason;
    for (const controller of this.resting.keys()) controller.abort();
  }

  private async runAccounts(isTodo: (row: number) => boolean): Promise<void> {
    const { plan } = this.job;
    const waiting = [...plan.accounts].map(([accountId, rows]) => ({ accountId, rows: rows.filter(isTodo) }));
    const left = waiting.filter(({ accountId, rows }) => rows.length > 0 && !this.stopped.has(accountId));
    const work = async () => {
      for (let next = left.shift(); next && this.stopping === undefined; next = left.shift())
        await this.runAccount(next.accountId, next.rows);
    };
    const side = this.options.firstRows === undefined ? Math.max(1, this.options.concurrency) : 1;
    await Promise.all(Array.from({ length: Math.min(side, left.length) }, work));
  }

  private async runAccount(accountId: string, rows: number[]): Promise<void> {
    const account = await this.openAccount(accountId);
    if (!account) return;
    const active = new Set<Promise<void>>();
    const users = new Map<string, Promise<RowState>>();
    const most = this.options.firstRows ?? Infinity;
    // Rows may be added as long as one is on its way.
    for (let at = 0; at < rows.length || active.size > 0; ) {
      const isFull = at === rows.length || !account.hasRoom(active.size) || this.left.size + active.size >= most;
      if (isFull && active.size > 0) await Promise.race(active);
      if (this.left.size >= most) this.stop('firstRows');
      if (this.stopping !== undefined || account.broken) break;
      if (isFull) continue;
      const index = rows[at++] ?? 0;
      // Read in turn: the rows of one user keep their order.
      const planned = await this.planned(index);
      if (!planned) break;
      const running = this.runPlanned(planned, account, users, () => rows.push(index))
        .catch((error: unknown) => this.fail(error))
        .finally(() => active.delete(running));
      active.add(running);
    }
    await Promise.all(active);
    if (account.broken) this.stopped.set(accountId, { ...account.named, cause: account.broken });
    else await this.endAll(account.passed(true));
  }

  /** Undefined where the plan cannot be read any more: then what has left is waited for. */
  private async planned(index: number): Promise<PlanRow | undefined> {
    try {
      return await this.job.plan.row(index);
    } catch (error) {
      this.fail(error, 'planUnreadable');
      return undefined;
    }
  }

  private fail(error: unknown, reason: RestReason = 'cannotKeep'): void {
    this.error ??= error instanceof Error ? error : new Error(String(error));
    this.stop(reason);
  }

  /** Undefined where its rows rest. */
  private async openAccount(accountId: string): Promise<AccountRun | undefined> {
    const { environment } = this.options;
    const controller = new AbortController();
    this.resting.set(controller, undefined);
    try {
      const account = await environment.account(accountId, controller.signal);
      const named = { id: accountId, label: accountLabel(account) };
      const opened = new AccountRun(named, await environment.askStanding(account, controller.signal));
      if (!opened.broken) return opened;
      this.stopped.set(accountId, { ...named, cause: opened.broken });
    } catch (error) {
      const failure = rowFailure(error);
      // What is in between is so for all accounts.
      const rests = failure.rests ?? (failure.restsWhenRepeated === 'intercepted' ? 'intercepted' : undefined);
      if (rests) this.stop(rests);
      else if (this.stopping === undefined) {
        this.stopped.set(accountId, { id: accountId, cause: failure.cause });
        if (failure.restsWhenRepeated) this.unread.add(accountId);
        this.count(failure);
      }
    } finally {
      this.resting.delete(controller);
    }
    return undefined;
  }

  /** @param later lets the row have its turn again, behind all others */
  private async runPlanned(
    planned: PlanRow,
    account: AccountRun,
    users: Map<string, Promise<RowState>>,
    later: () => void,
  ): Promise<void> {
    const { index } = planned;
    const row = bulkRow(planned, planned.withheld && this.options.withheld?.(index));
    if (!row) {
      // What left before may have been applied.
      const end = this.job.state.intents.has(index) ? 'unknown' : 'failed';
      return this.end(index, { end, cause: { code: 'withheldMissing' } });
    }
    const before = users.get(row.userId);
    const running = this.runInOrder(row, account, before, later);
    users.set(row.userId, running);
    await running;
    if (users.get(row.userId) === running) users.delete(row.userId);
  }

  private async runInOrder(
    row: BulkRow,
    account: AccountRun,
    before: Promise<RowState> | undefined,
    later: () => void,
  ): Promise<RowState> {
    const hasWaited = (await before) !== undefined;
    const { index } = row;
    const earlier = this.order.before(index);
    // One that has just had its turn may have another one, behind all others.
    if (earlier === 'pending' && !hasWaited) this.order.hold(index);
    else if (earlier === 'pending' && this.stopping === undefined) later();
    if (earlier === 'unknown' || earlier === 'open')
      await this.end(index, { end: 'failed', cause: { code: 'earlierUnknown' } });
    else if (earlier !== 'pending') await this.runAlone(row, account, later);
    return this.job.state.of(index);
  }

  private async runAlone(row: BulkRow, account: AccountRun, later: () => void): Promise<void> {
    const { job, options } = this;
    const controller = new AbortController();
    this.resting.set(controller, account);
    const isStopped = () => this.stopping !== undefined || account.broken !== undefined;
    // Its plan was read meanwhile.
    if (isStopped()) controller.abort();
    const suspects = [...this.suspects.keys()];
    let hasLeft = false;
    try {
      const after = job.state.after(row.accountId, row.userId);
      const read = (user: Readonly<Record<string, unknown>>) => KeptUser.read(user, options.seal);
      const before = row.before && {
        user: read(mergedImages(row.before, after)),
        ...(after && { left: read(after) }),
      };
      const found = await runRow(row, {
        jobId: job.id,
        source: job.head.plan.path,
        environment: options.environment,
        updates: options.updates,
        seal: options.seal,
        now: this.now,
        standing: account.standing,
        before,
        intent: job.state.intents.get(row.index),
        signal: controller.signal,
        isStopped,
        onLimited: () => account.limited(),
        mayLeave: async () => {
          if (isStopped() || !(await job.owner.isOwner())) return false;
          this.resting.delete(controller);
          return true;
        },
        keep: async (intent) => {
          await append(job, intent);
          hasLeft = true;
        },
      });
      // It was planned with what the earlier row would have left.
      const isBehind = found.cause?.code === 'moved' && this.order.before(row.index) === 'failed';
      const result = isBehind ? { ...found, cause: { ...found.cause, code: 'earlierFailed' } } : found;
      await this.settle(row.index, result, account, hasLeft, later);
      if (getsThrough(result)) await this.convict(suspects);
    } finally {
      this.resting.delete(controller);
    }
  }

  private async settle(
    index: number,
    result: RowResult,
    account: AccountRun,
    hasLeft: boolean,
    later: () => void,
  ): Promise<void> {
    const { failure, end } = result;
    const isForbidden = failure?.breaks === 'whenRepeated';
    if (isForbidden) account.forbid(index, end === 'failed' ? result : undefined, failure.cause, hasLeft);
    else if (getsThrough(result)) await this.endAll(account.passed(hasLeft));
    if (failure) this.react(failure, account);
    else this.failures = 0;
    if (hasLeft && end !== 'pending' && failure?.isLater !== true) this.left.add(index);
    if (end === 'sent' || end === 'unchanged') account.succeeded();
    // Nothing was changed: whoever mends what is wrong goes on with the row.
    const isSuspect = failure?.restsWhenRepeated !== undefined && end === 'failed';
    const isToMend = failure?.rests !== undefined || account.broken !== undefined;
    if (isSuspect && !isToMend) this.suspects.set(index, result);
    if (end === 'failed' && (isSuspect || isForbidden || isToMend || failure?.isLater)) {
      await this.end(index, { ...result, end: 'pending' });
      if (failure?.isLater && this.stopping === undefined) later();
    } else await this.end(index, result);
  }

  private react(failure: RowFailure, account: AccountRun): void {
    const { rests, breaks, cause } = failure;
    if (rests) this.stop(rests);
    if (breaks === 'now') account.break(cause);
    // The others wait until the limit is over, which may be tomorrow.
    if (account.broken) for (const [controller, of] of this.resting) if (of === account) controller.abort();
    this.count(failure);
  }

  private count({ restsWhenRepeated }: RowFailure): void {
    this.failures = restsWhenRepeated ? this.failures + 1 : 0;
    if (restsWhenRepeated && this.failures >= maxFailures) this.stop(restsWhenRepeated);
  }

  /** A request got through that began after these rows had failed: it was their own fault. */
  private async convict(rows: readonly number[]): Promise<void> {
    for (const index of rows) {
      const result = this.suspects.get(index);
      this.suspects.delete(index);
      if (result) await this.end(index, result);
    }
  }

  private async endAll(rows: ReadonlyMap<number, RowResult>): Promise<void> {
    for (const [index, result] of rows) await this.end(index, result);
  }

  private async end(index: number, result: RowResult): Promise<void> {
    if (!(await this.record.end(index, result))) return;
    this.changed.fire(undefined);
    await this.record.summarizeSometimes();
  }

  /** What the job has come to, when nothing of it is on its way. */
  private outcome(): JobEnd {
    const { stopping } = this;
    const { state } = this.job;
    if (stopping === 'cancelled') return { state: 'cancelled' };
    const isLeft = state.count('pending') + state.count('open') > 0;
    // To be read is not what an account accepts or not.
    const reason = this.stopped.size === this.unread.size ? 'serverFailing' : 'accountsStopped';
    if (stopping === undefined) return isLeft ? { state: 'resting', reason } : { state: 'ended' };
    // Who stops with the last row has nothing to go on with, unless a row is still to be looked at once more.
    const isOver = stopping !== 'takenOver' && !isLeft && state.count('unknown') === 0;
    return isOver ? { state: 'ended' } : { state: 'resting', reason: stopping };
  }
}

/** Whether a request of the row has reached Truto, and was heard of. */
const getsThrough = ({ end, failure }: RowResult): boolean =>
  failure ? !failure.rests && !failure.restsWhenRepeated && !failure.isLater : end !== 'pending';
