import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import type { Account, AccountFilter } from '../api/trutoClient';
import type { CommandHandler } from '../platform/commands';
import {
  choiceArgument,
  flagArgument,
  isCaller,
  neededText,
  objectArgument,
  textArgument,
} from '../platform/commandArguments';
import { isSameJson } from '../core/json/isSameJson';
import { plainItems } from '../platform/labels';
import { groupings, settings, type GroupBy } from '../platform/settings';
import type { AccountList } from './accountList';
import { nameOrder, type AccountTreeNode } from './accountRows';
import type { AccountTree } from './accountTree';
import { statusWords } from '../platform/accountStatus';
import { copyAccountIds } from './copyIds';
import { loadAndFollow } from './loadAndFollow';

interface AccountCommandServices {
  readonly environments: Environments;
  readonly list: AccountList;
  readonly tree: AccountTree;
  readonly view: vscode.TreeView<AccountTreeNode>;
  /** The rows selected in the tree. */
  readonly selected: () => readonly AccountTreeNode[];
}

export type AccountCommands = Readonly<
  Record<
    | 'refreshAccounts'
    | 'loadMoreAccounts'
    | 'selectAccountRow'
    | 'filterAccounts'
    | 'clearAccountFilter'
    | 'groupAccounts'
    | 'copyAccountId'
    | 'openInDashboard',
    CommandHandler
  >
>;

/** The commands of the tree's rows and title. `truto.selectAccount` belongs to what it is selected for: users. */
export function accountCommands(services: AccountCommandServices): AccountCommands {
  const { environments, list, tree, selected } = services;
  return {
    refreshAccounts: () => {
      environments.forget();
      tree.outdateUsers();
      list.reset();
    },
    loadMoreAccounts: () => loadMore(services),
    selectAccountRow: async () => {
      if (selected().length === 0) await tree.whenRead();
      const [row] = selected();
      if (row?.kind === 'account') await vscode.commands.executeCommand('truto.selectAccount', row);
    },
    filterAccounts: async (argument) => {
      const filter = givenFilter(argument) ?? (await chooseFilter(list));
      if (filter) list.reset(filter);
    },
    clearAccountFilter: () => list.reset({}),
    groupAccounts: async (argument) => {
      // The row of a group, which its menu hands over, is made by one.
      const given = isCaller(argument) ? choiceArgument(argument, 'groupBy', groupings) : undefined;
      const groupBy = given ?? (await chooseGrouping());
      if (groupBy) await settings.setGroupBy(groupBy);
    },
    copyAccountId: (...rows) => copyAccountIds(rows, selected(), environments),
    openInDashboard: async (node) => {
      const accountId = neededText(node, 'accountId');
      // The dashboard's route for an account, to the best of our knowledge.
      await vscode.env.openExternal(
        vscode.Uri.parse(`https://app.truto.one/integrated-accounts/${encodeURIComponent(accountId)}`),
      );
    },
  };
}

async function chooseGrouping(): Promise<GroupBy | undefined> {
  const { t } = vscode.l10n;
  const choices: (vscode.QuickPickItem & { groupBy: GroupBy })[] = [
    { label: t('Integration'), groupBy: 'integration' },
    { label: t('Tenant'), groupBy: 'tenant' },
    { label: t('Status'), groupBy: 'status' },
    { label: t('No groups'), groupBy: 'none' },
  ];
  const current = settings.groupBy();
  for (const choice of choices) if (choice.groupBy === current) choice.description = t('current');
  return (await vscode.window.showQuickPick(plainItems(choices), { title: t('Group Accounts') }))?.groupBy;
}

async function loadMore({ list, ...shown }: AccountCommandServices): Promise<void> {
  const { length } = list.accounts;
  await loadAndFollow(
    shown,
    () => list.loadMore(),
    () => shown.tree.firstOf(new Set(list.accounts.slice(length).map(({ id }) => id))),
  );
}

type FilterChoice = vscode.QuickPickItem & { filter: AccountFilter };

/**
 * Offers what the accounts seen so far can be filtered by, the first page of them at least; Truto does the filtering, so pages
 * not yet loaded count too.
 */
async function chooseFilter(list: AccountList): Promise<AccountFilter | undefined> {
  const { t } = vscode.l10n;
  const choice = await vscode.window.showQuickPick<FilterChoice>(
    readChoices(list).then((choices): FilterChoice[] => plainItems(choices)),
    { title: t('Filter Accounts'), matchOnDescription: true },
  );
  return choice?.filter;
}

const filterTexts = ['status', 'integration', 'tenantId'] as const;

/** A caller's `{ filter }`: what accounts must have, nothing for all of them. Throws an error in words. */
function givenFilter(argument: unknown): AccountFilter | undefined {
  const filter = objectArgument(argument, 'filter');
  if (!filter) return undefined;
  for (const name of Object.keys(filter)) choiceArgument({ filter: name }, 'filter', [...filterTexts, 'isSandbox']);
  for (const name of filterTexts) textArgument(filter, name);
  flagArgument(filter, 'isSandbox');
  return filter;
}

async function readChoices(list: AccountList): Promise<FilterChoice[]> {
  await list.loadFirst();
  const choices = filterChoices(list.seen);
  for (const choice of choices)
    if (choice.kind === undefined && isSameJson(choice.filter, list.filter))
      choice.description = vscode.l10n.t('current');
  return choices;
}

const documentedStatuses = ['active', 'connecting', 'needs_reauth', 'post_install_error', 'validation_error'];

function filterChoices(accounts: readonly Account[]): FilterChoice[] {
  const { t } = vscode.l10n;
  const statuses = new Set([...documentedStatuses, ...accounts.map(({ status }) => status)]);
  const integrations = new Map(accounts.map(({ integration }) => [integration.name, integration.label]));
  const tenants = new Set(accounts.flatMap(({ tenantId }) => (tenantId ? [tenantId] : [])));
  const heading = (label: string): FilterChoice => ({ label, kind: vscode.QuickPickItemKind.Separator, filter: {} });
  return [
    { label: t('All accounts'), filter: {} },
    heading(t('Status')),
    ...[...statuses].map((status) => ({
      label: statusWords(status).label,
      description: t('status'),
      filter: { status },
    })),
    heading(t('Kind')),
    { label: t('Sandbox accounts'), description: t('read-only'), filter: { isSandbox: true } },
    { label: t('Production accounts'), filter: { isSandbox: false } },
    heading(t('Integration')),
    ...[...integrations]
      .sort(([, one], [, other]) => nameOrder.compare(one, other))
      .map(([name, label]) => ({ label, description: t('integration'), filter: { integration: name } })),
    heading(t('Tenant')),
    ...[...tenants]
      .sort(nameOrder.compare)
      .map((tenantId) => ({ label: tenantId, description: t('tenant'), filter: { tenantId } })),
  ];
}
