import { jsonTokens } from '../json/jsonTokens';

/** The different numbers of valid JSON, as spelled. */
export function numbersOf(json: string): string[] {
  const numbers = new Set<string>();
  for (const token of jsonTokens(json)) if (/^[-\d]/.test(token)) numbers.add(token);
  return [...numbers];
}
