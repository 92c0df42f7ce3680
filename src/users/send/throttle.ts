/** Runs something as often as asked for, but one at a time and with a rest before each run. */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
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
    if (this.timer || this.running) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.isAsked = false;
      this.running = this.run().catch(() => undefined).finally(() => {
        this.running = undefined;
        if (this.isAsked) this.ask();
      });
    }, this.restMs());
  }

  /** No run begins any more; resolves when the last one is over. */
  async end(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.running;
  }
}
