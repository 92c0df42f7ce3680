import { NoEnvironmentError } from '../../api/environments';
import { explanationOf } from '../../api/explanationOf';
import { errorMessage, noEnvironmentMessage } from './errorWords';

/** What failed and why, in one or two sentences. */
export function failureMessage(error: unknown): string {
  const explanation = explanationOf(error);
  if (explanation) return errorMessage(explanation);
  if (error instanceof NoEnvironmentError) return noEnvironmentMessage(error.lost);
  return error instanceof Error ? error.message : String(error);
}
