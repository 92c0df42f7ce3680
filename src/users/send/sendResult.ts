import type { RequestOutcome } from '../../core/errors/errorExplanation';
import { asDoubles } from '../../core/json/exactJson';
import type { Outcome } from '../../updates/outcome';

/** What `truto.sendUser` resolves to: an update that was applied, as far as is known. */
export interface SendResult extends Omit<Outcome, 'error'> {
  /** What `truto.undoUpdate` takes. Undefined where the update is not kept. */
  readonly historyId?: string;
}

/** What it rejects with once an update was to be sent: the error, and what a caller needs to go on from there. */
export interface FailedSend extends Error {
  readonly outcome: RequestOutcome;
  readonly idempotencyKey: string;
  readonly historyId?: string;
}

/**
 * What a caller gets of an update. An error of one that was applied all the same, such as a lost response, is none of the
 * caller's. Throws FailedSend for any other.
 */
export function sendResult({ error, ...outcome }: Outcome, historyId: string | undefined): SendResult {
  const kept = historyId !== undefined && { historyId };
  // Scripts compare numbers as JavaScript has them.
  if (error === undefined || outcome.outcome === 'applied') return asDoubles({ ...outcome, ...kept }) as SendResult;
  const { outcome: became, idempotencyKey } = outcome;
  throw Object.assign(error, { outcome: became, idempotencyKey, ...kept }) satisfies FailedSend;
}
