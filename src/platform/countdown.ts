import type { AttemptWait, OnAttempt } from '../api/trutoClient';
import { withProgress, type Report } from './notify';
import { waitWords } from './words/waitWords';

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

/** Asks Truto for something, and tells of the waits meanwhile. */
export async function tellingWaits<T>(report: Report, ask: (onAttempt: OnAttempt) => Promise<T>): Promise<T> {
  const countdown = new Countdown(report);
  try {
    return await ask((wait) => countdown.start(wait));
  } finally {
    countdown.end();
  }
}

/** Shows that something is asked of Truto, and its waits, once it takes a while; with a Cancel that aborts the signal. */
export function whileAsking<T>(
  title: string,
  ask: (signal: AbortSignal, onAttempt: OnAttempt) => Promise<T>,
): Promise<T> {
  return withProgress(title, (signal, report) => tellingWaits(report, (onAttempt) => ask(signal, onAttempt)));
}
