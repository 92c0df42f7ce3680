import type { TextStyle } from '../edit/jsonLayout';
import type { TextEdit } from '../json/textEdit';
import type { Problem } from '../check/problem';
import type { TextRange } from '../json/textEdit';
import type { AccountRules } from '../rules/accountRules';
import type { Fix, FixAction } from './fix';
import { FixableText, inWhole } from './fixableText';
import { fixesFor } from './fixesFor';
import { FixesTogether } from './fixesTogether';
import { inUser } from '../schema/schemaOf';
import { TextPieces } from './textPieces';

/** Which of the fixes of a problem to make; undefined for none. */
export type FixChoice = (fixes: readonly Fix[], problem: Problem) => Fix | undefined;

export interface FixAllOptions {
  readonly choose: FixChoice;
  readonly style?: TextStyle;
  readonly rules?: AccountRules | undefined;
  /** Finds the problems of one user that come to light, or change their places, as others are fixed. */
  readonly recheck?: (userText: string) => readonly Problem[];
}

/** One fix may bring the next problem to light (a name put right, then the value below it), but not for ever. */
const rounds = 5;

/** The preferred fix, unless it writes a value that somebody has to fill in: that is for people to ask for. */
export function sureFix(fixes: readonly Fix[]): Fix | undefined {
  return fixes.find(({ preferred, action }) => preferred && action.kind !== 'addField');
}

/** The preferred fix of the same kind as one that is preferred for another problem; else the very same fix. */
export function fixLike(model: Fix, problem: Problem): FixChoice {
  return (fixes, other) => (other.code === problem.code ? fixes.find((fix) => isLike(fix, model)) : undefined);
}

/** Whether a problem has a fix like the one that was chosen for another. */
export function hasFixLike(source: FixableText, model: Fix, problem: Problem, other: Problem): boolean {
  return other.code === problem.code && fixLike(model, problem)(fixesFor(source, other), other) !== undefined;
}

function isLike({ action, preferred }: Fix, model: Fix): boolean {
  if (preferred !== model.preferred) return false;
  return preferred ? action.kind === model.action.kind : sameness(action) === sameness(model.action);
}

/** What makes a fix the same as that of another problem: the value of a field that gets another name does not. */
function sameness(action: FixAction): string {
  return JSON.stringify(action.kind === 'renameField' ? { ...action, json: undefined } : action);
}

/** The edits that make one fix for each of many problems, in order and apart from each other. */
export function fixAll(text: string, problems: readonly Problem[], options: FixAllOptions): TextEdit[] {
  const source = new FixableText(text, options.style, options.rules);
  const byUser = new Map<string | number, Problem[]>();
  for (const problem of problems) {
    const [index = ''] = problem.path;
    const key = typeof index === 'number' ? index : '';
    const others = byUser.get(key);
    if (others) others.push(problem);
    else byUser.set(key, [problem]);
  }
  return [...byUser].flatMap(([index, found]) => {
    const user = source.userOf([index]);
    if (user === undefined) return fixText(text, found, source.style, options);
    const edits = fixText(
      user.text,
      found.map((problem) => ofUser(problem, user.shift)),
      source.style,
      options,
    );
    return inWhole(user, edits);
  });
}

/** A problem of an array of users as one of a single user's text. */
const ofUser = (problem: Problem, shift: number): Problem => ({
  ...problem,
  path: inUser(problem.path),
  offset: problem.offset - shift,
});

function fixText(
  text: string,
  problems: readonly Problem[],
  style: TextStyle,
  { choose, rules, recheck }: FixAllOptions,
): TextEdit[] {
  const pieces = new TextPieces(text);
  const read = () => {
    const source = new FixableText(pieces.text, style, rules);
    return (problem: Problem) => choose(fixesFor(source, problem), problem);
  };
  let pending = problems;
  for (let round = 0; round < rounds && fixRound(pieces, pending, read); round++)
    pending = recheck?.(pieces.text) ?? [];
  return pieces.edits();
}

/** Fixes the problems that are there, all that are apart from each other at once; returns whether any was. */
function fixRound(
  pieces: TextPieces,
  problems: readonly Problem[],
  read: () => (problem: Problem) => Fix | undefined,
): boolean {
  let hasFixed = false;
  for (let pending = problems; pending.length > 0; ) {
    const fixOf = read();
    const together = new FixesTogether();
    const later = pending.filter((problem) => together.add(problem, fixOf(problem)) === 'later');
    pieces.apply(together.edits);
    hasFixed ||= together.edits.length > 0;
    pending = later.flatMap((problem) => afterEdits(problem, together.edits));
  }
  return hasFixed;
}

/** A problem at its place behind the edits; none where they change what it marks. No fix asks for what it is related to. */
function afterEdits(problem: Problem, edits: readonly TextEdit[]): Problem[] {
  const range = movedRange(problem, edits);
  return range === undefined ? [] : [{ ...problem, ...range }];
}

function movedRange({ offset, length }: TextRange, edits: readonly TextEdit[]): TextRange | undefined {
  let shift = 0;
  for (const edit of edits) {
    if (edit.offset + edit.length <= offset) shift += edit.text.length - edit.length;
    else if (edit.offset < offset + length) return undefined;
  }
  return { offset: offset + shift, length };
}
