import { mergedImages } from '../plan/mergedImages';
import type { PlanVerdict } from '../plan/planFile';
import {
  rowEnds,
  type Intent,
  type JobEntry,
  type JobHead,
  type JobMark,
  type RowCause,
  type RowEnd,
  type RowOutcome,
} from './jobEntry';

type User = Readonly<Record<string, unknown>>;

/** Of all rows what became of them; together they are all rows. */
export interface JobCounts {
  readonly rows: number;
  readonly sent: number;
  readonly unchanged: number;
  /** Those that are not sent, or not yet, `pending` among them. */
  readonly skipped: number;
  readonly failed: number;
  readonly unknown: number;
}

/** `isEnded`: its request has come to its end. Only a look may still tell what became of it. */
export type SentIntent = Intent & { readonly isEnded?: true };

/** Where a row is: as the plan says, or as the job has come to. `open`: it left, and nobody knows what became of it. */
export type RowState = RowEnd | 'open' | 'skipped';

/** Whether there is still something to be done for a row. */
export const isToDo = (state: RowState): boolean => state === 'pending' || state === 'open' || state === 'unknown';

const states: readonly RowState[] = [...rowEnds, 'open', 'skipped'];

/** What the journal of a job tells, row by row: one byte each, and the intents that are open. */
export class JobState {
  private readonly rows: Uint8Array;
  private readonly counted = new Map<RowState, number>();
  /** How many rows failed, or are unknown, by the code of their cause. */
  readonly causes = new Map<string, number>();
  private readonly causeOf = new Map<number, string>();
  /** What was sent of rows of which nobody knows what became of them. */
  readonly intents = new Map<number, SentIntent>();
  private readonly afters = new Map<string, User>();
  head: JobHead | undefined;
  mark: JobMark | undefined;

  /**
   * @param verdict of the plan, for each row
   * @param isInOrder several rows may be of one user: what each leaves behind is remembered
   */
  constructor(
    count: number,
    verdict: (index: number) => PlanVerdict | undefined,
    private readonly isInOrder = false,
  ) {
    this.rows = new Uint8Array(count);
    for (let index = 0; index < count; index++) {
      const planned = verdict(index);
      this.set(index, planned === 'send' ? 'pending' : planned === 'unchanged' ? 'unchanged' : 'skipped', true);
    }
  }

  /** The fields as earlier rows of the same user left them, kept as in the journal; undefined where there were none. */
  after(accountId: string, userId: string): User | undefined {
    return this.afters.get(JSON.stringify([accountId, userId]));
  }

  of(index: number): RowState {
    return states[this.rows[index] ?? 0] ?? 'pending';
  }

  take(entry: JobEntry): void {
    switch (entry.kind) {
      case 'job':
        this.head = entry;
        return;
      case 'owner':
        // Who was the owner is gone.
        this.mark = undefined;
        return;
      case 'mark':
        this.mark = entry;
        return;
      case 'intent':
        this.intents.set(entry.row, entry);
        this.settle(entry.row, 'open');
        return;
      case 'outcome':
        this.remember(entry);
        this.close(entry);
        this.settle(entry.row, entry.end, entry.cause);
    }
  }

  count(state: RowState): number {
    return this.counted.get(state) ?? 0;
  }

  /** Throws where they are not all rows: that would be a mistake of ours. */
  get counts(): JobCounts {
    const counts = {
      rows: this.rows.length,
      sent: this.count('sent'),
      unchanged: this.count('unchanged'),
      skipped: this.count('skipped') + this.count('pending'),
      failed: this.count('failed'),
      unknown: this.count('unknown') + this.count('open'),
    };
    const { rows, sent, unchanged, skipped, failed, unknown } = counts;
    if (sent + unchanged + skipped + failed + unknown !== rows) throw new Error('The rows do not add up');
    return counts;
  }

  /** The same while the job runs: what is on its way is not unknown yet. */
  get countsSoFar(): JobCounts {
    const { counts } = this;
    const open = this.count('open');
    return { ...counts, skipped: counts.skipped + open, unknown: counts.unknown - open };
  }

  private remember({ row, end, after }: RowOutcome): void {
    const intent = this.intents.get(row);
    if (!this.isInOrder || !intent || end !== 'sent') return;
    const user = JSON.stringify([intent.accountId, intent.userId]);
    this.afters.set(user, mergedImages(this.afters.get(user) ?? {}, after ?? intent.sent));
  }

  /** Its journal is damaged: what was still to be sent when it broke off may have been. */
  doubt(): void {
    for (let index = 0; index < this.rows.length; index++)
      if (this.of(index) === 'pending') this.settle(index, 'unknown', { code: 'unknown' });
  }

  private close({ row, end, isEnded }: RowOutcome): void {
    const intent = this.intents.get(row);
    if (end !== 'unknown') this.intents.delete(row);
    else if (intent && isEnded === true) this.intents.set(row, { ...intent, isEnded });
  }

  private settle(index: number, state: RowState, cause?: RowCause): void {
    // A journal of another plan.
    if (index >= this.rows.length) throw new RangeError('There is no such row');
    const before = this.causeOf.get(index);
    if (before !== undefined) this.addCause(before, -1);
    if (cause) {
      this.causeOf.set(index, cause.code);
      this.addCause(cause.code, 1);
    } else this.causeOf.delete(index);
    this.set(index, state);
  }

  private addCause(code: string, more: number): void {
    const count = (this.causes.get(code) ?? 0) + more;
    if (count > 0) this.causes.set(code, count);
    else this.causes.delete(code);
  }

  private set(index: number, state: RowState, isNew = false): void {
    if (!isNew) this.counted.set(this.of(index), this.count(this.of(index)) - 1);
    this.rows[index] = states.indexOf(state);
    this.counted.set(state, this.count(state) + 1);
  }
}
