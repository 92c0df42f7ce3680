import * as vscode from 'vscode';

/** The documents that a tab shows: one, or both sides of a diff, the modified one last. */
export function urisOf(tab: vscode.Tab | undefined): vscode.Uri[] {
  const input = tab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return [input.uri];
  if (input instanceof vscode.TabInputTextDiff) return [input.original, input.modified];
  return [];
}

/**
 * Whether documents of this kind can be edited. What is no file (a side of a diff, a response, an output channel) is read
 * only; so are the files of some file systems (`git:`).
 */
export function isEditable({ scheme }: vscode.Uri): boolean {
  return scheme === 'file' || scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

/** A document itself, or of the diff that it is a read-only side of the side that can be edited. */
export function editableSide(uri: vscode.Uri): vscode.Uri {
  if (isEditable(uri)) return uri;
  const wanted = uri.toString();
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const tabs = [activeTabGroup.activeTab, ...all.map(({ activeTab }) => activeTab), ...all.flatMap(({ tabs }) => tabs)];
  const sides = tabs.map(urisOf).find((shown) => shown.length > 1 && shown.some((side) => side.toString() === wanted));
  return sides?.findLast(isEditable) ?? uri;
}

/** A document as VS Code has it already; undefined where it would have to be opened. */
export const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());

/** Whether an editor of a document is open, in sight or not. */
export function isOpen(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some((tab) => urisOf(tab).some((shown) => shown.toString() === wanted)),
  );
}

/** Whether an editor of a document is in sight, in whichever window. */
export function isInSight(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  return vscode.window.tabGroups.all.some(({ activeTab }) =>
    urisOf(activeTab).some((shown) => shown.toString() === wanted),
  );
}

/** Whether what is in sight of a document is an editor of it alone, not a diff. */
export function isInSightAlone(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const shown = [activeTabGroup, ...all].map(({ activeTab }) => urisOf(activeTab).map(String));
  return shown.find((uris) => uris.includes(wanted))?.length === 1;
}

/** Keeps the active editor where it is only a preview, which the next editor would take the place of. A diff is let go. */
export async function keepPreviewedEditor(): Promise<void> {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  if (activeTab?.isPreview === true && urisOf(activeTab).some(isEditable) && urisOf(activeTab).length === 1)
    await vscode.commands.executeCommand('workbench.action.keepEditor');
}
