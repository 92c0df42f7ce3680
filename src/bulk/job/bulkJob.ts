import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { stoppedAccountsSchema, type JobEntry, type JobHead } from './jobEntry';
import { JobJournal, readJobHead, readJobJournal, type JournalOptions } from './jobJournal';
import { isOwned, JobOwner, type OwnerOptions } from './jobOwner';
import { JobPlan } from './jobPlan';
import { JobState } from './jobState';

/** Why a job cannot be gone on with. */
export type JobFaultCode =
  /** A line of its journal was changed or cut off: nobody knows what has left. */
  | 'damaged'
  /** What it began with is gone, or is another plan by now. */
  | 'planChanged'
  /** The plan is not the one that was confirmed. */
  | 'planReplaced'
  /** It has ended, or was cancelled. */
  | 'over'
  | 'noJob';

export class JobFault extends Error {
  constructor(
    readonly code: JobFaultCode,
    /** `damaged`: the line, from 1. */
    readonly line?: number,
  ) {
    super(code);
    this.name = 'JobFault';
  }
}

/** A job that this process runs. */
export interface OwnedJob {
  readonly id: string;
  readonly folder: string;
  readonly head: JobHead;
  readonly plan: JobPlan;
  readonly owner: JobOwner;
  readonly journal: JobJournal;
  readonly state: JobState;
}

export type JobOptions = OwnerOptions & JournalOptions;

const count = z.number();
const summarySchema = z.object({
  jobId: z.string(),
  plan: z.string(),
  environment: z.object({ key: z.string(), name: z.string() }),
  createdAt: z.number(),
  changedAt: z.number(),
  state: z.enum(['running', 'resting', 'cancelled', 'ended', 'damaged']),
  reason: z.optional(z.string()),
  undoes: z.optional(z.string()),
  counts: z.object({ rows: count, sent: count, unchanged: count, skipped: count, failed: count, unknown: count }),
  pending: count,
  causes: z.record(z.string(), count),
  accounts: stoppedAccountsSchema,
});

/** What a list of jobs tells of each. `running` without an owner: it was interrupted. */
export type JobSummary = z.infer<typeof summarySchema>;

/** The jobs of all windows that share a folder, each in a folder of its own. */
export class BulkJobs {
  readonly folder: string;

  /** @param storage a folder, which may be yet to be made */
  constructor(
    storage: string,
    private readonly options: JobOptions = {},
  ) {
    this.folder = join(storage, 'bulk');
  }

  folderOf(id: string): string {
    if (!isJobId(id)) throw new JobFault('noJob');
    return join(this.folder, id);
  }

  /** Whether anything is kept of a job, readable or not. Throws JobFault for what is no id of one. */
  async has(id: string): Promise<boolean> {
    return (await stat(this.folderOf(id)).catch(() => undefined)) !== undefined;
  }

  /**
   * Begins a job with a plan, of which it keeps a copy: what becomes of the plan itself is no matter from then on. Throws
   * JobFault, PlanFault, JobTakenError and what the file system throws; then there is no job.
   * @param confirmed the plan that was confirmed, and how many rows of it, where not all
   */
  async create(
    planPath: string,
    now: number,
    { sha256, firstRows }: { readonly sha256?: string; readonly firstRows?: number | undefined } = {},
  ): Promise<OwnedJob> {
    const stamp = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
    const id = `${stamp}-${randomBytes(4).toString('hex')}`;
    const folder = this.folderOf(id);
    let plan: JobPlan | undefined;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      plan = await keptPlan(planPath, folder);
      if (sha256 !== undefined && plan.sha256 !== sha256) throw new JobFault('planReplaced');
      const owner = await JobOwner.acquire(folder, this.options);
      const { target, undoes } = plan.header;
      const head: JobHead = {
        kind: 'job',
        version: 1,
        jobId: id,
        at: now,
        plan: { path: planPath, sha256: plan.sha256, rows: plan.header.counts.rows },
        environment: target.environment,
        ...(undoes !== undefined && { undoes }),
        ...(firstRows !== undefined && { firstRows }),
      };
      const journal = await JobJournal.open(folder, owner, undefined, this.options);
      const state = stateOf(plan);
      const job = { id, folder, head, plan, owner, journal, state };
      for (const entry of [head, ownerEntry(now)]) await append(job, entry);
      return job;
    } catch (error) {
      await plan?.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Goes on with a job. Throws JobFault, JobTakenError, PlanFault and what the file system throws. */
  async resume(id: string, now: number): Promise<OwnedJob> {
    const folder = this.folderOf(id);
    if (!(await this.has(id))) throw new JobFault('noJob');
    const owner = await JobOwner.acquire(folder, this.options);
    let plan: JobPlan | undefined;
    try {
      const head = await readJobHead(folder);
      if (!head) throw new JobFault('damaged', 1);
      plan = await planOf(head, folder);
      const state = stateOf(plan);
      const { end, damagedAt } = await readJobJournal(folder, (entry) => state.take(entry));
      if (damagedAt !== undefined) throw new JobFault('damaged', damagedAt);
      if (state.mark && state.mark.state !== 'resting') throw new JobFault('over');
      const journal = await JobJournal.open(folder, owner, end, this.options);
      const job = { id, folder, head, plan, owner, journal, state };
      await append(job, ownerEntry(now));
      return job;
    } catch (error) {
      await plan?.close();
      await owner.release();
      throw error;
    }
  }

  /** Ends a job that rests: what was not sent is never sent. Throws as `resume` does. */
  async cancel(id: string, now: number): Promise<void> {
    const job = await this.resume(id, now);
    try {
      await append(job, { kind: 'mark', at: now, state: 'cancelled' });
      await summarize(job, 'cancelled', now);
    } finally {
      await leave(job);
    }
  }

  /** Reads a job without touching it. Throws JobFault (but not 'damaged': what can be read counts), PlanFault, file errors. */
  async read(
    id: string,
    take: (entry: JobEntry) => void = () => undefined,
  ): Promise<
    Pick<OwnedJob, 'id' | 'folder' | 'head' | 'plan' | 'state'> & { readonly hash: string; readonly damagedAt?: number }
  > {
    const folder = this.folderOf(id);
    const head = await readJobHead(folder).catch(() => undefined);
    if (!head) throw new JobFault('noJob');
    const plan = await planOf(head, folder);
    const state = stateOf(plan);
    const { end, damagedAt } = await readJobJournal(folder, (entry) => {
      state.take(entry);
      take(entry);
    });
    if (damagedAt !== undefined) state.doubt();
    return { id, folder, head, plan, state, hash: end.hash, ...(damagedAt !== undefined && { damagedAt }) };
  }

  /** Whether there is any job. Cheap: it may be asked at every start. */
  async hasAny(): Promise<boolean> {
    return (await readdir(this.folder).catch(() => [])).length > 0;
  }

  /** All jobs, the latest first, as they were last written. */
  async list(): Promise<readonly (JobSummary & { readonly isOwned: boolean })[]> {
    const names = await readdir(this.folder).catch(() => []);
    const found = await Promise.all(
      names.map(async (name) => {
        const text = await readFile(join(this.folder, name, summaryName), 'utf8').catch(() => '');
        const { data } = summarySchema.safeParse(jsonOf(text));
        const summary = data?.jobId === name ? data : await this.summaryOf(name).catch(() => undefined);
        return summary ? [{ ...summary, isOwned: await isOwned(join(this.folder, name), this.options) }] : [];
      }),
    );
    return found.flat().sort((one, other) => other.createdAt - one.createdAt);
  }

  /** What its journal tells, where a crash left no summary. Throws as `read` does. */
  private async summaryOf(id: string): Promise<JobSummary> {
    const job = await this.read(id);
    await job.plan.close();
    const changedAt = await changeOf(job.folder);
    return summaryOf(job, job.damagedAt === undefined ? (job.state.mark?.state ?? 'running') : 'damaged', changedAt);
  }

  /** Whether somebody runs a job at this moment. Throws JobFault for what is no id of one. */
  async isOwned(id: string): Promise<boolean> {
    return isOwned(this.folderOf(id), this.options);
  }

  /** Removes a job with all that was kept of it. Throws JobTakenError while somebody runs it. */
  async remove(id: string): Promise<void> {
    const folder = this.folderOf(id);
    if (!(await this.has(id))) return;
    await (await JobOwner.acquire(folder, this.options)).release();
    await rm(folder, { recursive: true, force: true });
  }

  /** Removes the jobs that nobody runs and that were last changed before a time, in ms since 1970. */
  async removeOld(before: number): Promise<void> {
    const listed = new Map((await this.list()).map(({ jobId, changedAt }) => [jobId, changedAt]));
    for (const entry of await readdir(this.folder, { withFileTypes: true }).catch(() => [])) {
      const { name } = entry;
      if (!entry.isDirectory() || !isJobId(name)) continue;
      const folder = this.folderOf(name);
      const changedAt = listed.get(name) ?? (await changeOf(folder));
      if (changedAt < before && !(await isOwned(folder, this.options))) await this.remove(name);
    }
  }
}

/** Keeps an entry, then counts it. */
export async function append(job: Pick<OwnedJob, 'journal' | 'state'>, entry: JobEntry): Promise<void> {
  await job.journal.append(entry);
  job.state.take(entry);
}

const summaryName = 'job.json';

/** Writes what the list tells of a job: a convenience, which is no part of its journal. Never throws. */
export async function summarize(job: OwnedJob, state: JobSummary['state'], now: number): Promise<void> {
  const file = join(job.folder, summaryName);
  const made = `${file}.${job.owner.epoch}`;
  try {
    await writeFile(made, JSON.stringify(summaryOf(job, state, now)), { mode: 0o600 });
    await rename(made, file);
  } catch {
    await rm(made, { force: true }).catch(() => undefined);
  }
}

function summaryOf(
  job: Pick<OwnedJob, 'id' | 'head' | 'state'>,
  state: JobSummary['state'],
  changedAt: number,
): JobSummary {
  const { causes, mark } = job.state;
  return {
    jobId: job.id,
    plan: job.head.plan.path,
    environment: job.head.environment,
    createdAt: job.head.at,
    changedAt,
    state,
    ...(mark?.reason !== undefined && { reason: mark.reason }),
    ...(job.head.undoes !== undefined && { undoes: job.head.undoes }),
    counts: state === 'running' ? job.state.countsSoFar : job.state.counts,
    pending: job.state.count('pending') + job.state.count('open'),
    causes: Object.fromEntries(causes),
    ...(mark?.accounts && { accounts: mark.accounts }),
  };
}

const isJobId = (name: string): boolean => /^[\w-]{1,64}$/.test(name);

/** When something was last put into a folder, or taken out of it: in ms since 1970. */
const changeOf = async (folder: string): Promise<number> =>
  stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );

/** Ends this process's part in a job. */
export async function leave({ journal, owner, plan }: OwnedJob): Promise<void> {
  await journal.close().catch(() => undefined);
  await plan.close().catch(() => undefined);
  await owner.release();
}

const ownerEntry = (at: number): JobEntry => ({ kind: 'owner', at, pid: process.pid, host: hostname() });

function stateOf(plan: JobPlan): JobState {
  return new JobState(plan.header.counts.rows, (index) => plan.verdict(index), plan.header.options.inOrder);
}

const planName = 'plan.jsonl';

async function keptPlan(planPath: string, folder: string): Promise<JobPlan> {
  const kept = join(folder, planName);
  await copyFile(planPath, kept);
  await chmod(kept, 0o600);
  const handle = await open(kept, 'r+');
  await handle.sync().finally(() => handle.close());
  return JobPlan.open(kept);
}

async function planOf({ plan: { sha256 } }: JobHead, folder: string): Promise<JobPlan> {
  const plan = await JobPlan.open(join(folder, planName)).catch(() => undefined);
  if (plan?.sha256 === sha256) return plan;
  await plan?.close();
  throw new JobFault('planChanged');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
