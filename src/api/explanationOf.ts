import type { ErrorExplanation } from '../core/errors/errorExplanation';

/** The explanation an error of the client carries; undefined for any other error. Loads none of the HTTP code. */
export function explanationOf(error: unknown): ErrorExplanation | undefined {
  return error instanceof Error && 'explanation' in error ? (error.explanation as ErrorExplanation) : undefined;
}
