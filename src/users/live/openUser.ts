import * as vscode from 'vscode';
import { readUserFile } from '../../core/update/userFile';
import { whileAsking } from '../../platform/countdown';
import { textArgument } from '../../platform/commandArguments';
import { plainText } from '../../platform/plainText';
import { environmentOf, type CommandCall } from '../commandCall';
import { pickAccount } from '../pick/pickAccount';
import { pickUser } from '../pick/pickUser';
import { userFileText } from '../../updates/userFileText';
import type { UserServices } from '../userServices';

/**
 * Opens a user of an account as a new, unsaved user file; one that is open already is shown as it is. `{ accountId?,
 * userId? }` (or a row of the tree) names them; what is missing is asked for. Throws TrutoError, NoEnvironmentError.
 */
export async function openUser(call: CommandCall, { environments, updating }: UserServices): Promise<void> {
  const { argument } = call;
  const environment = environmentOf(call, environments);
  const given = textArgument(argument, 'accountId');
  const accountId = given ?? (await pickAccount(environment))?.id;
  if (accountId === undefined) return;
  const userId = textArgument(argument, 'userId') ?? (await pickUser(environment, accountId));
  if (userId === undefined) return;
  const client = await environment.client();
  const live = await whileAsking(vscode.l10n.t('Reading the live user...'), (signal, onAttempt) =>
    client.getUser(accountId, userId, {}, signal, onAttempt),
  );
  const name = typeof live.name === 'string' && live.name !== '' ? live.name : userId;
  const document = await newDocument(name, { accountId, userId });
  if (document.getText() === '') {
    const { updates } = await updating();
    const edited = { environment, accountId, userId, source: document.uri.toString() };
    await updates.bases.keep(edited, { user: live, isWhole: true });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), userFileText(live, { accountId, userId }));
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(document, { preview: false });
}

/** An unsaved document of this name: an empty one, or the one that holds this very user. Others may be called the same. */
async function newDocument(
  name: string,
  target: { readonly accountId: string; readonly userId: string },
): Promise<vscode.TextDocument> {
  const fileName = plainText(name).replace(/[\\/:*?"<>|]/g, ' ');
  for (let count = 1; ; count++) {
    const path = `${fileName}${count === 1 ? '' : ` ${count}`}.truto-user.json`;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'untitled', path }));
    const file = readUserFile(document.getText());
    if (document.getText() === '' || (file?.accountId === target.accountId && file.userId === target.userId))
      return document;
  }
}
