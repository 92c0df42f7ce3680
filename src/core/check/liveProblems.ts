import { HeldValues } from '../json/heldValues';
import type { JsonPath } from '../json/jsonPath';
import type { KeptUser } from '../secrets/keptUser';
import type { Problem, ProblemCode } from './problem';

type User = Readonly<Record<string, unknown>>;

/** A problem, of a file or of a plan. */
interface Placed {
  readonly code: string;
  readonly path: JsonPath;
}

/** What a server may have, too; what else is wrong with a text is wrong with nothing but this text. */
const codesOfValues: ReadonlySet<string> = new Set<ProblemCode>([
  'wrongType',
  'notAllowedValue',
  'wrongFormat',
  'missingField',
  'unknownField',
  'unsafeNumber',
  'loneSurrogate',
  'replacementCharacter',
]);

/** Whether the problem could be about something that the live user has, too. */
export function mayBeLive({ code, path }: Placed): boolean {
  if (path[0] === '$truto' || path[0] === '$schema') return false; // No live user has where an update goes.
  // A field that the user lacks is one to be added, whoever else lacks it.
  return codesOfValues.has(code) && !(code === 'missingField' && path.length < 2);
}

/**
 * The problems of a user file, those marked as live that are about what the user had as the edit began: they hinder no
 * change elsewhere. `fields` are those of the file.
 */
export function withLiveProblems(problems: readonly Problem[], fields: User, user: KeptUser): Problem[] {
  const held = user.heldBy(fields);
  return problems.map((problem) =>
    mayBeLive(problem) && held.has(problem.path) ? { ...problem, severity: 'information', isLive: true } : problem,
  );
}

/** The problems that are about something else than what a live user has, too. `fields` are those of the update. */
export function besideLive<P extends Placed>(problems: readonly P[], fields: User, live: User): P[] {
  const held = new HeldValues(live, fields);
  return problems.filter((problem) => !(mayBeLive(problem) && held.has(problem.path)));
}
