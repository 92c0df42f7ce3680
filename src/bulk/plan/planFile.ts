import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { readExactJson } from '../../core/json/exactJson';
import { isRecord } from '../../core/json/isRecord';

/** How the name of a plan ends. */
export const planEnding = '.truto-plan.jsonl';

/** The path, or the name, of a plan without its ending. */
export const withoutPlanEnding = (path: string): string =>
  path.endsWith(planEnding) ? path.slice(0, -planEnding.length) : path;

const planVersion = 1;

const count = z.number().check(z.int(), z.nonnegative());
const record = z.custom<Readonly<Record<string, unknown>>>(isRecord);
const names = z.readonly(z.array(z.string()));

/** A column of a CSV file. */
const columnSchema = z.object({
  /** As it is spelled in the file. */
  header: z.string(),
  /** Where its cells belong, such as `emails[primary].email`; null: they are ignored. */
  field: z.nullable(z.string()),
});

/** How the text of a source is read, and how a file that goes on with its rows is written. */
const formatSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('json'), encoding: z.string() }),
  z.object({ kind: z.literal('jsonl'), encoding: z.string() }),
  z.object({
    kind: z.literal('csv'),
    /** A label of `TextDecoder`. */
    encoding: z.string(),
    delimiter: z.string().check(z.minLength(1), z.maxLength(1)),
    columns: z.readonly(z.array(columnSchema)),
    /** What a cell holds that clears a field. */
    clear: z.string(),
  }),
]);

const verdicts = ['send', 'unchanged', 'invalid', 'notFound', 'blocked'] as const;

const countsSchema = z.object({
  rows: count,
  /** The rows of each verdict: together they are all rows. */
  send: count,
  unchanged: count,
  invalid: count,
  notFound: count,
  blocked: count,
});

/** What applying a plan would do, of the rows with the verdict `send`. */
const effectsSchema = z.object({
  /** How many users get another value in a field, by its name. */
  fields: z.record(z.string(), count),
  /** How many users get the status `deleted`, and how many one other than that, `active` and `invited`. */
  deactivated: count,
  deleted: count,
  /** How many users get a password or another secret. */
  secrets: count,
  /** How many users lose a role, as far as they were looked at. */
  rolesRemoved: count,
});

const headerSchema = z.object({
  kind: z.literal('truto-plan'),
  version: z.literal(planVersion),
  /** As ISO 8601. */
  createdAt: z.string(),
  source: z.object({
    /** The name of the file, which lies beside the plan. */
    name: z.string(),
    /** Of its bytes, as hex. */
    sha256: z.string(),
    size: count,
    format: formatSchema,
  }),
  target: z.object({
    /** `key` as `profileKey` makes it. */
    environment: z.object({ key: z.string(), name: z.string() }),
    /** Of the rows that name none themselves; undefined where each names its own. */
    account: z.optional(z.object({ id: z.string(), label: z.string() })),
  }),
  options: z.object({
    /** Only what differs from the live user, or each row as it is. */
    body: z.enum(['changed', 'whole']),
    /** What all updates are sent with; the rows have it too. */
    query: record,
    /** Several rows of one user are meant, to be sent one after another. */
    inOrder: z.boolean(),
  }),
  /** The job that it takes back. */
  undoes: z.optional(z.string()),
  counts: countsSchema,
  effects: effectsSchema,
  /** How many rows have a cause or an error of this code. */
  causes: z.record(z.string(), count),
  /** How many requests applying takes, and how many seconds they take at the limits. */
  estimate: z.object({ requests: count, seconds: count }),
  /** The seal of `sealedMark`: where it is another one, the seals in `before` and `sealed` were made on another computer. */
  seal: z.string(),
});

const problemSchema = z.object({
  /** A code of `ProblemParams` or of `SourceProblemParams`, and what it says. */
  code: z.string(),
  params: record,
  severity: z.enum(['error', 'warning', 'information']),
  /** Within the user. */
  path: z.readonly(z.array(z.union([z.string(), z.number()]))),
  /** In the source, both from 1; columns in UTF-16 units. */
  line: count,
  column: count,
});

const rowSchema = z.object({
  /** Of the row in the source, from 0. */
  index: count,
  /** Where it begins in the source, both from 1. */
  line: count,
  column: count,
  verdict: z.enum(verdicts),
  /** Why it is not sent: a code of an error or an obstacle; undefined where `problems` say it. */
  cause: z.optional(z.string()),
  accountId: z.optional(z.string()),
  userId: z.optional(z.string()),
  userName: z.optional(z.string()),
  /** The parameters of the update, without those that hold a secret. */
  query: z.optional(record),
  /** What the user is read with, where that is something else than the query without `truto_...`. */
  readQuery: z.optional(record),
  /**
   * The fields that go, of the live user as it was read, as `KeptUser` keeps them: seals in place of secrets. A field that it
   * lacks is no member; of `remote_data` it has the members that go. Undefined: nobody looked, or could.
   */
  before: z.optional(record),
  /** The fields that go, without those that hold a secret. */
  patch: z.optional(record),
  /** The names of the fields, and of the parameters, that hold a secret: their values stand in the source alone. */
  withheld: z.optional(z.object({ fields: names, query: names })),
  problems: z.optional(z.readonly(z.array(problemSchema))),
});

export type SourceFormat = z.infer<typeof formatSchema>;
export type CsvFormat = Extract<SourceFormat, { kind: 'csv' }>;
export type CsvColumn = z.infer<typeof columnSchema>;
export type PlanVerdict = (typeof verdicts)[number];
export type PlanCounts = z.infer<typeof countsSchema>;
export type PlanEffects = z.infer<typeof effectsSchema>;
/** The first line of a plan. */
export type PlanHeader = z.infer<typeof headerSchema>;
export type PlanProblem = z.infer<typeof problemSchema>;
/** Each line behind the first: one row of the source, in its order. Numbers keep their spelling. */
export type PlanRow = z.infer<typeof rowSchema>;

/** What `PlanHeader.seal` is the seal of. */
export const sealedMark = 'truto-plan';

/** What is wrong with a line of a plan. */
export type PlanFaultCode =
  /** Line 1 is no header of a plan. */
  | 'noPlan'
  /** A later version of the product made it. */
  | 'otherVersion'
  | 'notJson'
  | 'notUtf8'
  /** It is as JSON, but has not the members of a row. */
  | 'notARow'
  /** It says something else than it did when the plan was made. */
  | 'edited'
  /** A row is missing before it, or it was there already. */
  | 'outOfOrder'
  /** The lines are not those that line 1 counts. */
  | 'miscounted'
  | 'tooLong';

/** A plan that was damaged, or edited by hand: it is not applied. */
export class PlanFault extends Error {
  constructor(
    readonly code: PlanFaultCode,
    /** From 1. */
    readonly line: number,
  ) {
    super(`${code} (${line})`);
    this.name = 'PlanFault';
  }
}

/** A line of a plan, with its line end. Its first member tells whether the rest is as it was written. */
export function planLine(content: PlanHeader | PlanRow): string {
  const rest = JSON.stringify(content).slice(1);
  return `{"check":"${checkOf(rest)}",${rest}\n`;
}

/** Reads the first line, without its line end. Throws PlanFault. */
export function readPlanHeader(line: string): PlanHeader {
  const { value, isWhole } = readLine(line, 1);
  if (!isRecord(value) || value['kind'] !== 'truto-plan') throw new PlanFault('noPlan', 1);
  if (value['version'] !== planVersion) throw new PlanFault('otherVersion', 1);
  if (!isWhole) throw new PlanFault('edited', 1);
  const { data } = headerSchema.safeParse(value);
  if (!data) throw new PlanFault('noPlan', 1);
  if (!addsUp(data.counts)) throw new PlanFault('miscounted', 1);
  return data;
}

/** Reads another line, without its line end. `number` is that of the line, from 1. Throws PlanFault. */
export function readPlanRow(line: string, number: number): PlanRow {
  const { value, isWhole } = readLine(line, number);
  const { data } = rowSchema.safeParse(value);
  if (!data) throw new PlanFault('notARow', number);
  if (!isWhole) throw new PlanFault('edited', number);
  return data;
}

/** Whether the rows of all verdicts together are all rows. */
export const addsUp = (counts: PlanCounts): boolean =>
  verdicts.reduce((sum, verdict) => sum + counts[verdict], 0) === counts.rows;

/** Counts rows by their verdict. */
export class PlanTally {
  private readonly counted = { rows: 0, send: 0, unchanged: 0, invalid: 0, notFound: 0, blocked: 0 };

  add({ verdict }: Pick<PlanRow, 'verdict'>): void {
    this.counted.rows++;
    this.counted[verdict]++;
  }

  get counts(): PlanCounts {
    return { ...this.counted };
  }

  isAs(counts: PlanCounts): boolean {
    return counts.rows === this.counted.rows && verdicts.every((verdict) => counts[verdict] === this.counted[verdict]);
  }
}

function readLine(line: string, number: number): { readonly value: unknown; readonly isWhole: boolean } {
  const read = readExactJson(line);
  if (read.state !== 'whole') throw new PlanFault(number === 1 ? 'noPlan' : 'notJson', number);
  const parts = /^\{"check":"([\da-f]{16})",([^]*)$/.exec(line);
  return { value: read.value, isWhole: parts?.[2] !== undefined && checkOf(parts[2]) === parts[1] };
}

const checkOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
