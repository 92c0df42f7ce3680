import * as z from 'zod/mini';
import { TrutoError } from '../api/trutoError';
import { userIn, type Verdict } from '../core/responses/verdict';
import { exactJsonOf } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';
import { isSameState, memberOf } from '../core/json/isSameState';
import { isStoredAs } from '../core/json/isStoredAs';
import { redactedJson } from '../core/secrets/redactSecrets';
import { KeptUser, type Seal } from '../core/secrets/keptUser';
import { SentSecrets } from '../core/secrets/sentSecrets';
import type { UpdateImages } from '../core/update/inversePatch';
import type { OpenAttempt } from '../core/update/openAttempts';
import { fieldValues } from '../core/update/userFile';
import { initiatorSchema } from './attempts';
import type { Outcome } from './outcome';
import type { Prepared } from './prepared';
import type { SeenUpdate } from './updates';

type User = Readonly<Record<string, unknown>>;

const user = z.custom<User>(isRecord);
const named = z.object({ id: z.string(), name: z.string() });

/** What a list of updates tells of each. */
const headSchema = z.object({
  /** When it ended, in ms since 1970. */
  at: z.number(),
  environment: z.object({ key: z.string(), name: z.string() }),
  account: named,
  user: named,
  who: initiatorSchema,
  /** The names of the fields that went. */
  fields: z.array(z.string()),
  outcome: z.enum(['notSent', 'refused', 'applied', 'unknown']),
  status: z.optional(z.number()),
  /** Its idempotency key: several entries of one are of one update. */
  key: z.string(),
});

/** What is kept of an update. */
const keptSchema = z.object({
  /** In front, as `readRow` reads nothing else. */
  head: headSchema,
  /** What it was edited in, such as the URI of a document. */
  source: z.string(),
  /** Parameters, fields and users stand here as `KeptUser` keeps them: seals in place of secrets. */
  query: user,
  /** What the user is read with. */
  readQuery: user,
  sent: user,
  before: z.optional(user),
  after: user,
  /** Both as in `UpdateImages`. */
  isShown: z.optional(z.boolean()),
  isUnseen: z.optional(z.boolean()),
  /** Of an update without success: a code of `ErrorExplanation`. */
  failure: z.optional(z.string()),
  attempts: z.number(),
  /** Of one of many updates: their job. */
  job: z.optional(z.string()),
  requestId: z.optional(z.string()),
  /** The response as it may be shown; undefined where there was none, or a long one. */
  response: z.optional(z.string()),
});

export type KeptEntry = z.infer<typeof keptSchema>;

export interface HistoryRow extends z.infer<typeof headSchema> {
  /** Names it, in this and every other window. */
  readonly id: string;
}

/** Whether anything of it may be on the server. */
export const isUndoable = ({ outcome }: Pick<HistoryRow, 'outcome'>): boolean =>
  outcome === 'applied' || outcome === 'unknown';

/** An update that was sent, or was to be. */
export interface HistoryEntry
  extends HistoryRow,
    UpdateImages,
    Omit<KeptEntry, 'head' | 'query' | 'readQuery' | 'sent' | 'before' | 'after' | 'isShown' | 'isUnseen'> {
  readonly query: KeptUser;
  readonly readQuery: KeptUser;
}

/** UTF-16 units of a response: a longer one is not kept. */
const maxResponse = 10_000;

/** What is to be kept of an update that has ended at a time (ms since 1970). */
export function keptEntry(update: SeenUpdate, seal: Seal, at: number): KeptEntry {
  const { prepared, outcome } = update;
  const { source, who, query, fields, live } = prepared;
  const { status, requestId, attempts, error } = outcome;
  const sent = fieldValues(fields);
  const keep = (values: User) => KeptUser.of(values, seal).toJSON();
  const response = responseOf(update);
  return {
    head: {
      at,
      ...placeOf(prepared),
      who,
      fields: fields.map(({ name }) => name),
      outcome: outcome.outcome,
      ...(status !== undefined && { status }),
      key: outcome.idempotencyKey,
    },
    source,
    query: keep(query),
    readQuery: keep(prepared.readQuery),
    sent: keep(sent),
    ...(live && { before: keep(touched(sent, live)) }),
    after: keep(afterOf(update)),
    ...(userShown(update) && { isShown: true }),
    ...(isUnseen(outcome) && { isUnseen: true }),
    ...(error instanceof TrutoError && { failure: error.explanation.code }),
    attempts,
    ...(prepared.jobId !== undefined && { job: prepared.jobId }),
    ...(requestId !== undefined && { requestId }),
    ...(response !== undefined && { response }),
  };
}

/** The same of an attempt that a look, for another update of the user, has shown to have been applied. */
export function arrivedEntry(
  prepared: Prepared,
  { key, firstUsed, who = 'editor', sent: { names, before, after } }: OpenAttempt,
  seal: Seal,
): KeptEntry {
  const { source, query, readQuery, live = {} } = prepared;
  const keep = (values: User) => KeptUser.of(values, seal).toJSON();
  const sent = after.toJSON();
  return {
    head: { at: firstUsed, ...placeOf(prepared), who, fields: [...names], outcome: 'applied', key },
    source,
    query: keep(query),
    readQuery: keep(readQuery),
    sent,
    ...(before && { before: before.toJSON() }),
    after: after.with(touched(sent, live)).toJSON(),
    isShown: true,
    attempts: 1,
  };
}

const placeOf = ({ environment, accountId, accountLabel, userId, userName }: Prepared) => ({
  environment: { key: environment.key, name: environment.profile.name },
  account: { id: accountId, name: accountLabel },
  user: { id: userId, name: userName },
});

/** What is behind the head of an entry, which no string in it can have. */
export const headEnd = Buffer.from(',"source":');
const headEndText = headEnd.toString();

/** Undefined for what is no entry. There may be many thousands: of each the head alone is parsed, which must be there. */
export function readRow(id: string, json: string): HistoryRow | undefined {
  const { data } = headSchema.safeParse(plainJsonOf(json.slice('{"head":'.length, json.indexOf(headEndText))));
  return data && { ...data, id };
}

function plainJsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same with all that was kept. `seal` is the one that it was kept under. */
export function readEntry(id: string, json: string, seal: Seal): HistoryEntry | undefined {
  const { data } = keptSchema.safeParse(exactJsonOf(json));
  if (!data) return undefined;
  const { head, query, readQuery, sent, before, after, ...entry } = data;
  const read = (values: User) => KeptUser.read(values, seal);
  return {
    ...head,
    ...entry,
    id,
    query: read(query),
    readQuery: read(readQuery),
    sent: read(sent),
    before: before && read(before),
    after: read(after),
  };
}

const unseen: ReadonlySet<Verdict> = new Set(['notVisibleYet', 'notLooked', 'noUser', 'otherUser']);

const isUnseen = ({ verdict, outcome }: Outcome): boolean =>
  verdict === undefined ? outcome === 'unknown' : unseen.has(verdict);

/** The fields of an update that a user has; of `remote_data`, the members. */
export function touched(sent: User, live: User): User {
  const members = Object.keys(sent).flatMap((name): [string, unknown][] => {
    const [own, value] = [sent[name], memberOf(live, name)];
    if (value === undefined) return [];
    return [[name, name === 'remote_data' && isRecord(own) && isRecord(value) ? touched(own, value) : value]];
  });
  return Object.fromEntries(members);
}

/**
 * The fields as the update left them. What a look shows instead of a value that was sent is that value only where it is a
 * spelling of it, or where the response had it too: otherwise somebody else has written it.
 */
export function afterOf(update: SeenUpdate): User {
  const { query, fields } = update.prepared;
  const sent = fieldValues(fields);
  const answered = touched(sent, userIn(update.outcome.body, query) ?? {});
  const shown = userShown(update);
  return ownValues(sent, answered, shown && touched(sent, shown));
}

/** The user as a look has shown it after an update; undefined where none has shown anything of that. */
export const userShown = ({ readBack }: Pick<SeenUpdate, 'readBack'>): User | undefined =>
  readBack?.evidence === 'before' ? undefined : readBack?.user;

function ownValues(sent: User, answered: User, seen: User | undefined): User {
  return Object.fromEntries(
    Object.keys(sent).map((name) => {
      const [wanted, told, shown] = [sent[name], memberOf(answered, name), seen && memberOf(seen, name)];
      if (name === 'remote_data' && isRecord(wanted) && isRecord(shown))
        return [name, ownValues(wanted, isRecord(told) ? told : {}, shown)];
      const isOwn =
        seen !== undefined && (isStoredAs(wanted, shown) || (told !== undefined && isSameState(told, shown)));
      return [name, isOwn ? (shown ?? null) : (told ?? wanted)];
    }),
  );
}

function responseOf({ outcome: { body, error }, secrets = new SentSecrets() }: SeenUpdate): string | undefined {
  const value = body ?? (error instanceof TrutoError ? error.body : undefined);
  if (value === undefined) return undefined;
  const json = redactedJson(JSON.stringify(value), secrets);
  return json.length > maxResponse ? undefined : json;
}
