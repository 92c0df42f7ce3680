import * as vscode from 'vscode';
import type { WriteObstacle } from '../../core/update/writeObstacle';
import { tell } from '../../platform/notify';
import { obstacleMessage } from '../../platform/words/obstacleWords';
import type { Obstructed } from '../../updates/prepared';
import { SendRefused } from './sendRefused';

/** The refusal of a send, with the way out where there is one. */
export function refusedBy(account: Obstructed): SendRefused {
  const { obstacle, accountLabel } = account;
  const message = vscode.l10n.t('Not sent: {0}', obstacleMessage(obstacle, accountLabel));
  return new SendRefused(message, canReconnect(obstacle) ? reconnecting(account) : undefined);
}

/** Says why nothing can be sent from a document, and offers what to do about it. */
export async function tellObstacle(account: Obstructed, uri: vscode.Uri): Promise<void> {
  const { obstacle, accountLabel } = account;
  const selecting = {
    title: vscode.l10n.t('Select Account...'),
    run: () => vscode.commands.executeCommand('truto.selectAccount', { uri }),
  };
  const steps = [...(canReconnect(obstacle) ? [reconnecting(account)] : []), selecting];
  await tell('warning', obstacleMessage(obstacle, accountLabel), ...steps);
}

const canReconnect = (obstacle: WriteObstacle): boolean => obstacle === 'needsReconnecting' || obstacle === 'notActive';

const reconnecting = ({ environment, accountId }: Obstructed) => ({
  title: vscode.l10n.t('Reconnect Account...'),
  run: () => vscode.commands.executeCommand('truto.reconnectAccount', { accountId, environment }),
});
