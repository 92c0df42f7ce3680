import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { temporaryFolder } from '../host/temporaryFolder';
import { accounts } from '../sandboxAccounts';

/** The extension, activated. The tree is out of sight, so that no row of it asks anything. */
export async function activateExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension('truto-users.truto-users');
  assert.ok(extension, 'the extension is installed');
  await extension.activate();
  await vscode.commands.executeCommand('workbench.action.closeSidebar');
  return extension;
}

let environments = 0;

/** Adds the sandbox as an environment of its own, and uses it. Resolves to its name. */
export async function signIn(sandbox: Sandbox, token = sandbox.token): Promise<string> {
  const name = `Test ${++environments}`;
  await vscode.commands.executeCommand('truto.addProfile', { name, baseUrl: sandbox.baseUrl, token });
  return name;
}

/** Writes the user's own setting, which is where settings of application scope live. */
export async function setUserSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('truto').update(name, value, vscode.ConfigurationTarget.Global);
}

/** A new file in a folder of its own, open as a document. */
export async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  const path = join(temporaryFolder('truto-users').path, name);
  await writeFile(path, text);
  return vscode.workspace.openTextDocument(vscode.Uri.file(path));
}

/** Puts a text in place of a document's. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)),
    text,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The document of the form in front. */
export async function documentInForm(): Promise<vscode.TextDocument> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputCustom && input.viewType === 'truto.userEditor', 'a form is in front');
  return vscode.workspace.openTextDocument(input.uri);
}

/** A user file that changes Ada's fields in an account. */
export function adaFile(
  fields: Readonly<Record<string, unknown>>,
  accountId: string = accounts.hubspot,
  userId = 'usr_ada',
): string {
  return `${JSON.stringify({ $truto: { integrated_account_id: accountId, id: userId }, ...fields }, undefined, 2)}\n`;
}

/** Waits until a condition holds; the runner's time-out bounds it. */
export async function until<T>(condition: () => T | undefined | false, event: vscode.Event<unknown>): Promise<T> {
  const now = condition();
  if (now) return now;
  return new Promise((resolve) => {
    const subscription = event(() => {
      const value = condition();
      if (!value) return;
      subscription.dispose();
      resolve(value);
    });
  });
}

/** The diagnostics of this extension for a document, once it has any that fit. */
export function diagnosticsOf(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'truto');
}
