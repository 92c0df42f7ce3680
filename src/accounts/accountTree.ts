import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import type { AccountSelection } from '../platform/accountSelection';
import { accountTooltip } from '../platform/accountStatus';
import { setContext } from '../platform/commands';
import { withViewProgress } from '../platform/notify';
import { plainText } from '../platform/plainText';
import { settings } from '../platform/settings';
import type { AccountList } from './accountList';
import { AccountItems, rowOf, type AccountRow } from './accountRow';
import type { BranchServices, UserBranches, UsersOf } from './userBranches';
import type { UserTreeNode } from './userNodes';
import { AccountRows, shownGroup, type AccountNode, type AccountTreeNode, type GroupNode } from './accountRows';

/** What the users below accounts are told to. */
export type UserEvents = Pick<BranchServices, 'usersChanged' | 'rowsChanged'>;

/**
 * Renders the account list: groups, accounts, and a last row that loads the next page. The users below an account, and the
 * code that lists them, are loaded when its row is opened.
 */
export class AccountTree implements vscode.TreeDataProvider<AccountTreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<AccountTreeNode[] | undefined>();
  private readonly subscription: vscode.Disposable;
  private rows: AccountRows | undefined;
  private rendered = new AccountItems();
  /** The account that is chosen, in the environment of the rows. */
  private selectedId: string | undefined;
  private readonly read = new vscode.EventEmitter<void>();
  private isReading = false;
  private openedUsers: UserBranches | undefined;
  private openingUsers: Promise<UserBranches> | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  /**
   * @param isShown whether a person sees the rows
   * @param loadUsers builds what lists the users of accounts
   */
  constructor(
    private readonly list: AccountList,
    private readonly environments: Environments,
    private readonly selection: AccountSelection,
    private readonly isShown: () => boolean,
    private readonly loadUsers: (events: UserEvents) => Promise<UserBranches>,
  ) {
    this.subscription = vscode.Disposable.from(
      list.onDidChange(() => this.follow()),
      environments.onDidChange(({ environment, change }) => {
        // What was forgotten is asked for again, together with the list.
        if (environment === this.rows?.environment && typeof change === 'object')
          this.refreshRows(this.rows.ofIntegration(change.learned));
      }),
      selection.onDidChange(() => this.followSelection()),
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

  async getChildren(node?: AccountTreeNode): Promise<AccountTreeNode[]> {
    if (node?.kind === 'account') return (await this.users()).rowsOf(node);
    if (node) return node.kind === 'group' ? [...node.accounts] : [];
    await this.list.loadFirst();
    setContext('accountsState', this.list.state);
    const top = this.readRows()?.top ?? [];
    // In a later turn: VS Code has to take them over first.
    setTimeout(() => {
      this.isReading = false;
      this.read.fire();
    });
    return this.list.hasMore ? [...top, { kind: 'more' }] : top;
  }

  getParent(node: AccountTreeNode): AccountTreeNode | undefined {
    if (isOfUsers(node)) return this.accountOf(node);
    return node.kind === 'account' ? shownGroup(node) : undefined;
  }

  /** What lists the users of accounts, once it is needed. */
  users(): Promise<UserBranches> {
    return (this.openingUsers ??= this.loadUsers({
      usersChanged: (of) => {
        const account = this.accountOf(of);
        if (account) this.changed.fire([account]);
      },
      rowsChanged: (nodes) => this.changed.fire([...nodes]),
    }).then((users) => (this.openedUsers = users)));
  }

  /** The row of an account, where it is listed. */
  accountOf({ environment, accountId }: UsersOf): AccountNode | undefined {
    return environment === this.rows?.environment ? this.rows.of(accountId) : undefined;
  }

  /** The users of accounts are to be loaded again with the next look at them; `forgotten`: nothing of them is shown until then. */
  outdateUsers(how: 'outdated' | 'forgotten' = 'outdated'): void {
    if (how === 'forgotten') this.openedUsers?.forget();
    else this.openedUsers?.outdate();
  }

  /** The first row, from the top, of one of these accounts. */
  firstOf(ids: ReadonlySet<string>): AccountNode | undefined {
    for (const node of this.rows?.top ?? []) {
      const found = (node.kind === 'group' ? node.accounts : [node]).find(({ accountId }) => ids.has(accountId));
      if (found) return found;
    }
    return undefined;
  }

  getTreeItem(node: AccountTreeNode): vscode.TreeItem {
    if (node.kind === 'more') return moreItem();
    if (node.kind === 'group') return groupItem(node, this.list.hasMore);
    if (isOfUsers(node)) return this.openedUsers?.item(node) ?? new vscode.TreeItem('');
    const row = this.rowOf(node);
    // Where nothing is known to stand in the way, only the integration can still offer no update.
    if (!row.obstacle) void node.environment.look(row.account);
    return this.rendered.of(node, row);
  }

  resolveTreeItem(item: vscode.TreeItem, node: AccountTreeNode): vscode.TreeItem {
    if (isOfUsers(node)) return this.openedUsers?.resolve(item, node) ?? item;
    if (node.kind !== 'account') return item;
    const { account, obstacle } = this.rowOf(node);
    item.tooltip = accountTooltip(account, obstacle);
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.openedUsers?.dispose();
    this.changed.dispose();
    this.read.dispose();
  }

  /** Rows stay, and can be worked with, until those that take their place are there. */
  private follow(): void {
    const { list, rows } = this;
    const isReloaded = list.state === 'idle' && rows !== undefined && rows.environment === this.environments.active();
    if (isReloaded && this.isShown()) void withViewProgress('truto.accounts', () => list.loadFirst());
    else if (rows?.accounts !== list.accounts || !list.hasMore) this.refresh();
    else this.addRows(rows);
  }

  /** A page that adds to groups alone leaves all other rows as they are. */
  private addRows(rows: AccountRows): void {
    const grown = rows.follow();
    if (grown) this.changed.fire([...grown]);
    else this.refresh();
  }

  /** The rows of the list as it is; undefined where no environment is in use. The setting counts from here on. */
  private readRows(): AccountRows | undefined {
    const { accounts, environment } = this.list;
    const groupBy = settings.groupBy();
    if (this.rows?.accounts === accounts && this.rows.groupBy === groupBy) this.rows.follow();
    else {
      if (this.rows?.accounts === accounts) this.rendered.regroup();
      else this.rendered = new AccountItems();
      this.rows = environment && new AccountRows(accounts, environment, groupBy);
    }
    this.selectedId = this.readSelected();
    return this.rows;
  }

  private readSelected(): string | undefined {
    return this.rows && this.selection.defaultAccount(this.rows.environment)?.id;
  }

  private followSelection(): void {
    const before = this.selectedId;
    this.selectedId = this.readSelected();
    this.refreshRows([before, this.selectedId].flatMap((id) => this.rows?.of(id) ?? []));
  }

  /** Renders those of the rows anew that say something else by now: the others keep the focus and what is selected. */
  private refreshRows(nodes: readonly AccountNode[]): void {
    const stale = nodes.filter((node) => this.rendered.isOutdated(node, this.rowOf(node)));
    if (stale.length > 0) this.changed.fire(stale);
  }

  private rowOf(node: AccountNode): AccountRow {
    return rowOf(node, node.accountId === this.selectedId, this.openedUsers?.sought(node) ?? '');
  }
}

const isOfUsers = (node: AccountTreeNode): node is UserTreeNode => node.kind === 'user' || node.kind === 'note';

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
