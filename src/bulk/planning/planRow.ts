import type { AccountRules } from '../../core/rules/accountRules';
import { requiredFields } from '../../core/rules/accountRules';
import { isRecord } from '../../core/json/isRecord';
import { isSameState, memberOf } from '../../core/json/isSameState';
import { itemKeyOf, itemsByKey } from '../../core/json/listItems';
import { userSchema } from '../../core/schema/generated/userSchema';
import { KeptUser, type Seal } from '../../core/secrets/keptUser';
import { replaceSecrets } from '../../core/secrets/shown';
import { changedFields } from '../../core/update/drift';
import { fieldValues, type UserField } from '../../core/update/userFile';
import { touched } from '../../updates/historyEntry';
import type { PlanEffects, PlanRow } from '../plan/planFile';

type User = Readonly<Record<string, unknown>>;

const isResponseField = ({ name }: UserField): boolean => Object.hasOwn(userSchema['x-responseFields'], name);

/**
 * The fields of a row that an update may have: what Truto returns and takes no changes of, as an export has it, is none. Nor is
 * the `remote_data` of an export: that is the provider's own, with times of reads and the like.
 */
export function updatableFields(fields: readonly UserField[]): UserField[] {
  const isLeft = leavesRemoteData(fields);
  return fields.filter((field) => !isResponseField(field) && !(isLeft && field.name === 'remote_data'));
}

export const leavesRemoteData = (fields: readonly UserField[]): boolean =>
  fields.some(isResponseField) && fields.some(({ name }) => name === 'remote_data');

/**
 * The fields that say something else than the live user does. The order of items that have keys of their own is no change:
 * reads differ in it.
 */
export const differingFields = (live: User, fields: readonly UserField[]): UserField[] =>
  changedFields(live, fields).filter(({ name, value }) => {
    const now = memberOf(live, name);
    if (!Array.isArray(now) || !Array.isArray(value)) return true;
    const key = itemKeyOf(now, value);
    // Of texts the order may be meant.
    return key === undefined || key === 'itself' || !isSameState(now, value);
  });

/** The fields that go: those that differ, and with them those that the integration wants; without a live user all. */
export function fieldsToSend(
  fields: readonly UserField[],
  live: User | undefined,
  rules: AccountRules | undefined,
): readonly UserField[] {
  if (!live) return fields;
  const changed = new Set(differingFields(live, fields));
  if (changed.size === 0) return [];
  const required = requiredFields(rules);
  return fields.filter((field) => changed.has(field) || required.includes(field.name));
}

/** What a plan keeps of an update: no secret of it. */
export function keptUpdate(
  fields: readonly UserField[],
  query: User,
  live: User | undefined,
  seal: Seal,
): Pick<PlanRow, 'before' | 'patch' | 'query' | 'withheld'> {
  const sent = fieldValues(fields);
  const patch = withhold(sent);
  const shown = withhold(query);
  const withheld = { fields: patch.withheld, query: shown.withheld };
  return {
    query: shown.values,
    ...(live && { before: KeptUser.of(touched(sent, live), seal).toJSON() }),
    patch: patch.values,
    ...(withheld.fields.length + withheld.query.length > 0 && { withheld }),
  };
}

/** The members without those that hold a secret, and the names of these. */
export function withhold(values: User): { readonly values: User; readonly withheld: readonly string[] } {
  const withheld = Object.entries(values)
    .filter(([name, value]) => holdsSecret(name, value))
    .map(([name]) => name);
  const open = Object.entries(values).filter(([name]) => !withheld.includes(name));
  return { values: Object.fromEntries(open), withheld };
}

function holdsSecret(name: string, value: unknown): boolean {
  let isFound = false;
  replaceSecrets(JSON.stringify({ [name]: value }), (secret) => {
    isFound = true;
    return secret;
  });
  return isFound;
}

/** So many names of fields are counted: a source may have any number of them. */
const maxNames = 200;

/** Sums up what the updates of a plan would do. */
export class EffectsTally {
  private readonly fields = new Map<string, number>();
  private deactivated = 0;
  private deleted = 0;
  private secrets = 0;
  private rolesRemoved = 0;

  add({ patch = {}, before, withheld }: Pick<PlanRow, 'patch' | 'before' | 'withheld'>): void {
    for (const name of [...Object.keys(patch), ...(withheld?.fields ?? [])])
      if (this.fields.size < maxNames || this.fields.has(name)) this.fields.set(name, (this.fields.get(name) ?? 0) + 1);
    const status =
      Object.hasOwn(patch, 'status') && patch['status'] !== before?.['status'] ? patch['status'] : 'active';
    const known = typeof status === 'string' ? status.toLowerCase() : status;
    if (known === 'deleted') this.deleted++;
    else if (known !== 'active' && known !== 'invited') this.deactivated++;
    if ((withheld?.fields.length ?? 0) > 0) this.secrets++;
    if (Object.hasOwn(patch, 'roles') && losesItems(before?.['roles'], patch['roles'])) this.rolesRemoved++;
  }

  get effects(): PlanEffects {
    const { deactivated, deleted, secrets, rolesRemoved } = this;
    const fields = [...this.fields].sort(([, one], [, other]) => other - one);
    return { fields: Object.fromEntries(fields), deactivated, deleted, secrets, rolesRemoved };
  }
}

function losesItems(before: unknown, after: unknown): boolean {
  const was: readonly unknown[] = Array.isArray(before) ? before : [];
  const will: readonly unknown[] = Array.isArray(after) ? after : [];
  const key = itemKeyOf(was, will);
  if (key === undefined) return will.length < was.length;
  const kept = itemsByKey(will, key);
  return [...(itemsByKey(was, key)?.keys() ?? [])].some((name) => kept?.has(name) !== true);
}

/** The name of a user for people. */
export function nameOf(live: User | undefined): string | undefined {
  const name = live && isRecord(live) ? memberOf(live, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}
