import * as vscode from 'vscode';
import { argumentOf, textArgument } from '../../platform/commandArguments';
import type { CommandCall } from '../commandCall';
import { isJson } from '../documents/userText';
import { openUser } from '../live/openUser';
import { sendUser, type SendOptions, type SendResult, type SendServices } from './sendUser';

/**
 * "Truto: Update User": from a JSON editor (or with `{ uri }`) it sends that file; anywhere else it asks for account
 * and user (or takes `{ accountId, userId }`) and opens the user as a file to edit.
 */
export async function updateUser(
  call: CommandCall,
  services: SendServices,
  options: SendOptions,
): Promise<SendResult | undefined> {
  const { argument, uri } = call;
  const named = argumentOf(argument, 'uri') !== undefined || argument instanceof vscode.Uri;
  if (textArgument(argument, 'accountId') === undefined) {
    if (named || (uri && isJson(await vscode.workspace.openTextDocument(uri))))
      return sendUser(call, services, options);
  }
  await openUser(call, services);
  return undefined;
}
