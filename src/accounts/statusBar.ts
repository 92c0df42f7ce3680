import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import type { Profile } from '../core/http/profile';
import { appendPlain, iconLabel } from '../platform/labels';
import { plainText } from '../platform/plainText';
import type { ShownTarget } from '../platform/shownTarget';
import { environmentName } from '../platform/words/environmentWords';

/** The environment in use and the integrated account that the document in front, or else a new one, is sent through. */
export function registerStatusBar(target: ShownTarget, environments: Environments): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('truto.target', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Truto Environment and Account');

  const update = () => {
    const { t } = vscode.l10n;
    const current = target.current();
    item.backgroundColor = background(current?.environment);
    if (!current) {
      showLost(item, environments.lost());
      return;
    }
    const { baseUrl } = current.environment.profile;
    const name = environmentName(current.environment);
    const account = current.accountLabel;
    item.text = iconLabel(
      current.environment.isProduction ? 'alert' : 'cloud',
      `${name} · ${account ?? t('no account')}`,
    );
    item.tooltip = targetTooltip(name, baseUrl, account);
    item.command = 'truto.selectAccount';
    item.accessibilityInformation = {
      label: plainText(t('Truto: environment {0}, account {1}', name, account ?? t('none'))),
    };
    item.show();
  };
  update();
  return vscode.Disposable.from(item, target.onDidChange(update));
}

function background(environment: Environment | undefined): vscode.ThemeColor | undefined {
  if (environment && environment.isProduction !== true) return undefined;
  return new vscode.ThemeColor(environment ? 'statusBarItem.errorBackground' : 'statusBarItem.warningBackground');
}

/** Nothing takes the place of an environment that was removed: the window goes on with none until a person chooses. */
function showLost(item: vscode.StatusBarItem, lost: Profile | undefined): void {
  if (!lost) {
    item.hide();
    return;
  }
  const { t } = vscode.l10n;
  item.text = iconLabel('warning', t('{0} was removed', lost.name));
  item.tooltip = plainText(
    t('The environment “{0}” ({1}), which this window used, was removed. Choose another one.', lost.name, lost.baseUrl),
  );
  item.command = 'truto.switchProfile';
  item.accessibilityInformation = { label: plainText(t('Truto: the environment {0} was removed', lost.name)) };
  item.show();
}

function targetTooltip(environment: string, baseUrl: string, account: string | undefined): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const tooltip = new vscode.MarkdownString();
  // Only our own two commands: nothing a name says can become a link.
  tooltip.isTrusted = { enabledCommands: ['truto.selectAccount', 'truto.switchProfile'] };
  appendPlain(tooltip, `${t('Environment')}: ${environment} (${baseUrl})`).appendMarkdown('  \n');
  appendPlain(tooltip, `${t('Account')}: ${account ?? t('none selected')}`).appendMarkdown('\n\n');
  tooltip.appendMarkdown(
    `[${t('Select Account')}](command:truto.selectAccount) · [${t('Switch Environment')}](command:truto.switchProfile)`,
  );
  return tooltip;
}
