import * as vscode from 'vscode';
import { shownChange, shownJson } from '../../core/secrets/shown';
import { fieldValues } from '../../core/update/userFile';
import { keptParameterWords } from '../../platform/words/parameterWords';
import type { Prepared } from '../../updates/prepared';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';
import { openDiff } from './openDiff';

/** Opens VS Code's own diff of an update that was prepared: the live user against what it would be after it. */
export async function openPreview(
  update: Prepared,
  live: NonNullable<Prepared['live']>,
  documents: ReadOnlyDocuments,
): Promise<void> {
  const { t } = vscode.l10n;
  const { userName, fields, readQuery, query } = update;
  const after = JSON.stringify({ ...live, ...fieldValues(fields) });
  const left = { title: t('{0} live', userName), user: shownJson(JSON.stringify(live)) };
  const right = {
    title: t('{0} after the update', userName),
    user: shownChange(live, after, t('•••••• as in the file')),
  };
  const kept = keptParameterWords(readQuery, query);
  const title = kept
    ? t('{0}: live (read with {1}) ↔ after the update', userName, kept)
    : t('{0}: live ↔ after the update', userName);
  await openDiff(documents, { left, right, title, target: update });
}
