import * as vscode from 'vscode';
import type { UpdateObstacle } from '../../core/update/writeObstacle';
import { readLiveUserUri } from '../../platform/liveUserUri';
import { tell, type Action } from '../../platform/notify';
import { obstacleMessage } from '../../platform/words/obstacleWords';
import type { Obstructed } from '../../updates/prepared';
import { SendRefused } from './sendRefused';

/** The refusal of a send, with the way out where there is one. */
export function refusedBy(account: Obstructed): SendRefused {
  const { obstacle, accountLabel, accountId } = account;
  const message = vscode.l10n.t('Not sent: {0}', obstacleMessage(obstacle, accountLabel));
  return new SendRefused(message, {
    nextStep: wayOut(account),
    accountToReconnect: canReconnect(obstacle) ? accountId : undefined,
  });
}

function wayOut(account: Obstructed): Action | undefined {
  if (canReconnect(account.obstacle)) return reconnecting(account);
  if (account.obstacle !== 'cannotCompare' && account.obstacle !== 'outOfReach') return undefined;
  return {
    title: vscode.l10n.t('Open Settings'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', '@id:truto.send.body'),
  };
}

/** Says why nothing can be sent from a document, and offers what to do about it. */
export async function tellObstacle(account: Obstructed, uri: vscode.Uri): Promise<void> {
  const { obstacle, accountLabel } = account;
  const selecting = {
    title: vscode.l10n.t('Select Account...'),
    run: () => vscode.commands.executeCommand('truto.selectAccount', { kind: 'document', uri }),
  };
  const steps = [
    ...(canReconnect(obstacle) ? [reconnecting(account)] : []),
    ...(readLiveUserUri(uri) ? [] : [selecting]),
  ];
  await tell('warning', obstacleMessage(obstacle, accountLabel), ...steps);
}

const canReconnect = (obstacle: UpdateObstacle): boolean =>
  obstacle === 'needsReconnecting' || obstacle === 'notActive';

const reconnecting = ({ environment, accountId }: Obstructed): Action => ({
  title: vscode.l10n.t('Reconnect Account...'),
  run: () => vscode.commands.executeCommand('truto.reconnectAccount', { accountId, environment }),
});
