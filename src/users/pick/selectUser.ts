import * as vscode from 'vscode';
import { nodeAt, parseJsonTree } from '../../core/json/jsonTree';
import { readQuery } from '../../core/update/userFile';
import { environmentOf, type CommandCall } from '../commandCall';
import { fixedTargetWords } from '../documents/liveTargetWords';
import { writeValues } from '../form/documentEdits';
import { SendRefused } from '../send/sendRefused';
import type { UserServices } from '../userServices';
import { chooseAccount } from '../../platform/pick/pickAccount';
import { pickUser } from './pickUser';

/**
 * Lets a person pick the user that a file updates, from the users of its account or by typing the ID, and writes the ID
 * where the file names it. Throws TrutoError, NoEnvironmentError, SendRefused.
 */
export async function selectUser(call: CommandCall, services: UserServices): Promise<void> {
  const { t } = vscode.l10n;
  const environment = environmentOf(call, services.environments);
  const document = call.uri && (await vscode.workspace.openTextDocument(call.uri));
  const user = document && services.documents.of(document);
  if (!document || !user?.text.file) throw new SendRefused(t('Not set: the file is not a single JSON object.'));
  const target = user.target(environment);
  if (target.isFixed) throw new SendRefused(fixedTargetWords());
  const account = target.accountId ?? (await chooseAccount(user.uri, environment, services.selection));
  if (account === undefined) return;
  const from = { environment, accountId: account, query: readQuery(user.text.file), title: t('Select User') };
  const picked = await pickUser(from, services.readParameters);
  if (!picked) return;
  const path = namesItInBody(document.getText()) ? ['id'] : ['$truto', 'id'];
  const isWritten = await writeValues(document, { path, json: JSON.stringify(picked.userId) });
  if (!isWritten) throw new SendRefused(t('Not set: “{0}” could not be written.', path.join('.')));
}

/** Whether only the body says which user it is: another ID beside it would contradict it. */
function namesItInBody(text: string): boolean {
  const { root } = parseJsonTree(text);
  return root !== undefined && nodeAt(root, ['$truto', 'id']) === undefined && nodeAt(root, ['id']) !== undefined;
}
