import * as vscode from 'vscode';
import { shownChange, shownJson } from '../../core/secrets/shown';
import { fieldValues } from '../../core/update/userFile';
import type { Prepared } from '../../updates/prepared';
import { environmentOf, type CommandCall } from '../commandCall';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';
import { refusedBy } from './accountObstacle';
import { openDiff } from './openDiff';
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
  if (!update.live) throw refusedBy({ ...update, obstacle: 'cannotCompare' });
  await openPreview(update, update.live, services.readOnlyDocuments);
}

/** Opens the diff of an update that was prepared. */
export async function openPreview(
  { userName, fields }: Prepared,
  live: NonNullable<Prepared['live']>,
  documents: ReadOnlyDocuments,
): Promise<void> {
  const { t } = vscode.l10n;
  const after = JSON.stringify({ ...live, ...fieldValues(fields) });
  const before = { title: t('{0} live', userName), user: shownJson(JSON.stringify(live)) };
  const next = {
    title: t('{0} after the update', userName),
    user: shownChange(live, after, t('•••••• as in the file')),
  };
  await openDiff(documents, before, next, t('{0}: live ↔ after the update', userName));
}
