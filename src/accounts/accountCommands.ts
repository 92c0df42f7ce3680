import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import type { Account, AccountFilter } from '../api/trutoClient';
import type { CommandHandler } from '../platform/commands';
import { textArgument } from '../platform/commandArguments';
import { environmentArgument } from '../platform/environmentArgument';
import { plainItems } from '../platform/labels';
import { withViewProgress } from '../platform/notify';
import { settings, type GroupBy } from '../platform/settings';
import type { AccountList } from './accountList';
import type { AccountTreeNode } from './accountTree';
import { statusWords } from '../platform/accountStatus';
import { copyAccountIds } from './copyAccountIds';
import type { Reconnects } from './reconnects';

interface AccountCommandServices {
  readonly environments: Environments;
  readonly list: AccountList;
  /** The rows selected in the tree. */
  readonly selected: () => readonly AccountTreeNode[];
  readonly reconnects: () => Promise<Reconnects>;
}

/** The commands of the tree's rows and title. `truto.selectAccount` belongs to what it is selected for: users. */
export function accountCommands({
  environments,
  list,
  selected,
  reconnects,
}: AccountCommandServices): Record<string, CommandHandler> {
  return {
    refreshAccounts: () => {
      environments.forget();
      list.reset();
    },
    loadMoreAccounts: () => withViewProgress('truto.accounts', () => list.loadMore()),
    filterAccounts: () => chooseFilter(list),
    groupAccounts: chooseGrouping,
    copyAccountId: (...rows) => copyAccountIds(rows, selected(), list.accounts),
    reconnectAccount: async (node) => {
      const accountId = textArgument(node, 'accountId');
      const environment = environmentArgument(node, environments);
      if (accountId !== undefined) await (await reconnects()).reconnect(accountId, environment);
    },
    openInDashboard: async (node) => {
      const accountId = textArgument(node, 'accountId');
      if (accountId === undefined) return;
      // The dashboard's route for an account, to the best of our knowledge.
      await vscode.env.openExternal(
        vscode.Uri.parse(`https://app.truto.one/integrated-accounts/${encodeURIComponent(accountId)}`),
      );
    },
  };
}

async function chooseGrouping(): Promise<void> {
  const { t } = vscode.l10n;
  const choices: (vscode.QuickPickItem & { groupBy: GroupBy })[] = [
    { label: t('Integration'), groupBy: 'integration' },
    { label: t('Tenant'), groupBy: 'tenant' },
    { label: t('Status'), groupBy: 'status' },
    { label: t('No groups'), groupBy: 'none' },
  ];
  const current = settings.groupBy();
  for (const choice of choices) if (choice.groupBy === current) choice.description = t('current');
  const choice = await vscode.window.showQuickPick(plainItems(choices), { title: t('Group Accounts') });
  if (choice) await settings.setGroupBy(choice.groupBy);
}

type FilterChoice = vscode.QuickPickItem & { filter: AccountFilter };

/** Offers what the accounts seen so far can be filtered by; Truto does the filtering, so pages not yet loaded count too. */
async function chooseFilter(list: AccountList): Promise<void> {
  const { t } = vscode.l10n;
  const choice = await vscode.window.showQuickPick(plainItems(filterChoices(list.accounts)), {
    title: t('Filter Accounts'),
    matchOnDescription: true,
  });
  if (choice) list.reset(choice.filter);
}

function filterChoices(accounts: readonly Account[]): FilterChoice[] {
  const { t } = vscode.l10n;
  const statuses = ['active', 'connecting', 'needs_reauth', 'post_install_error', 'validation_error'];
  const integrations = new Map(accounts.map(({ integration }) => [integration.name, integration.label]));
  const tenants = new Set(accounts.flatMap(({ tenantId }) => (tenantId ? [tenantId] : [])));
  const heading = (label: string): FilterChoice => ({ label, kind: vscode.QuickPickItemKind.Separator, filter: {} });
  return [
    { label: t('All accounts'), filter: {} },
    heading(t('Status')),
    ...statuses.map((status) => ({ label: statusWords(status).label, description: t('status'), filter: { status } })),
    heading(t('Kind')),
    { label: t('Sandbox accounts'), description: t('read-only'), filter: { isSandbox: true } },
    { label: t('Production accounts'), filter: { isSandbox: false } },
    heading(t('Integration')),
    ...[...integrations].map(([name, label]) => ({
      label,
      description: t('integration'),
      filter: { integration: name },
    })),
    heading(t('Tenant')),
    ...[...tenants].map((tenantId) => ({ label: tenantId, description: t('tenant'), filter: { tenantId } })),
  ];
}
