import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import type { Account } from '../api/trutoClient';
import type { AccountSelection } from '../platform/accountSelection';
import { setContext } from '../platform/commands';
import { withViewProgress } from '../platform/notify';
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
  /** The group that it is in, whose name it does not repeat. */
  readonly group: GroupNode | undefined;
}
interface GroupNode {
  readonly kind: 'group';
  readonly groupBy: GroupBy;
  readonly label: string;
  readonly accounts: AccountNode[];
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
  private nodes: readonly AccountTreeNode[] = [];
  /** Whose rows there are. */
  private shown: Environment | undefined;
  private readonly read = new vscode.EventEmitter<void>();
  private isReading = false;
  readonly onDidChangeTreeData = this.changed.event;

  /** @param isShown whether a person sees the rows */
  constructor(
    private readonly list: AccountList,
    private readonly environments: Environments,
    private readonly selection: AccountSelection,
    private readonly isShown: () => boolean,
  ) {
    this.subscription = vscode.Disposable.from(
      list.onDidChange(() => this.follow()),
      environments.onDidChange(({ environment, change }) => {
        // What was forgotten is asked for again, together with the list.
        if (environment === list.environment && change === 'learned') this.refreshRows();
      }),
      selection.onDidChange(() => this.refreshRows()),
    );
  }

  refresh(): void {
    this.isReading = true;
    this.changed.fire(undefined);
  }

  /** Resolves once VS Code has the rows as they are: it knows none of them while it reads them anew. */
  async whenRead(): Promise<void> {
    if (!this.isReading) return;
    await new Promise<void>((resolve) => {
      const once = this.read.event(() => {
        once.dispose();
        resolve();
      });
    });
  }

  /** Rows stay, and can be worked with, until those that take their place are there. */
  private follow(): void {
    const isReloaded =
      this.list.state === 'idle' && this.shown !== undefined && this.shown === this.environments.active();
    if (isReloaded && this.isShown()) void withViewProgress('truto.accounts', () => this.list.loadFirst());
    else this.refresh();
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
    const { accounts, environment, hasMore } = this.list;
    this.shown = environment;
    const nodes: AccountTreeNode[] = environment ? groupAccounts(accounts, environment, settings.groupBy()) : [];
    this.nodes = hasMore ? [...nodes, { kind: 'more' }] : nodes;
    // In a later turn: VS Code has to take them over first.
    setTimeout(() => {
      this.isReading = false;
      this.read.fire();
    });
    return [...this.nodes];
  }

  getParent(node: AccountTreeNode): AccountTreeNode | undefined {
    return node.kind === 'account' ? node.group : undefined;
  }

  /** The first row, from the top, of an account that is none of these. */
  firstOtherThan(ids: ReadonlySet<string>): AccountNode | undefined {
    return this.nodes
      .flatMap((node) => (node.kind === 'group' ? node.accounts : node.kind === 'account' ? [node] : []))
      .find(({ accountId }) => !ids.has(accountId));
  }

  getTreeItem(node: AccountTreeNode): vscode.TreeItem {
    if (node.kind === 'account') return this.accountItem(node);
    return node.kind === 'more' ? moreItem() : groupItem(node, this.list.hasMore);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
    this.read.dispose();
  }

  private accountItem(node: AccountNode): vscode.TreeItem {
    const { account, obstacle, label, description, words, isSelected } = this.rowOf(node);
    const { environment } = node;
    this.rows.set(node, words);
    // Where nothing is known to stand in the way, only the integration can still offer no update.
    if (!obstacle) void environment.look(account);
    const item = new vscode.TreeItem(label);
    // The row of another environment's account of this id is another row: it is not selected because this one is.
    item.id = `${environment.key}/${account.id}`;
    item.description = description;
    item.iconPath =
      isSelected && account.status === 'active' && !obstacle ? selectedIcon() : accountIcon(account, obstacle);
    item.tooltip = accountTooltip(account, obstacle);
    item.contextValue = `account.${account.status}${account.isSandbox ? '.sandbox' : ''}`;
    // Without arguments: VS Code forgets those of a row while it renders the row anew, and the key that opens it is lost.
    item.command = { command: 'truto.selectAccountRow', title: vscode.l10n.t('Select') };
    item.accessibilityInformation = { label: words };
    return item;
  }

  /** What a row says as of now: to the eye, and in words. */
  private rowOf({ account: listed, environment, group }: AccountNode) {
    const { t } = vscode.l10n;
    const account = environment.knownAccount(listed.id) ?? listed;
    const obstacle = environment.obstacle(account);
    const isSelected = this.selection.defaultAccount(environment)?.id === account.id;
    const marks = accountMarks(account, obstacle);
    const [selected, tenant] = [isSelected ? t('selected') : undefined, account.tenantId];
    const integration = account.integration.label;
    const label = group?.groupBy === 'integration' ? (tenant ?? t('No tenant')) : integration;
    const remarks = [
      selected,
      ...(label === tenant || group?.groupBy === 'tenant' ? [] : [tenant]),
      ...marks.filter((mark) => group?.groupBy !== 'status' || mark !== group.label),
      // Nothing else tells it from its neighbor.
      ...(isAlone(listed, group) ? [] : [account.id.slice(0, 8)]),
    ];
    const words = [
      integration,
      tenant,
      ...(account.status === 'active' ? [statusWords(account.status).label] : []),
      ...marks,
      selected,
    ];
    return {
      account,
      obstacle,
      isSelected,
      label: plainText(label),
      description: plainText(remarks.filter(Boolean).join(' · ')),
      words: plainText(words.filter(Boolean).join(', ')),
    };
  }
}

/** Its shape tells it from every status. */
const selectedIcon = (): vscode.ThemeIcon => new vscode.ThemeIcon('star-full');

const isAlone = ({ id, tenantId, integration }: Account, group: GroupNode | undefined): boolean =>
  !group?.accounts.some(
    ({ account: other }) =>
      other.id !== id && other.tenantId === tenantId && other.integration.label === integration.label,
  );

function moreItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load More Accounts...'));
  item.id = 'more';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: 'truto.loadMoreAccounts', title: vscode.l10n.t('Load More Accounts') };
  return item;
}

function groupItem({ label, accounts }: GroupNode, hasMore: boolean): vscode.TreeItem {
  const { t } = vscode.l10n;
  const item = new vscode.TreeItem(plainText(label), vscode.TreeItemCollapsibleState.Expanded);
  const count = accounts.length;
  item.id = `group:${label}`;
  item.description = hasMore ? `${count}+` : String(count);
  item.tooltip = plainText(
    hasMore
      ? t('{0}: {1} accounts so far. More are not loaded yet.', label, count)
      : t('{0}: {1} accounts', label, count),
  );
  item.contextValue = 'group';
  return item;
}

/** The order of names for people. */
export const nameOrder = new Intl.Collator(undefined, { numeric: true });

function groupAccounts(
  accounts: readonly Account[],
  environment: Environment,
  groupBy: GroupBy,
): (AccountNode | GroupNode)[] {
  const row = (account: Account, group?: GroupNode): AccountNode => ({
    kind: 'account',
    accountId: account.id,
    account,
    environment,
    group,
  });
  if (groupBy === 'none') return accounts.map((account) => row(account));
  const groups = new Map<string, GroupNode>();
  for (const account of accounts) {
    const label = groupLabel(account, groupBy);
    const group: GroupNode = groups.get(label) ?? { kind: 'group', groupBy, label, accounts: [] };
    groups.set(label, group);
    group.accounts.push(row(account, group));
  }
  return [...groups.values()]
    .sort((one, other) => nameOrder.compare(one.label, other.label))
    .map((group) => {
      const [only, ...others] = group.accounts;
      group.accounts.sort((one, other) => nameOrder.compare(nameOf(one), nameOf(other)));
      // An integration with one account needs no level of its own.
      return only && others.length === 0 && groupBy === 'integration' ? row(only.account) : group;
    });
}

const nameOf = ({ account }: AccountNode): string => `${account.integration.label} ${account.tenantId ?? ''}`;

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
