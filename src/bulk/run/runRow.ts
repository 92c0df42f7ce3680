import type { AccountStanding, Environment } from '../../api/environment';
import type { AttemptWait } from '../../api/trutoClient';
import { wait } from '../../api/wait';
import { KeptUser, type Seal } from '../../core/secrets/keptUser';
import type { EditBegin } from '../../core/update/drift';
import type { OpenAttempt } from '../../core/update/openAttempts';
import { UpdateUnderWayError } from '../../updates/attempts';
import { afterOf, userShown } from '../../updates/historyEntry';
import { loggedBefore } from '../../updates/loggedOf';
import type { Prepared, UpdateRequest } from '../../updates/prepared';
import type { UpdateObserver } from '../../updates/updateObserver';
import type { SeenUpdate, Updates } from '../../updates/updates';
import type { Intent, RowCause, RowOutcome } from '../job/jobEntry';
import { JobTakenError } from '../job/jobOwner';
import type { SentIntent } from '../job/jobState';
import type { BulkRow } from './bulkRow';
import { attemptOf, decideRow } from './decideRow';
import { rowFailure, type RowFailure } from './rowFailure';

/** What one row has come to. */
export type RowResult = Pick<
  RowOutcome,
  'end' | 'verdict' | 'status' | 'requestId' | 'cause' | 'isEnded' | 'after' | 'isShown'
> & {
  readonly failure?: RowFailure;
  /** An earlier send of it may have been applied. */
  readonly isOpen?: boolean;
};

export interface RowContext {
  readonly jobId: string;
  /** Names the plan. */
  readonly source: string;
  readonly environment: Environment;
  readonly updates: Updates;
  readonly seal: Seal;
  readonly now: () => number;
  readonly standing: AccountStanding;
  /** The fields as the plan saw them, or as earlier rows of the job left them; undefined where nobody looked. */
  readonly before: EditBegin | undefined;
  /** What left before, and nobody knows what became of it. */
  readonly intent: SentIntent | undefined;
  /** Aborts what has not left yet. */
  readonly signal: AbortSignal;
  readonly isStopped: () => boolean;
  /** A limit was met. */
  readonly onLimited: () => void;
  readonly mayLeave: () => Promise<boolean>;
  /** Resolves when the intent would outlive a crash of the computer. */
  readonly keep: (intent: Intent) => Promise<void>;
}

/** The journal cannot be written: nothing has left. */
class UnkeptError extends Error {}

/** In ms: before a user is tried again that another window is sending to. */
const underWayWaits = [500, 2_000, 5_000] as const;

const pending: RowResult = { end: 'pending' };

/** Looks at the user of a row where the plan did, decides, and sends. Never throws for what came of a request. */
export async function runRow(row: BulkRow, context: RowContext): Promise<RowResult> {
  const isOpen = context.intent !== undefined;
  try {
    const result = await tryUntilFree(row, context);
    return isOpen ? { ...result, isOpen } : result;
  } catch (error) {
    if (error instanceof JobTakenError) return { ...pending, isOpen, failure: resting('takenOver') };
    if (error instanceof UnkeptError) return { ...pending, isOpen, failure: resting('cannotKeep') };
    if (error instanceof UpdateUnderWayError)
      return { end: isOpen ? 'unknown' : 'failed', cause: { code: 'underWay' } };
    if (context.signal.aborted) return { ...pending, isOpen };
    const failure = rowFailure(error);
    // Of what left before nothing is known by a failed look.
    return isOpen ? { end: 'unknown', failure, isOpen } : { end: 'failed', failure };
  }
}

const resting = (rests: 'takenOver' | 'cannotKeep'): RowFailure => ({ cause: { code: rests }, rests });

/** A user that another window was sending to is looked at anew: it is no longer what it was. */
async function tryUntilFree(row: BulkRow, context: RowContext): Promise<RowResult> {
  for (const ms of underWayWaits) {
    try {
      return await tryRow(row, context);
    } catch (error) {
      if (!(error instanceof UpdateUnderWayError)) throw error;
    }
    if (!(await wait(ms, context.signal))) return pending;
  }
  return tryRow(row, context);
}

async function tryRow(row: BulkRow, context: RowContext): Promise<RowResult> {
  const { intent, updates, seal, source } = context;
  const onAttempt = ({ reason }: AttemptWait) => {
    if (reason === 'rateLimited') context.onLimited();
  };
  const prepared = await updates.prepare(requestOf(row, context), context.signal, onAttempt);
  if (prepared.obstacle) return { end: 'failed', cause: { code: prepared.obstacle } };
  const earlier = intent && attemptOf(intent, source, seal);
  const decision = decideRow(prepared.live, row.fields, context.before, earlier, intent?.isEnded);
  if (decision.end === 'sent')
    return { end: 'sent', verdict: 'updated', after: afterLook(prepared, seal), isShown: true };
  if (decision.end) return decision;
  if (earlier && decision.isUntold) {
    const cause = await blindCause(prepared, earlier, context);
    if (cause) return { end: 'unknown', cause };
  }
  if (context.isStopped()) return pending;
  return send(prepared, row.index, earlier, context, onAttempt);
}

/** Who left before is looked at also where the plan was made without looking. */
function requestOf(row: BulkRow, context: RowContext): UpdateRequest {
  const { accountId, userId, fields, query, readQuery } = row;
  const { environment, standing, jobId, source } = context;
  return {
    environment,
    accountId,
    userId,
    source,
    who: 'bulk',
    file: { accountId, userId, query, fields },
    query,
    readQuery,
    body: 'whole',
    purpose: 'send',
    requiredFields: () => Promise.resolve([]),
    bulk: { jobId, standing, isBlind: context.before === undefined && context.intent === undefined },
  };
}

/**
 * Why an update that left before is not sent again where no look tells: Truto's log shows that it ran, or shows nothing. Not
 * every server heeds keys, and none for ever, so that nothing is sent again by the key alone.
 */
async function blindCause(
  prepared: Prepared,
  { firstUsed }: OpenAttempt,
  { now }: RowContext,
): Promise<RowCause | undefined> {
  const logged = await loggedBefore(prepared, firstUsed, now);
  if (logged === undefined) return { code: 'unseen' };
  return logged.isFound ? { code: 'logged', ...(logged.status !== undefined && { status: logged.status }) } : undefined;
}

async function send(
  prepared: Prepared,
  row: number,
  earlier: OpenAttempt | undefined,
  context: RowContext,
  onAttempt: (wait: AttemptWait) => void,
): Promise<RowResult> {
  const observer: UpdateObserver = {
    sending: (sendNow) => sendNow({ signal: context.signal, onWait: onAttempt }),
    looking: (look) => look(),
  };
  const options = {
    isSpared: true,
    mayLeave: context.mayLeave,
    onKept: (attempt: OpenAttempt) => keep(prepared, row, attempt, context),
    ...(earlier && { earlier }),
  };
  return resultOf(await context.updates.runSeen(prepared, observer, options), context.seal);
}

async function keep(
  { accountId, userId, query, readQuery }: Prepared,
  row: number,
  attempt: OpenAttempt,
  { seal, keep: keepIntent }: RowContext,
): Promise<void> {
  const sealed = (values: Readonly<Record<string, unknown>>) => KeptUser.of(values, seal).toJSON();
  const { before, after } = attempt.sent;
  try {
    await keepIntent({
      kind: 'intent',
      row,
      at: attempt.firstUsed,
      accountId,
      userId,
      key: attempt.key,
      body: attempt.content,
      query: sealed(query),
      readQuery: sealed(readQuery),
      sent: after.toJSON(),
      ...(before && { before: before.toJSON() }),
    });
  } catch (error) {
    throw error instanceof JobTakenError ? error : new UnkeptError(String(error));
  }
}

function resultOf(seen: SeenUpdate, seal: Seal): RowResult {
  const { outcome, verdict, status, requestId, error } = seen.outcome;
  const facts = {
    ...(verdict && { verdict }),
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  };
  switch (outcome) {
    case 'applied':
      return {
        end: 'sent',
        ...facts,
        after: KeptUser.of(afterOf(seen), seal).toJSON(),
        ...(userShown(seen) && { isShown: true }),
      };
    case 'unknown':
      return {
        end: 'unknown',
        ...facts,
        ...(seen.isEnded === true && { isEnded: true }),
        ...(error ? { failure: rowFailure(error) } : unshown(verdict ?? 'unknown')),
      };
    case 'refused':
      return { end: 'failed', ...facts, failure: rowFailure(error) };
    case 'notSent': {
      const failure = rowFailure(error);
      return failure.isLater ? pending : { end: 'failed', failure };
    }
  }
}

/** A success that shows no user may be the page of something in between, which every row would get. */
function unshown(code: string): Pick<RowResult, 'cause' | 'failure'> {
  return code === 'noUser'
    ? { failure: { cause: { code: 'noUserShown' }, restsWhenRepeated: 'serverFailing' } }
    : { cause: { code } };
}

/** The fields as a look shows them, of an update that had arrived before. */
function afterLook({ live = {}, fields }: Prepared, seal: Seal): Readonly<Record<string, unknown>> {
  const names = fields.map(({ name }) => name).filter((name) => Object.hasOwn(live, name));
  return KeptUser.of(Object.fromEntries(names.map((name) => [name, live[name]])), seal).toJSON();
}
