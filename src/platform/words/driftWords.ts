import * as vscode from 'vscode';
import { dateWords } from './plainWords';

/** Through which update somebody else changed a user, and when: in ms since 1970. */
export function causeWords(
  { at, isOurs }: { readonly at: number; readonly isOurs: boolean },
  now = Date.now(),
): string {
  const { t } = vscode.l10n;
  const time = new Date(at).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
  const day = dateWords(at);
  const when = day === dateWords(now) ? time : `${day}, ${time}`;
  return isOurs
    ? t('Changed through Truto at {0} (PATCH from this computer).', when)
    : t('Changed through Truto at {0} (PATCH by another client).', when);
}
