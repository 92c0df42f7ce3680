import * as vscode from 'vscode';
import { readLiveUserUri } from '../../platform/liveUserUri';
import type { UserTarget } from './userTargets';

/** Why nothing is sent from a live user whose environment is not there; undefined for any other document. */
export function goneEnvironmentWords(uri: vscode.Uri): string | undefined {
  const { t } = vscode.l10n;
  const live = readLiveUserUri(uri);
  return (
    live &&
    t(
      'The environment “{0}” of this user was removed, or now has another base URL. Add it again as it was, or save the user as a file. Your changes are kept.',
      live.environment,
    )
  );
}

/** Why nothing is sent from a live user whose text names another one. */
export const contradictionWords = ({ userId = '', accountLabel = '' }: UserTarget): string =>
  vscode.l10n.t(
    'The text names another account or user than this document ({0}, {1}). Correct it, or save the user as a file.',
    userId,
    accountLabel,
  );

/** Why nobody chooses another account or user for a live user. */
export const fixedTargetWords = (): string =>
  vscode.l10n.t('The account and the user of a live user cannot be changed. Save the user as a file first.');
