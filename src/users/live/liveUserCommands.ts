import * as vscode from 'vscode';
import { textDifference } from '../../core/json/textEdit';
import { userFileName } from '../../core/update/userFileName';
import { placeArgument } from '../../platform/commandArguments';
import { markedUtf8 } from '../../platform/markedUtf8';
import { ask, tell } from '../../platform/notify';
import { changeOf } from '../../platform/textRange';
import { environmentOf, type CommandCall } from '../commandCall';
import { readLiveUserUri, type NamedLiveUser } from '../../platform/liveUserUri';
import type { UserDocument } from '../documents/userDocument';
import { formViewType } from '../form/formViewType';
import { refreshDocument } from '../send/driftQuestion';
import { prepareLook } from '../send/prepareUpdate';
import { openUserDocument } from '../send/readyDocument';
import { SendRefused } from '../send/sendRefused';
import type { SendServices } from '../send/sendUser';
import { copyOf, readUser, type ReadUser } from './openUser';

/**
 * Brings the document of a live user up to date: what was edited stays, the rest takes the values of now. Throws TrutoError,
 * NoEnvironmentError, SendRefused.
 */
export async function refreshLiveUser(call: CommandCall, services: SendServices): Promise<void> {
  const { user, named } = await liveDocument(call, services);
  if (!isEdited(user, services)) {
    const read = await readNow(named, call, services);
    if (!read) return;
    await services.liveFiles.show(user.uri, copyOf(user.uri, read, services));
    // What was typed while the user was read stays.
    if (!isEdited(user, services)) {
      user.live.readAgain();
      return;
    }
  }
  const { file } = user.text;
  if (!file) throw new SendRefused(vscode.l10n.t('Not refreshed: the text is not a single JSON object.'));
  const update = await prepareLook(file, user, environmentOf(call, services.environments), services);
  if (update) await refreshDocument(update, user.document, services);
}

/** Gives up what was edited for the user as it is now, after a question. Throws TrutoError, NoEnvironmentError, SendRefused. */
export async function revertToLive(call: CommandCall, services: SendServices): Promise<void> {
  const { user, named } = await liveDocument(call, services);
  // What is given up may be of a server that the name has no more.
  const from = { ...call, environment: call.environment ?? services.targets.environmentNamed(user.uri) };
  let read: ReadUser | undefined;
  let seen: number;
  // What is typed while the user is read is given up only by another yes.
  do {
    if (isEdited(user, services) && !(await mayRevert(named))) return;
    seen = user.document.version;
    read = await readNow(named, from, services);
    if (!read) return;
  } while (isEdited(user, services) && user.document.version !== seen);
  await takeLive(user, read, services);
}

async function mayRevert({ userId }: NamedLiveUser): Promise<boolean> {
  const { t } = vscode.l10n;
  const revert = t('Revert');
  const picked = await ask('warning', {
    question: t('Revert {0} to the live user?', userId),
    detail: [t('Your changes are replaced by the values of the live user. Undo brings them back.')],
    choices: [revert],
  });
  return picked === revert;
}

/**
 * Saves a copy of a live user's document where a person wants it, and opens that: its edit began as that of the document did.
 * `{ target }` (or `{ file }`) names it. Throws SendRefused.
 */
export async function saveUserAsFile(call: CommandCall, services: SendServices): Promise<void> {
  const { user, named } = await liveDocument(call, services);
  const target =
    placeArgument(call.argument, 'target') ??
    placeArgument(call.argument, 'file') ??
    (await askFile(userFileName(named.userId)));
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, markedUtf8(target, new TextEncoder().encode(user.text.text)));
  const { updates } = await services.updating();
  await updates.bases.follow({ from: user.uri.toString(), to: target.toString(), isCopy: true });
  await vscode.commands.executeCommand('vscode.openWith', target, formViewType(target));
  // A file names no environment.
  if (services.environments.active()?.profile.name !== named.environment)
    void tell(
      'warning',
      vscode.l10n.t('The user is in the environment “{0}”. Switch to it before you send the file.', named.environment),
    );
}

function askFile(name: string): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { JSON: ['json'] },
    title: vscode.l10n.t('Save User as File'),
  });
}

const isEdited = ({ document, uri }: UserDocument, { liveFiles }: SendServices): boolean =>
  document.isDirty || liveFiles.isDraft(uri);

const readNow = (named: NamedLiveUser, call: CommandCall, services: SendServices): Promise<ReadUser | undefined> =>
  readUser({ ...named, environment: environmentOf(call, services.environments) }, services);

/** Text that was edited is changed by an edit, which can be undone; a clean document is read again by itself. */
async function takeLive(user: UserDocument, read: ReadUser, services: SendServices): Promise<void> {
  const { document, uri } = user;
  const { text, begin } = copyOf(uri, read, services);
  if (isEdited(user, services)) {
    const before = document.getText();
    if (before !== text) await vscode.workspace.applyEdit(changeOf(document, [textDifference(before, text)]));
    if (document.isDirty) await document.save();
  }
  await services.liveFiles.settle(uri, text);
  await begin();
  user.live.readAgain();
}

async function liveDocument(
  { uri }: CommandCall,
  services: SendServices,
): Promise<{ readonly user: UserDocument; readonly named: NamedLiveUser }> {
  const named = uri && readLiveUserUri(uri);
  if (!named) throw new SendRefused(vscode.l10n.t('This is not a live user. Open one with “Truto: Open User”.'));
  return { user: await openUserDocument(uri, services), named };
}
