import type { Problem } from '../check/problem';
import type { Fix } from './fix';

/** Another value in place of the one that the problem marks. */
export function replaceValue({ offset, length }: Problem, json: string, preferred: boolean): Fix {
  return { action: { kind: 'changeValue', json }, preferred, edits: () => [{ offset, length, text: json }] };
}

/** The first of these values is the one to prefer, or none is. */
export function replaceValues(problem: Problem, values: readonly string[], prefersFirst: boolean): Fix[] {
  return values.map((json, index) => replaceValue(problem, json, prefersFirst && index === 0));
}
