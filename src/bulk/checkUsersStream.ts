import { checkUserJson, checkUserText, type CheckOptions } from '../core/check/checkUserText';
import { problemInWhole } from '../core/check/inWhole';
import { ArrayCutter } from '../core/json/arrayCutter';
import { parseJson } from '../core/json/parseJson';
import type { Problem } from '../core/check/problem';

/**
 * Checks a file of users that comes in pieces of any length, keeping no more than some users of it at a time. Yields
 * the problems of stretch after stretch, placed as in the whole text. Broken JSON ends the check at the place where it
 * breaks: nothing behind it can be told to be a user.
 */
export async function* checkUsersStream(
  pieces: AsyncIterable<string> | Iterable<string>,
  options: CheckOptions,
): AsyncGenerator<Problem[]> {
  const check = new StreamCheck(options);
  for await (const piece of pieces) {
    check.cutter.add(piece);
    yield* check.problems();
    if (check.isBroken) return;
  }
  check.cutter.finish();
  yield* check.problems();
  if (!check.isBroken) yield check.rest();
}

class StreamCheck {
  readonly cutter = new ArrayCutter();
  isBroken = false;
  /** Of the next user. */
  private index = 0;

  constructor(private readonly options: CheckOptions) {}

  /** The problems of all parts that are there. */
  *problems(): Generator<Problem[]> {
    for (let part = this.cutter.next(); part; part = this.cutter.next()) {
      const parsed = parseJson(part.text);
      if (!parsed && part.isGuessed) {
        this.cutter.takeBack(part);
        continue;
      }
      const problems = parsed ? checkUserJson(parsed, this.options) : checkUserText(part.text, this.options);
      if (problems.length > 0) yield this.placed(problems, part.shift);
      this.isBroken = !parsed;
      if (!parsed) return;
      if (Array.isArray(parsed.value)) this.index += parsed.value.length;
    }
  }

  /** The problems of what is no whole part. */
  rest(): Problem[] {
    const rest = this.cutter.end();
    return rest ? this.placed(checkUserText(rest.text, this.options), rest.shift) : [];
  }

  private placed(problems: readonly Problem[], shift: number): Problem[] {
    return problems.map((problem) => problemInWhole(problem, { shift, index: this.index }));
  }
}
