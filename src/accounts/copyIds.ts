import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import { argumentOf, isCaller, neededText } from '../platform/commandArguments';
import { pickAccount } from '../platform/pick/pickAccount';
import type { AccountTreeNode } from './accountRows';

/** Which IDs are meant. */
type IdName = 'accountId' | 'userId';

/**
 * Copies the IDs of the accounts that are meant, a line each: those of the rows that a menu hands over, or that of a caller's
 * `{ accountId }`, else of the rows selected in the tree, else that of an account of the environment in use that the person
 * picks. A group means its accounts. The key of the tree means each selected row itself, users too. Throws an error in words,
 * NoEnvironmentError, TrutoError.
 */
export async function copyAccountIds(
  given: readonly unknown[],
  selected: readonly AccountTreeNode[],
  environments: Environments,
): Promise<void> {
  const isKey = argumentOf(given[0], 'kind') === 'selection';
  const ids = isKey
    ? [...idsOf(selected, 'accountId'), ...idsOf(selected, 'userId')]
    : idsMeant(given, selected, 'accountId');
  const account = ids.length > 0 ? undefined : await pickAccount(environments.open(), vscode.l10n.t('Copy Account ID'));
  await copy(account ? [account.id] : ids);
}

/** The same for users: those of rows or `{ userId }`. Throws an error in words where there is none. */
export async function copyUserIds(given: readonly unknown[], selected: readonly AccountTreeNode[]): Promise<void> {
  const ids = idsMeant(given, selected, 'userId');
  if (ids.length === 0) throw new Error(noUserWords());
  await copy(ids);
}

export const noUserWords = (): string => vscode.l10n.t('Select a user in the tree first.');

/** The rows that a menu hands over: the one it was opened on, or all that are selected where it is one of them. */
export function nodesOf([node, nodes]: readonly unknown[]): readonly AccountTreeNode[] | undefined {
  if (Array.isArray(nodes) && nodes.length > 0) return nodes as AccountTreeNode[];
  return typeof node === 'object' && node !== null && 'kind' in node ? [node as AccountTreeNode] : undefined;
}

function idsMeant(given: readonly unknown[], selected: readonly AccountTreeNode[], name: IdName): readonly string[] {
  return isCaller(given[0]) ? [neededText(given[0], name)] : idsOf(nodesOf(given) ?? selected, name);
}

/** Of the rows that have such an ID: others may be selected beside them. */
function idsOf(nodes: readonly AccountTreeNode[], name: IdName): string[] {
  const ids = nodes.flatMap((node) => {
    if (name === 'userId') return node.kind === 'user' ? [node.userId] : [];
    if (node.kind === 'group') return node.accounts.map(({ accountId }) => accountId);
    return node.kind === 'account' ? [node.accountId] : [];
  });
  return [...new Set(ids)];
}

async function copy(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await vscode.env.clipboard.writeText(ids.join('\n'));
}
