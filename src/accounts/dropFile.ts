import * as vscode from 'vscode';
import { tell } from '../platform/notify';
import type { AccountNode, AccountTreeNode } from './accountRows';
import type { AccountTree } from './accountTree';

/**
 * A file that is dropped on an account, or on a user of it: many users are planned, and one user is opened, for this account.
 * Nothing is sent.
 */
export async function dropFile(
  target: AccountTreeNode | undefined,
  data: vscode.DataTransfer,
  tree: Pick<AccountTree, 'getParent'>,
): Promise<void> {
  const { t } = vscode.l10n;
  const account = target && accountOf(target, tree);
  const [uri, ...others] = await droppedFiles(data);
  if (!account || others.length > 0) void tell('information', t('Drop one file on one integrated account.'));
  else if (!uri) void tell('information', t('Save a copy of the file on this computer first.'));
  else await useFile(uri, account);
}

async function useFile(uri: vscode.Uri, { accountId, environment }: AccountNode): Promise<void> {
  if (!uri.path.endsWith('.truto-user.json')) {
    await vscode.commands.executeCommand('truto.updateUsersFromFile', { kind: 'drop', uri, accountId, environment });
    return;
  }
  await vscode.commands.executeCommand('vscode.open', uri);
  await vscode.commands.executeCommand('truto.selectAccount', { kind: 'drop', uri, accountId, environment });
}

function accountOf(node: AccountTreeNode, tree: Pick<AccountTree, 'getParent'>): AccountNode | undefined {
  if (node.kind === 'account') return node;
  const parent = node.kind === 'user' || node.kind === 'note' ? tree.getParent(node) : undefined;
  return parent?.kind === 'account' ? parent : undefined;
}

/** Files of VS Code have a URI; those from outside only where this computer is the one of the extension. */
async function droppedFiles(data: vscode.DataTransfer): Promise<vscode.Uri[]> {
  const list = (await data.get('text/uri-list')?.asString()) ?? '';
  const lines = list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const files = [...data].flatMap(([, item]) => item.asFile()?.uri ?? []);
  const uris = [...lines.map((line) => vscode.Uri.parse(line)), ...files];
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
