import * as vscode from 'vscode';
import type { Profile } from '../core/http/profile';
import { ask } from '../platform/notify';

/** Asks whether an environment may take the place of the one that has its name now; both servers are named. */
export async function mayReplace(saved: Profile, next: Profile): Promise<boolean> {
  const { t } = vscode.l10n;
  const replace = t('Replace');
  const picked = await ask('warning', {
    question: t('Replace the environment “{0}”?', saved.name),
    detail: [
      t('Current base URL: {0}', saved.baseUrl),
      t('New base URL: {0}', next.baseUrl),
      ...(next.baseUrl === saved.baseUrl ? [] : [t('Unsent drafts of its users are kept, for the new base URL.')]),
      t('Its API token is replaced too, and cannot be shown again.'),
    ],
    choices: [replace],
  });
  return picked === replace;
}
