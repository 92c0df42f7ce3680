import * as vscode from 'vscode';

/** A name as it stands in a sentence. */
const quoted = (name: string): string => `“${name}”`;

const maxNamed = 3;

/** Names in a sentence: three of them, the rest is counted. */
export function listed(names: readonly string[]): string {
  const { t } = vscode.l10n;
  const shown = names.slice(0, maxNamed).map(quoted);
  if (names.length > maxNamed) shown.push(t('{0} more', names.length - maxNamed));
  const last = shown.pop() ?? '';
  return shown.length > 0 ? t('{0} and {1}', shown.join(', '), last) : last;
}

export function secondsWords(seconds: number): string {
  return seconds === 1 ? vscode.l10n.t('1 second') : vscode.l10n.t('{0} seconds', seconds);
}
