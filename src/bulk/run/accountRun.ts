import type { AccountStanding } from '../../api/environment';
import type { RowCause, StoppedAccount } from '../job/jobEntry';
import type { RowResult } from './runRow';

/** So many rows of one account are on their way at a time: half of what the account takes in one window of its limit. */
const maxWidth = 25;
/** So many rows in a row that the provider forbids mean the account, not the users. */
const maxForbidden = 3;

/** One account of a job, as it goes: how many of its rows may be on their way, and whether it takes any. */
export class AccountRun {
  /** Why its rows rest. */
  broken: RowCause | undefined;
  private width = maxWidth;
  private sinceLimited = 0;
  /** Rows in a row that the provider forbids, with what they have come to where that is not kept yet. */
  private readonly forbidden = new Map<number, { readonly result: RowResult | undefined; readonly hasLeft: boolean }>();

  constructor(
    readonly named: Pick<StoppedAccount, 'id' | 'label'>,
    readonly standing: AccountStanding,
  ) {
    if (standing.obstacle) this.broken = { code: standing.obstacle };
  }

  hasRoom(active: number): boolean {
    return active < this.width;
  }

  succeeded(): void {
    this.sinceLimited += 1;
    if (this.sinceLimited % this.width === 0) this.width = Math.min(maxWidth, this.width + 1);
  }

  /** A limit was met: no more are on their way than what it let through, and one to find out when it lets more. */
  limited(): void {
    if (this.sinceLimited === 0) return;
    this.width = Math.min(this.width, this.sinceLimited + 1);
    this.sinceLimited = 0;
  }

  break(cause: RowCause): void {
    this.broken ??= cause;
  }

  /**
   * The provider forbids a row: itself, or with others the account.
   * @param result what it fails with, unless that is kept already
   * @param hasLeft its update was forbidden, and not the look at its user
   */
  forbid(row: number, result: RowResult | undefined, cause: RowCause, hasLeft: boolean): void {
    this.forbidden.set(row, { result, hasLeft });
    if (this.forbidden.size >= maxForbidden) this.break(cause);
  }

  /**
   * Another row was heard of: those that were forbidden were so themselves. Returns what they fail with.
   * @param hasLeft its update was, and not only the look at its user, which says nothing of updates
   */
  passed(hasLeft: boolean): ReadonlyMap<number, RowResult> {
    const own = new Map<number, RowResult>();
    if (this.broken) return own;
    for (const [row, { result, ...forbidden }] of this.forbidden) {
      if (forbidden.hasLeft && !hasLeft) continue;
      this.forbidden.delete(row);
      if (result) own.set(row, result);
    }
    return own;
  }
}
