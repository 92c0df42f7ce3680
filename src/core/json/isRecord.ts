import { ExactNumber } from './exactNumber';

/** Whether a value is a JSON object: neither null, nor an array, nor a number that keeps its spelling. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}
