import { checkUserJson, type CheckOptions } from '../../core/check/checkUserText';
import { besideLive } from '../../core/check/liveProblems';
import type { Problem } from '../../core/check/problem';
import type { ParsedJson } from '../../core/json/parseJson';
import { fieldValues, userFileOf, type UserField, type UserFile } from '../../core/update/userFile';
import { isSecretName } from '../../core/secrets/isSecretName';
import { hiddenValue } from '../../core/secrets/shown';
import type { PlanProblem } from '../plan/planFile';
import type { TextPlace } from './sourceFault';

type User = Readonly<Record<string, unknown>>;

/** One row of a source: what is to become of one user. */
export interface SourceRow extends TextPlace {
  /** From 0. */
  readonly index: number;
  /** As it is spelled in the source, without what separates it from others. */
  readonly raw: string;
  /** The update; undefined where the row is none. */
  readonly file: UserFile | undefined;
  /** All that is wrong with it by itself; of a live user, without what that user has, too. */
  problems(options: CheckOptions, live?: User): PlanProblem[];
  /** The fields that it gives a user, who is undefined where nobody has looked. */
  fields(live?: User): readonly UserField[];
  /** What a spreadsheet seems to have done to its values, by what the user has. */
  damage(live: User): PlanProblem[];
}

/** Where the row begins, and its text. */
export interface RowText extends TextPlace {
  readonly index: number;
  readonly raw: string;
}

/** A row that is JSON. `parsed` is undefined where its text is broken. */
export function jsonRow(row: RowText, parsed: ParsedJson | undefined, broken: () => readonly Problem[]): SourceRow {
  const file = parsed && userFileOf(parsed);
  const placed = (problem: Problem): PlanProblem => planProblem(problem, placeIn(row, problem.offset));
  return {
    ...row,
    file,
    problems: (options, live) => {
      const isList = Array.isArray(parsed?.value);
      if (isList) return [planProblem(notAUser, row)];
      const found = parsed ? checkUserJson(parsed, options) : broken();
      return (live ? besideLive(found, fieldValues(file?.fields ?? []), live) : found).map(placed);
    },
    fields: () => file?.fields ?? [],
    damage: () => [],
  };
}

const notAUser = { code: 'notAUser', params: { got: 'array' }, severity: 'error', path: [] } as const;

/** What is said of a place; `params` are those of a code. */
interface Said extends Pick<PlanProblem, 'code' | 'severity' | 'path'> {
  readonly params: object;
}

/** A problem as a plan has it, which knows no offsets. What it says of a secret is not what the secret is. */
export function planProblem({ code, params, severity, path }: Said, { line, column }: TextPlace): PlanProblem {
  const isSecret = code !== 'wrongType' && path.some((step) => isSecretName(String(step)));
  const said = Object.entries(params).map(([name, value]: [string, unknown]) => [
    name,
    isSecret && quoting.has(name) ? hiddenValue : value,
  ]);
  return { code, params: Object.fromEntries(said) as PlanProblem['params'], severity, path, line, column };
}

/** The params that hold what stands there. */
const quoting: ReadonlySet<string> = new Set(['got', 'becomes', 'live']);

/** The place of an offset in the text of a row. */
export function placeIn({ raw, line, column }: RowText, offset: number): TextPlace {
  const before = raw.slice(0, offset);
  const ends = [...before.matchAll(/\r\n|\r|\n/g)];
  const last = ends.at(-1);
  if (!last) return { line, column: column + offset };
  return { line: line + ends.length, column: offset - last.index - last[0].length + 1 };
}
