import * as vscode from 'vscode';
import type { WriteObstacle } from '../../core/update/writeObstacle';
import { obstacleMessage } from '../../platform/obstacleWords';
import { SendRefused } from './userUpdate';

/** An account that takes no update, as a command is told of it. */
export interface ObstructedAccount {
  readonly obstacle: WriteObstacle;
  readonly accountId: string;
  readonly accountLabel: string;
}

/** The refusal of a send, with the way out where there is one. */
export function refusedBy({ obstacle, accountId, accountLabel }: ObstructedAccount): SendRefused {
  const message = vscode.l10n.t('Not sent: {0}', obstacleMessage(obstacle, accountLabel));
  return new SendRefused(message, canReconnect(obstacle) ? reconnecting(accountId) : undefined);
}

/** Says why nothing can be sent from a document, and offers what to do about it. */
export async function tellObstacle(
  { obstacle, accountId, accountLabel }: ObstructedAccount,
  uri: vscode.Uri,
): Promise<void> {
  const selecting = {
    title: vscode.l10n.t('Select Account…'),
    run: () => vscode.commands.executeCommand('truto.selectAccount', { uri }),
  };
  const steps = [...(canReconnect(obstacle) ? [reconnecting(accountId)] : []), selecting];
  const picked = await vscode.window.showWarningMessage(
    obstacleMessage(obstacle, accountLabel),
    ...steps.map(({ title }) => title),
  );
  await steps.find(({ title }) => title === picked)?.run();
}

const canReconnect = (obstacle: WriteObstacle): boolean => obstacle === 'needsReconnecting' || obstacle === 'notActive';

const reconnecting = (accountId: string) => ({
  title: vscode.l10n.t('Reconnect…'),
  run: () => vscode.commands.executeCommand('truto.reconnectAccount', { accountId }),
});
