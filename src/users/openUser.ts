import * as vscode from 'vscode';
import { withProgress } from '../platform/progress';
import { textArgument } from '../platform/commandArguments';
import { pickAccount } from './pickAccount';
import { pickUser } from './pickUser';
import { userFileText } from './userFileText';
import type { UserServices } from './userServices';

/**
 * Opens a user of an account as a new, unsaved user file. `{ accountId?, userId? }` (or a row of the tree) names them;
 * what is missing is asked for. Throws TrutoError, NoEnvironmentError.
 */
export async function openUser(argument: unknown, services: UserServices): Promise<void> {
  const { connection } = services;
  const given = textArgument(argument, 'accountId');
  const accountId = given ?? (await pickAccount(connection))?.id;
  if (accountId === undefined) return;
  const userId = textArgument(argument, 'userId') ?? (await pickUser(connection, accountId));
  if (userId === undefined) return;
  const live = await withProgress(vscode.l10n.t('Reading the live user…'), async (signal) =>
    (await connection.client()).getUser(accountId, userId, {}, signal),
  );
  const name = typeof live.name === 'string' && live.name !== '' ? live.name : userId;
  const uri = vscode.Uri.from({ scheme: 'untitled', path: `${name.replace(/[\\/:*?"<>|]/g, ' ')}.truto-user.json` });
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() === '') {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), userFileText(live, { accountId, userId }));
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(document, { preview: false });
}
