import * as vscode from 'vscode';
import { ask, tell, type Action } from '../../platform/notify';
import { mustConfirm } from '../../platform/mustConfirm';
import { productionMark } from '../../platform/words/environmentWords';
import type { Prepared } from '../../updates/prepared';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';
import { describeUpdate } from './describeUpdate';
import { openPreview } from './openPreview';
import { SendRefused } from './sendRefused';
import type { UnkeptNotice } from './unkeptNotice';

/** How an update is asked about. */
export interface UpdateQuestion {
  readonly question: string;
  /** The button that sends it. */
  readonly send: string;
  /** Lines below what differs. */
  readonly notes: readonly string[];
  /** Asks again, once the person has seen the diff. */
  readonly again: Action;
  /** The person was told that there is a question, whatever the setting says. */
  readonly isAlwaysAsked?: boolean;
  /** `confirm: false`: no question that the settings do not want. */
  readonly isUnasked: boolean;
}

/**
 * Asks before an update goes, unless the user's own setting says that it need not and the environment is none of production. A new
 * key takes the person's word, whatever the setting says: a caller that wants no question gets a SendRefused instead.
 */
export async function confirmUpdate(
  update: Prepared,
  { readOnlyDocuments, unkept }: { readonly readOnlyDocuments: ReadOnlyDocuments; readonly unkept: UnkeptNotice },
  { question, send: usual, notes, again, isAlwaysAsked = false, isUnasked }: UpdateQuestion,
): Promise<boolean | 'underNewKey'> {
  const { t } = vscode.l10n;
  const { live, earlier, userName } = update;
  const { isFailedAlike } = earlier;
  if (!isAlwaysAsked && !isFailedAlike && !mustConfirm(update)) return true;
  if (isUnasked && isFailedAlike) throw storedFailureRefused(userName);
  const send = isFailedAlike ? t('Send Under a New Key') : usual;
  const showDiff = t('Show Diff');
  unkept.asked(update);
  const isProduction = update.environment.isProduction === true;
  const picked = await ask(isFailedAlike || !live || isProduction ? 'warning' : 'information', {
    question: isProduction ? `${productionMark()}: ${question}` : question,
    detail: [...describeUpdate(update), ...notes.flatMap((line) => ['', line])],
    choices: [send, ...(live ? [showDiff] : [])],
  });
  if (picked === showDiff && live) {
    await openPreview(update, live, readOnlyDocuments);
    void tell('information', t('Nothing has been sent yet. The diff shows what the update would change.'), again);
  }
  if (picked !== send) return false;
  return isFailedAlike ? 'underNewKey' : true;
}

const storedFailureRefused = (userName: string): SendRefused =>
  new SendRefused(
    vscode.l10n.t(
      'Not sent: every attempt to update {0} had the same failure, which may be a stored response. Send it yourself, under a new key.',
      userName,
    ),
  );
