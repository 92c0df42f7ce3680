import * as vscode from 'vscode';
import type { Account } from '../api/trutoClient';
import { plainItems } from '../platform/labels';
import type { AccountTreeNode } from './accountTree';

/**
 * Copies the ids of the rows that are meant, a line each: those that a menu hands over, else those selected in the tree,
 * else one that the person picks. A group stands for its accounts.
 */
export async function copyAccountIds(
  handedOver: readonly unknown[],
  selected: readonly AccountTreeNode[],
  known: readonly Account[],
): Promise<void> {
  const ids = idsOf(nodesOf(handedOver) ?? selected);
  const chosen = ids.length > 0 ? ids : await pickId(known);
  if (chosen.length > 0) await vscode.env.clipboard.writeText(chosen.join('\n'));
}

/** A menu hands over the row it was opened on and, where that is one of several selected ones, all of these. */
function nodesOf([node, nodes]: readonly unknown[]): readonly AccountTreeNode[] | undefined {
  if (Array.isArray(nodes) && nodes.length > 0) return nodes as AccountTreeNode[];
  return typeof node === 'object' && node !== null && 'kind' in node ? [node as AccountTreeNode] : undefined;
}

function idsOf(nodes: readonly AccountTreeNode[]): string[] {
  const rows = nodes.flatMap((node) => (node.kind === 'group' ? node.accounts : node.kind === 'account' ? [node] : []));
  return [...new Set(rows.map(({ accountId }) => accountId))];
}

async function pickId(accounts: readonly Account[]): Promise<string[]> {
  const items = accounts.map(({ id, integration, tenantId }) => ({
    label: integration.label,
    description: tenantId ?? '',
    detail: id,
    id,
  }));
  const options = { title: vscode.l10n.t('Copy Account ID'), matchOnDescription: true, matchOnDetail: true };
  const item = await vscode.window.showQuickPick(plainItems(items), options);
  return item ? [item.id] : [];
}
