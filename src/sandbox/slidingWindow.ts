/** What is left of a window of requests. */
export interface LimitState {
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the oldest counted request leaves the window; 0 when there is none. */
  readonly reset: number;
}

/** Counts the requests of the last `seconds`. One that found no room is not counted. */
export class SlidingWindow {
  readonly #limit: number;
  readonly #milliseconds: number;
  readonly #now: () => number;
  readonly #times: number[] = [];

  /** `now`: milliseconds. */
  constructor(limit: number, seconds: number, now: () => number) {
    this.#limit = limit;
    this.#milliseconds = seconds * 1000;
    this.#now = now;
  }

  get isFull(): boolean {
    return this.state().remaining <= 0;
  }

  count(): void {
    this.#times.push(this.#now());
  }

  state(): LimitState {
    const now = this.#now();
    while (this.#times[0] !== undefined && this.#times[0] <= now - this.#milliseconds) this.#times.shift();
    const [oldest] = this.#times;
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - this.#times.length),
      reset: oldest === undefined ? 0 : Math.ceil((oldest + this.#milliseconds - now) / 1000),
    };
  }
}
