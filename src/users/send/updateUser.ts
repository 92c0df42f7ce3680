import * as vscode from 'vscode';
import { namesUser, uriArgument } from '../../platform/commandArguments';
import type { CommandCall } from '../commandCall';
import { isEditable, openDocument } from '../../platform/editorInputs';
import { openUser } from '../live/openUser';
import type { SendResult } from './sendResult';
import { sendUser, type SendOptions, type SendServices } from './sendUser';

/**
 * "Truto: Update User": from a JSON editor (or with `{ uri }`) it sends that file; anywhere else it asks for account
 * and user (or takes `{ accountId, userId }`, either of which may be left to be asked for) and opens the user as a file to edit.
 */
export async function updateUser(
  call: CommandCall,
  services: SendServices,
  options: SendOptions,
): Promise<SendResult | undefined> {
  const { argument, uri } = call;
  const named = !options.isKey && uriArgument(argument) !== undefined;
  if (!namesUser(argument) && (named || (uri && isSendable(uri, services)))) return sendUser(call, services, options);
  await openUser(call, services);
  return undefined;
}

/** What is in front may as well be a picture, a file that is gone, or a response. */
function isSendable(uri: vscode.Uri, { documents }: SendServices): boolean {
  const document = openDocument(uri);
  if (!document || !isEditable(uri)) return false;
  return /^json[c5]?$/.test(document.languageId) || documents.of(document) !== undefined;
}
