import * as vscode from 'vscode';
import type { AttemptWait } from '../../api/trutoClient';
import type { Report } from '../../platform/progress';

/** Tells of the waits between attempts, second by second; `end` stops telling. */
export class Countdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly report: Report) {}

  /** Counts a wait down to its end. */
  start({ attempt, waitMs, reason }: AttemptWait): void {
    this.end();
    const until = Date.now() + waitMs;
    const tell = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0) this.end();
      else this.report(waitWords(reason, attempt, seconds));
    };
    tell();
    this.timer = setInterval(tell, 1000);
  }

  end(): void {
    clearInterval(this.timer);
  }
}

function waitWords(reason: AttemptWait['reason'], attempt: number, seconds: number): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'pacing':
      return t('keeping to the rate limit, {0} s', seconds);
    case 'rateLimited':
      return t('rate limit reached, trying again in {0} s', seconds);
    default:
      return t('no clean response, attempt {0} in {1} s', attempt, seconds);
  }
}
