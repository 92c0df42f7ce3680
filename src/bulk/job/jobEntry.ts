import * as z from 'zod/mini';
import { exactJsonOf } from '../../core/json/exactJson';
import { isRecord } from '../../core/json/isRecord';

const count = z.number().check(z.int(), z.nonnegative());
const user = z.custom<Readonly<Record<string, unknown>>>(isRecord);
const text = z.optional(z.string());

/** What became of a row; `pending`: nothing, it is still to be sent. */
export const rowEnds = ['pending', 'sent', 'unchanged', 'failed', 'unknown'] as const;
export type RowEnd = (typeof rowEnds)[number];

/** Why a job rests. */
export const restReasons = [
  /** A person wants it. */
  'paused',
  /** As many rows were sent as were asked for. */
  'firstRows',
  /** Truto rejects the API token, or there is none that can be used. */
  'tokenRejected',
  /** There is no network. */
  'offline',
  /** Something between here and Truto responds in its place: a sign-in page, a firewall, a redirect, another server. */
  'intercepted',
  /** Several requests in a row failed at Truto, at the provider or on the way. */
  'serverFailing',
  /** The journal cannot be written: nothing may be sent that it does not know. */
  'cannotKeep',
  /** The copy of its plan cannot be read any more. */
  'planUnreadable',
  /** Another window runs the job now. */
  'takenOver',
  /** All is done but the rows of accounts that take no update at this moment. */
  'accountsStopped',
  /** The workspace is not trusted. */
  'untrusted',
  /** Its window was closed, or loaded again. */
  'windowClosed',
] as const;
export type RestReason = (typeof restReasons)[number];

const causeSchema = z.object({
  /** A code of an error, an obstacle, or of the job: `moved`, `underWay`, `earlierFailed`, `earlierUnknown`, `unseen`, `noUserShown`. */
  code: z.string(),
  status: z.optional(z.number()),
  /** The server's own words. */
  message: text,
  /** The fields it is about. */
  fields: z.optional(z.array(z.string())),
});

/** Why a row was not applied, or why nobody knows. Data, no sentence. */
export type RowCause = z.infer<typeof causeSchema>;

/** The first line: which plan, and which environment. */
const jobSchema = z.object({
  kind: z.literal('job'),
  version: z.literal(1),
  jobId: z.string(),
  at: z.number(),
  plan: z.object({ path: z.string(), sha256: z.string(), rows: count }),
  environment: z.object({ key: z.string(), name: z.string() }),
  /** The job whose updates it takes back. */
  undoes: text,
  /** Only so many rows were confirmed when it began. */
  firstRows: z.optional(count),
});

/** A process has become the owner. */
const ownerSchema = z.object({ kind: z.literal('owner'), at: z.number(), pid: z.number(), host: z.string() });

/** An update is about to leave. Users and parameters stand here as `KeptUser` keeps them: seals in place of secrets. */
const intentSchema = z.object({
  kind: z.literal('intent'),
  row: count,
  /** When its key was first used, in ms since 1970. */
  at: z.number(),
  accountId: z.string(),
  userId: z.string(),
  key: z.string(),
  /** Of parameters and body, as a keyed hash. */
  body: z.string(),
  query: user,
  readQuery: user,
  sent: user,
  /** Undefined where nobody looked, or could. */
  before: z.optional(user),
});

const outcomeSchema = z.object({
  kind: z.literal('outcome'),
  row: count,
  at: z.number(),
  end: z.enum(rowEnds),
  verdict: text,
  status: z.optional(z.number()),
  requestId: text,
  cause: z.optional(causeSchema),
  /** Of an unknown row: its request has come to its end, and is never sent again. */
  isEnded: z.optional(z.boolean()),
  /** The fields as the update left them, kept like those of the intent. */
  after: z.optional(user),
  /** A look has shown them so. */
  isShown: z.optional(z.boolean()),
});

const stoppedSchema = z.object({
  id: z.string(),
  /** As it was named when it was last read. */
  label: text,
  cause: causeSchema,
});

/** An account whose rows rest, and why. */
export type StoppedAccount = z.infer<typeof stoppedSchema>;

/** Those of a job that rests; undefined where there are none, and in what earlier versions wrote. */
export const stoppedAccountsSchema = z.optional(z.array(stoppedSchema));

/** The job rests, was cancelled, or has ended: then there is nothing more to come. */
const markSchema = z.object({
  kind: z.literal('mark'),
  at: z.number(),
  state: z.enum(['resting', 'cancelled', 'ended']),
  reason: z.optional(z.enum(restReasons)),
  accounts: stoppedAccountsSchema,
});

const entrySchema = z.discriminatedUnion('kind', [jobSchema, ownerSchema, intentSchema, outcomeSchema, markSchema]);

export type JobEntry = z.infer<typeof entrySchema>;
export type JobHead = z.infer<typeof jobSchema>;
export type Intent = z.infer<typeof intentSchema>;
export type RowOutcome = z.infer<typeof outcomeSchema>;
export type JobMark = z.infer<typeof markSchema>;

/** Undefined for what is no entry of a job. */
export const readJobEntry = (json: string): JobEntry | undefined => entrySchema.safeParse(exactJsonOf(json)).data;
