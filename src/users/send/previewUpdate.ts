import * as vscode from 'vscode';
import { readUserFile } from '../../core/update/userFile';
import { withoutSecretValues } from '../../core/secrets/withoutSecretValues';
import { openDiff } from './openDiff';
import { SendRefused, type UserUpdate } from './userUpdate';
import { openUserDocument } from './readyDocument';
import { prepareUpdate } from './prepareUpdate';
import type { SendServices } from './sendUser';

/** Opens VS Code's own diff: the live user against what it would be after the update. Throws as `prepareUpdate` does. */
export async function previewUpdate(uri: vscode.Uri | undefined, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const environment = services.environments.open();
  const document = await openUserDocument(uri, services);
  const file = readUserFile(document.getText());
  if (!file) throw new SendRefused(t('No preview: the file is not one JSON object yet.'));
  const update = await prepareUpdate(file, document.uri, environment, services, 'look');
  if (!update) return;
  const live = { title: t('{0} live', update.userName), user: withoutSecretValues(update.live) };
  const next = { title: t('{0} after the update', update.userName), user: { ...live.user, ...shownFields(update) } };
  await openDiff(services.readOnlyDocuments, live, next, t('{0}: live ↔ after the update', update.userName));
}

/** What goes; of a secret value, that it does. */
function shownFields({ fields }: UserUpdate): Record<string, unknown> {
  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  return withoutSecretValues(values, vscode.l10n.t('•••••• as in the file'));
}
