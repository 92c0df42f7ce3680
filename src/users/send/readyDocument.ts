import * as vscode from 'vscode';
import { mayBeLive } from '../../core/check/liveProblems';
import type { Problem } from '../../core/check/problem';
import type { UserFile } from '../../core/update/userFile';
import { isEditable } from '../../platform/editorInputs';
import { problemMessage } from '../../platform/words/problemWords';
import { rangeIn } from '../../platform/textRange';
import type { UserDocument } from '../documents/userDocument';
import type { UserServices } from '../userServices';
import { whilePreparing } from './prepareUpdate';
import { SendRefused } from './sendRefused';

/** No request at all leaves on behalf of a file that nobody trusts. Throws SendRefused. */
export function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new SendRefused(vscode.l10n.t('Nothing is sent from an untrusted workspace.'), {
    title: vscode.l10n.t('Manage Workspace Trust'),
    run: () => vscode.commands.executeCommand('workbench.trust.manage'),
  });
}

/** Opens the document an update comes from; whatever holds it (disk, editor, form), its text as it is now counts. */
export async function openUserDocument(
  uri: vscode.Uri | undefined,
  { documents, editor }: UserServices,
): Promise<UserDocument> {
  if (!uri) throw new SendRefused(vscode.l10n.t('Open a user file first: a JSON file with the fields to update.'));
  if (!isEditable(uri))
    throw new SendRefused(vscode.l10n.t('This text is read-only. Open the file itself, then try again.'));
  const document = await vscode.workspace.openTextDocument(uri);
  if (!(await editor.flush(document))) throw new SendRefused(vscode.l10n.t('Fix the invalid value in the form first.'));
  return documents.modelOf(document);
}

/** What hinders a send: what the live user has, too, hinders no change elsewhere. */
async function errorsOf(user: UserDocument): Promise<readonly Problem[]> {
  const find = async () => (await user.allProblems()).filter(({ severity }) => severity === 'error');
  const errors = await find();
  if (errors.length === 0 || !errors.every(mayBeLive)) return errors;
  // A file that was written by hand has not been compared yet.
  await whilePreparing((signal) => user.begin(signal).catch(() => undefined));
  return find();
}

/**
 * The user file of a document without errors. Throws SendRefused otherwise, with the way to the first error; the file
 * is then attached to the checks so that its errors are marked.
 */
export async function errorFreeUserFile(user: UserDocument, { documents }: UserServices): Promise<UserFile> {
  const { t } = vscode.l10n;
  const errors = await errorsOf(user);
  const [first] = errors;
  if (first) {
    await documents.attach(user.uri);
    const message =
      errors.length === 1
        ? t('Not sent: {0}', problemMessage(first))
        : t('Not sent: the file has {0} errors.', errors.length);
    throw new SendRefused(message, {
      title: t('Go to First Error'),
      run: () =>
        vscode.window.showTextDocument(user.document, {
          selection: rangeIn(user.document, first),
          preview: false,
        }),
    });
  }
  const { file } = user.text;
  if (!file) throw new SendRefused(t('Not sent: this file holds several users. An update changes one user.'));
  return file;
}
