import * as vscode from 'vscode';
import { tell } from '../../platform/notify';
import type { ResponseView } from '../responses/responseView';
import { sizeWords } from '../../platform/words/sizeWords';

/** Tells that an update was accepted and, where its response is not all on the screen, what became of that. */
export async function tellUpdated(view: ResponseView): Promise<void> {
  const { t } = vscode.l10n;
  const { update, spool, end, document } = view;
  const updated = t('{0} updated: {1}.', update.userName, update.fields.map(({ name }) => name).join(', '));
  const size = sizeWords(spool.size);
  if (end?.how === 'brokenOff')
    return tell('warning', `${updated} ${t('Its response broke off after {0}: {1}.', size, end.reason)}`);
  if (end?.how === 'stopped')
    return tell('information', `${updated} ${t('Its response was stopped after {0}.', size)}`);
  if (!spool.overflows || !document) return tell('information', updated);
  return tell('information', `${updated} ${t('Only the beginning of its response ({0}) is shown.', size)}`, {
    title: t('Save Full Response...'),
    run: () => vscode.commands.executeCommand('truto.saveAnswer', document.uri),
  });
}
