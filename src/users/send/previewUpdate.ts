import * as vscode from 'vscode';
import { environmentOf, type CommandCall } from '../commandCall';
import { refusedBy } from './accountObstacle';
import { openPreview } from './openPreview';
import { SendRefused } from './sendRefused';
import { openUserDocument, refuseUntrusted } from './readyDocument';
import { prepareLook } from './prepareUpdate';
import type { SendServices } from './sendUser';

/** Opens VS Code's own diff: the live user against what it would be after the update. Throws as `prepareLook` does. */
export async function previewUpdate(call: CommandCall, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const environment = environmentOf(call, services.environments);
  refuseUntrusted();
  const user = await openUserDocument(call.uri, services);
  const { file } = user.text;
  if (!file) throw new SendRefused(t('No preview: the file is not a single JSON object.'));
  const update = await prepareLook(file, user, environment, services);
  if (!update) return;
  const { live, unread } = update;
  if (unread) throw refusedBy({ ...update, obstacle: unread });
  if (live) await openPreview(update, live, services.readOnlyDocuments);
}
