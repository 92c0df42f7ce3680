import * as vscode from 'vscode';

/** Whether a document is a list of users, as seen from its first lines: of a large one, even making its text takes a while. */
export function isUserList(document: vscode.TextDocument): boolean {
  return document
    .getText(new vscode.Range(0, 0, 20, 0))
    .trimStart()
    .startsWith('[');
}
