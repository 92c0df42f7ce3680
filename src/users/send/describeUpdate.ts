import * as vscode from 'vscode';
import { memberOf } from '../../core/json/isSameState';
import { Comparable } from '../../core/secrets/comparable';
import type { UserField } from '../../core/update/userFile';
import { differenceLines, valueWords } from '../../platform/words/differenceWords';
import { environmentName } from '../../platform/words/environmentWords';
import { keptParameterWords } from '../../platform/words/parameterWords';
import { storageWords } from '../../platform/words/storageWords';
import type { Prepared } from '../../updates/prepared';

/** So many fit a dialog that nobody has to scroll. */
const maxLines = 24;

/** The lines under the question "send this?": the target, then what differs in each field. */
export function describeUpdate(update: Prepared): string[] {
  const { t } = vscode.l10n;
  const kept = keptParameterWords(update.readQuery, update.query);
  return [
    `${t('Environment')}: ${environmentName(update.environment)} (${update.environment.profile.baseUrl})`,
    `${t('Account')}: ${update.accountLabel}`,
    `${t('User')}: ${update.userName === update.userId ? update.userId : `${update.userName} (${update.userId})`}`,
    ...(kept ? [`${t('Live user read with')}: ${kept}`] : []),
    '',
    ...changeLines(update),
    ...leftOutLines(update),
    ...cautionLines(update),
  ];
}

/** What a person should know before the update goes. */
function cautionLines({ live, base, earlier }: Prepared): string[] {
  const { t } = vscode.l10n;
  const lines = [
    !live && t('The live user cannot be read: every field above is written over whatever it has now.'),
    storageWords(base, earlier.isUnkept),
    earlier.openFields.length > 0 &&
      t(
        'It is not known what became of an earlier update ({0}). It may still be applied.',
        earlier.openFields.join(', '),
      ),
    earlier.isFailedAlike &&
      t(
        'Every attempt of this update had the same failure, which may be a stored response. It will be sent under a new key. If an earlier attempt was applied, it is applied twice.',
      ),
  ];
  return lines.filter((line) => line !== false && line !== undefined).flatMap((line) => ['', line]);
}

/** What is not in the file cannot be unset by leaving it out. */
export function leftOutLines({ leftOut }: Pick<Prepared, 'leftOut'>): string[] {
  return leftOut.length === 0
    ? []
    : [
        '',
        vscode.l10n.t('Not in this file, left unchanged: {0}. To clear a field, set it to null.', leftOut.join(', ')),
      ];
}

/** The lines of the first fields, and how many fields there are more. */
export function firstFields(fields: readonly (readonly string[])[], max = maxLines): string[] {
  const lines: string[] = [];
  for (const [index, field] of fields.entries()) {
    if (index > 0 && lines.length + field.length > max) return [...lines, moreFields(fields.length - index)];
    lines.push(...field);
  }
  return lines;
}

const moreFields = (count: number): string =>
  count === 1 ? vscode.l10n.t('and 1 more field') : vscode.l10n.t('and {0} more fields', count);

/** What differs first; then what is sent all the same. */
function changeLines({ fields, live }: Pick<Prepared, 'fields' | 'live'>): string[] {
  if (!live) return firstFields(fields.map((field) => [`${field.name}: ${valueWords(sent(field))}`]));
  const changes = fields.map((field) => ({
    name: field.name,
    lines: differenceLines(field.name, before(field, live), sent(field)),
  }));
  const same = changes.flatMap(({ name, lines }) => (lines.length === 0 ? [name] : []));
  return [
    ...firstFields(changes.flatMap(({ lines }) => (lines.length > 0 ? [lines] : []))),
    ...(same.length > 0 ? [vscode.l10n.t('Sent with the same value: {0}', same.join(', '))] : []),
  ];
}

const sent = ({ name, value, json }: UserField): Comparable => Comparable.member(name, value, json);

function before(field: UserField, live: NonNullable<Prepared['live']>): Comparable | undefined {
  const value = memberOf(live, field.name);
  if (value === undefined) return undefined;
  return merged(field.name, Comparable.member(field.name, value, JSON.stringify(value)), sent(field));
}

/** Of `remote_data` a file names what it edits; the rest is the provider's and changes all the time. */
export const merged = (name: string, value: Comparable | undefined, file: Comparable | undefined) =>
  name === 'remote_data' ? value?.within(file) : value;
