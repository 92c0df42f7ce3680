import * as vscode from 'vscode';
import type { Account } from '../api/trutoClient';
import type { WriteObstacle } from '../core/update/writeObstacle';
import { appendPlain } from './labels';
import { obstacleMessage } from './words/obstacleWords';

interface StatusWords {
  readonly label: string;
  readonly icon: string;
  readonly color?: string;
  /** What the status means for an update, when it stands in the way. */
  readonly obstacle?: string;
}

const error = 'list.errorForeground';
const warning = 'list.warningForeground';

/** The five documented statuses of an integrated account in words and icons; another one shows as it came. */
export function statusWords(status: string): StatusWords {
  const { t } = vscode.l10n;
  switch (status) {
    case 'active':
      return { label: t('active'), icon: 'pass', color: 'charts.green' };
    case 'connecting':
      return {
        label: t('connecting'),
        icon: 'sync',
        obstacle: t('Still connecting: post-install and validation are running.'),
      };
    case 'post_install_error':
      return {
        label: t('post-install error'),
        icon: 'error',
        color: error,
        obstacle: t('The post-install step failed.'),
      };
    case 'validation_error':
      return {
        label: t('validation error'),
        icon: 'error',
        color: error,
        obstacle: t('The connection did not pass validation.'),
      };
    case 'needs_reauth':
      return {
        label: t('needs reconnecting'),
        icon: 'warning',
        color: warning,
        obstacle: t('Its owner must reconnect it.'),
      };
    default:
      return { label: status, icon: 'question' };
  }
}

/** The icon of an account: what stands in the way of an update, else its status. */
export function accountIcon(account: Account, obstacle: WriteObstacle | undefined): vscode.ThemeIcon {
  const { icon, color } = statusWords(account.status);
  if (obstacle === 'blocked') return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor(error));
  if (obstacle === 'cannotUpdateUsers') return new vscode.ThemeIcon('lock');
  if (account.isSandbox && account.status === 'active') return new vscode.ThemeIcon('beaker');
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** What is out of the ordinary: a status that is not active, and what else stands in the way of an update. */
export function accountMarks(account: Account, obstacle: WriteObstacle | undefined): string[] {
  const { t } = vscode.l10n;
  return [
    ...(account.status === 'active' ? [] : [statusWords(account.status).label]),
    ...(account.isSandbox ? [t('sandbox account (read-only)')] : []),
    ...(obstacle === 'blocked' ? [t('blocked')] : []),
    ...(obstacle === 'cannotUpdateUsers' ? [t('users cannot be updated')] : []),
  ];
}

/** Everything known of an account, as text: names come from outside and are never read as Markdown. */
export function accountTooltip(account: Account, obstacle: WriteObstacle | undefined): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const words = statusWords(account.status);
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('Status'), words.label],
    ['', words.obstacle],
    [t('Last error'), account.lastError],
    [t('Missing scopes'), account.missingScopes.join(', ')],
    [t('Tenant'), account.tenantId],
    [t('Category'), account.integration.category],
    [t('Authentication'), account.authenticationMethod],
    [t('Updates'), obstacle && obstacleMessage(obstacle, account.integration.label)],
    [t('ID'), account.id],
  ];
  const tooltip = new vscode.MarkdownString();
  appendPlain(tooltip.appendMarkdown('**'), account.integration.label).appendMarkdown('**');
  for (const [label, value] of rows) {
    if (!value) continue;
    appendPlain(tooltip.appendMarkdown('  \n'), label === '' ? value : `${label}: ${value}`);
  }
  return tooltip;
}
