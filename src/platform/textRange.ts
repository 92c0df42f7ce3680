import * as vscode from 'vscode';
import type { TextEdit } from '../core/json/textEdit';

/** Where a part of a text (in UTF-16 units) lies in its document. */
export function rangeIn(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** Edits of the text of a document, as one step to undo. */
export function changeOf(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  for (const edit of edits) change.replace(document.uri, rangeIn(document, edit), edit.text);
  return change;
}
