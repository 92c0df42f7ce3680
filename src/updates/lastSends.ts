import { maxLogShift, type SentTimes } from './loggedOf';
import { Moment } from './moment';

/** When the last updates of users ended, as long as Truto's log may take one for the next. */
export class LastSends {
  private readonly ends = new Map<string, Moment>();

  /** @param user as `userKey` names it */
  endOf(user: string): SentTimes['before'] {
    return this.ends.get(user);
  }

  ended(user: string): void {
    for (const [other, end] of this.ends) if (end.ago() > maxLogShift) this.ends.delete(other);
    this.ends.set(user, new Moment());
  }
}
