import * as vscode from 'vscode';
import { argumentOf, textArgument } from '../../platform/commandArguments';
import { nodeAt, parseJsonTree } from '../../core/json/jsonTree';
import type { Environment } from '../../api/environment';
import type { ChosenAccount } from '../../platform/accountSelection';
import { changeOf } from '../../platform/textRange';
import { readLiveUserUri } from '../../platform/liveUserUri';
import { environmentOf, type CommandCall } from '../commandCall';
import { fixedTargetWords } from '../documents/liveTargetWords';
import { SendRefused } from '../send/sendRefused';
import { pickAccount } from '../../platform/pick/pickAccount';
import { accountLabel } from '../../api/accountLabel';
import type { UserServices } from '../userServices';

/**
 * Sets the account of a document, or of the workspace as its default. `{ accountId, uri? }` sets without asking; a row
 * of the tree is `{ accountId }`. A file that names its account in `$truto` is edited only where a person or a caller
 * meant that file; a click in the tree never edits one. Throws TrutoError, NoEnvironmentError, SendRefused.
 */
export async function selectAccount(call: CommandCall, services: UserServices): Promise<void> {
  const { argument, uri } = call;
  const environment = environmentOf(call, services.environments);
  const given = argumentOf(argument, 'uri');
  const isFixed = uri !== undefined && readLiveUserUri(uri) !== undefined;
  if (isFixed && given !== undefined) throw new SendRefused(fixedTargetWords());
  const accountId = textArgument(argument, 'accountId');
  const account = accountId === undefined ? await pickAccount(environment) : await namedAccount(accountId, environment);
  if (!account) return;
  const document =
    given === undefined ? userFileInFront(uri, services) : uri && (await vscode.workspace.openTextDocument(uri));
  if (document && !isFixed)
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

/** What is in front may be a picture, or a file that is gone. */
const userFileInFront = (uri: vscode.Uri | undefined, { documents }: UserServices): vscode.TextDocument | undefined =>
  uri && documents.find(uri)?.document;

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
    const edit = changeOf(document, [{ ...named, text: JSON.stringify(account.id) }]);
    if (!(await vscode.workspace.applyEdit(edit)))
      throw new SendRefused(vscode.l10n.t('Not set: “{0}” could not be written.', '$truto.integrated_account_id'));
  }
}
