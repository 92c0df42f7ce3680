import * as vscode from 'vscode';
import { maxShownBytes } from '../../core/http/maxSizes';
import { userPath } from '../../core/responses/userPath';
import { appendPlain, iconLabel } from '../../platform/labels';
import { plainText } from '../../platform/plainText';
import type { ResponseView } from './responseView';
import type { ShownResponses } from './shownResponses';
import { sizeWords } from '../../platform/words/sizeWords';
import { isDoubtful, shortVerdict } from '../../platform/words/verdictWords';

/**
 * The facts of a response, and what can be done with it, above its first line. A narrow pane cuts that row: hovering the line
 * shows all facts, one below the other.
 */
export class ResponseCodeLens implements vscode.CodeLensProvider, vscode.HoverProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly responses: ShownResponses) {
    this.onDidChangeCodeLenses = responses.onDidChange;
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const view = this.responses.of(uri);
    if (!view) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command = '', tooltip?: string) =>
      new vscode.CodeLens(top, { title, command, arguments: [uri], ...(tooltip !== undefined && { tooltip }) });
    // The row does not wrap: what matters most comes first.
    return [
      ...outcome(view).map((fact) => lens(fact)),
      ...actions(view, lens),
      ...circumstances(view).map((fact) => lens(fact)),
      ...request(view, lens),
    ];
  }

  provideHover({ uri }: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | undefined {
    const view = this.responses.of(uri);
    if (!view || line > 0) return undefined;
    const { requestId } = view.head;
    const facts = [
      ...[...outcome(view), ...circumstances(view)].map((fact) => fact.replace(/^\$\([\w~-]+\)\s*/, '')),
      ...(requestId === undefined ? [] : [vscode.l10n.t('Request {0}', requestId)]),
    ];
    const text = new vscode.MarkdownString();
    for (const fact of facts) appendPlain(text, fact).appendMarkdown('  \n');
    return new vscode.Hover(text);
  }
}

/** The status and what is known of the update; what of the response is missing. */
function outcome({ head, spool, end, verdict }: ResponseView): string[] {
  const { t } = vscode.l10n;
  const size = sizeWords(spool.size);
  if (!end) return [iconLabel('loading~spin', t('{0}, {1} so far', head.status, size))];
  const icon = verdict && isDoubtful(verdict) ? 'warning' : 'check';
  return [
    iconLabel(icon, verdict ? `${head.status}, ${shortVerdict(verdict)}` : String(head.status)),
    ...(end.how === 'whole' ? [] : [endFact(end.how, size)]),
    ...(spool.overflows ? [t('first {0} of {1}', sizeWords(maxShownBytes), size)] : []),
  ];
}

function circumstances({ head, update, durationMs, spool, end }: ResponseView): string[] {
  const { t } = vscode.l10n;
  const { truto_response_format: format } = update.query;
  return [
    ...(end ? [timeWords(durationMs)] : []),
    ...(end?.how === 'whole' && !spool.overflows ? [sizeWords(spool.size)] : []),
    ...(head.rateLimitRemaining === undefined ? [] : [t('{0} requests left', head.rateLimitRemaining)]),
    head.attempts === 1 ? t('1 attempt') : t('{0} attempts', head.attempts),
    ...(typeof format === 'string' ? [plainText(format)] : []),
  ];
}

function endFact(how: 'stopped' | 'brokenOff', size: string): string {
  const { t } = vscode.l10n;
  return how === 'stopped'
    ? iconLabel('debug-stop', t('stopped after {0}', size))
    : iconLabel('warning', t('broke off after {0}', size));
}

/** The longest request id that is shown whole. */
const maxIdLength = 12;

type MakeLens = (title: string, command: string, tooltip?: string) => vscode.CodeLens;

function actions({ json, spool, update, undoId }: ResponseView, lens: MakeLens): vscode.CodeLens[] {
  const { t } = vscode.l10n;
  const isComparable = json !== undefined && userPath(update.query.truto_response_format) !== undefined;
  return [
    ...(!isComparable
      ? []
      : [lens(iconLabel('diff', t('Compare')), 'truto.compareAnswer', t('Compare the response with what was sent'))]),
    lens(iconLabel('save', spool.overflows ? t('Save Full Response...') : t('Save...')), 'truto.saveAnswer'),
    ...(undoId === undefined ? [] : [lens(iconLabel('discard', t('Undo...')), 'truto.undoUpdate')]),
  ];
}

function request({ head }: ResponseView, lens: MakeLens): vscode.CodeLens[] {
  const { t } = vscode.l10n;
  const { requestId } = head;
  if (requestId === undefined) return [];
  const id = requestId.length > maxIdLength ? `${requestId.slice(0, maxIdLength - 4)}…` : requestId;
  return [
    lens(iconLabel('copy', t('Request {0}', id)), 'truto.copyRequestId', t('Copy the request ID {0}', requestId)),
  ];
}

function timeWords(ms: number): string {
  const number = (value: number, digits: number) =>
    value.toLocaleString(vscode.env.language, { maximumFractionDigits: digits });
  return ms < 1000 ? `${number(ms, 0)} ms` : `${number(ms / 1000, 1)} s`;
}
