import * as vscode from 'vscode';

/** Whether one of these globs names a document, by its whole path or within its folder. */
export function isNamedBy(globs: readonly string[], document: vscode.TextDocument): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  return globs
    .flatMap((glob) => [glob, ...(folder ? [new vscode.RelativePattern(folder, glob)] : [])])
    .some((pattern) => vscode.languages.match({ pattern }, document) > 0);
}
