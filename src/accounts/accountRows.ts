import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Account } from '../api/trutoClient';
import { statusWords } from '../platform/accountStatus';
import type { GroupBy } from '../platform/settings';
import type { UserTreeNode } from './userNodes';

export interface AccountNode {
  readonly kind: 'account';
  readonly accountId: string;
  readonly account: Account;
  /** Its integration and tenant. */
  readonly name: string;
  /** Whose account it is, whichever environment is in use when something is done with the row. */
  readonly environment: Environment;
  /** The group that it belongs to, shown or not. */
  readonly group: GroupNode | undefined;
}
export interface GroupNode {
  readonly kind: 'group';
  readonly groupBy: GroupBy;
  readonly label: string;
  accounts: AccountNode[];
  /** How many accounts of the group have this name. */
  readonly names: Map<string, number>;
}
interface MoreNode {
  readonly kind: 'more';
}
export type AccountTreeNode = AccountNode | GroupNode | MoreNode | UserTreeNode;

/** The order of names for people. */
export const nameOrder = new Intl.Collator(undefined, { numeric: true });

/** The rows of a list of accounts that is only ever added to. What there is stays: a page more is put in its places. */
export class AccountRows {
  private readonly groups = new Map<string, GroupNode>();
  private readonly order: GroupNode[] = [];
  private readonly ungrouped: AccountNode[] = [];
  private readonly byId = new Map<string, AccountNode>();
  private readonly byIntegration = new Map<string, AccountNode[]>();

  constructor(
    readonly accounts: readonly Account[],
    readonly environment: Environment,
    readonly groupBy: GroupBy,
  ) {
    this.follow();
  }

  /** The rows of the highest level, in their order. */
  get top(): (AccountNode | GroupNode)[] {
    const grouped = this.order.flatMap<AccountNode | GroupNode>((group) => (isShown(group) ? group : group.accounts));
    return [...this.ungrouped, ...grouped];
  }

  /** Takes in what the list has more by now. The groups that have grown; undefined where the highest level has. */
  follow(): ReadonlySet<GroupNode> | undefined {
    const grown = new Set<GroupNode>();
    const isWhole = this.byId.size === 0;
    let isTopGrown = false;
    for (const account of this.accounts.slice(this.byId.size)) {
      const node = this.add(account);
      const { group } = node;
      if (group && !isWhole) insert(group.accounts, node, byName);
      else (group?.accounts ?? this.ungrouped).push(node);
      if (group) grown.add(group);
      // A group comes into sight with its second account, and has been a row before.
      if (!group || !isShown(group) || group.accounts.length <= 2) isTopGrown = true;
    }
    if (isWhole) for (const group of grown) group.accounts = inOrderOfNames(group.accounts);
    return isTopGrown ? undefined : grown;
  }

  of(accountId: string | undefined): AccountNode | undefined {
    return accountId === undefined ? undefined : this.byId.get(accountId);
  }

  /** @param name of the integration, as `Account` has it */
  ofIntegration(name: string): readonly AccountNode[] {
    return this.byIntegration.get(name) ?? [];
  }

  private add(account: Account): AccountNode {
    const { groupBy, environment } = this;
    const group = groupBy === 'none' ? undefined : this.groupOf(account, groupBy);
    const { id: accountId, integration, tenantId = '' } = account;
    const name = `${integration.label} ${tenantId}`;
    const node: AccountNode = { kind: 'account', accountId, account, name, environment, group };
    this.byId.set(accountId, node);
    addTo(this.byIntegration, integration.name, node);
    group?.names.set(name, (group.names.get(name) ?? 0) + 1);
    return node;
  }

  private groupOf(account: Account, groupBy: Exclude<GroupBy, 'none'>): GroupNode {
    const label = groupLabel(account, groupBy);
    const known = this.groups.get(label);
    if (known) return known;
    const group: GroupNode = { kind: 'group', groupBy, label, accounts: [], names: new Map() };
    this.groups.set(label, group);
    insert(this.order, group, (one, other) => compareNames(one.label, other.label));
    return group;
  }
}

/** The group that a row is below, whose name it does not repeat. */
export const shownGroup = ({ group }: AccountNode): GroupNode | undefined =>
  group && isShown(group) ? group : undefined;

/** An integration with one account needs no level of its own. */
const isShown = ({ groupBy, accounts }: GroupNode): boolean => groupBy !== 'integration' || accounts.length > 1;

/** Whether a row of the same group says the same. */
export const hasNamesake = (node: AccountNode): boolean => (shownGroup(node)?.names.get(node.name) ?? 0) > 1;

const compareNames = (one: string, other: string): number =>
  one === other ? 0 : nameOrder.compare(one, other) || (one < other ? -1 : 1);

const byTenant = ({ account: one }: AccountNode, { account: other }: AccountNode): number =>
  compareNames(one.tenantId ?? '', other.tenantId ?? '');

const byName = (one: AccountNode, other: AccountNode): number =>
  compareNames(one.account.integration.label, other.account.integration.label) || byTenant(one, other);

function addTo(lists: Map<string, AccountNode[]>, key: string, node: AccountNode): void {
  const list = lists.get(key);
  if (list) list.push(node);
  else lists.set(key, [node]);
}

/** As `byName`, but each integration is compared once, not with each of its accounts. */
function inOrderOfNames(nodes: readonly AccountNode[]): AccountNode[] {
  const byIntegration = new Map<string, AccountNode[]>();
  for (const node of nodes) addTo(byIntegration, node.account.integration.label, node);
  return [...byIntegration]
    .sort(([one], [other]) => compareNames(one, other))
    .flatMap(([, ofIntegration]) => ofIntegration.sort(byTenant));
}

/** Puts an item into a sorted list, behind those of the same name. */
function insert<T>(sorted: T[], item: T, compare: (one: T, other: T) => number): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] as T, item) <= 0) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, item);
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
