import * as vscode from 'vscode';
import { maxListedUsers } from '../../core/http/maxSizes';
import type { UpdateObstacle } from '../../core/update/writeObstacle';

/** Says in a few words why an account takes no update. */
export function obstacleTitle(obstacle: UpdateObstacle): string {
  const { t } = vscode.l10n;
  switch (obstacle) {
    case 'sandboxAccount':
      return t('Sandbox account (read-only)');
    case 'blocked':
      return t('Account is blocked');
    case 'needsReconnecting':
      return t('Account needs reconnecting');
    case 'notActive':
      return t('Account is not active');
    case 'cannotUpdateUsers':
      return t('Users cannot be updated here');
    case 'cannotCompare':
      return t('Users cannot be read here');
    case 'outOfReach':
      return t('User not found in the list');
  }
}

/** Says in a sentence why an account takes no update. */
export function obstacleMessage(obstacle: UpdateObstacle, account: string): string {
  const { t } = vscode.l10n;
  switch (obstacle) {
    case 'sandboxAccount':
      return t('{0} is a sandbox account (read-only). It does not accept updates.', account);
    case 'blocked':
      return t('{0} is blocked by Truto. Contact Truto support to unblock it.', account);
    case 'needsReconnecting':
      return t('{0} must be reconnected by its owner before updates can be sent.', account);
    case 'notActive':
      return t('{0} is not active: its connection is not finished, or it failed.', account);
    case 'cannotUpdateUsers':
      return t('{0} does not support updating users.', account);
    case 'cannotCompare':
      return t(
        'The users of {0} cannot be read, so changes cannot be detected. To send the whole file, set “truto.send.body” to “whole”.',
        account,
      );
    case 'outOfReach':
      return t(
        'The list of {0} cannot be searched, and the user is not among the first {1}, so changes cannot be detected. To send the whole file, set “truto.send.body” to “whole”.',
        account,
        maxListedUsers.toLocaleString(vscode.env.language),
      );
  }
}
