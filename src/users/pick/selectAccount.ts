import * as vscode from 'vscode';
import { argumentOf, textArgument } from '../../platform/commandArguments';
import { nodeAt, parseJsonTree } from '../../core/json/jsonTree';
import type { Environment } from '../../api/environment';
import type { ChosenAccount } from '../../platform/accountSelection';
import { changeOf } from '../../platform/textRange';
import { environmentOf, type CommandCall } from '../commandCall';
import { pickAccount } from './pickAccount';
import { accountLabel } from '../../api/accountLabel';
import type { UserServices } from '../userServices';

/**
 * Sets the account of a document, or of the workspace as its default. `{ accountId, uri? }` sets without asking; a row
 * of the tree is `{ accountId }`. A file that names its account in `$truto` is edited only where a person or a caller
 * meant that file; a click in the tree never edits one. Throws TrutoError, NoEnvironmentError.
 */
export async function selectAccount(call: CommandCall, services: UserServices): Promise<void> {
  const { argument, uri } = call;
  const environment = environmentOf(call, services.environments);
  const accountId = textArgument(argument, 'accountId');
  const account = accountId === undefined ? await pickAccount(environment) : await namedAccount(accountId, environment);
  if (!account) return;
  const given = argumentOf(argument, 'uri');
  const document = await userDocument(uri, services);
  if (document)
    await setDocumentAccount(
      document,
      { environment, account, mayEdit: given !== undefined || accountId === undefined },
      services,
    );
  if (given === undefined) await services.selection.setDefaultAccount(environment, account);
}

async function namedAccount(accountId: string, environment: Environment): Promise<ChosenAccount> {
  return { id: accountId, label: accountLabel(await environment.account(accountId)) };
}

async function userDocument(
  uri: vscode.Uri | undefined,
  { documents }: UserServices,
): Promise<vscode.TextDocument | undefined> {
  return uri && documents.of(await vscode.workspace.openTextDocument(uri))?.document;
}

async function setDocumentAccount(
  document: vscode.TextDocument,
  {
    environment,
    account,
    mayEdit,
  }: { readonly environment: Environment; readonly account: ChosenAccount; readonly mayEdit: boolean },
  { selection }: UserServices,
): Promise<void> {
  const { root } = parseJsonTree(document.getText());
  const named = root && nodeAt(root, ['$truto', 'integrated_account_id']);
  if (!named) {
    await selection.setDocumentAccount(environment, document.uri, account);
  } else if (mayEdit && named.value !== account.id) {
    await vscode.workspace.applyEdit(changeOf(document, [{ ...named, text: JSON.stringify(account.id) }]));
  }
}
