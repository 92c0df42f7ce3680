import { accountLabel } from '../api/accountLabel';
import { explanationOf } from '../api/explanationOf';
import { Listeners } from '../api/listeners';
import { TrutoError } from '../api/trutoError';
import type { OnAttempt, UserObject } from '../api/trutoClient';
import type { Arrival } from '../core/errors/errorExplanation';
import { isLoopback } from '../core/http/baseUrl';
import type { Seal } from '../core/secrets/keptUser';
import { changedFields, driftsOf, type EditBegin } from '../core/update/drift';
import type { Evidence } from '../core/update/evidence';
import { attemptToRepeat, settle, type OpenAttempt } from '../core/update/openAttempts';
import { bodyJson, fieldValues, readQuery, type UserField } from '../core/update/userFile';
import { answeredBy, userIn, verdictOf } from '../core/responses/verdict';
import { UpdateUnderWayError, type Attempts, type HeldAttempts } from './attempts';
import type { EditBase, EditBases } from './editBases';
import { contentOf, newAttempt, valuesOf } from './newAttempt';
import { nextBase } from './nextBase';
import type { Outcome } from './outcome';
import type { EarlierUpdates, Obstructed, Prepared, UpdateRequest } from './prepared';
import { lookAtUser } from './lookAtUser';
import { loggedOf, type Logged } from './loggedOf';
import { readBack, unreadable, usualWaits, type ReadBack } from './readBack';
import { sendRequest, type RequestEnd } from './sendRequest';
import { fieldNamesOf } from './userFileText';
import { unobserved, type UpdateObserver } from './updateObserver';
import { userKey } from './updateTarget';

/** An update that was sent, or was to be. */
export interface EndedUpdate {
  readonly prepared: Prepared;
  readonly outcome: Outcome;
}

export interface UpdatesOptions {
  readonly now?: () => number;
  /** In ms: before each further look at a user that does not show an update yet. */
  readonly readBackWaits?: readonly number[];
}

export interface RunOptions {
  /** The person wants it under a new key, although an earlier try may still be applied. */
  readonly isRenewed?: boolean;
}

/** Updates of users without a screen: from the first look at the live user to what became of the request. */
export class Updates {
  private readonly updated = new Listeners<EndedUpdate>();
  /** Told of each update when it has ended, however it did. */
  readonly onDidUpdate = this.updated.event;
  private readonly now: () => number;
  private readonly readBackWaits: readonly number[];

  constructor(
    private readonly attempts: Attempts,
    readonly bases: EditBases,
    { now = Date.now, readBackWaits = usualWaits }: UpdatesOptions = {},
  ) {
    this.now = now;
    this.readBackWaits = readBackWaits;
  }

  /**
   * Fixes everything about an update: asks whether the account takes it, reads the live user, and picks the fields that
   * go. Sends nothing. `onAttempt` is told before every wait. Throws TrutoError.
   */
  async prepare(request: UpdateRequest, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<Prepared | Obstructed> {
    const { environment, accountId, userId, source, file, query } = request;
    const account = await environment.account(accountId, signal, onAttempt);
    const facts = { environment, accountId, accountLabel: accountLabel(account) };
    const { obstacle, userMethods } = request.purpose === 'send' ? await environment.askStanding(account, signal) : {};
    if (obstacle) return { ...facts, obstacle };
    const where = readQuery(file);
    const { user: live } = await lookAtUser(request, where, { userMethods, signal, onAttempt });
    if (!live && request.body === 'changed') return { ...facts, obstacle: 'cannotCompare' };
    const began = live && (await this.bases.begin(request, live));
    const { base, ...settled } = await this.settleEarlier(request, live, began);
    const fields = live && request.body === 'changed' ? await neededFields(live, request, base) : file.fields;
    return {
      ...facts,
      userId,
      source,
      integration: account.integration.label,
      harmless: account.isSandbox || isLoopback(new URL(environment.profile.baseUrl).hostname),
      userName: typeof live?.name === 'string' && live.name !== '' ? live.name : userId,
      live,
      base,
      userMethods,
      query,
      readQuery: where,
      fields,
      drifts: live && base ? driftsOf(base, live, fields) : [],
      leftOut: base?.isWhole
        ? fieldNamesOf(base.user.names).filter((name) => !file.fields.some((field) => field.name === name))
        : [],
      earlier: this.earlierUpdates(settled, { query, fields }),
    };
  }

  /**
   * Sends a prepared update once, under the key of its open attempt if there is one, and looks at the live user for what
   * became of it; nothing is sent again. Never throws for what came of the request; throws UpdateUnderWayError while
   * another one of the same user has not ended, in whichever window.
   */
  async run(prepared: Prepared, observer: UpdateObserver = unobserved, options: RunOptions = {}): Promise<Outcome> {
    const outcome = await this.attempts.hold(userKey(prepared), (held) =>
      this.runHeld(prepared, observer, held, options),
    );
    this.updated.fire({ prepared, outcome });
    return outcome;
  }

  dispose(): void {
    this.updated.dispose();
  }

  private async runHeld(
    prepared: Prepared,
    observer: UpdateObserver,
    held: HeldAttempts,
    { isRenewed = false }: RunOptions,
  ): Promise<Outcome> {
    const { environment, accountId, userId, query, fields, live } = prepared;
    const content = contentOf(prepared, held.seal);
    const { open } = settle(held.open, live);
    const repeated = isRenewed ? undefined : attemptToRepeat(open, content, this.now());
    const attempt = repeated ?? newAttempt(prepared, held.seal, this.now());
    const others = open.filter((other) => other !== repeated && other.content !== content);
    await held.keep([...others, attempt]);
    const { key: idempotencyKey, sent } = attempt;
    const update = { accountId, userId, query, bodyJson: bodyJson(fields), idempotencyKey };
    const startedAt = performance.now();
    const answer = await sendRequest(environment, { ...update, isRepeated: repeated !== undefined }, observer);
    const judged = await this.judge(prepared, attempt, { answer, startedAt }, observer);
    await held.keep(
      judged.isEnded ? (judged.outcome.outcome === 'refused' ? others : []) : [...others, failedAlike(attempt, answer)],
    );
    const base = nextBase(prepared, judged.outcome, judged.readBack, valuesOf(sent.names, live));
    if (base) await this.bases.keep(prepared, base);
    return { ...judged.outcome, idempotencyKey, sent: fieldValues(fields) };
  }

  /** What became of an update by the response to it and by looks at the user. */
  private async judge(
    prepared: Prepared,
    { sent }: OpenAttempt,
    { answer, startedAt }: { readonly answer: RequestEnd; readonly startedAt: number },
    observer: UpdateObserver,
  ): Promise<{
    readonly outcome: RequestEnd & Partial<Outcome>;
    readonly isEnded: boolean;
    readonly readBack?: ReadBack;
  }> {
    if (answer.outcome === 'refused' || answer.outcome === 'notSent') return { outcome: answer, isEnded: true };
    const isAnswered = answer.outcome === 'applied';
    // Of a response that broke off nothing can be said.
    const answered = answer.error ? 'unjudged' : answeredBy(answer.body, prepared.query, prepared.userId, sent);
    const user = isAnswered && answered === 'user' ? userIn(answer.body, prepared.query) : undefined;
    const waits = this.readBackWaits;
    const seen = await observer
      .looking((signal) => readBack(prepared, sent, { waits, answered: user, ...(signal && { signal }) }), isAnswered)
      // Whoever watches may fail: what the request came to is known all the same.
      .catch(() => unreadable);
    const { differing } = seen;
    if (isAnswered) {
      const { isEnded, ...verdict } = verdictOf(answered, seen.evidence);
      const logged = isEnded ? undefined : await loggedOf(prepared, startedAt, observer);
      return {
        outcome: { ...answer, ...verdict, differing, ...(logged && { logged }) },
        isEnded,
        readBack: seen,
      };
    }
    const arrival = arrivals[seen.evidence];
    const isOpen = seen.evidence === 'nothing' || seen.evidence === 'unreadable';
    const logged = isOpen ? await loggedOf(prepared, startedAt, observer) : undefined;
    const outcome = { ...answer, ...withFindings(answer.error, arrival, logged), differing };
    const isArrived = arrival === 'arrived';
    return {
      outcome: { ...outcome, outcome: isArrived ? 'applied' : 'unknown' },
      isEnded: isArrived || seen.evidence === 'other',
      readBack: seen,
    };
  }

  /** Settles the open attempts of the user by a look; what has arrived of this very document is no change of others. */
  private async settleEarlier(
    request: UpdateRequest,
    live: UserObject | undefined,
    base: EditBase | undefined,
  ): Promise<SettledEarlier> {
    try {
      return await this.attempts.hold(userKey(request), async (held) => {
        const { open, arrived } = settle(held.open, live);
        if (open.length < held.open.length) await held.keep(open);
        const own = arrived.filter(({ source }) => source === held.seal(request.source));
        const names = own.flatMap(({ sent }) => sent.names);
        const isAdvanced = base && names.length > 0;
        return {
          open,
          hasArrived: arrived.length > 0,
          seal: held.seal,
          isKept: held.isKept,
          base: isAdvanced ? await this.bases.advance(request, base, valuesOf(names, live)) : base,
        };
      });
    } catch (error) {
      // Another window sends to this user: it will tell what comes of that.
      if (error instanceof UpdateUnderWayError)
        return { open: [], hasArrived: false, seal: undefined, isKept: true, base };
      throw error;
    }
  }

  private earlierUpdates(
    { open, hasArrived, seal, isKept }: Omit<SettledEarlier, 'base'>,
    update: Pick<Prepared, 'query' | 'fields'>,
  ): EarlierUpdates {
    const content = seal && contentOf(update, seal);
    const others = open.filter((attempt) => attempt.content !== content);
    return {
      hasArrived,
      openFields: [...new Set(others.flatMap(({ sent }) => sent.names))],
      isFailedAlike: (content !== undefined && attemptToRepeat(open, content, this.now())?.isFailedAlike) === true,
      ...(!isKept && { isUnkept: true }),
    };
  }
}

/** The earlier attempts of a user after a look. */
interface SettledEarlier {
  readonly open: readonly OpenAttempt[];
  readonly hasArrived: boolean;
  /** Undefined while another window sends to this user. */
  readonly seal: Seal | undefined;
  readonly isKept: boolean;
  /** The edit base, with what has arrived since. */
  readonly base: EditBase | undefined;
}

/** The fields that differ, and with them those that the integration wants in every update. */
async function neededFields(
  live: UserObject,
  { file, requiredFields }: UpdateRequest,
  began: EditBegin | undefined,
): Promise<UserField[]> {
  const changed = new Set(changedFields(live, file.fields, began));
  if (changed.size === 0) return [];
  const required = await requiredFields();
  return file.fields.filter((field) => changed.has(field) || required.includes(field.name));
}

function failedAlike(attempt: OpenAttempt, { error }: RequestEnd): OpenAttempt {
  return { ...attempt, isFailedAlike: attempt.isFailedAlike || explanationOf(error)?.isFailedAlike === true };
}

const arrivals: Readonly<Record<Evidence | 'unreadable', Arrival | undefined>> = {
  values: 'arrived',
  ownSpelling: 'arrived',
  before: 'notArrived',
  other: 'unclear',
  nothing: 'unclear',
  unreadable: undefined,
};

/** The error with what looks and Truto's log have shown. What has arrived is not tried again. */
function withFindings(
  error: Error | undefined,
  arrival: Arrival | undefined,
  logged: Logged | undefined,
): { readonly error?: Error } {
  const explanation = explanationOf(error);
  if (!(error instanceof TrutoError) || !explanation) return error ? { error } : {};
  const nextSteps = explanation.nextSteps.filter((step) => arrival !== 'arrived' || step !== 'tryAgain');
  const found = { ...(arrival && { arrival }), ...(logged && { logged }) };
  return { error: new TrutoError({ ...explanation, ...found, nextSteps }, error) };
}
