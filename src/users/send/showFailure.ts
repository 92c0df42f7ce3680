import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { NoEnvironmentError } from '../../api/environments';
import { explanationOf } from '../../api/explanationOf';
import type { NextStep } from '../../core/errors/errorExplanation';
import { readLiveUserUri } from '../../platform/liveUserUri';
import { tell, type Action } from '../../platform/notify';
import { failureMessage } from '../../platform/words/failureWords';
import { SendRefused } from './sendRefused';

/** What a command was about when it began. */
interface Origin {
  readonly uri: vscode.Uri | undefined;
  readonly environment: Environment | undefined;
}

/** Tells a person what failed, why, and what to do next: a button for each next step that a command can take. */
export async function showFailure(error: unknown, origin: Origin): Promise<void> {
  const { message, actions } = failure(error, origin);
  await tell(error instanceof SendRefused ? error.severity : 'error', message, ...actions);
}

function failure(error: unknown, origin: Origin): { message: string; actions: Action[] } {
  const { t } = vscode.l10n;
  const message = failureMessage(error);
  const explanation = explanationOf(error);
  if (explanation)
    return {
      message,
      actions: explanation.nextSteps.flatMap((step) => stepAction(step, origin, explanation.accountId)),
    };
  if (error instanceof SendRefused) return { message, actions: error.nextStep ? [error.nextStep] : [] };
  if (error instanceof NoEnvironmentError && error.lost)
    return { message, actions: [command(t('Switch Environment...'), 'truto.switchProfile')] };
  if (error instanceof NoEnvironmentError) {
    return {
      message,
      actions: [
        command(t('Add Environment...'), 'truto.addProfile'),
        command(t('Try with Local Sandbox'), 'truto.startSandbox'),
      ],
    };
  }
  return { message, actions: [command(t('Show Log'), 'truto.showLog')] };
}

/** The button for a next step; the steps a person takes elsewhere are in the explanation's words. */
function stepAction(step: NextStep, { uri, environment }: Origin, accountId: string | undefined): Action[] {
  const { t } = vscode.l10n;
  switch (step) {
    case 'replaceToken':
      return [command(t('Replace API Token...'), 'truto.replaceToken')];
    case 'reconnectAccount':
      return accountId === undefined
        ? []
        : [command(t('Reconnect Account...'), 'truto.reconnectAccount', { accountId, environment })];
    case 'contactTruto':
      return accountId === undefined
        ? []
        : [command(t('Open in Truto Dashboard'), 'truto.openInDashboard', { accountId })];
    case 'selectAccount':
      return uri && readLiveUserUri(uri)
        ? []
        : [command(t('Select Account...'), 'truto.selectAccount', { kind: 'document', uri })];
    case 'tryAgain':
      return uri ? [command(t('Try Again'), 'truto.sendUser', uri)] : [];
    case 'lookAtUser':
      return uri ? [command(t('Preview Changes'), 'truto.previewUpdate', uri)] : [];
    case 'checkBaseUrl':
      return [command(t('Add Environment...'), 'truto.addProfile')];
    case 'trustWorkspace':
      return [command(t('Manage Workspace Trust'), 'workbench.trust.manage')];
    case 'fixFields':
      return [command(t('Show Problems'), 'workbench.actions.view.problems')];
    case 'showLog':
      return [command(t('Show Log'), 'truto.showLog')];
    default:
      return [];
  }
}

const command = (title: string, name: string, ...args: unknown[]): Action => ({
  title,
  run: () => vscode.commands.executeCommand(name, ...args),
});
