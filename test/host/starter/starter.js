import * as vscode from 'vscode';

/** Signs in to a sandbox of its own and opens a user file as text, as a person would by hand. */
export async function activate() {
  try {
    await vscode.commands.executeCommand('truto.startSandbox');
  } catch (error) {
    void vscode.window.showErrorMessage(`The sandbox did not start: ${error}`);
  }
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder)
    await vscode.commands.executeCommand(
      'vscode.openWith',
      vscode.Uri.joinPath(folder.uri, 'ada.truto-user.json'),
      'default',
    );
}
