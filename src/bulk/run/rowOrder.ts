import type { OwnedJob } from '../job/bulkJob';
import type { RowState } from '../job/jobState';

/** Rows of one user go one after another: what became of a row decides of the one behind it. */
export class RowOrder {
  /** Rows that wait to see what becomes of the row before them, which has had its turn. */
  private readonly held = new Set<number>();

  constructor(private readonly job: Pick<OwnedJob, 'plan' | 'state'>) {}

  /** What became of the row before a row, of the same user; undefined where there is none. */
  before(index: number): RowState | undefined {
    const earlier = this.job.plan.earlier(index);
    return earlier === undefined ? undefined : this.job.state.of(earlier);
  }

  hold(index: number): void {
    this.held.add(index);
  }

  /** The rows that need not wait any longer. They are told once. */
  released(): ReadonlySet<number> {
    const rows = new Set([...this.held].filter((row) => this.before(row) !== 'pending'));
    for (const row of rows) this.held.delete(row);
    return rows;
  }
}
