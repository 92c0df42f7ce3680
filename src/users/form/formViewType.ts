import type * as vscode from 'vscode';

/** VS Code has one priority for each view type: the form is the default for user files, and one of the choices for other JSON. */
export const formViewTypes = ['truto.userEditor', 'truto.userEditor.option'] as const;

/** The view type of the form that VS Code offers for a file. */
export function formViewType(uri: vscode.Uri): (typeof formViewTypes)[number] {
  return uri.path.endsWith('.truto-user.json') ? 'truto.userEditor' : 'truto.userEditor.option';
}
