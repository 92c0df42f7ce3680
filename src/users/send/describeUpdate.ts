import * as vscode from 'vscode';
import { isSecretName } from '../../core/secrets/isSecretName';
import { shownMember, shownMemberChange } from '../../core/secrets/shown';
import type { UserField } from '../../core/update/userFile';
import { shortJson } from '../../platform/plainText';
import type { Prepared } from '../../updates/prepared';

const maxFields = 15;
const maxValueLength = 160;
const maxLineLength = 60;

/** The lines under the question "send this?": the target, then each field with its value before and after. */
export function describeUpdate(update: Prepared): string[] {
  const { t } = vscode.l10n;
  const fields = update.fields.slice(0, maxFields);
  const left = update.fields.length - fields.length;
  return [
    `${t('Environment')}: ${update.environment.profile.name} (${update.environment.profile.baseUrl})`,
    `${t('Account')}: ${update.accountLabel}`,
    `${t('User')}: ${update.userName === update.userId ? update.userId : `${update.userName} (${update.userId})`}`,
    '',
    ...fields.flatMap((field) => fieldLines(field, update.live)),
    ...(left > 0 ? [t('and {0} more fields', left)] : []),
    ...leftOutLines(update),
    ...cautionLines(update),
  ];
}

/** What a person should know before the update goes. */
function cautionLines({ live, base, earlier }: Prepared): string[] {
  const { t } = vscode.l10n;
  const lines = [
    !live && t('The live user cannot be read: every field above is written over whatever it has now.'),
    base?.isKept === false &&
      t('Changes that others make meanwhile cannot be detected: the storage of VS Code cannot be written.'),
    earlier.isUnkept === true &&
      t(
        'This attempt cannot be kept: the storage of VS Code cannot be written. If this window is closed before the response, sending it again may apply it twice.',
      ),
    earlier.openFields.length > 0 &&
      t('An earlier update ({0}) had no response and may still be applied.', earlier.openFields.join(', ')),
    earlier.isFailedAlike &&
      t(
        'Every attempt of this update had the same failure, which may be a stored response. It will be sent under a new key. If an earlier attempt was applied, it is applied twice.',
      ),
  ];
  return lines.filter((line) => line !== false).flatMap((line) => ['', line]);
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

function fieldLines(field: UserField, live: Prepared['live']): string[] {
  const { t } = vscode.l10n;
  const { name, value, json } = field;
  if (isSecretName(name) && value !== null) return [`${name}: ${t('(a new value, not shown)')}`];
  if (!live) return [`${name}: ${short(shownMember(name, json).text)}`];
  const before = Object.hasOwn(live, name) ? shownMember(name, JSON.stringify(live[name])).text : t('(not set)');
  const after = shownMemberChange(name, live, json, t('•••••• as in the file')).text;
  const line = `${name}: ${short(before)} → ${short(after)}`;
  return line.length <= maxLineLength ? [line] : [`${name}: ${short(before)}`, `→ ${short(after)}`];
}

const short = (json: string): string => shortJson(json, maxValueLength);
