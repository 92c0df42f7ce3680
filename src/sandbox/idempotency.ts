import type { SandboxResponse } from './response';

/** What running an operation gave. */
export interface Outcome {
  readonly response: SandboxResponse;
  /** Whether the operation reached the provider: only then is its response kept for a repeated key. */
  readonly carriedOut: boolean;
  /** Whether it changed what is stored. */
  readonly applied: boolean;
}

// Far more than any test sends; keeps a sandbox that runs for days from growing without end.
const maxKept = 10_000;

/**
 * Runs an operation once for each `Idempotency-Key`. The same key again, for the same operation on the same target,
 * gets the stored response, also when its body is another one: Truto documents no check of the body, so the sandbox makes
 * none. What was refused before anything ran (a missing parameter, a rate limit) is not kept.
 */
export class Idempotency {
  readonly #kept = new Map<string, Outcome>();

  /** `key`: undefined runs the operation always. */
  run(key: string | undefined, operation: () => Outcome): Outcome & { readonly replayed: boolean } {
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (kept !== undefined) return { ...kept, applied: false, replayed: true };
    const outcome = operation();
    if (key !== undefined && outcome.carriedOut) this.#keep(key, outcome);
    return { ...outcome, replayed: false };
  }

  #keep(key: string, outcome: Outcome): void {
    this.#kept.set(key, outcome);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}
