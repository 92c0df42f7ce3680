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
const maxValueLength = 40;

/** Values as a list for people: twenty of them, the rest is counted. */
export function valuesWords(values: readonly unknown[]): string {
  const shown = values
    .slice(0, maxValues)
    .map((value) => cut(String(value), maxValueLength))
    .join(', ');
  const left = values.length - maxValues;
  return left > 0 ? vscode.l10n.t('{0} and {1} more', shown, left) : shown;
}

/** A text cut where nobody would read on. */
export const cut = (text: string, maxLength: number): string =>
  text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;

/** A day, for people. */
export const dateWords = (ms: number): string =>
  new Date(ms).toLocaleDateString(vscode.env.language, { dateStyle: 'long' });

/** How long something takes: in seconds up to a minute, then in minutes, of which the first ten have seconds too. */
export function durationWords(seconds: number): string {
  const { t } = vscode.l10n;
  if (seconds <= 60) return seconds === 1 ? t('1 second') : t('{0} seconds', seconds);
  const { hours, minutes, rest } = parts(seconds);
  if (hours > 0) return hours === 1 ? t('1 hour') : t('{0} hours', hours);
  const whole = minutes === 1 ? t('1 minute') : t('{0} minutes', minutes);
  return rest === 0 ? whole : t('{0} {1}', whole, durationWords(rest));
}

/** The same in short, for what is counted down. */
export function shortDuration(seconds: number): string {
  const { t } = vscode.l10n;
  if (seconds <= 60) return t('{0} s', seconds);
  const { hours, minutes, rest } = parts(seconds);
  if (hours > 0) return t('{0} h', hours);
  return rest === 0 ? t('{0} min', minutes) : t('{0} min {1} s', minutes, rest);
}

/** Rounded up where a part is left out: nobody is to come back too early. Hours count from the second one on. */
function parts(seconds: number): { hours: number; minutes: number; rest: number } {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return { hours: 0, minutes, rest: Math.ceil(seconds - minutes * 60) };
  return { hours: minutes < 120 ? 0 : Math.ceil(seconds / 3600), minutes: Math.ceil(seconds / 60), rest: 0 };
}
