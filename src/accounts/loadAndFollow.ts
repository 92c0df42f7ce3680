import * as vscode from 'vscode';
import { withViewProgress } from '../platform/notify';
import type { AccountTreeNode } from './accountRows';
import type { AccountTree } from './accountTree';

interface Shown {
  readonly tree: AccountTree;
  readonly view: vscode.TreeView<AccountTreeNode>;
}

/**
 * Loads rows and shows the first of them. The keyboard follows unless the person has turned to something else meanwhile.
 * @param first the row to show, once they are there
 */
export async function loadAndFollow(
  { tree, view }: Shown,
  load: () => Promise<void>,
  first: () => AccountTreeNode | undefined,
): Promise<void> {
  let hasLeft = false;
  const leave = () => (hasLeft = true);
  const { window } = vscode;
  const watching = vscode.Disposable.from(
    window.onDidChangeActiveTextEditor(leave),
    window.onDidChangeTextEditorSelection(leave),
    window.onDidChangeActiveTerminal(leave),
    window.tabGroups.onDidChangeTabs(leave),
    window.onDidChangeWindowState(leave),
    view.onDidChangeVisibility(leave),
  );
  try {
    await withViewProgress('truto.accounts', load);
    await tree.whenRead();
    const row = first();
    if (row && view.visible) await view.reveal(row, { select: true, focus: !hasLeft });
  } finally {
    watching.dispose();
  }
}
