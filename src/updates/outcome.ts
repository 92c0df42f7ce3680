import type { RequestOutcome } from '../core/errors/errorExplanation';
import type { Seen, Verdict } from '../core/responses/verdict';
import type { Logged } from './loggedOf';

/** What came of one update that was to be sent. */
export interface Outcome {
  /** `unknown`: it may have been applied, as far as a look at the live user could tell. */
  readonly outcome: RequestOutcome;
  /** Of a response with success: what is known of the update after a look at the live user. */
  readonly verdict?: Verdict;
  /** What the looks after it came to, where there were any. */
  readonly seen?: Seen;
  /** The fields that the last look showed otherwise than they were sent, with what it showed. */
  readonly differing?: Readonly<Record<string, unknown>>;
  /** The fields that went and of which the last look, or the response where that was enough, tells nothing. */
  readonly untold?: readonly string[];
  /** Of an update that neither its response nor a look tells of: what Truto's log says. */
  readonly logged?: Logged;
  readonly idempotencyKey: string;
  /** The attempt could not be kept: a window that was closed before the response would have forgotten it. */
  readonly isUnkept?: true;
  /** The fields that went, by name. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** Undefined where there was no response. */
  readonly status?: number;
  /** Of a response with success. Undefined when it is no JSON, or not all of it came. */
  readonly body?: unknown;
  readonly requestId?: string;
  /** How often the request was sent. */
  readonly attempts: number;
  /** What went wrong, if anything: of what was applied, the rest of the response may still be missing. */
  readonly error?: Error;
}
