import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { returnedFields } from '../../core/responses/checkResponse';
import { prettyJson } from '../../core/json/prettyJson';
import { shownJson } from '../../core/secrets/shown';
import { userPath } from '../../core/responses/userPath';
import { bodyJson, type UserField } from '../../core/update/userFile';
import { plainText } from '../../platform/plainText';
import type { ResponseSpool } from './responseSpool';
import type { ResponseView } from './responseView';
import type { ShownResponses } from './shownResponses';
import { SendRefused } from '../send/sendRefused';

/** Opens VS Code's diff: the fields that were sent against the same fields of the response. Throws SendRefused. */
export async function compareAnswer(uri: vscode.Uri | undefined, responses: ShownResponses): Promise<void> {
  const { t } = vscode.l10n;
  const { update, json, document } = viewOf(uri, responses).view;
  const path = userPath(update.query.truto_response_format);
  const fields = document && json !== undefined && path ? returnedFields(document.getText(), path) : [];
  const answered = new Map(fields.map((field) => [field.name, field]));
  // In the order of what was sent, so that only values differ.
  const inOrder = update.fields.flatMap(({ name }) => answered.get(name) ?? []);
  if (inOrder.length === 0)
    throw new SendRefused(t('The response contains none of the fields that were sent: there is nothing to compare.'));
  const sent = responses.documents.add(`${update.userName} sent.json`, prettyBody(update.fields), update);
  const back = responses.documents.add(`${update.userName} returned.json`, prettyBody(inOrder), update);
  // As a preview it would take the place of the response.
  await vscode.commands.executeCommand(
    'vscode.diff',
    sent,
    back,
    plainText(t('{0}: sent ↔ returned', update.userName)),
    { preview: false },
  );
}

const prettyBody = (fields: readonly UserField[]): string => prettyJson(shownJson(bodyJson(fields)).text);

/**
 * Saves a response as it came, once all of it is here, to the file that is given or that the person picks. A large one
 * goes from file to file. What the editor hides is in it: on this computer only its owner may read it. Throws SendRefused.
 */
export async function saveAnswer(
  named: vscode.Uri | undefined,
  given: vscode.Uri | undefined,
  responses: ShownResponses,
): Promise<void> {
  const { uri } = viewOf(named, responses);
  const target =
    given ??
    (await vscode.window.showSaveDialog({
      defaultUri: proposedTarget(uri),
      title: vscode.l10n.t('Save Full Response, Secrets Included'),
    }));
  if (!target) return;
  await responses.save(uri, async ({ spool }) => {
    const content = spool.content();
    if (target.scheme === 'file') await saveForOwner(content, target.fsPath);
    else if ('path' in content)
      await vscode.workspace.fs.copy(vscode.Uri.file(content.path), target, { overwrite: true });
    else await vscode.workspace.fs.writeFile(target, content.bytes);
  });
}

async function saveForOwner(content: ReturnType<ResponseSpool['content']>, path: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    // A file that was there keeps the rights it had.
    await file.chmod(0o600);
    await file.writeFile('path' in content ? createReadStream(content.path) : content.bytes);
  } finally {
    await file.close();
  }
}

function proposedTarget(uri: vscode.Uri): vscode.Uri {
  const name = uri.path.slice(1);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder ? vscode.Uri.joinPath(folder.uri, name) : vscode.Uri.file(name);
}

/** Copies the request ID of a response. Throws SendRefused where there is none. */
export async function copyRequestId(uri: vscode.Uri | undefined, responses: ShownResponses): Promise<void> {
  const { requestId } = viewOf(uri, responses).view.head;
  if (requestId === undefined) throw new SendRefused(vscode.l10n.t('The response has no request ID.'));
  await vscode.env.clipboard.writeText(requestId);
}

/** The name of the update that a response is to, in the history; '' where it is not kept there. Throws SendRefused. */
export const historyIdOf = (uri: vscode.Uri, responses: ShownResponses): string =>
  viewOf(uri, responses).view.historyId ?? '';

/** The response that a command is about: that of this document. Throws SendRefused. */
function viewOf(
  uri: vscode.Uri | undefined,
  responses: ShownResponses,
): { readonly uri: vscode.Uri; readonly view: ResponseView } {
  const view = responses.of(uri);
  if (!uri || !view)
    throw new SendRefused(vscode.l10n.t('This is not the response to an update. Open one, then try again.'));
  return { uri, view };
}
