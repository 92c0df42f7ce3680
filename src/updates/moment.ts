/** A moment by two clocks: one may stand still while the computer sleeps, the other one may be set. */
export class Moment {
  /**
   * Now, unless told otherwise.
   * @param steady in ms, on the clock of `performance.now`
   * @param wall in ms since 1970
   */
  constructor(
    private readonly steady = performance.now(),
    private readonly wall = Date.now(),
  ) {}

  /** In ms: how long ago it was, by the clock that says more. */
  ago(): number {
    return Math.max(this.awake(), Date.now() - this.wall);
  }

  /** In ms: so long ago for sure, whatever became of the computer and of its clock. */
  awake(): number {
    return performance.now() - this.steady;
  }
}
