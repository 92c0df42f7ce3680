import type { Problem } from '../check/problem';
import type { JsonPath } from '../json/jsonPath';
import { countUpTo, type TextEdit, type TextRange } from '../json/textEdit';
import type { Fix, FixAction } from './fix';

/** Fixes of one text that can be made at once: none changes, or touches, what another one does. */
export class FixesTogether {
  /** In order and apart from each other. */
  readonly edits: TextEdit[] = [];
  private readonly fixed = new Set<string>();
  /** The places of fields that come to be. */
  private readonly made = new Set<string>();

  /** `later`: it has to wait for the others, and is to be looked at again behind them. `none`: there is nothing to make. */
  add(problem: Problem, fix: Fix | undefined): 'added' | 'later' | 'none' {
    // What stands below a value that changes is another problem, if it is one still.
    if (this.isBelowFixed(problem.path)) return 'none';
    if (fix === undefined) return 'none';
    const edits = fix.edits();
    // What is not possible yet may be so behind the others.
    if (edits.length === 0) return this.edits.length > 0 ? 'later' : 'none';
    const made = JSON.stringify(madeBy(fix.action, problem.path));
    if (this.made.has(made) || [problem, ...edits].some((range) => this.touches(range))) return 'later';
    for (const edit of edits) this.edits.splice(countUpTo(this.edits, edit.offset), 0, edit);
    if (problem.code !== 'missingField') this.fixed.add(JSON.stringify(problem.path));
    if (made !== '[]') this.made.add(made);
    return 'added';
  }

  private isBelowFixed(path: JsonPath): boolean {
    return this.fixed.size > 0 && path.some((_, depth) => this.fixed.has(JSON.stringify(path.slice(0, depth))));
  }

  private touches({ offset, length }: TextRange): boolean {
    const before = this.edits[countUpTo(this.edits, offset + length) - 1];
    return before !== undefined && before.offset + before.length >= offset;
  }
}

/** The path of the field that a fix makes; two of the same would be equal keys. */
function madeBy(action: FixAction, path: JsonPath): JsonPath {
  if (action.kind === 'renameField') return [...path.slice(0, -1), action.to];
  return action.kind === 'addField' ? path : [];
}
