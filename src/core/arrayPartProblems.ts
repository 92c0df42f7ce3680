import { checkUserText, type CheckOptions } from './checkUserText';
import type { ArrayPart } from './json/arrayCutter';
import type { Problem } from './problem';

/** The problems of a part, placed as in the whole. */
export function arrayPartProblems(part: ArrayPart, options: CheckOptions): Problem[] {
  return checkUserText(part.text, options).map((problem) => inWhole(problem, part));
}

/** A problem of a part as one of the whole. */
export function inWhole(problem: Problem, { shift, index }: Pick<ArrayPart, 'shift' | 'index'>): Problem {
  const { offset, path, related } = problem;
  const [first, ...rest] = path;
  return {
    ...problem,
    offset: offset + shift,
    path: typeof first === 'number' ? [first + index, ...rest] : path,
    ...(related && { related: related.map((range) => ({ ...range, offset: range.offset + shift })) }),
  };
}
