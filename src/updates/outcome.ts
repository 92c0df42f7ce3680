import type { RequestOutcome } from '../core/errors/errorExplanation';
import type { Verdict } from '../core/responses/verdict';
import type { Logged } from './loggedOf';

/** What came of one update that was to be sent. */
export interface Outcome {
  /** `unknown`: it may have been applied, as far as a look at the live user could tell. */
  readonly outcome: RequestOutcome;
  /** Of a response with success: what is known of the update after a look at the live user. */
  readonly verdict?: Verdict;
  /** The fields that the last look showed otherwise than they were sent, with what it showed. */
  readonly differing?: Readonly<Record<string, unknown>>;
  /** Of an update that neither its response nor a look tells of: what Truto's log says. */
  readonly logged?: Logged;
  readonly idempotencyKey: string;
  /** The fields that went, by name. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** Undefined where there was no response. */
  readonly status?: number;
  /** Of a response with success. Undefined when it is no JSON, or not all of it came. */
  readonly body?: unknown;
  readonly requestId?: string;
  /** What went wrong, if anything: of what was applied, the rest of the response may still be missing. */
  readonly error?: Error;
}
