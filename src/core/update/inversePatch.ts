import { isRecord } from '../json/isRecord';
import { isSameJson } from '../json/isSameJson';
import { isSameState, memberOf } from '../json/isSameState';
import { schemaAt } from '../schema/schemaAt';
import type { KeptUser } from '../secrets/keptUser';
import type { UserField } from './userFile';

type User = Readonly<Record<string, unknown>>;

/** Who wants an update: a person in an editor, an update of many users, an undo, or a language model. */
export type Initiator = 'editor' | 'bulk' | 'undo' | 'agent';

/** An update of a user, as it is remembered. Each image has the fields of the update that the user then had. */
export interface UpdateImages {
  /** As they were sent. */
  readonly sent: KeptUser;
  /** As they were before; undefined where the user cannot be read. */
  readonly before: KeptUser | undefined;
  /** As the update left them: as a look showed them, else as the response had them, else as they were sent. */
  readonly after: KeptUser;
  /** A look has shown them after the update: `after` has the spelling of the server. */
  readonly isShown?: boolean | undefined;
  /** Nothing has shown it so far: the user may still get its values, whatever a look says. */
  readonly isUnseen?: boolean | undefined;
}

/** Why a field is not undone. */
export type NotUndoneReason =
  /** Somebody else has changed it since. */
  | 'changed'
  /** It is or was a secret, which is kept nowhere. */
  | 'secret'
  /** The user had no such field, and no update takes it away again. */
  | 'cannotUnset'
  /** The account does not return it: nobody can tell what it was, or what it is. */
  | 'unreadable';

/** A field, or a member of `remote_data`, that an undo leaves as it is. */
export interface NotUndone {
  readonly name: string;
  readonly reason: NotUndoneReason;
}

/** The update that takes another one back. */
export interface InversePatch {
  readonly fields: readonly UserField[];
  readonly notUndone: readonly NotUndone[];
}

/** A field; of `remote_data`, whose members are updated one by one, a member. */
interface Place {
  readonly name: string;
  readonly member?: string;
}

/**
 * What gives a user back the values that it had before an update, as far as it still has those that the update gave it. What
 * has them back already is neither sent nor told, unless the update may only not be visible yet.
 * @param live the user as it is now; undefined where it cannot be read
 */
export function inversePatch(update: UpdateImages, live: User | undefined): InversePatch {
  const notUndone: NotUndone[] = [];
  const restored: (Place & { readonly value: unknown })[] = [];
  for (const place of placesOf(update)) {
    const found = undone(update, place, live);
    if (found.reason) notUndone.push({ name: nameOf(place), reason: found.reason });
    else if ('value' in found) restored.push({ ...place, value: found.value });
  }
  return { fields: fieldsOf(restored), notUndone };
}

function placesOf({ sent }: UpdateImages): Place[] {
  return sent.names.flatMap((name): Place[] => {
    const value = sent.at(name);
    if (name !== 'remote_data' || !isRecord(value)) return [{ name }];
    return Object.keys(value).map((member) => ({ name, member }));
  });
}

const nameOf = ({ name, member }: Place): string => (member === undefined ? name : `${name}.${member}`);

interface Undone {
  readonly reason?: NotUndoneReason;
  /** What it gets. */
  readonly value?: unknown;
}

/** Empty where it is as it was before already. */
function undone(update: UpdateImages, place: Place, live: User | undefined): Undone {
  const { sent, before, isUnseen } = update;
  const { name, member } = place;
  if (sent.hides(name, member) || before?.hides(name, member) === true) return { reason: 'secret' };
  if (!before || !live) return { reason: 'unreadable' };
  const now = valueIn(live, place);
  const was = before.at(name, member);
  // What the account never returns has no value in an image; some images say null for that.
  if (now === undefined && isSameState(was, null) && !isSameState(sent.at(name, member), null))
    return { reason: 'unreadable' };
  const isBefore = isSameIn(before, place, now);
  if (isBefore && (!isUnseen || isSameIn(before, place, sent.at(name, member)))) return {};
  if (!isBefore && !isLeft(update, place, now)) return { reason: 'changed' };
  if (isSameState(was, null) && !takesNull(place)) return { reason: 'cannotUnset' };
  return { value: was ?? null };
}

/**
 * Whether it is as the update left it. Where no look has shown that, in whichever spelling the server keeps what it was given:
 * it may be another one than somebody else has written since.
 */
const isLeft = ({ after, isShown }: UpdateImages, place: Place, now: unknown): boolean =>
  isShown === true ? isSameIn(after, place, now) : after.isStoredAs(place.name, now, place.member);

const valueIn = (live: User, { name, member }: Place): unknown => {
  const value = memberOf(live, name);
  if (member === undefined) return value;
  return isRecord(value) ? memberOf(value, member) : undefined;
};

const isSameIn = (user: KeptUser, { name, member }: Place, value: unknown): boolean =>
  member === undefined ? user.isSame(name, value) : user.isSameIn(name, member, value);

/** Truto clears a text that is null. What a provider makes of a list, a number or a field of its own that is null, nobody knows. */
function takesNull({ name, member }: Place): boolean {
  const { type, enum: values, format } = (member === undefined ? schemaAt([name]) : undefined) ?? {};
  return isSameJson(type, ['string', 'null']) && values === undefined && format === undefined;
}

function fieldsOf(restored: readonly (Place & { readonly value: unknown })[]): UserField[] {
  const values = new Map<string, unknown>();
  for (const { name, member, value } of restored) {
    const members = values.get(name);
    values.set(name, member === undefined ? value : { ...(isRecord(members) ? members : {}), [member]: value });
  }
  return [...values].map(([name, value]) => ({ name, value, json: JSON.stringify(value) }));
}
