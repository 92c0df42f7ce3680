import type { Problem } from './problem';
import type { TextRange } from '../json/textEdit';

/** Which problems of too many to take. */
export interface ProblemLimit {
  /** At most so many. */
  readonly limit: number;
  /** Syntax errors that someone else shows come last, and are not counted when they are left out. */
  readonly showsSyntaxErrors: boolean;
}

export interface WorstProblems {
  /** The most severe, in the order they came in; of equally severe ones the first. */
  readonly worst: readonly Problem[];
  /** How many others there are, and where the first of the most severe of them stands. */
  readonly leftOut?: TextRange & { readonly count: number };
}

const rankOf = { error: 0, warning: 1, information: 2 };
const lastRank = 3;

/** The most severe of these problems. */
export function worstProblems(problems: readonly Problem[], { limit, showsSyntaxErrors }: ProblemLimit): WorstProblems {
  if (problems.length <= limit) return { worst: problems };
  const byRank: [Problem[], Problem[], Problem[], Problem[]] = [[], [], [], []];
  for (const problem of problems) {
    const isShown = showsSyntaxErrors || problem.code !== 'syntaxError';
    byRank[isShown ? rankOf[problem.severity] : lastRank]?.push(problem);
  }
  const ranked = byRank.flat();
  const worst = new Set(ranked.slice(0, limit));
  const next = ranked[limit];
  const count = ranked.length - byRank[lastRank].length - limit;
  return {
    worst: problems.filter((problem) => worst.has(problem)),
    ...(next && count > 0 && { leftOut: { offset: next.offset, length: next.length, count } }),
  };
}
