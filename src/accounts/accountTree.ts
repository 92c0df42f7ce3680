import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import type { Account } from '../api/trutoClient';
import type { AccountSelection } from '../platform/accountSelection';
import { setContext } from '../platform/commands';
import { plainText } from '../platform/plainText';
import { settings, type GroupBy } from '../platform/settings';
import type { AccountList } from './accountList';
import { accountIcon, accountMarks, accountTooltip, statusWords } from './accountStatus';

export interface AccountNode {
  readonly kind: 'account';
  readonly accountId: string;
  readonly account: Account;
  /** Whose account it is, whichever environment is in use when something is done with the row. */
  readonly environment: Environment;
  /** Below its integration, where the tenant says more than the integration's name again. */
  readonly belowIntegration: boolean;
}
interface GroupNode {
  readonly kind: 'group';
  readonly label: string;
  readonly accounts: readonly AccountNode[];
}
interface MoreNode {
  readonly kind: 'more';
}
export type AccountTreeNode = AccountNode | GroupNode | MoreNode;

/** Renders the account list: groups, accounts, and a last row that loads the next page. */
export class AccountTree implements vscode.TreeDataProvider<AccountTreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<AccountTreeNode | undefined>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly list: AccountList,
    environments: Environments,
    private readonly selection: AccountSelection,
  ) {
    this.subscription = vscode.Disposable.from(
      list.onDidChange(() => this.refresh()),
      environments.onDidChange(({ environment }) => {
        if (environment === list.environment) this.refresh();
      }),
      selection.onDidChange(() => this.refresh()),
    );
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  async getChildren(node?: AccountTreeNode): Promise<AccountTreeNode[]> {
    if (node) return node.kind === 'group' ? [...node.accounts] : [];
    await this.list.loadFirst();
    setContext('accountsState', this.list.state);
    const { accounts, environment } = this.list;
    if (!environment) return [];
    const nodes: AccountTreeNode[] = groupAccounts(accounts, environment, settings.groupBy());
    return this.list.hasMore ? [...nodes, { kind: 'more' }] : nodes;
  }

  getTreeItem(node: AccountTreeNode): vscode.TreeItem {
    if (node.kind === 'account') return this.accountItem(node);
    if (node.kind === 'more') return moreItem();
    const item = new vscode.TreeItem(plainText(node.label), vscode.TreeItemCollapsibleState.Expanded);
    item.id = `group:${node.label}`;
    item.description = String(node.accounts.length);
    item.contextValue = 'group';
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private accountItem({ account: listed, environment, belowIntegration }: AccountNode): vscode.TreeItem {
    const account = environment.knownAccount(listed.id) ?? listed;
    const obstacle = environment.obstacle(account);
    // Where nothing is known to stand in the way, only the integration can still offer no update.
    if (!obstacle) void environment.look(account);
    const selected = this.selection.defaultAccount(environment)?.id === account.id;
    const tenant = belowIntegration ? account.tenantId : undefined;
    const item = new vscode.TreeItem(plainText(tenant ?? account.integration.label));
    item.id = account.id;
    const remarks = [
      selected ? '✓' : '',
      ...(tenant === undefined ? [account.tenantId] : []),
      ...accountMarks(account, obstacle),
    ];
    item.description = plainText(remarks.filter(Boolean).join(' · '));
    item.iconPath = accountIcon(account, obstacle);
    item.tooltip = accountTooltip(account, obstacle);
    item.contextValue = `account.${account.status}${account.isSandbox ? '.sandbox' : ''}`;
    item.command = {
      command: 'truto.selectAccount',
      title: vscode.l10n.t('Select'),
      arguments: [{ accountId: account.id, environment }],
    };
    const status = account.status === 'active' ? [statusWords(account.status).label] : [];
    const words = [
      account.integration.label,
      account.tenantId,
      ...status,
      ...accountMarks(account, obstacle),
      selected ? vscode.l10n.t('selected') : '',
    ];
    item.accessibilityInformation = { label: plainText(words.filter(Boolean).join(', ')) };
    return item;
  }
}

function moreItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load More Accounts...'));
  item.id = 'more';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: 'truto.loadMoreAccounts', title: vscode.l10n.t('Load More Accounts') };
  return item;
}

function groupAccounts(
  accounts: readonly Account[],
  environment: Environment,
  groupBy: GroupBy,
): (AccountNode | GroupNode)[] {
  const row = (account: Account, belowIntegration: boolean): AccountNode => ({
    kind: 'account',
    accountId: account.id,
    account,
    environment,
    belowIntegration,
  });
  if (groupBy === 'none') return accounts.map((account) => row(account, false));
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const label = groupLabel(account, groupBy);
    const group = groups.get(label);
    if (group) group.push(account);
    else groups.set(label, [account]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([label, members]) => {
      const [only, ...others] = members;
      const isByIntegration = groupBy === 'integration';
      // An integration with one account needs no level of its own.
      return only && others.length === 0 && isByIntegration
        ? row(only, false)
        : { kind: 'group', label, accounts: members.map((account) => row(account, isByIntegration)) };
    });
}

function groupLabel(account: Account, groupBy: Exclude<GroupBy, 'none'>): string {
  switch (groupBy) {
    case 'integration':
      return account.integration.label;
    case 'tenant':
      return account.tenantId ?? vscode.l10n.t('No tenant');
    case 'status':
      return statusWords(account.status).label;
  }
}
