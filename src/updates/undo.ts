import type { Environment } from '../api/environment';
import { patience, within } from '../api/patience';
import type { OnAttempt } from '../api/trutoClient';
import { memberOf } from '../core/json/isSameState';
import { inversePatch, type InversePatch, type NotUndone } from '../core/update/inversePatch';
import { bodyJson, readQuery as withoutShape, type UserField } from '../core/update/userFile';
import type { HistoryEntry } from './historyEntry';
import { lookAtUser } from './lookAtUser';
import type { Outcome } from './outcome';
import type { Obstructed, Prepared } from './prepared';
import type { Updates } from './updates';

/** What an undo comes to. */
export interface PreparedUndo {
  /** Undefined where nothing is left to be undone. */
  readonly prepared: Prepared | undefined;
  readonly notUndone: readonly NotUndone[];
}

export interface UndoOptions {
  /** The names of the fields that the integration wants in every update. */
  readonly requiredFields?: () => Promise<readonly string[]>;
  readonly signal?: AbortSignal | undefined;
  readonly onAttempt?: OnAttempt | undefined;
}

/** So often a user may change between two looks. */
const maxLooks = 5;

/**
 * Prepares the update that takes one back. Nothing is sent. It is of the same document, whose next edit begins with what the
 * undo leaves. Throws TrutoError.
 */
export async function prepareUndo(
  entry: HistoryEntry,
  environment: Environment,
  updates: Updates,
  { requiredFields = () => Promise.resolve([]), signal, onAttempt }: UndoOptions = {},
): Promise<PreparedUndo | Obstructed> {
  const target = { environment, accountId: entry.account.id, userId: entry.user.id };
  const query = withoutShape({ query: entry.query.toJSON() });
  const readQuery = entry.readQuery.toJSON();
  const known = { ...entry.before?.toJSON(), ...entry.after.toJSON() };
  // What is offered decides how the user is looked at, here as when the update is prepared.
  const account = await environment.account(target.accountId, signal, onAttempt);
  const optional = within(patience, { signal, onAttempt });
  const { userMethods } = await environment.askStanding(account, optional.signal, optional.onAttempt);
  let { user: live } = await lookAtUser(target, readQuery, { userMethods, known, signal, onAttempt });
  const isHidden = [entry.query, entry.readQuery].some((kept) => kept.names.some((name) => kept.hides(name)));
  let inverse = isHidden ? secretTarget(entry) : inversePatch(entry, live);
  const bodyOf = async () => [...inverse.fields, ...(await requiredToo(inverse.fields, live, requiredFields))];
  let fields = await bodyOf();
  for (let looks = 0; inverse.fields.length > 0 && looks < maxLooks; looks++) {
    const file = { fields, query };
    const request = { ...target, source: entry.source, who: 'undo', file, query, readQuery, requiredFields } as const;
    const prepared = await updates.prepare({ ...request, body: 'whole', purpose: 'send' }, signal, onAttempt);
    if (prepared.obstacle) return prepared;
    ({ live } = prepared);
    inverse = inversePatch(entry, live);
    fields = await bodyOf();
    // What somebody else changed is not among the fields: the user has in them what the update gave it, or what goes along.
    if (bodyJson(fields) === bodyJson(file.fields))
      return { prepared: { ...prepared, drifts: [], leftOut: [] }, notUndone: inverse.notUndone };
  }
  return { prepared: undefined, notUndone: inverse.notUndone };
}

/** Where a user is that is only found by a secret, nobody knows any more. */
function secretTarget({ sent }: HistoryEntry): InversePatch {
  return { fields: [], notUndone: sent.names.map((name) => ({ name, reason: 'secret' })) };
}

/** The other fields that the integration wants, as the user has them. */
export async function requiredToo(
  fields: readonly UserField[],
  live: Readonly<Record<string, unknown>> = {},
  requiredFields: () => Promise<readonly string[]>,
): Promise<UserField[]> {
  const names = (await requiredFields()).filter((name) => !fields.some((field) => field.name === name));
  return names.flatMap((name) => {
    const value = memberOf(live, name);
    return value === undefined ? [] : [{ name, value, json: JSON.stringify(value) }];
  });
}

/** The names of what an undo that has ended has left as it is: on purpose, or because the server made nothing of it. */
export function stillThere(
  { sent }: HistoryEntry,
  { notUndone }: Pick<PreparedUndo, 'notUndone'>,
  { verdict, differing = {} }: Outcome,
): string[] {
  const isIgnored = verdict === 'unchanged' || verdict === 'otherValues';
  const ignored = isIgnored ? Object.keys(differing).filter((name) => sent.names.includes(name)) : [];
  return [...notUndone.map(({ name }) => name), ...ignored];
}
