import { checkUserJson, checkUserText, type CheckOptions } from './checkUserText';
import { inWhole } from './inWhole';
import { ArrayCutter } from './json/arrayCutter';
import { parseJson } from './json/parseJson';
import type { Problem } from './problem';

/**
 * Checks a file of users that comes in pieces of any length, keeping no more than some users of it at a time. Yields
 * the problems of stretch after stretch, placed as in the whole text. Broken JSON ends the check at the place where it
 * breaks: nothing behind it can be told to be a user.
 */
export async function* checkUsersStream(pieces: AsyncIterable<string> | Iterable<string>, options: CheckOptions): AsyncGenerator<Problem[]> {
  const cutter = new ArrayCutter();
  let index = 0;
  for await (const piece of pieces) {
    cutter.add(piece);
    for (let part = cutter.next(); part; part = cutter.next()) {
      const parsed = parseJson(part.text);
      if (!parsed && part.isGuessed) {
        cutter.takeBack(part);
        continue;
      }
      const place = { shift: part.shift, index };
      const problems = parsed ? checkUserJson(parsed, options) : checkUserText(part.text, options);
      if (problems.length > 0) yield problems.map((problem) => inWhole(problem, place));
      if (!parsed) return;
      if (Array.isArray(parsed.value)) index += parsed.value.length;
    }
  }
  const rest = cutter.end();
  if (rest) yield checkUserText(rest.text, options).map((problem) => inWhole(problem, { shift: rest.shift, index }));
}
