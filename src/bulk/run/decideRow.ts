import { isRecord } from '../../core/json/isRecord';
import { memberOf } from '../../core/json/isSameState';
import { KeptUser, type Seal } from '../../core/secrets/keptUser';
import { driftsOf, type EditBegin } from '../../core/update/drift';
import { evidenceOf, type SentUpdate } from '../../core/update/evidence';
import type { OpenAttempt } from '../../core/update/openAttempts';
import type { UserField } from '../../core/update/userFile';
import type { Intent, RowCause } from '../job/jobEntry';
import { differingFields } from '../planning/planRow';

type User = Readonly<Record<string, unknown>>;

/** What a look at a live user says of a row, before anything is sent. */
export type RowDecision =
  /** `isUntold`: it left before, and the look does not tell whether it was applied. */
  | { readonly end?: undefined; readonly isUntold?: true }
  /** Nothing more is known of it than before. */
  | { readonly end: 'pending'; readonly cause?: undefined }
  | { readonly end: 'sent' | 'unchanged' | 'failed' | 'unknown'; readonly cause?: RowCause };

const send: RowDecision = {};
const asBefore: RowDecision = { end: 'pending' };
const untold: RowDecision = { isUntold: true };

/**
 * What is to be done with a row whose live user was looked at just now: a user that moved since the plan is left alone, and what
 * left before is not sent where it has arrived, or where something else has happened since.
 * @param live undefined where nobody can look, any more where the plan saw it
 * @param before the fields as the plan saw them, and as earlier rows of the job left them; undefined where nobody looked
 * @param isEnded the request of the earlier attempt has come to its end: it is never sent again
 */
export function decideRow(
  live: User | undefined,
  fields: readonly UserField[],
  before: EditBegin | undefined,
  earlier: OpenAttempt | undefined,
  isEnded = false,
): RowDecision {
  if (!live && earlier) return isEnded ? asBefore : untold;
  // What was compared when it was planned is not overwritten unseen.
  if (!live) return before ? { end: 'failed', cause: { code: 'cannotCompare' } } : send;
  if (earlier) {
    const { evidence } = evidenceOf(live, earlier.sent);
    if (evidence === 'values' || evidence === 'ownSpelling') return { end: 'sent' };
    if (isEnded) return asBefore;
    if (evidence === 'before') return send;
    // Secrets are never shown; and without an image from before, nobody knows whether the user had these values then.
    const isUntold = evidence === 'nothing' || !earlier.sent.before;
    return isUntold ? untold : { end: 'unknown', cause: { code: 'movedAfter' } };
  }
  if (differingFields(live, fields).length === 0) return { end: 'unchanged' };
  if (!before) return send;
  const moved = driftsOf(before, touched(live, fields), fields).map(({ field }) => field.name);
  return moved.length > 0 ? { end: 'failed', cause: { code: 'moved', fields: moved } } : send;
}

/** Of `remote_data` only the members that go: the plan saw no others. */
function touched(live: User, fields: readonly UserField[]): User {
  const { remote_data: now } = live;
  const sent = fields.find(({ name }) => name === 'remote_data')?.value;
  if (!isRecord(now) || !isRecord(sent)) return live;
  const members = Object.keys(sent).filter((name) => Object.hasOwn(now, name));
  return { ...live, remote_data: Object.fromEntries(members.map((name) => [name, memberOf(now, name)])) };
}

/** An attempt as the journal of a job knows it. */
export function attemptOf({ key, body, at, sent, before }: Intent, source: string, seal: Seal): OpenAttempt {
  const images: SentUpdate = {
    names: Object.keys(sent),
    before: before && KeptUser.read(before, seal),
    after: KeptUser.read(sent, seal),
  };
  return { key, content: body, firstUsed: at, source: seal(source), sent: images, isFailedAlike: false };
}
