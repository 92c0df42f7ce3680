import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { besideLive, mayBeLive } from '../../core/check/liveProblems';
import type { Problem } from '../../core/check/problem';
import { fieldValues, type UserFile } from '../../core/update/userFile';
import { isEditable } from '../../platform/editorInputs';
import { problemMessage } from '../../platform/words/problemWords';
import { rangeIn } from '../../platform/textRange';
import type { UserDocument } from '../documents/userDocument';
import type { UserServices } from '../userServices';
import { whilePreparing } from './prepareUpdate';
import { readAgain } from './readAgain';
import { SendRefused } from './sendRefused';

/** No request at all leaves on behalf of a file that nobody trusts. Throws SendRefused. */
export function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new SendRefused(vscode.l10n.t('Nothing is sent from an untrusted workspace.'), {
    nextStep: {
      title: vscode.l10n.t('Manage Workspace Trust'),
      run: () => vscode.commands.executeCommand('workbench.trust.manage'),
    },
  });
}

/** The file that a command is about. Throws SendRefused where there is none. */
export function meantFile(uri: vscode.Uri | undefined): vscode.Uri {
  if (uri) return uri;
  throw new SendRefused(vscode.l10n.t('Open a user file first: a JSON file with the fields to update.'));
}

/** Opens a document that can be edited. Throws SendRefused. */
export async function openEditable(named: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  const uri = meantFile(named);
  if (!isEditable(uri))
    throw new SendRefused(vscode.l10n.t('This text is read-only. Open the file itself, then try again.'));
  return vscode.workspace.openTextDocument(uri);
}

/** Opens the document an update comes from; whatever holds it (disk, editor, form), its text as it is now counts. */
export async function openUserDocument(
  uri: vscode.Uri | undefined,
  { documents, editor }: UserServices,
): Promise<UserDocument> {
  const document = await openEditable(uri);
  await readAgain(document);
  if (!(await editor.flush(document))) throw new SendRefused(vscode.l10n.t('Fix the invalid value in the form first.'));
  return documents.modelOf(document);
}

/** What hinders a send: what the live user has, too, or had as the edit began, hinders no change elsewhere. */
async function errorsOf(user: UserDocument, environment: Environment): Promise<readonly Problem[]> {
  const find = async () => (await user.problemsIn(environment)).filter(({ severity }) => severity === 'error');
  const errors = await find();
  if (errors.length === 0 || !errors.every(mayBeLive)) return errors;
  // It may have it since then, and a file that was written by hand has not been compared at all.
  const live = await whilePreparing((signal, onAttempt) =>
    user.live.begin(environment, { signal, onAttempt }).catch(() => undefined),
  );
  const left = await find();
  return live ? besideLive(left, fieldValues(user.text.file?.fields ?? []), live) : left;
}

/**
 * The user file of a document without errors for an update in an environment. Throws SendRefused otherwise, with the way to
 * the first error; the file is then attached to the checks so that its errors are marked.
 */
export async function errorFreeUserFile(
  user: UserDocument,
  environment: Environment,
  { documents }: UserServices,
): Promise<UserFile> {
  const { t } = vscode.l10n;
  const errors = await errorsOf(user, environment);
  const [first] = errors;
  const isList = errors.some(({ code }) => code === 'listOfUsers');
  if (first && !isList) {
    await documents.attach(user.uri);
    const message =
      errors.length === 1
        ? t('Not sent: {0}', problemMessage(first))
        : t('Not sent: the file has {0} errors.', errors.length);
    const selection = rangeIn(user.document, first);
    throw new SendRefused(message, {
      nextStep: {
        title: t('Go to First Error'),
        run: () => vscode.window.showTextDocument(user.document, { selection, preview: false }),
      },
    });
  }
  const { file } = user.text;
  if (file && !isList) return file;
  throw new SendRefused(t('Not sent: this file holds several users. Plan their updates first.'), {
    nextStep: {
      title: t('Plan Updates...'),
      run: () => vscode.commands.executeCommand('truto.updateUsersFromFile', user.uri),
    },
  });
}
