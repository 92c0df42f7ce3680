import * as vscode from 'vscode';
import type { TextStyle } from '../core/edit/jsonLayout';

/** How edits of a document are written: with its own line ends, and indented as its editor does. */
export function textStyle(document: vscode.TextDocument): TextStyle {
  const editor = vscode.workspace.getConfiguration('editor', document);
  const indent = editor.get('insertSpaces') === false ? '\t' : ' '.repeat(editor.get('tabSize', 2));
  return { eol: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n', indent };
}
