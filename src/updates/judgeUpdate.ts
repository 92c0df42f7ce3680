import { explanationOf } from '../api/explanationOf';
import { TrutoError } from '../api/trutoError';
import { isErrorEnvelope } from '../core/errors/errorBody';
import type { Arrival, ErrorExplanation } from '../core/errors/errorExplanation';
import { answeredBy, isHeard, userIn, verdictOf, type Answered, type Judged } from '../core/responses/verdict';
import { isSecretName } from '../core/secrets/isSecretName';
import { evidenceOf, type SentUpdate } from '../core/update/evidence';
import { loggedOf, type Logged, type SentTimes } from './loggedOf';
import type { Outcome } from './outcome';
import type { Prepared } from './prepared';
import { failedLook, readBack, type ReadBack } from './readBack';
import type { AnsweredRequest, RequestEnd } from './sendRequest';
import type { UpdateObserver } from './updateObserver';

/** What became of an update. */
export interface JudgedUpdate {
  readonly outcome: RequestEnd & Partial<Outcome>;
  /** Whether the request has come to its end: its idempotency key is never used again. */
  readonly isEnded: boolean;
  /** It has come to its end as a success, as far as anybody knows: none of the user's updates before it can come back. */
  readonly isSuccess: boolean;
  /** Undefined where the request alone tells. */
  readonly readBack?: ReadBack;
}

/** A request that was sent, and how it ended. */
interface EndedRequest {
  readonly answer: AnsweredRequest;
  readonly sent: SentUpdate;
  readonly times: SentTimes;
}

/** How the user is looked at after an update. */
export interface LookAfter {
  /** In ms: before each further look at a user that does not show the update yet. */
  readonly waits: readonly number[];
  /** Of many updates, those whose response shows all that a look can show are not looked at. */
  readonly isSpared: boolean;
}

/** What became of an update by the response to it and by looks at the user, else by Truto's log. Never throws. */
export async function judgeUpdate(
  prepared: Prepared,
  { answer: { isPage = false, isPart = false, ...answer }, sent, times }: EndedRequest,
  observer: UpdateObserver,
  { waits, isSpared }: LookAfter,
): Promise<JudgedUpdate> {
  if (answer.outcome === 'refused' || answer.outcome === 'notSent')
    return { outcome: answer, isEnded: true, isSuccess: false };
  const isAnswered = answer.outcome === 'applied' || isPage;
  const answered = isPage ? 'noUser' : isPart ? 'unjudged' : answeredIn(answer, prepared, sent);
  const user = isAnswered && answered === 'user' ? userIn(answer.body, prepared.query) : undefined;
  const shown = isSpared && user ? shownBy(user, answered, sent) : undefined;
  if (shown) return { ...shown, isSuccess: true, outcome: { ...answer, ...shown.outcome } };
  const seen = await observer
    .looking((signal, onAttempt) => readBack(prepared, sent, { waits, answered: user, signal, onAttempt }), isAnswered)
    // Whoever watches may fail: what the request came to is known all the same.
    .catch(() => failedLook);
  const { evidence, differing, untold } = seen;
  const { isEnded, ...known } = isAnswered ? verdictOf(answered, evidence) : endOf(evidence);
  // Without a whole response, what was there before tells that the update has not arrived so far.
  const isLost = !isAnswered || answered === 'broken';
  const logged =
    isEnded || (isLost && evidence === 'before') ? undefined : await loggedOf(prepared, times, observer, isAnswered);
  const isSure = isAnswered && known.outcome === 'applied';
  const error = isSure ? answer.error : withFindings(answer.error, { arrival: arrivals[evidence], logged, untold });
  const findings = { ...(isAnswered && logged && { logged }), ...(error && { error }) };
  const outcome = { ...answer, ...known, ...findings, seen: evidence, differing, ...(untold.length > 0 && { untold }) };
  const isSuccess = outcome.outcome === 'applied' || (isEnded && isAnswered && isHeard(answered));
  return { outcome, isEnded, isSuccess, readBack: seen };
}

/** Of a response that broke off nothing can be said; an error is no success in any format. */
function answeredIn({ error, body }: RequestEnd, { query, userId }: Prepared, sent: SentUpdate): Answered {
  if (error) return 'broken';
  return isErrorEnvelope(body) ? 'noUser' : answeredBy(body, query, userId, sent);
}

/**
 * What the response alone tells of an update, where it tells no less than a look would: it shows all values but secrets,
 * which no look shows, or there is nothing but these.
 */
function shownBy(
  user: Readonly<Record<string, unknown>>,
  answered: Answered,
  sent: SentUpdate,
):
  | { readonly outcome: Omit<Judged, 'isEnded'> & Pick<Outcome, 'differing' | 'untold'>; readonly isEnded: boolean }
  | undefined {
  const { evidence, differing, untold } = evidenceOf(user, sent, user);
  const isShown = evidence === 'values' || evidence === 'ownSpelling';
  if (!untold.every(isSecretName) || (!isShown && untold.length < sent.names.length)) return undefined;
  const { isEnded, ...known } = verdictOf(answered, isShown ? evidence : 'unreadable');
  return {
    outcome: {
      ...known,
      differing: Object.fromEntries(differing.map((name) => [name, user[name]])),
      ...(untold.length > 0 && { untold }),
    },
    isEnded,
  };
}

const arrivals: Readonly<Record<ReadBack['evidence'], Arrival | undefined>> = {
  values: 'arrived',
  ownSpelling: 'arrived',
  before: 'notArrived',
  other: 'unclear',
  nothing: 'unclear',
  unreadable: 'unreadable',
  failed: undefined,
};

/** What a look tells of an update without a response. */
function endOf(evidence: ReadBack['evidence']): Pick<JudgedUpdate, 'isEnded'> & Pick<RequestEnd, 'outcome'> {
  const isArrived = arrivals[evidence] === 'arrived';
  return { outcome: isArrived ? 'applied' : 'unknown', isEnded: isArrived || evidence === 'other' };
}

/** What the looks at a user have shown of an update without a whole response, and Truto's log where they have not. */
interface Findings {
  readonly arrival: Arrival | undefined;
  readonly logged: Logged | undefined;
  readonly untold: readonly string[];
}

/**
 * The error with what looks and Truto's log have shown: the status of a response that broke off makes nothing sure. What has
 * arrived is not tried again, and nothing of it is wrong.
 */
function withFindings(error: Error | undefined, { arrival, logged, untold }: Findings): Error | undefined {
  const explanation = explanationOf(error);
  if (!(error instanceof TrutoError) || !explanation) return error;
  const found = { ...withArrival(explanation, arrival), outcome: 'unknown' as const, ...(logged && { logged }) };
  if (arrival !== 'arrived') return new TrutoError(found, error);
  const settled = {
    nextSteps: explanation.nextSteps.filter((step) => step !== 'tryAgain' && step !== 'fixFields'),
    fieldProblems: [],
    ...(untold.length > 0 && { untold }),
  };
  return new TrutoError({ ...found, ...settled }, error);
}

/** Nobody is sent to look where nobody can. */
function withArrival(explanation: ErrorExplanation, arrival: Arrival | undefined): ErrorExplanation {
  if (!arrival) return explanation;
  const nextSteps = explanation.nextSteps.filter((step) => arrival !== 'unreadable' || step !== 'lookAtUser');
  return { ...explanation, arrival, nextSteps };
}
