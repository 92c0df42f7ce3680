import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import type { Account } from '../api/trutoClient';
import type { AccountSelection } from '../platform/accountSelection';
import { setContext } from '../platform/commands';
import { plainText } from '../platform/plainText';
import { settings, type GroupBy } from '../platform/settings';
import type { AccountList } from './accountList';
import { accountIcon, accountMarks, accountTooltip, statusWords } from '../platform/accountStatus';

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
  private readonly changed = new vscode.EventEmitter<AccountNode[] | undefined>();
  private readonly subscription: vscode.Disposable;
  /** What each row that is there says. */
  private readonly rows = new Map<AccountNode, string>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly list: AccountList,
    environments: Environments,
    private readonly selection: AccountSelection,
  ) {
    this.subscription = vscode.Disposable.from(
      list.onDidChange(() => this.refresh()),
      environments.onDidChange(({ environment }) => {
        if (environment === list.environment) this.refreshRows();
      }),
      selection.onDidChange(() => this.refreshRows()),
    );
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  /** Renders the rows anew that say something else by now: the others keep the focus and what is selected. */
  private refreshRows(): void {
    const stale = [...this.rows].filter(([node, words]) => this.rowOf(node).words !== words).map(([node]) => node);
    if (stale.length > 0) this.changed.fire(stale);
  }

  async getChildren(node?: AccountTreeNode): Promise<AccountTreeNode[]> {
    if (node) return node.kind === 'group' ? [...node.accounts] : [];
    await this.list.loadFirst();
    this.rows.clear();
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

  private accountItem(node: AccountNode): vscode.TreeItem {
    const { account, obstacle, label, description, words } = this.rowOf(node);
    const { environment } = node;
    this.rows.set(node, words);
    // Where nothing is known to stand in the way, only the integration can still offer no update.
    if (!obstacle) void environment.look(account);
    const item = new vscode.TreeItem(label);
    // The row of another environment's account of this id is another row: it is not selected because this one is.
    item.id = `${environment.key}/${account.id}`;
    item.description = description;
    item.iconPath = accountIcon(account, obstacle);
    item.tooltip = accountTooltip(account, obstacle);
    item.contextValue = `account.${account.status}${account.isSandbox ? '.sandbox' : ''}`;
    item.command = {
      command: 'truto.selectAccount',
      title: vscode.l10n.t('Select'),
      arguments: [{ accountId: account.id, environment }],
    };
    item.accessibilityInformation = { label: words };
    return item;
  }

  /** What a row says as of now: to the eye, and in words. */
  private rowOf({ account: listed, environment, belowIntegration }: AccountNode) {
    const account = environment.knownAccount(listed.id) ?? listed;
    const obstacle = environment.obstacle(account);
    const isSelected = this.selection.defaultAccount(environment)?.id === account.id;
    const marks = accountMarks(account, obstacle);
    const tenant = belowIntegration ? account.tenantId : undefined;
    const remarks = [isSelected ? '✓' : '', ...(tenant === undefined ? [account.tenantId] : []), ...marks];
    const words = [
      account.integration.label,
      account.tenantId,
      ...(account.status === 'active' ? [statusWords(account.status).label] : []),
      ...marks,
      isSelected ? vscode.l10n.t('selected') : '',
    ];
    return {
      account,
      obstacle,
      label: plainText(tenant ?? account.integration.label),
      description: plainText(remarks.filter(Boolean).join(' · ')),
      words: plainText(words.filter(Boolean).join(', ')),
    };
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
