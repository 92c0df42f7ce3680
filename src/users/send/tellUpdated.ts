import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { shownMember } from '../../core/secrets/shown';
import { tell, type Action } from '../../platform/notify';
import { shortJson } from '../../platform/plainText';
import { isDoubtful, verdictWords } from '../../platform/words/verdictWords';
import { errorMessage, logWords } from '../../platform/words/errorWords';
import { sizeWords } from '../../platform/words/sizeWords';
import type { EndedUpdate } from '../../updates/updates';
import type { ResponseView } from '../responses/responseView';

const maxValueLength = 80;

/** Tells what is known of an update that was accepted or applied and, where its response is not all on the screen, what became of that. */
export async function tellUpdated(
  { prepared, outcome }: EndedUpdate,
  view: ResponseView | undefined,
  historyId: string | undefined,
): Promise<void> {
  const { verdict, seen, differing = {}, untold = [], logged, error, status } = outcome;
  const undoing = historyId === undefined || verdict === 'unchanged' ? [] : [undo(historyId)];
  const explanation = explanationOf(error);
  // Nobody fails an update that was applied: that its response is missing is told here.
  if (verdict === undefined && outcome.outcome === 'applied' && explanation)
    return tell('information', errorMessage(explanation), ...undoing);
  // Any other error is told as the failure that it is.
  if (verdict === undefined || (explanation && outcome.outcome !== 'applied')) return;
  const words = verdictWords({
    verdict,
    seen,
    userName: prepared.userName,
    fields: prepared.fields.map(({ name }) => name),
    differing: Object.entries(differing).map(([name, value]) => ({ name, shown: shortValue(name, value) })),
    untold,
    ...((error ?? view?.received === 'notWhole') && { brokenStatus: status }),
  });
  const rest = view && restOf(view);
  const kind = isDoubtful(verdict) ? 'warning' : (rest?.kind ?? 'information');
  await tell(
    kind,
    [words, logWords(logged), rest?.words].filter(Boolean).join(' '),
    ...(rest?.actions ?? []),
    ...undoing,
  );
}

const undo = (id: string): Action => ({
  title: vscode.l10n.t('Undo...'),
  run: () => vscode.commands.executeCommand('truto.undoUpdate', { kind: 'update', id }),
});

function shortValue(name: string, value: unknown): string {
  if (value === undefined) return vscode.l10n.t('(not set)');
  return shortJson(shownMember(name, JSON.stringify(value)).text, maxValueLength);
}

/** What became of a response that is not all on the screen. */
function restOf({ spool, end, document }: ResponseView) {
  const { t } = vscode.l10n;
  const size = sizeWords(spool.size);
  if (end?.how === 'brokenOff')
    return { kind: 'warning' as const, words: t('Its response broke off after {0}: {1}.', size, end.reason) };
  if (end?.how === 'stopped')
    return { kind: 'information' as const, words: t('Its response was stopped after {0}.', size) };
  if (!spool.overflows || !document) return undefined;
  return {
    kind: 'information' as const,
    words: t('Only the beginning of its response ({0}) is shown.', size),
    actions: [
      {
        title: t('Save Full Response...'),
        run: () => vscode.commands.executeCommand('truto.saveAnswer', document.uri),
      },
    ],
  };
}
