import type { IdempotencyRule } from './quirks';
import { trutoRefusal, type SandboxResponse } from './response';

/** What running an operation gave. */
export interface Handled {
  readonly response: SandboxResponse;
  /** Whether the operation reached the provider: only then is its response kept for a repeated key. */
  readonly carriedOut: boolean;
  /** Whether it changed what is stored. */
  readonly applied: boolean;
}

/** A request that may be a repetition. */
export interface KeyedRequest {
  /** The `Idempotency-Key` together with what it is for: the operation and its target. */
  readonly key: string;
  readonly accountId: string | undefined;
  readonly bodyText: string;
  readonly rule: IdempotencyRule;
}

interface Kept {
  readonly outcome: Handled;
  readonly bodyText: string;
  readonly at: number;
  /** How many requests with a key the account had got by then. */
  readonly requests: number;
}

// Far more than any test sends; keeps a sandbox that runs for days from growing without end.
const maxKept = 10_000;

/**
 * Runs an operation once for each `Idempotency-Key`. Unless the account's rule is another one, the same key again, for
 * the same operation on the same target, gets the stored response, also when its body is another one: Truto documents no
 * check of the body, so the sandbox makes none. What was refused before anything ran (a missing parameter, a rate limit) is
 * not kept.
 */
export class Idempotency {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  readonly #requests = new Map<string | undefined, number>();

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** `request`: undefined runs the operation always. */
  run(request: KeyedRequest | undefined, operation: () => Handled): Handled & { readonly replayed: boolean } {
    if (request === undefined || request.rule.ignoresKeys === true) return { ...operation(), replayed: false };
    const { accountId, rule, bodyText } = request;
    const kept = this.#known(request);
    this.#requests.set(accountId, this.#requestsOf(accountId) + 1);
    if (kept !== undefined && rule.otherBody !== undefined && kept.bodyText !== bodyText) {
      const refusal = trutoRefusal(rule.otherBody, 'The Idempotency-Key was used with another body');
      return { response: refusal.response, carriedOut: false, applied: false, replayed: false };
    }
    if (kept !== undefined) return { ...kept.outcome, applied: false, replayed: true };
    const outcome = operation();
    if (outcome.carriedOut || (rule.storesFailures === true && outcome.response.status >= 400))
      this.#keep(request, outcome);
    return { ...outcome, replayed: false };
  }

  /** What failed on the way back, or before it was run: kept only by those who store failures. */
  failed(request: KeyedRequest | undefined, response: SandboxResponse): void {
    if (request?.rule.storesFailures !== true || response.status < 400) return;
    this.#keep(request, { response, carriedOut: false, applied: false });
  }

  #known({ key, accountId, rule: { forgetsAfter = {} } }: KeyedRequest): Kept | undefined {
    const { seconds = Infinity, requests = Infinity } = forgetsAfter;
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    const isForgotten =
      this.#now() - kept.at >= seconds * 1000 || this.#requestsOf(accountId) - kept.requests >= requests;
    if (isForgotten) this.#kept.delete(key);
    return isForgotten ? undefined : kept;
  }

  #requestsOf(accountId: string | undefined): number {
    return this.#requests.get(accountId) ?? 0;
  }

  #keep({ key, accountId, bodyText }: KeyedRequest, outcome: Handled): void {
    this.#kept.set(key, { outcome, bodyText, at: this.#now(), requests: this.#requestsOf(accountId) });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}
