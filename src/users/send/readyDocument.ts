import * as vscode from 'vscode';
import { readUserFile, type UserFile } from '../../core/update/userFile';
import { problemMessage } from '../../platform/words/problemWords';
import { problemRange } from '../documents/userDiagnostics';
import type { UserServices } from '../userServices';
import { SendRefused } from './userUpdate';

/** Opens the document an update comes from; whatever holds it (disk, editor, form), its text as it is now counts. */
export async function openUserDocument(
  uri: vscode.Uri | undefined,
  { editor }: UserServices,
): Promise<vscode.TextDocument> {
  if (!uri) throw new SendRefused(vscode.l10n.t('Open a user file first: a JSON file with the fields to update.'));
  const document = await vscode.workspace.openTextDocument(uri);
  if (!(await editor.flush(document))) throw new SendRefused(vscode.l10n.t('Fix the invalid value in the form first.'));
  return document;
}

/**
 * The user file of a document without errors. Throws SendRefused otherwise, with the way to the first error; the file
 * is then attached to the checks so that its errors are marked.
 */
export async function errorFreeUserFile(document: vscode.TextDocument, services: UserServices): Promise<UserFile> {
  const { t } = vscode.l10n;
  const errors = (await services.diagnostics.problems(document)).filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first) {
    await services.documents.attach(document.uri);
    const message =
      errors.length === 1
        ? t('Not sent: {0}', problemMessage(first))
        : t('Not sent: the file has {0} errors.', errors.length);
    throw new SendRefused(message, {
      title: t('Go to First Error'),
      run: () => vscode.window.showTextDocument(document, { selection: problemRange(document, first), preview: false }),
    });
  }
  const file = readUserFile(document.getText());
  if (!file) throw new SendRefused(t('Not sent: this file holds several users. An update changes one user.'));
  return file;
}
