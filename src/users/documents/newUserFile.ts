import * as vscode from 'vscode';
import type { CommandCall } from '../commandCall';
import type { UserServices } from '../userServices';

/** Opens a new, unsaved user file that points at the default account, with the cursor where the first field goes. */
export async function newUserFile({ argument, environment }: CommandCall, { selection }: UserServices): Promise<void> {
  const folder = argument instanceof vscode.Uri ? argument : vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await freeUri(folder);
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const account = environment && selection.defaultAccount(environment)?.id;
  await editor.insertSnippet(
    new vscode.SnippetString('{\n  "\\$truto": { "integrated_account_id": ')
      .appendPlaceholder(JSON.stringify(account ?? ''))
      .appendText(', "id": ')
      .appendPlaceholder('""')
      .appendText(' },\n  ')
      .appendTabstop(0)
      .appendText('\n}\n'),
    new vscode.Position(0, 0),
  );
}

/** `user.truto-user.json`, `user-2.truto-user.json`, …: the first that neither exists nor is open. */
async function freeUri(folder: vscode.Uri | undefined): Promise<vscode.Uri> {
  for (let count = 1; ; count++) {
    const name = `user${count === 1 ? '' : `-${count}`}.truto-user.json`;
    const file = folder && vscode.Uri.joinPath(folder, name);
    const uri = file ? file.with({ scheme: 'untitled' }) : vscode.Uri.from({ scheme: 'untitled', path: name });
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (!isOpen && !(file && (await exists(file)))) return uri;
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
