import * as vscode from 'vscode';
import type { Account } from '../api/trutoClient';
import { setContext } from '../platform/commands';
import { settings, type GroupBy } from '../platform/settings';
import type { AccountList } from './accountList';
import { accountDescription, accountIcon, accountTooltip, statusWords } from './accountStatus';

export interface AccountNode {
  readonly kind: 'account';
  readonly accountId: string;
  readonly account: Account;
}
interface GroupNode {
  readonly kind: 'group';
  readonly label: string;
  readonly accounts: readonly Account[];
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
    private readonly selectedAccount: () => string | undefined,
  ) {
    this.subscription = list.onDidChange(() => this.refresh());
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  async getChildren(node?: AccountTreeNode): Promise<AccountTreeNode[]> {
    if (node) return node.kind === 'group' ? node.accounts.map(accountNode) : [];
    await this.list.loadFirst();
    setContext('accountsState', this.list.state);
    const nodes: AccountTreeNode[] = groupAccounts(this.list.accounts, settings.groupBy());
    return this.list.hasMore ? [...nodes, { kind: 'more' }] : nodes;
  }

  getTreeItem(node: AccountTreeNode): vscode.TreeItem {
    if (node.kind === 'account') return this.accountItem(node.account);
    if (node.kind === 'more') return moreItem();
    const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `group:${node.label}`;
    item.description = String(node.accounts.length);
    item.contextValue = 'group';
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private accountItem(account: Account): vscode.TreeItem {
    const selected = this.selectedAccount() === account.id;
    const item = new vscode.TreeItem(account.integration.label);
    item.id = account.id;
    item.description = [selected ? '✓' : '', accountDescription(account)].filter(Boolean).join(' ');
    item.iconPath = accountIcon(account);
    item.tooltip = accountTooltip(account);
    item.contextValue = `account.${account.status}${account.isSandbox ? '.sandbox' : ''}`;
    item.command = { command: 'truto.selectAccount', title: vscode.l10n.t('Select'), arguments: [{ accountId: account.id }] };
    item.accessibilityInformation = {
      label: [
        account.integration.label,
        account.tenantId,
        statusWords(account.status).label,
        account.isSandbox ? vscode.l10n.t('sandbox, read-only') : '',
        selected ? vscode.l10n.t('selected') : '',
      ]
        .filter(Boolean)
        .join(', '),
    };
    return item;
  }
}

const accountNode = (account: Account): AccountNode => ({ kind: 'account', accountId: account.id, account });

function moreItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more accounts…'));
  item.id = 'more';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: 'truto.loadMoreAccounts', title: vscode.l10n.t('Load More Accounts') };
  return item;
}

function groupAccounts(accounts: readonly Account[], groupBy: GroupBy): (AccountNode | GroupNode)[] {
  if (groupBy === 'none') return accounts.map(accountNode);
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const label = groupLabel(account, groupBy);
    const group = groups.get(label);
    if (group) group.push(account);
    else groups.set(label, [account]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([label, members]) => ({ kind: 'group', label, accounts: members }));
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
