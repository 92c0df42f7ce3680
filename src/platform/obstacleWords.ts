import * as vscode from 'vscode';
import type { WriteObstacle } from '../core/update/writeObstacle';

/** Says in a few words why an account takes no update. */
export function obstacleTitle(obstacle: WriteObstacle): string {
  const { t } = vscode.l10n;
  switch (obstacle) {
    case 'sandboxAccount':
      return t('Sandbox account: read-only');
    case 'blocked':
      return t('Account is blocked');
    case 'needsReconnecting':
      return t('Account needs reconnecting');
    case 'notActive':
      return t('Account is not active');
    case 'cannotUpdateUsers':
      return t('Users cannot be updated here');
  }
}

/** Says in a sentence why an account takes no update. */
export function obstacleMessage(obstacle: WriteObstacle, account: string): string {
  const { t } = vscode.l10n;
  switch (obstacle) {
    case 'sandboxAccount':
      return t('{0} is a sandbox account: it can be read, and every update is refused.', account);
    case 'blocked':
      return t('{0} is blocked by Truto. Write to Truto’s support to have it opened.', account);
    case 'needsReconnecting':
      return t('{0} needs to be reconnected by its owner before anything can be sent through it.', account);
    case 'notActive':
      return t('{0} is not active: its connection is still being made, or failed on the way.', account);
    case 'cannotUpdateUsers':
      return t('{0} offers no update of users.', account);
  }
}
