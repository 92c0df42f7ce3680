/** Runs something as often as asked for, but one at a time and with a rest before each run. */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isAsked = false;
  private isOver = false;

  /** `restMs` is asked before each run. What a run throws is dropped: the next one tries again. */
  constructor(
    private readonly run: () => Promise<void>,
    private readonly restMs: () => number,
  ) {}

  /** A run will begin after this. */
  ask(): void {
    if (this.isOver) return;
    this.isAsked = true;
    if (this.timer || this.isRunning) return;
    this.timer = setTimeout(() => void this.begin(), this.restMs());
  }

  /** No run begins any more; one may still be under way. */
  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private async begin(): Promise<void> {
    this.timer = undefined;
    this.isAsked = false;
    this.isRunning = true;
    await this.run().catch(() => undefined);
    this.isRunning = false;
    this.catchUp();
  }

  /** Runs once more when it was asked for meanwhile. */
  private catchUp(): void {
    if (this.isAsked) this.ask();
  }
}
