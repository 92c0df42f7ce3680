import { accountLabel } from '../api/accountLabel';
import { explanationOf } from '../api/explanationOf';
import { Listeners } from '../api/listeners';
import { patience, within } from '../api/patience';
import type { OnAttempt, UserObject } from '../api/trutoClient';
import type { SentSecrets } from '../core/secrets/sentSecrets';
import type { Seal } from '../core/secrets/keptUser';
import { isSameState, memberOf } from '../core/json/isSameState';
import { changedFields, driftsOf, type EditBegin } from '../core/update/drift';
import { attemptToRepeat, settle, type OpenAttempt, type Settled } from '../core/update/openAttempts';
import { bodyJson, fieldValues, lookQuery, type UserField } from '../core/update/userFile';
import { UpdateUnderWayError, type Attempts, type HeldAttempts, type SeenAttempts } from './attempts';
import type { EditBase, EditBases, NewBase } from './editBases';
import { Moment } from './moment';
import { contentOf, newAttempt, valuesOf } from './newAttempt';
import { nextBase } from './nextBase';
import type { Outcome } from './outcome';
import type { EarlierUpdates, Obstructed, Prepared, UpdateRequest } from './prepared';
import { judgeUpdate, type JudgedUpdate } from './judgeUpdate';
import { LastSends } from './lastSends';
import { isReadRefused, lookAtUser, type Look } from './lookAtUser';
import { usualWaits, type ReadBack } from './readBack';
import { sendRequest, type RequestEnd } from './sendRequest';
import { fieldNamesOf } from './userFileText';
import { unobserved, type UpdateObserver } from './updateObserver';
import { userKey } from './updateTarget';

/** An update that was sent, or was to be. */
export interface EndedUpdate {
  readonly prepared: Prepared;
  readonly outcome: Outcome;
}

/** The same with what looks at the live user have shown after it, if there was one. */
export interface SeenUpdate extends EndedUpdate {
  readonly readBack?: ReadBack;
  /** What its response may repeat, and nobody is to keep. */
  readonly secrets?: SentSecrets;
  /** Its idempotency key is never used again: the request has come to its end. */
  readonly isEnded?: boolean;
}

/** Earlier updates of a user that a look, for a later one, has shown to have been applied. */
export interface ArrivedUpdates {
  readonly prepared: Prepared;
  readonly arrived: readonly OpenAttempt[];
}

export interface UpdatesOptions {
  readonly now?: () => number;
  /** In ms: before each further look at a user that does not show an update yet. */
  readonly readBackWaits?: readonly number[];
}

export interface RunOptions {
  /** The person wants it under a new key, although an earlier try may still be applied. */
  readonly isRenewed?: boolean;
  /** The response is enough where it shows the values: of many updates, a look after each would double the requests. */
  readonly isSpared?: boolean;
  /** An open attempt of it that the job of many updates knows of. */
  readonly earlier?: OpenAttempt;
  /** Told of the attempt once it is kept: nothing leaves before this resolves, and nothing at all where it rejects. */
  readonly onKept?: (attempt: OpenAttempt) => Promise<void>;
  /** Asked directly before each request of the update leaves. False: it does not. */
  readonly mayLeave?: () => Promise<boolean>;
}

/** Updates of users without a screen: from the first look at the live user to what became of the request. */
export class Updates {
  private readonly updated = new Listeners<SeenUpdate>();
  /** Told of each update when it has ended, however it did. */
  readonly onDidUpdate = this.updated.event;
  private readonly found = new Listeners<ArrivedUpdates>();
  /** Told once of updates whose outcome nobody knew. */
  readonly onDidArrive = this.found.event;
  private readonly now: () => number;
  private readonly readBackWaits: readonly number[];
  private readonly lastSends = new LastSends();

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
    const { environment, accountId, userId, source, who, file, query, bulk } = request;
    const isSend = request.purpose === 'send';
    const described = isSend && !bulk ? environment.askFacts() : undefined;
    const account = await environment.account(accountId, signal, onAttempt);
    const facts = { environment, accountId, accountLabel: accountLabel(account) };
    const optional = within(patience, { signal, onAttempt });
    const asked =
      bulk?.standing ?? (isSend ? await environment.askStanding(account, optional.signal, optional.onAttempt) : {});
    const { obstacle, userMethods } = asked;
    if (obstacle) return { ...facts, obstacle };
    const known = fieldValues(file.fields);
    const readQuery = lookQuery(request.readQuery, query, known);
    const { user: live, obstacle: unread } = bulk?.isBlind
      ? ({} as Partial<Look>)
      : await lookAtUser(request, readQuery, { userMethods, known, signal, onAttempt }).catch(unlessWhole(request));
    if (unread && request.body === 'changed') return { ...facts, obstacle: unread };
    const began = live && !bulk ? await this.bases.begin(request, live) : undefined;
    const { base, ...settled } = await this.settleEarlier(request, live, began);
    const fields = live && request.body === 'changed' ? await neededFields(live, request, base) : file.fields;
    await described;
    const prepared: Prepared = {
      ...facts,
      userId,
      source,
      who,
      integration: account.integration.label,
      harmless: account.isSandbox || environment.isProduction === false,
      userName: typeof live?.name === 'string' && live.name !== '' ? live.name : userId,
      live,
      ...(unread && { unread }),
      base,
      userMethods,
      query,
      readQuery,
      fields,
      said: known,
      drifts: live && base ? driftsOf(base, live, fields) : [],
      leftOut: base?.isWhole
        ? fieldNamesOf(base.user.names).filter((name) => !file.fields.some((field) => field.name === name))
        : [],
      earlier: this.earlierUpdates(settled, { query, fields }),
      openKeys: settled.open.map(({ key }) => key),
      ...(bulk && { jobId: bulk.jobId }),
    };
    // Who only looks settles nothing: the next look finds it again.
    if (isSend) this.tell(prepared, settled.arrived);
    return prepared;
  }

  /**
   * Sends a prepared update once, under the key of its open attempt if there is one, and looks at the live user for what
   * became of it; nothing is sent again. Never throws for what came of the request; throws UpdateUnderWayError while
   * another one of the same user has not ended, in whichever window.
   */
  async run(prepared: Prepared, observer: UpdateObserver = unobserved, options: RunOptions = {}): Promise<Outcome> {
    return (await this.runSeen(prepared, observer, options)).outcome;
  }

  /** As `run`, with what looks have shown. */
  async runSeen(prepared: Prepared, observer: UpdateObserver, options: RunOptions): Promise<SeenUpdate> {
    const ended = await this.attempts.hold(userKey(prepared), (held) =>
      this.runHeld(prepared, observer, held, options),
    );
    this.updated.fire(ended);
    return ended;
  }

  dispose(): void {
    this.updated.dispose();
    this.found.dispose();
  }

  private tell(prepared: Prepared, arrived: readonly OpenAttempt[]): void {
    if (arrived.length > 0) this.found.fire({ prepared, arrived });
  }

  private async runHeld(
    prepared: Prepared,
    observer: UpdateObserver,
    held: HeldAttempts,
    { isRenewed = false, isSpared = false, earlier, onKept, mayLeave }: RunOptions,
  ): Promise<SeenUpdate> {
    const { environment, accountId, userId, query, fields, live } = prepared;
    const content = contentOf(prepared, held.seal);
    const { open, arrived } = settleSeen(held.open, prepared);
    this.tell(prepared, arrived);
    const known = earlier ? [...open, earlier] : open;
    const repeated = isRenewed ? undefined : attemptToRepeat(known, content, this.now());
    const attempt = repeated ?? newAttempt(prepared, held.seal, this.now());
    const others = open.filter((other) => other !== repeated && other.content !== content);
    const isKept = (await held.keep([...others, attempt])) && held.isKept;
    const { key: idempotencyKey, sent } = attempt;
    await onKept?.(attempt).catch(async (error: unknown) => {
      await held.keep(open);
      throw error;
    });
    let isTaken = false as boolean;
    const mayStillLeave = async () => {
      isTaken = !(await held.isHeld());
      return !isTaken && (await mayLeave?.()) !== false;
    };
    const isRepeated = repeated !== undefined;
    const body = { bodyJson: bodyJson(fields), idempotencyKey, isRepeated, mayLeave: mayStillLeave };
    const user = userKey(prepared);
    const times = { startedAt: new Moment(), before: this.lastSends.endOf(user) };
    const { secrets, ...answer } = await sendRequest(environment, { accountId, userId, query, ...body }, observer);
    // Nothing has left, and another window sends to the user by now.
    if (isTaken && answer.outcome === 'notSent') throw new UpdateUnderWayError();
    this.lastSends.ended(user);
    const after = { waits: this.readBackWaits, isSpared };
    const judged = await judgeUpdate(prepared, { answer, sent, times }, observer, after);
    await keepUnlessTaken(held, openAfter(judged, failedAlike(attempt, answer), others));
    const base = nextBase(prepared, judged.outcome, judged.readBack, valuesOf(sent.names, live));
    if (base && prepared.jobId === undefined) await this.keepBase(prepared, base);
    const outcome = {
      ...judged.outcome,
      idempotencyKey,
      ...(!isKept && { isUnkept: true as const }),
      sent: fieldValues(fields),
    };
    return {
      prepared,
      outcome,
      isEnded: judged.isEnded,
      ...(judged.readBack && { readBack: judged.readBack }),
      ...(secrets && { secrets }),
    };
  }

  /** An undo is no edit of its document: that goes on, but for the fields that the undo has changed. */
  private async keepBase(prepared: Prepared, next: NewBase): Promise<void> {
    const { who, live, fields, base } = prepared;
    if (who !== 'undo' || !base) {
      await this.bases.keep(prepared, { ...next, earlier: base });
      return;
    }
    const changed = fields.filter(({ name, value }) => !isSameState(memberOf(live ?? {}, name), value));
    const names = changed.map(({ name }) => name);
    const { user, said = user, before = user } = next;
    await this.bases.advance(prepared, base, {
      user: valuesOf(names, user),
      said: valuesOf(names, said),
      before: valuesOf(names, before),
    });
  }

  /** Settles the open attempts of the user by a look; what has arrived of this very document is no change of others. */
  private async settleEarlier(
    request: UpdateRequest,
    live: UserObject | undefined,
    base: EditBase | undefined,
  ): Promise<SettledEarlier> {
    const user = userKey(request);
    // Who only looks keeps nobody from sending.
    if (request.purpose === 'look') {
      const seen = await this.attempts.seen(user);
      return { ...(await this.advanced(request, seen, live, base)), isKept: true };
    }
    try {
      return await this.attempts.hold(user, async (held) => {
        const settled = await this.advanced(request, held, live, base);
        if (settled.open.length < held.open.length) await held.keep(settled.open);
        return { ...settled, isKept: held.isKept };
      });
    } catch (error) {
      // Another window sends to this user: it will tell what comes of that.
      if (error instanceof UpdateUnderWayError) return { open: [], arrived: [], seal: undefined, isKept: true, base };
      throw error;
    }
  }

  private async advanced(
    request: UpdateRequest,
    { open: before, seal }: SeenAttempts,
    live: UserObject | undefined,
    base: EditBase | undefined,
  ): Promise<Omit<SettledEarlier, 'isKept'>> {
    const { open, arrived } = settle(before, live);
    const own = arrived.filter(({ source }) => source === seal(request.source));
    const names = own.flatMap(({ sent }) => sent.names);
    const isAdvanced = base && names.length > 0;
    return {
      open,
      arrived,
      seal,
      base: isAdvanced ? await this.bases.advance(request, base, { user: valuesOf(names, live) }) : base,
    };
  }

  private earlierUpdates(
    { open, arrived, seal, isKept }: Omit<SettledEarlier, 'base'>,
    update: Pick<Prepared, 'query' | 'fields'>,
  ): EarlierUpdates {
    const content = seal && contentOf(update, seal);
    const others = open.filter((attempt) => attempt.content !== content);
    return {
      hasArrived: arrived.length > 0,
      openFields: [...new Set(others.flatMap(({ sent }) => sent.names))],
      isFailedAlike: (content !== undefined && attemptToRepeat(open, content, this.now())?.isFailedAlike) === true,
      ...(!isKept && { isUnkept: true }),
    };
  }
}

/** The earlier attempts of a user after a look. */
interface SettledEarlier {
  readonly open: readonly OpenAttempt[];
  readonly arrived: readonly OpenAttempt[];
  /** Undefined while another window sends to this user. */
  readonly seal: Seal | undefined;
  readonly isKept: boolean;
  /** The edit base, with what has arrived since. */
  readonly base: EditBase | undefined;
}

/**
 * A refused read keeps nobody from sending a file as it is: then it is a caution. Many updates are planned by a look, and none
 * of them goes without.
 */
const unlessWhole =
  ({ body, bulk }: UpdateRequest) =>
  (error: unknown): Look => {
    if (body !== 'whole' || bulk || !isReadRefused(error)) throw error;
    return { obstacle: 'cannotCompare' };
  };

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

/** The attempts of a user by the look of a prepared update: it tells nothing of those that another window has made since. */
function settleSeen(attempts: readonly OpenAttempt[], { live, openKeys }: Prepared): Settled<OpenAttempt> {
  const isSeen = ({ key }: OpenAttempt) => openKeys.includes(key);
  const { open, arrived } = settle(attempts.filter(isSeen), live);
  return { open: [...open, ...attempts.filter((attempt) => !isSeen(attempt))], arrived };
}

/** The attempts of a user that are open after an update. */
function openAfter(
  { outcome: { outcome }, isEnded, isSuccess, readBack }: JudgedUpdate,
  attempt: OpenAttempt,
  others: readonly OpenAttempt[],
): readonly OpenAttempt[] {
  if (!isEnded) return [...others, attempt];
  // A success closes all older ones. Else each has to be told by the look.
  if (isSuccess) return [];
  return outcome === 'unknown' ? settle(others, readBack?.user).open : others;
}

/** Who has lost the attempts to another window has nothing to say of them: that one has found the open one among them. */
async function keepUnlessTaken(held: HeldAttempts, open: readonly OpenAttempt[]): Promise<void> {
  await held.keep(open).catch((error: unknown) => {
    if (!(error instanceof UpdateUnderWayError)) throw error;
  });
}

const failedAlike = (attempt: OpenAttempt, { error }: RequestEnd): OpenAttempt => ({
  ...attempt,
  isFailedAlike: attempt.isFailedAlike || explanationOf(error)?.isFailedAlike === true,
});
