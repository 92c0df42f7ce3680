import * as vscode from 'vscode';
import type { WriteObstacle } from '../../core/writeObstacle';
import { SendRefused } from './userUpdate';

/** Says why an account takes no update. */
function obstacleMessage(obstacle: WriteObstacle, account: string): string {
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

/** The refusal, with the way out where there is one. */
export function refusedBy(obstacle: WriteObstacle, account: string, accountId: string): SendRefused {
  const { t } = vscode.l10n;
  const canReconnect = obstacle === 'needsReconnecting' || obstacle === 'notActive';
  return new SendRefused(
    t('Not sent: {0}', obstacleMessage(obstacle, account)),
    canReconnect ? { title: t('Reconnect…'), run: () => vscode.commands.executeCommand('truto.reconnectAccount', { accountId }) } : undefined,
  );
}
