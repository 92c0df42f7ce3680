import * as vscode from 'vscode';
import { shownMember } from '../../core/secrets/shown';
import { tell } from '../../platform/notify';
import { shortJson } from '../../platform/plainText';
import { isDoubtful, verdictWords } from '../../platform/words/verdictWords';
import { logWords } from '../../platform/words/errorWords';
import { sizeWords } from '../../platform/words/sizeWords';
import type { EndedUpdate } from '../../updates/updates';
import type { ResponseView } from '../responses/responseView';

const maxValueLength = 80;

/** Tells what is known of an update that was accepted and, where its response is not all on the screen, what became of that. */
export async function tellUpdated({ prepared, outcome }: EndedUpdate, view: ResponseView | undefined): Promise<void> {
  const { verdict, differing = {}, logged } = outcome;
  if (verdict === undefined) return;
  const words = verdictWords({
    verdict,
    userName: prepared.userName,
    fields: prepared.fields.map(({ name }) => name),
    differing: Object.entries(differing).map(([name, value]) => ({ name, shown: shortValue(name, value) })),
  });
  const rest = view && restOf(view);
  const kind = isDoubtful(verdict) ? 'warning' : (rest?.kind ?? 'information');
  await tell(kind, [words, logWords(logged), rest?.words].filter(Boolean).join(' '), ...(rest?.actions ?? []));
}

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
