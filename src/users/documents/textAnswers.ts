import type { Problem } from '../../core/check/problem';
import type { UserTextCheck } from '../../core/check/userTextCheck';
import { worstProblems } from '../../core/check/worstProblems';
import { completionsAt, hintAt } from '../../core/hints/hintsAt';
import { namesSchema } from '../../core/hints/namesSchema';
import { namedBy } from '../../core/update/userFile';
import type { CheckedText, CheckKind, HintPlace, TextQuestions } from './checkMessages';

// What is told of a text, on whichever thread.

/** The problems that a check of a large text found, with what the text says of its target. */
export function checkedText(check: UserTextCheck, problems: readonly Problem[], kind: CheckKind): CheckedText {
  return { ...worstProblems(problems, kind), named: check.single && JSON.stringify(namedBy(check.single)) };
}

/** What can be written at a place. */
export const completions = (text: string, { offset, rules }: HintPlace): TextQuestions['completions']['answer'] =>
  completionsAt(text, offset, rules);

/** What is known of a place. */
export const hint = (text: string, { offset, rules }: HintPlace): TextQuestions['hint']['answer'] => ({
  hint: hintAt(text, offset, rules),
  namesSchema: namesSchema(text),
});
