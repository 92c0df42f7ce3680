import * as vscode from 'vscode';

/** A name as it stands in a sentence. */
export const quoted = (name: string): string => `“${name}”`;

const maxNames = 3;

/** Names in a sentence: three of them, the rest is counted. */
export function listed(names: readonly string[]): string {
  const { t } = vscode.l10n;
  const shown = names.slice(0, maxNames).map(quoted);
  if (names.length > maxNames) shown.push(t('{0} more', names.length - maxNames));
  const last = shown.pop() ?? '';
  return shown.length > 0 ? t('{0} and {1}', shown.join(', '), last) : last;
}

/** Things of which one will do. */
export const either = (things: readonly string[]): string => things.join(vscode.l10n.t(' or '));

const maxValues = 20;

/** Values as a list for people: twenty of them, the rest is counted. */
export function valuesWords(values: readonly unknown[]): string {
  const shown = values.slice(0, maxValues).join(', ');
  const left = values.length - maxValues;
  return left > 0 ? vscode.l10n.t('{0} and {1} more', shown, left) : shown;
}

/** A text cut where nobody would read on. */
export const cut = (text: string, maxLength: number): string =>
  text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;

export function secondsWords(seconds: number): string {
  return seconds === 1 ? vscode.l10n.t('1 second') : vscode.l10n.t('{0} seconds', seconds);
}
