import * as vscode from 'vscode';
import { activeUri } from '../../platform/commandArguments';

/**
 * Shows a document as text (`default`) or as a form: in place of the active editor when that is the document's, so that
 * its unsaved changes stay and no second tab is left; else in an editor of its own.
 */
export async function switchEditor(uri: vscode.Uri, viewType: 'default' | 'truto.userEditor'): Promise<void> {
  if (activeUri()?.toString() === uri.toString() && (await reopened(viewType))) return;
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
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
