import { arrayPartProblems } from './arrayPartProblems';
import type { CheckOptions } from './checkUserText';
import { ArrayCutter } from './json/arrayCutter';
import type { Problem } from './problem';

/**
 * Checks a file of users that comes in pieces of any length, keeping no more than some users of it at a time. Yields
 * the problems of stretch after stretch, placed as in the whole text. Broken JSON ends the check at the place where it
 * breaks: nothing behind it can be told to be a user.
 */
export async function* checkUsersStream(pieces: AsyncIterable<string> | Iterable<string>, options: CheckOptions): AsyncGenerator<Problem[]> {
  const cutter = new ArrayCutter();
  for await (const piece of pieces) {
    cutter.add(piece);
    for (let part = cutter.next(); part; part = cutter.next()) {
      const problems = arrayPartProblems(part, options);
      if (problems.length > 0) yield problems;
      if (problems.some(({ code }) => code === 'syntaxError')) return;
    }
  }
  const rest = cutter.end();
  if (rest) yield arrayPartProblems(rest, options);
}
