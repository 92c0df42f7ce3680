import type { AttemptWait } from '../../api/trutoClient';
import type { Report } from '../../platform/notify';
import { waitWords } from '../../platform/words/waitWords';

/** Tells of the waits between attempts, second by second; `end` stops telling. */
export class Countdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly report: Report) {}

  /** Counts a wait down to its end. */
  start(wait: AttemptWait): void {
    this.end();
    const until = Date.now() + wait.waitMs;
    const tell = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0) this.end();
      else this.report(waitWords(wait, seconds));
    };
    tell();
    this.timer = setInterval(tell, 1000);
  }

  end(): void {
    clearInterval(this.timer);
  }
}
