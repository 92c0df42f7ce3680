import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Account } from '../api/trutoClient';
import type { WriteObstacle } from '../core/update/writeObstacle';
import { accountIcon, accountMarks, statusWords } from '../platform/accountStatus';
import { plainText } from '../platform/plainText';
import { hasNamesake, shownGroup, type AccountNode, type GroupNode } from './accountRows';

/** All that decides what the row of an account says. */
export interface AccountRow {
  /** As last seen. */
  readonly account: Account;
  readonly obstacle: WriteObstacle | undefined;
  readonly isSelected: boolean;
  readonly hasNamesake: boolean;
  readonly group: GroupNode | undefined;
  /** What is sought among its users; '' for nothing. */
  readonly sought: string;
}

/** As of now. */
export function rowOf(node: AccountNode, isSelected: boolean, sought: string): AccountRow {
  const { environment } = node;
  const account = environment.knownAccount(node.accountId) ?? node.account;
  return {
    account,
    obstacle: environment.obstacle(account),
    isSelected,
    hasNamesake: hasNamesake(node),
    group: shownGroup(node),
    sought,
  };
}

const isSameRow = (one: AccountRow, other: AccountRow): boolean =>
  isSameLook(one, other) && one.hasNamesake === other.hasNamesake && one.group === other.group;

const isSameLook = (one: AccountRow, other: AccountRow): boolean =>
  one.account === other.account &&
  one.obstacle === other.obstacle &&
  one.isSelected === other.isSelected &&
  one.sought === other.sought;

/** What the row of an account says, whatever it is grouped by. */
interface AccountLook {
  readonly id: string;
  readonly iconPath: vscode.ThemeIcon;
  readonly contextValue: string;
  readonly accessibilityInformation: vscode.AccessibilityInformation;
  readonly search: string | undefined;
  readonly selected: string | undefined;
  readonly marks: readonly string[];
}

/** The rows of a list of accounts. What the grouping does not change is made once: the rows may be grouped otherwise. */
export class AccountItems {
  /** By the IDs of accounts. */
  private readonly looks = new Map<string, { readonly row: AccountRow; readonly look: AccountLook }>();
  private readonly shown = new Map<AccountNode, { readonly row: AccountRow; readonly item: vscode.TreeItem }>();
  /** Without arguments: VS Code forgets those of a row while it renders the row anew, and the key that opens it is lost. */
  private readonly command = { command: 'truto.selectAccountRow', title: vscode.l10n.t('Select') };

  /** A row as VS Code takes it: the same one while it says the same. Its tooltip is made when it is asked for. */
  of(node: AccountNode, row: AccountRow): vscode.TreeItem {
    const known = this.shown.get(node);
    if (known && isSameRow(known.row, row)) return known.item;
    const item = this.make(node, row);
    this.shown.set(node, { row, item });
    return item;
  }

  /** Whether a row was shown and says something else by now. */
  isOutdated(node: AccountNode, row: AccountRow): boolean {
    const known = this.shown.get(node);
    return known !== undefined && !isSameRow(known.row, row);
  }

  /** Others take the place of all rows. */
  regroup(): void {
    this.shown.clear();
  }

  private make({ environment }: AccountNode, row: AccountRow): vscode.TreeItem {
    const look = this.look(environment, row);
    const { label, description } = wordsInGroup(row, look);
    // Its users are asked for once it is opened.
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = look.id;
    item.description = description;
    item.iconPath = look.iconPath;
    item.contextValue = look.contextValue;
    item.command = this.command;
    item.accessibilityInformation = look.accessibilityInformation;
    return item;
  }

  private look(environment: Environment, row: AccountRow): AccountLook {
    const { id } = row.account;
    const known = this.looks.get(id);
    if (known && isSameLook(known.row, row)) return known.look;
    const look = lookOf(environment, row);
    this.looks.set(id, { row, look });
    return look;
  }
}

function lookOf(environment: Environment, { account, obstacle, isSelected, sought }: AccountRow): AccountLook {
  const { t } = vscode.l10n;
  const marks = accountMarks(account, obstacle);
  const selected = isSelected ? t('selected') : undefined;
  const search = sought === '' ? undefined : t('search: “{0}”', sought);
  const words = [
    account.integration.label,
    account.tenantId,
    ...(account.status === 'active' ? [statusWords(account.status).label] : []),
    ...marks,
    selected,
    search,
  ];
  return {
    // The row of another environment's account of this id is another row: it is not selected because this one is.
    id: `${environment.key}/${account.id}`,
    iconPath: isSelected && account.status === 'active' && !obstacle ? selectedIcon : accountIcon(account, obstacle),
    contextValue: `account.${account.status}${account.isSandbox ? '.sandbox' : ''}${sought === '' ? '' : '.searched'}`,
    accessibilityInformation: { label: plainText(words.filter(Boolean).join(', ')) },
    search,
    selected,
    marks,
  };
}

/** What a row says beside the name of its group. */
function wordsInGroup({ account, hasNamesake, group }: AccountRow, { search, selected, marks }: AccountLook) {
  const tenant = account.tenantId;
  const label = group?.groupBy === 'integration' ? (tenant ?? vscode.l10n.t('No tenant')) : account.integration.label;
  const remarks = [
    search,
    selected,
    ...(label === tenant || group?.groupBy === 'tenant' ? [] : [tenant]),
    ...marks.filter((mark) => group?.groupBy !== 'status' || mark !== group.label),
    // Nothing else tells it from its neighbor.
    ...(hasNamesake ? [account.id.slice(0, 8)] : []),
  ];
  return { label: plainText(label), description: plainText(remarks.filter(Boolean).join(' · ')) };
}

/** Its shape tells it from every status. */
const selectedIcon = new vscode.ThemeIcon('star-full');
