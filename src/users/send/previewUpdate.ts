import * as vscode from 'vscode';
import { readUserFile } from '../../core/userFile';
import { SendRefused, type UserUpdate } from './userUpdate';
import { openUserDocument } from './readyDocument';
import { prepareUpdate } from './prepareUpdate';
import type { SendServices } from './sendUser';

/** Opens VS Code's own diff: the live user against what it would be after the update. Throws as `prepareUpdate` does. */
export async function previewUpdate(uri: vscode.Uri | undefined, services: SendServices): Promise<void> {
  const document = await openUserDocument(uri, services);
  const file = readUserFile(document.getText());
  if (!file) throw new SendRefused(vscode.l10n.t('No preview: the file is not one JSON object yet.'));
  const update = await prepareUpdate(file, document.uri, services, 'look');
  if (!update) return;
  const { before, after } = previewTexts(update);
  const live = services.responses.add(`${update.userName} live.json`, before);
  const next = services.responses.add(`${update.userName} after the update.json`, after);
  await vscode.commands.executeCommand('vscode.diff', live, next, vscode.l10n.t('{0}: live ↔ after the update', update.userName), { preview: true });
}

function previewTexts({ live = {}, fields }: UserUpdate): { before: string; after: string } {
  const after: Record<string, unknown> = { ...live };
  for (const { name, value } of fields) after[name] = name === 'password' ? '••••••' : value;
  return { before: pretty(live), after: pretty(after) };
}

const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
