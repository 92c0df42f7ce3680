import type { KeptUser } from '../secrets/keptUser';
import type { Problem, ProblemCode } from './problem';

/** What a server may have, too; what else is wrong with a text is wrong with nothing but this text. */
const codesOfValues: ReadonlySet<ProblemCode> = new Set([
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
export function mayBeLive({ code, path }: Problem): boolean {
  if (path[0] === '$truto' || path[0] === '$schema') return false; // No live user has where an update goes.
  // A field that the user lacks is one to be added, whoever else lacks it.
  return codesOfValues.has(code) && !(code === 'missingField' && path.length < 2);
}

/**
 * The problems of a user file, those marked as live that are about what the user had as the edit began: they hinder no
 * change elsewhere. `fields` are those of the file.
 */
export function withLiveProblems(
  problems: readonly Problem[],
  fields: Readonly<Record<string, unknown>>,
  user: KeptUser,
): Problem[] {
  const held = user.heldBy(fields);
  return problems.map((problem) =>
    mayBeLive(problem) && held.has(problem.path) ? { ...problem, severity: 'information', isLive: true } : problem,
  );
}
