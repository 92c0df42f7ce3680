import type { PlanProblem, SourceFormat } from '../plan/planFile';
import { openSource, type SourceOptions } from '../source/openSource';
import type { TextPlace } from '../source/sourceFault';
import { planProblem, type SourceRow } from '../source/sourceRow';
import { leavesRemoteData } from './planRow';

/** What is known of a source before anybody is asked about its users. */
export interface Survey {
  readonly file: string;
  readonly options: SourceOptions;
  readonly format: SourceFormat;
  readonly sha256: string;
  readonly size: number;
  readonly rows: number;
  /** How many rows each account has. */
  readonly accounts: ReadonlyMap<string, number>;
  /** How many rows have none. */
  readonly withoutAccount: number;
  /** Of the file as a whole. */
  readonly problems: readonly PlanProblem[];
  readonly duplicates: Duplicates;
}

export interface SurveyOptions extends SourceOptions {
  /** The account of the rows that name none. */
  readonly accountId: string | undefined;
  readonly unknownFields: 'warning' | 'information' | 'off';
  /** Several rows of one user are meant, to be sent one after another. */
  readonly inOrder: boolean;
  /** Told of the problems of each row that has any. */
  readonly onProblems?: (row: SourceRow, problems: readonly PlanProblem[]) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Which user a row is about; undefined where it does not tell. */
export interface RowTarget {
  readonly accountId: string | undefined;
  readonly userId: string | undefined;
}

export const rowTarget = ({ file }: SourceRow, accountId: string | undefined): RowTarget => ({
  accountId: file?.accountId ?? accountId,
  userId: file?.userId,
});

/** Where the first two rows of a user are. */
interface Pair {
  readonly first: TextPlace;
  readonly second: TextPlace;
}

/** The users that several rows are about. */
export class Duplicates {
  private readonly firsts = new Map<string, Map<string, TextPlace>>();
  private readonly pairs = new Map<string, Map<string, Pair>>();

  /** Notes a row. Returns the problems of it and of the first row of its user that show by it. */
  add({ accountId, userId }: RowTarget, { line, column }: TextPlace): readonly PlanProblem[] {
    if (accountId === undefined || userId === undefined) return [];
    const place = { line, column };
    const first = inner(this.firsts, accountId).get(userId);
    if (!first) {
      inner(this.firsts, accountId).set(userId, place);
      return [];
    }
    const pairs = inner(this.pairs, accountId);
    const isKnown = pairs.has(userId);
    if (!isKnown) pairs.set(userId, { first, second: place });
    return [...(isKnown ? [] : [duplicateUser(line, first)]), duplicateUser(first.line, place)];
  }

  /** All rows were noted. */
  close(): void {
    this.firsts.clear();
  }

  /** How many users there are of which there are several rows. */
  get count(): number {
    return [...this.pairs.values()].reduce((sum, users) => sum + users.size, 0);
  }

  has(target: RowTarget): boolean {
    return this.pairOf(target) !== undefined;
  }

  /** The line of another row of the user that a row is about, where there are several. */
  otherLine(target: RowTarget, { line, column }: TextPlace): number | undefined {
    const { first, second } = this.pairOf(target) ?? {};
    return (first?.line === line && first.column === column ? second : first)?.line;
  }

  private pairOf({ accountId, userId }: RowTarget): Pair | undefined {
    return accountId === undefined || userId === undefined ? undefined : this.pairs.get(accountId)?.get(userId);
  }
}

/** @param line of another row of the same user */
export const duplicateUser = (line: number, place: TextPlace): PlanProblem =>
  planProblem({ code: 'duplicateUser', params: { line }, severity: 'error', path: [] }, place);

function inner<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = map.get(key) ?? new Map<string, T>();
  map.set(key, known);
  return known;
}

/**
 * Reads a whole source once, and checks each row by itself, as a user file is checked. Throws SourceFault where it cannot be
 * read to its end.
 */
export async function surveySource(file: string, options: SurveyOptions): Promise<Survey> {
  const { accountId, encoding, columns, inOrder, onProblems, signal, unknownFields } = options;
  const source = await openSource(file, { encoding, columns });
  const duplicates = new Duplicates();
  const accounts = new Map<string, number>();
  let rows = 0;
  let exported: PlanProblem | undefined;
  let withoutAccount = 0;
  for await (const row of source.rows) {
    signal?.throwIfAborted();
    rows++;
    const target = rowTarget(row, accountId);
    const twice = duplicates.add(target, row);
    if (target.accountId === undefined) withoutAccount++;
    else accounts.set(target.accountId, (accounts.get(target.accountId) ?? 0) + 1);
    const problems = [
      ...(inOrder ? [] : twice),
      ...row.problems({ unknownFields }).filter(isWorthSaying),
      ...targetProblems(row, target),
    ];
    // To read the fields of a row takes its time.
    if (row.raw.includes('remote_data') && leavesRemoteData(row.file?.fields ?? [])) exported ??= exportedData(row);
    if (problems.length > 0) onProblems?.(row, problems);
  }
  duplicates.close();
  return {
    file,
    options: { encoding, columns },
    format: source.format,
    ...source.read(),
    rows,
    accounts,
    withoutAccount,
    problems: [...source.problems, ...(exported ? [exported] : [])],
    duplicates,
  };
}

/** Said of the first row alone. */
const exportedData = (row: SourceRow): PlanProblem =>
  planProblem({ code: 'exportedData', params: {}, severity: 'warning', path: ['remote_data'] }, row);

export const isError = ({ severity }: PlanProblem): boolean => severity === 'error';

/** What is left out of an update anyway needs no word in each of a hundred thousand rows. */
export const isWorthSaying = ({ code, params }: PlanProblem): boolean =>
  !(code === 'unknownField' && params['readOnly'] === true);

/** A row that does not tell its user, or its account. */
export function targetProblems(row: SourceRow, { accountId, userId }: RowTarget): PlanProblem[] {
  if (!row.file) return [];
  const missing = (code: string) => planProblem({ code, params: {}, severity: 'error', path: [] }, row);
  return [
    ...(userId === undefined ? [missing('noUser')] : []),
    ...(accountId === undefined ? [missing('noAccount')] : []),
  ];
}
