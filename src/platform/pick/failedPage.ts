import { explanationOf } from '../../api/explanationOf';
import type { NextStep } from '../../core/errors/errorExplanation';
import { errorMessage } from '../words/errorWords';
import type { ListFailure } from './pickFromPages';

/** What helps where asking again does not. */
const elsewhere: ReadonlySet<NextStep> = new Set([
  'replaceToken',
  'reconnectAccount',
  'trustWorkspace',
  'checkBaseUrl',
]);

/** A page of a list that failed can be asked for again; a first one whose failure has another way out ends the picking. */
export function failedPage(error: unknown, hasRows: boolean): ListFailure | undefined {
  const explanation = explanationOf(error);
  if (!explanation) return undefined;
  const isOver = !hasRows && explanation.nextSteps.some((step) => elsewhere.has(step));
  return isOver ? undefined : { way: 'again', words: errorMessage(explanation) };
}
