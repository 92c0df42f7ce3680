import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { JsonPath } from '../../core/json/jsonPath';
import { nodeAt, parseJsonTree } from '../../core/json/jsonTree';
import type { DocumentInFront } from '../../platform/documentInFront';
import { isInSightAlone } from '../../platform/editorInputs';
import { formViewType } from './formViewType';
import type { UserEditor } from './userEditor';

interface SwitchServices {
  readonly editor: UserEditor;
  readonly inFront: DocumentInFront;
}

/** Shows a document as a form, at the field that the cursor is in. */
export async function openForm(uri: vscode.Uri, { editor, inFront }: SwitchServices): Promise<void> {
  editor.want(uri, pathAtCursor(uri));
  await switchEditor(uri, formViewType(uri), inFront);
  await editor.showWanted(uri);
}

/** Shows a document as text, with the cursor in the field that the person was at in the form. */
export async function openText(uri: vscode.Uri, { editor, inFront }: SwitchServices): Promise<void> {
  const path = await editor.placeIn(uri);
  await switchEditor(uri, 'default', inFront);
  if (!path) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const { root } = parseJsonTree(document.getText());
  const node = root && nearestNode(root, path);
  if (!node) return;
  const shown = await vscode.window.showTextDocument(document);
  const start = document.positionAt(node.offset);
  shown.selection = new vscode.Selection(start, start);
  shown.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** In place of the active editor when that is the document's, so that its unsaved changes stay and no second tab is left. */
async function switchEditor(uri: vscode.Uri, viewType: string, inFront: DocumentInFront): Promise<void> {
  // VS Code reopens the file that an untitled document would become, which does not exist yet.
  const isInFront = uri.scheme !== 'untitled' && inFront.uri()?.toString() === uri.toString();
  // VS Code would reopen a diff as two forms.
  const canReopen = isInFront && isInSightAlone(uri);
  if (canReopen && (await reopened(viewType))) return;
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
}

/** The value at a path, or the nearest one around it that the text has; not the whole. */
function nearestNode(root: Parameters<typeof nodeAt>[0], path: JsonPath) {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node) return node;
  }
  return undefined;
}

/** The path of the value that the cursor of the active text editor is in; undefined outside of all fields. */
function pathAtCursor(uri: vscode.Uri): JsonPath | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri.toString()) return undefined;
  const { document, selection, visibleRanges } = editor;
  const isInSight = visibleRanges.some((range) => range.contains(selection.active));
  const place = isInSight ? selection.active : (visibleRanges[0]?.start ?? selection.active);
  const line = document.lineAt(place.line);
  // In the indentation, the field of the line is meant.
  const offset = document.offsetAt(
    place.with({ character: Math.max(place.character, line.firstNonWhitespaceCharacterIndex + 1) }),
  );
  const path = getLocation(document.getText(), offset).path.filter((step) => step !== '');
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
