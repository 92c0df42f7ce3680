import type { JsonPath } from '../json/jsonPath';
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

/** Whether one of the problems could be about something that the live user has, too. */
export function mayBeLive(problems: readonly Problem[]): boolean {
  return problems.some(isOfValue);
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
    isOfValue(problem) && held.has(problem.path) ? { ...problem, severity: 'information', isLive: true } : problem,
  );
}

/** A field that the user lacks is one to be added, whoever else lacks it. */
const isOfValue = ({ code, path }: Problem): boolean =>
  codesOfValues.has(code) && !(code === 'missingField' && isField(path));

const isField = (path: JsonPath): boolean => path.length < 2;
