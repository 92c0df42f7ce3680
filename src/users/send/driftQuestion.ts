import * as vscode from 'vscode';
import type { KeptUser } from '../../core/secrets/keptUser';
import type { Drift } from '../../core/update/drift';
import { refreshUserText } from '../../core/update/refreshUserText';
import { readUserFile, type UserFile } from '../../core/update/userFile';
import { ask, tell } from '../../platform/notify';
import { textStyle } from '../../platform/textStyle';
import { causeWords } from '../../platform/words/driftWords';
import { changeOf } from '../../platform/textRange';
import type { UserDocuments } from '../documents/userDocuments';
import { describeDrifts } from './describeDrifts';
import { openDiff } from './openDiff';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';
import { driftCause } from '../../updates/driftCause';
import type { HistoryRow } from '../../updates/historyEntry';
import type { Prepared } from '../../updates/prepared';
import type { Updating } from '../loadUpdates';
import { SendRefused } from './sendRefused';

interface DriftServices {
  readonly documents: UserDocuments;
  readonly updating: () => Promise<Updating>;
  readonly readOnlyDocuments: ReadOnlyDocuments;
}

/**
 * Asks what to do when somebody else changed fields of this update since the edit began. Resolves to whether to send
 * all the same. "Compare" shows what changed; "Refresh" brings the file up to date; neither sends. Without a person to
 * ask it throws SendRefused.
 */
export async function overwritesDrift(
  update: Prepared,
  document: vscode.TextDocument,
  services: DriftServices,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const [compare, refresh, overwrite] = [t('Compare'), t('Refresh'), t('Overwrite')];
  const { history } = await services.updating();
  const cause = await driftCause(update, async () => ownTimes(update, (await history.list()).rows));
  const picked = await ask('warning', {
    question: t('{0} was changed by someone else after you started editing', update.userName),
    detail: [...(cause ? [causeWords(cause), ''] : []), ...describeDrifts(beganOf(update), update.drifts)],
    choices: [compare, refresh, overwrite],
  });
  if (picked === compare) await openComparison(update, services);
  if (picked === refresh) await refreshDocument(update, document, services);
  return picked === overwrite;
}

/** When updates of the same user ended that were sent from this computer. */
const ownTimes = ({ environment, accountId, userId }: Prepared, rows: readonly HistoryRow[]): number[] =>
  rows
    .filter((row) => row.environment.key === environment.key && row.account.id === accountId && row.user.id === userId)
    .map(({ at }) => at);

/** For callers that asked not to be asked. */
export function driftRefused(update: Prepared): SendRefused {
  const names = update.drifts.map(({ field }) => field.name).join(', ');
  return new SendRefused(
    vscode.l10n.t('Not sent: {0} was changed by someone else after you started editing ({1}).', update.userName, names),
  );
}

/** Where something has drifted, there was something to compare. */
function beganOf({ base }: Prepared): KeptUser {
  if (!base) throw new Error('Nothing is known of the user.');
  return base.user;
}

async function openComparison(update: Prepared, { readOnlyDocuments }: DriftServices): Promise<void> {
  const { t } = vscode.l10n;
  const { live = {}, userName } = update;
  const began = beganOf(update);
  await openDiff(readOnlyDocuments, {
    left: { title: t('{0} when you started editing', userName), user: began.shown },
    right: { title: t('{0} live', userName), user: began.shownSince(live, changedSecret()) },
    title: t('{0}: when you started editing ↔ live', userName),
    target: update,
  });
}

/**
 * Brings a document up to date with the live user: what was edited in it stays, also what was edited since that was looked at.
 * Throws SendRefused.
 */
export async function refreshDocument(
  update: Prepared,
  document: vscode.TextDocument,
  { updating, documents }: DriftServices,
): Promise<void> {
  const { t } = vscode.l10n;
  const text = readUserFile(document.getText());
  if (!text) throw new SendRefused(t('Not refreshed: the text is not a single JSON object.'));
  const drifts = update.drifts.map((drift) => ({ ...drift, isEdited: drift.isEdited || !hasStill(text, drift) }));
  const edit = refreshUserText(document.getText(), drifts, textStyle(document));
  if (edit) {
    if (!(await vscode.workspace.applyEdit(changeOf(document, [edit]))))
      throw new SendRefused(t('Not refreshed: the file could not be changed.'));
  }
  const { live = {}, base: earlier } = update;
  await (await updating()).updates.bases.keep(update, { user: live, isWhole: false, earlier });
  const user = documents.of(document);
  await user?.problems.compareAgain();
  // The form shows the live user as it is now.
  user?.live.readAgain();
  void tell('information', refreshedWords(drifts), {
    title: t('Send Update'),
    run: () => vscode.commands.executeCommand('truto.sendUser', document.uri),
  });
}

/** What a refresh has done. */
export function refreshedWords(drifts: readonly Drift[]): string {
  const { t } = vscode.l10n;
  const names = (isEdited: boolean) =>
    drifts
      .filter((drift) => drift.isEdited === isEdited)
      .map(({ field }) => field.name)
      .join(', ');
  const words = [
    names(false) && t('New values taken from the live user: {0}.', names(false)),
    names(true) && t('Your edits kept: {0}.', names(true)),
  ];
  return words.filter(Boolean).join(' ') || t('Nothing has changed in Truto.');
}

const hasStill = ({ fields }: UserFile, { field: { name, json } }: Drift): boolean =>
  fields.some((field) => field.name === name && field.json === json);

const changedSecret = (): string => vscode.l10n.t('•••••• another value');
