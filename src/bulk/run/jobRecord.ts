import { append, summarize, type OwnedJob } from '../job/bulkJob';
import type { JobEntry, RestReason, RowOutcome, StoppedAccount } from '../job/jobEntry';
import { JobTakenError } from '../job/jobOwner';
import type { RowResult } from './runRow';

/** What a job has come to when nothing of it is on its way any more. */
export type JobEnd =
  | { readonly state: 'ended' | 'cancelled' }
  | { readonly state: 'resting'; readonly reason: RestReason };

/** In ms: so often what the list tells of the job is written. */
const summaryEvery = 2_000;

/** What becomes of a job, kept in its journal, and told in the list of jobs. */
export class JobRecord {
  private summarizedAt = 0;
  /** What could not be written. */
  private unwritten: JobEntry[] = [];

  /** @param rest lets the job rest where it cannot be kept */
  constructor(
    private readonly job: OwnedJob,
    private readonly now: () => number,
    private readonly rest: (reason: RestReason) => void,
  ) {}

  /**
   * Keeps what became of a row. What was never begun and is still to go needs no line. Resolves to whether there was something to
   * keep.
   */
  async end(index: number, { end, failure, isOpen, ...facts }: RowResult): Promise<boolean> {
    const before = this.job.state.of(index);
    if (end === 'pending' && before !== 'open') return false;
    // It left once, and still nobody knows what became of it.
    if (end === 'pending' && isOpen === true) return false;
    const cause = facts.cause ?? (end === 'failed' || end === 'unknown' ? failure?.cause : undefined);
    await this.write({ kind: 'outcome', row: index, at: this.now(), end, ...facts, ...(cause && { cause }) });
    return true;
  }

  /** What the list tells of a job is its owner's to say. */
  async summarize(state: JobEnd['state'] | 'running'): Promise<void> {
    if (await this.job.owner.isOwner()) await summarize(this.job, state, this.now());
  }

  /** The same of a job that runs, unless it was told a moment ago. */
  async summarizeSometimes(): Promise<void> {
    const now = this.now();
    if (Math.abs(now - this.summarizedAt) < summaryEvery) return;
    this.summarizedAt = now;
    await this.summarize('running');
  }

  /** Keeps what the job has come to. Resolves to that, or to why it could not be kept. */
  async close(end: JobEnd, stopped: readonly StoppedAccount[]): Promise<JobEnd> {
    const { job } = this;
    if (end.state === 'resting' && end.reason === 'takenOver') return end;
    try {
      for (const entry of this.unwritten.splice(0)) await job.journal.append(entry);
      const accounts = end.state === 'resting' ? [...stopped] : [];
      await append(job, { kind: 'mark', at: this.now(), ...end, ...(accounts.length > 0 && { accounts }) });
      return end;
    } catch (error) {
      return { state: 'resting', reason: error instanceof JobTakenError ? 'takenOver' : 'cannotKeep' };
    }
  }

  /** What cannot be written is known all the same, and the job rests; it is written when there is room. */
  private async write(entry: RowOutcome): Promise<void> {
    try {
      await append(this.job, entry);
    } catch (error) {
      this.job.state.take(entry);
      this.unwritten.push(entry);
      this.rest(error instanceof JobTakenError ? 'takenOver' : 'cannotKeep');
    }
  }
}
