import * as vscode from 'vscode';
import type { ResponseView } from '../responses/responseView';
import { sizeWords } from '../../platform/words/sizeWords';

/** Tells that an update was accepted and, where its response is not all on the screen, what became of that. */
export async function tellUpdated(view: ResponseView): Promise<void> {
  const { t } = vscode.l10n;
  const { update, spool, end, document } = view;
  const updated = t('{0} updated: {1}.', update.userName, update.fields.map(({ name }) => name).join(', '));
  const size = sizeWords(spool.size);
  const save = t('Save Full Response...');
  if (end?.how === 'brokenOff') {
    void vscode.window.showWarningMessage(
      `${updated} ${t('Its response broke off after {0}: {1}.', size, end.reason)}`,
    );
  } else if (end?.how === 'stopped') {
    void vscode.window.showInformationMessage(`${updated} ${t('Its response was stopped after {0}.', size)}`);
  } else if (spool.overflows && document) {
    const picked = await vscode.window.showInformationMessage(
      `${updated} ${t('Only the beginning of its response ({0}) is shown.', size)}`,
      save,
    );
    if (picked === save) await vscode.commands.executeCommand('truto.saveAnswer', document.uri);
  } else void vscode.window.showInformationMessage(updated);
}
