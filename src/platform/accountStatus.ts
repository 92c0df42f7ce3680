import * as vscode from 'vscode';
import type { Account } from '../api/trutoClient';
import type { WriteObstacle } from '../core/update/writeObstacle';
import { appendPlain } from './labels';
import { obstacleMessage } from './words/obstacleWords';

interface StatusWords {
  readonly label: string;
  readonly icon: vscode.ThemeIcon;
  /** What the status means for an update, when it stands in the way. */
  readonly obstacle?: string;
}

const error = 'list.errorForeground';
const warning = 'list.warningForeground';

const colored = (icon: string, color: string) => new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));

const icons = {
  unknown: new vscode.ThemeIcon('question'),
  blocked: colored('circle-slash', error),
  cannotUpdateUsers: new vscode.ThemeIcon('lock'),
  sandbox: new vscode.ThemeIcon('beaker'),
};

/** There may be thousands of rows, each with the same few words: they are made once, when the first row wants them. */
let documented: ReadonlyMap<string, StatusWords> | undefined;

/** The five documented statuses of an integrated account in words and icons; another one shows as it came. */
export function statusWords(status: string): StatusWords {
  documented ??= new Map(Object.entries(documentedStatuses()));
  return documented.get(status) ?? { label: status, icon: icons.unknown };
}

function documentedStatuses(): Readonly<Record<string, StatusWords>> {
  const { t } = vscode.l10n;
  return {
    active: { label: t('active'), icon: colored('pass', 'charts.green') },
    connecting: {
      label: t('connecting'),
      icon: new vscode.ThemeIcon('sync'),
      obstacle: t('Still connecting: post-install and validation are running.'),
    },
    post_install_error: {
      label: t('post-install error'),
      icon: colored('error', error),
      obstacle: t('The post-install step failed.'),
    },
    validation_error: {
      label: t('validation error'),
      icon: colored('error', error),
      obstacle: t('The connection did not pass validation.'),
    },
    needs_reauth: {
      label: t('needs reconnecting'),
      icon: colored('warning', warning),
      obstacle: t('Its owner must reconnect it.'),
    },
  };
}

/** The icon of an account: what stands in the way of an update, else its status. */
export function accountIcon(account: Account, obstacle: WriteObstacle | undefined): vscode.ThemeIcon {
  if (obstacle === 'blocked' || obstacle === 'cannotUpdateUsers') return icons[obstacle];
  return account.isSandbox && account.status === 'active' ? icons.sandbox : statusWords(account.status).icon;
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
