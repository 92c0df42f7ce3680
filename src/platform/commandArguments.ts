import * as vscode from 'vscode';

/**
 * The document a command is about: a menu hands over its Uri, a keybinding or a test `{ uri }` (Uri or text), the
 * palette nothing, which means the active editor, be it a text or a form editor.
 */
export function commandUri(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const uri = argumentOf(argument, 'uri');
  if (uri instanceof vscode.Uri) return uri;
  if (typeof uri === 'string') return vscode.Uri.parse(uri, true);
  return activeUri();
}

/** One named member of an object argument. */
export function argumentOf(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null ? (argument as Record<string, unknown>)[name] : undefined;
}

/** One named member of an object argument, when it is text. */
export function textArgument(argument: unknown, name: string): string | undefined {
  const value = argumentOf(argument, name);
  return typeof value === 'string' ? value : undefined;
}

/** The document of the active editor: a text editor's or a custom editor's. */
export function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
}
