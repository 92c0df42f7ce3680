import type { Problem } from '../check/problem';
import type { TextStyle } from '../edit/jsonLayout';
import type { AccountRules } from '../rules/accountRules';
import { changesText, type Fix } from './fix';
import { FixableText } from './fixableText';
import { fixesFor } from './fixesFor';

/** A fix as it is offered away from the text. `key` tells it from the others, and nobody makes an edit of it. */
export interface OfferedFix {
  readonly key: string;
  readonly fix: Fix;
}

/** Longer texts, in UTF-16 units, are mended in the text editor: there fixes are looked for where the cursor is. */
const maxLength = 200_000;
/** So many problems have their fixes offered, and so many fixes each: nobody reads a thousand buttons. */
const maxProblems = 100;
const maxFixes = 5;

/** For each of the problems of a text the fixes that change something in it, the likeliest first. */
export function offeredFixes(
  text: string,
  problems: readonly Problem[],
  style?: TextStyle,
  rules?: AccountRules,
): OfferedFix[][] {
  const source = new FixableText(text, style, rules);
  const places = placesOf(problems);
  return problems.map((problem, index) => {
    if (text.length > maxLength || index >= maxProblems) return [];
    const fixes = fixesFor(source, problem).slice(0, maxFixes);
    return fixes.filter(changesText).map((fix) => ({ key: keyOf(places[index] ?? '', fix), fix }));
  });
}

/** The fix that has this key for a text as it is by now; undefined where nothing is to be mended in that way any more. */
export function fixOfKey(
  text: string,
  problems: readonly Problem[],
  key: string,
  style?: TextStyle,
  rules?: AccountRules,
): Fix | undefined {
  const source = new FixableText(text, style, rules);
  const places = placesOf(problems);
  for (const [index, problem] of problems.entries()) {
    const place = places[index] ?? '';
    const fix = key.startsWith(place) && fixesFor(source, problem).find((candidate) => keyOf(place, candidate) === key);
    if (fix) return fix;
  }
  return undefined;
}

/** What each problem is and where, which an edit elsewhere leaves as it is. Of equal ones each has a number. */
function placesOf(problems: readonly Problem[]): string[] {
  const counts = new Map<string, number>();
  return problems.map(({ code, path }) => {
    const place = JSON.stringify([code, path]);
    const count = counts.get(place) ?? 0;
    counts.set(place, count + 1);
    return `${place} ${count} `;
  });
}

/** Of a long value its beginning is enough. */
const keyOf = (place: string, { action }: Fix): string => place + JSON.stringify(action).slice(0, 200);
