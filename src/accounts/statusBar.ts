import * as vscode from 'vscode';
import { activeUri } from '../platform/commandArguments';
import type { AccountSelection } from '../platform/accountSelection';
import type { Environments } from '../api/environments';
import type { ProfileStore } from '../platform/profileStore';

/** The environment in use and the integrated account that the active document, or else everything, is sent through. */
export function registerStatusBar(
  profiles: ProfileStore,
  environments: Environments,
  selection: AccountSelection,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('truto.target', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Truto Environment and Account');

  const update = () => {
    const { t } = vscode.l10n;
    const environment = environments.active();
    if (!environment) {
      item.hide();
      return;
    }
    const { profile } = environment;
    const uri = activeUri();
    const account = ((uri && selection.documentAccount(environment, uri)) ?? selection.defaultAccount(environment))
      ?.label;
    item.text = `$(cloud) ${profile.name} · ${account ?? t('no account')}`;
    item.tooltip = targetTooltip(profile.name, profile.baseUrl, account);
    item.command = 'truto.selectAccount';
    item.accessibilityInformation = {
      label: t('Truto: environment {0}, account {1}', profile.name, account ?? t('none')),
    };
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    profiles.onDidChange(update),
    selection.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.tabGroups.onDidChangeTabs(update),
  );
}

function targetTooltip(environment: string, baseUrl: string, account: string | undefined): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const tooltip = new vscode.MarkdownString();
  // Only our own two commands: nothing a name says can become a link.
  tooltip.isTrusted = { enabledCommands: ['truto.selectAccount', 'truto.switchProfile'] };
  tooltip.appendText(`${t('Environment')}: ${environment} (${baseUrl})`).appendMarkdown('  \n');
  tooltip.appendText(`${t('Account')}: ${account ?? t('none chosen')}`).appendMarkdown('\n\n');
  tooltip.appendMarkdown(
    `[${t('Select account')}](command:truto.selectAccount) · [${t('Switch environment')}](command:truto.switchProfile)`,
  );
  return tooltip;
}
