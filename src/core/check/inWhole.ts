import type { Problem } from './problem';

/** Where a part of an array stands: what to add to its offsets, in UTF-16 code units, and to the indexes of its elements. */
export interface PartPlace {
  readonly shift: number;
  readonly index: number;
}

/** A problem of a part as one of the whole. */
export function problemInWhole(problem: Problem, { shift, index }: PartPlace): Problem {
  const { offset, path, related } = problem;
  const [first, ...rest] = path;
  return {
    ...problem,
    offset: offset + shift,
    path: typeof first === 'number' ? [first + index, ...rest] : path,
    ...(related && { related: related.map((range) => ({ ...range, offset: range.offset + shift })) }),
  };
}
