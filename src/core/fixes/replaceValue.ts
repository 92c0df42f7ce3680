import type { Problem } from '../check/problem';
import type { PlainValue } from '../rules/describedSchema';
import type { Fix } from './fix';

/** Another value in place of the one that the problem marks. */
export function replaceValue({ offset, length }: Problem, json: string, preferred: boolean): Fix {
  return { action: { kind: 'changeValue', json }, preferred, edits: () => [{ offset, length, text: json }] };
}

/** An account may allow hundreds of values: nobody reads a menu of them, and completion offers all. */
const maxOffered = 20;

/** The first of these values is the one to prefer, or none is. */
export function replaceValues(problem: Problem, values: readonly PlainValue[], prefersFirst: boolean): Fix[] {
  return values
    .slice(0, maxOffered)
    .map((value, index) => replaceValue(problem, JSON.stringify(value), prefersFirst && index === 0));
}
