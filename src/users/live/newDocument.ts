import * as vscode from 'vscode';
import { textDifference } from '../../core/json/textEdit';
import { numberedName } from '../../core/update/userFileName';
import { placeArgument } from '../../platform/commandArguments';
import { openDocument } from '../../platform/editorInputs';
import { changeOf } from '../../platform/textRange';

/** The folder that a caller names (a Uri, `{ target }` or `{ folder }`), the only one of the workspace, or the one that a person picks; undefined when dismissed. */
export async function folderOf(argument: unknown): Promise<{ readonly uri: vscode.Uri | undefined } | undefined> {
  const named = argument instanceof vscode.Uri ? argument : placeArgument(argument, 'target');
  const uri = named ?? placeArgument(argument, 'folder');
  if (uri) return { uri };
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return { uri: folders[0]?.uri };
  return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Folder of the new user file') });
}

/** A new, unsaved document of this name, or of the first like it that is free: it is saved in this folder under its name. */
export async function newDocument(
  folder: vscode.Uri | undefined,
  name: string,
  text: string,
): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await freeUri(folder, name));
  if (text !== '') await vscode.workspace.applyEdit(changeOf(document, [textDifference(document.getText(), text)]));
  return document;
}

/** `ada.truto-user.json`, `ada-2.truto-user.json` and so on: the first that neither exists nor is open. */
async function freeUri(folder: vscode.Uri | undefined, wanted: string): Promise<vscode.Uri> {
  for (let count = 1; ; count++) {
    const name = numberedName(wanted, count);
    const file = folder && vscode.Uri.joinPath(folder, name);
    const uri = file ? file.with({ scheme: 'untitled' }) : vscode.Uri.from({ scheme: 'untitled', path: name });
    if (!openDocument(uri) && !(file && (await exists(file)))) return uri;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
