const minute = 60_000;
const hour = 60 * minute;
/** So many questions are under way at a time: a tree full of rows must not hold up what a person waits for. */
const atOnce = 4;
/** The usual case, for every row of a tree: one for all. */
const nothingToAsk = Promise.resolve();

interface Offer {
  /** Undefined while the response is on its way, and when there was none. */
  readonly offered: boolean | undefined;
  /** In ms since 1970. */
  readonly at: number;
}

/** Which integrations offer an update of users: a response counts for one hour, for all accounts of the integration. */
export class UpdateOffers {
  private readonly offers = new Map<string, Offer>();
  private readonly lanes = Array.from({ length: atOnce }, () => Promise.resolve());
  private asked = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** Undefined when nobody told within the last hour. */
  of(integration: string): boolean | undefined {
    const offer = this.offers.get(integration);
    return offer && this.now() - offer.at < hour ? offer.offered : undefined;
  }

  set(integration: string, offered: boolean): void {
    this.offers.set(integration, { offered, at: this.now() });
  }

  /**
   * Runs a question whose response will be `set`, unless one was asked within the hour; where that was not answered, within
   * the minute. Its failure is its own affair.
   */
  findOut(integration: string, ask: () => Promise<unknown>): Promise<void> {
    const offer = this.offers.get(integration);
    if (offer && this.now() - offer.at < (offer.offered === undefined ? minute : hour)) return nothingToAsk;
    this.offers.set(integration, { offered: undefined, at: this.now() });
    const lane = this.asked++ % atOnce;
    const turn = (this.lanes[lane] ?? Promise.resolve()).then(ask).then(
      () => undefined,
      () => undefined,
    );
    this.lanes[lane] = turn;
    return turn;
  }
}
