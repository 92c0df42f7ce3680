import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { JsonPath } from '../../core/json/jsonPath';
import type { DocumentInFront } from '../../platform/documentInFront';
import { formViewType } from './formViewType';
import type { UserEditor } from './userEditor';

/** Shows a document as a form, at the field that the cursor is in. */
export async function openForm(
  uri: vscode.Uri,
  { editor, inFront }: { readonly editor: UserEditor; readonly inFront: DocumentInFront },
): Promise<void> {
  editor.want(uri, pathAtCursor(uri));
  await switchEditor(uri, formViewType(uri), inFront);
  await editor.showWanted(uri);
}

/** Shows a document as text. */
export async function openText(uri: vscode.Uri, inFront: DocumentInFront): Promise<void> {
  await switchEditor(uri, 'default', inFront);
}

/** In place of the active editor when that is the document's, so that its unsaved changes stay and no second tab is left. */
async function switchEditor(uri: vscode.Uri, viewType: string, inFront: DocumentInFront): Promise<void> {
  if (inFront.uri()?.toString() === uri.toString() && (await reopened(viewType))) return;
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
}

/** The path of the value that the cursor of the active text editor is in; undefined outside of all fields. */
function pathAtCursor(uri: vscode.Uri): JsonPath | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri.toString()) return undefined;
  const { document, selection } = editor;
  const path = getLocation(document.getText(), document.offsetAt(selection.active)).path.filter((step) => step !== '');
  return path.length > 0 ? path : undefined;
}

/** VS Code's own "Reopen Editor With", which takes the editor as an argument; not every host has it. */
async function reopened(viewType: string): Promise<boolean> {
  try {
    await vscode.commands.executeCommand('reopenActiveEditorWith', viewType);
    return true;
  } catch {
    return false;
  }
}
