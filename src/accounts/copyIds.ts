import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import { textArgument } from '../platform/commandArguments';
import { pickAccount } from '../platform/pick/pickAccount';
import type { AccountTreeNode } from './accountRows';

/**
 * Copies the ids of the rows that are meant, a line each: those that a menu hands over, or the one of a caller's
 * `{ accountId }`, else those selected in the tree, else, where environments are given, that of an account of the one in use
 * that the person picks. A group stands for its accounts. Throws NoEnvironmentError, TrutoError.
 */
export async function copyIds(
  handedOver: readonly unknown[],
  selected: readonly AccountTreeNode[],
  environments?: Environments,
): Promise<void> {
  const rows = nodesOf(handedOver);
  const named = rows ? undefined : textArgument(handedOver[0], 'accountId');
  const ids = named === undefined ? idsOf(rows ?? selected) : [named];
  const chosen = ids.length > 0 || !environments ? ids : await pickId(environments);
  if (chosen.length > 0) await vscode.env.clipboard.writeText(chosen.join('\n'));
}

/** The rows that a menu hands over: the one it was opened on, or all that are selected where it is one of them. */
export function nodesOf([node, nodes]: readonly unknown[]): readonly AccountTreeNode[] | undefined {
  if (Array.isArray(nodes) && nodes.length > 0) return nodes as AccountTreeNode[];
  return typeof node === 'object' && node !== null && 'kind' in node ? [node as AccountTreeNode] : undefined;
}

function idsOf(nodes: readonly AccountTreeNode[]): string[] {
  const ids = nodes.flatMap((node) => {
    if (node.kind === 'group') return node.accounts.map(({ accountId }) => accountId);
    return node.kind === 'account' ? [node.accountId] : node.kind === 'user' ? [node.userId] : [];
  });
  return [...new Set(ids)];
}

async function pickId(environments: Environments): Promise<string[]> {
  const account = await pickAccount(environments.open(), vscode.l10n.t('Copy Account ID'));
  return account ? [account.id] : [];
}
