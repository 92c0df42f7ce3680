import * as vscode from 'vscode';

/** Signs in to a sandbox of its own, shows its accounts and opens a user file as a form: all is ready to be sent. */
export async function activate() {
  try {
    await vscode.commands.executeCommand('truto.startSandbox');
  } catch (error) {
    void vscode.window.showErrorMessage(`The sandbox did not start: ${error}`);
  }
  await vscode.commands.executeCommand('truto.accounts.focus');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder)
    await vscode.commands.executeCommand(
      'vscode.openWith',
      vscode.Uri.joinPath(folder.uri, 'ada.truto-user.json'),
      'truto.userEditor',
    );
}
