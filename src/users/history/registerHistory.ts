import * as vscode from 'vscode';
import type { HistoryNode, HistoryTree } from './historyTree';

/** The view of what was sent. What is behind it is loaded when it is first looked at. */
export interface HistoryView {
  readonly disposable: vscode.Disposable;
  /** Shows the rows anew. */
  refresh(): void;
  say(words: string | undefined): void;
}

export function registerHistory(tree: () => Promise<HistoryTree>): HistoryView {
  const changed = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<HistoryNode>('truto.history', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await tree()).getChildren(node),
      getTreeItem: async (node) => (await tree()).getTreeItem(node),
    },
  });
  const refresh = () => changed.fire(undefined);
  /** Other windows add to it, too. Rows that are true stay as they are, under the pointer that is on them. */
  const catchUp = async () => {
    if (view.visible && (await (await tree()).isStale())) refresh();
  };
  return {
    disposable: vscode.Disposable.from(
      changed,
      view,
      view.onDidChangeVisibility(() => void catchUp()),
    ),
    refresh,
    say: (words) => {
      if (words === undefined) delete view.message;
      else view.message = words;
    },
  };
}
