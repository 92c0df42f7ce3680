import * as vscode from 'vscode';
import type { RequestOutcome } from '../../core/errors/errorExplanation';
import type { Initiator, NotUndone, NotUndoneReason, UpdateImages } from '../../core/update/inversePatch';
import { differenceLines } from './differenceWords';

/** What became of an update, in a word or two. */
export function outcomeWords(outcome: RequestOutcome, status?: number): string {
  const { t } = vscode.l10n;
  const words = {
    applied: t('updated'),
    refused: t('rejected'),
    notSent: t('not sent'),
    unknown: t('result unknown'),
  }[outcome];
  return status === undefined || outcome === 'applied' ? words : `${words} (${status})`;
}

/** Who wanted an update; nothing for a person in an editor, who needs no word. */
export function initiatorWords(who: Initiator): string {
  const { t } = vscode.l10n;
  return { editor: '', bulk: t('bulk update'), undo: t('undo'), agent: t('language model') }[who];
}

/** Why fields are not undone: a line for each reason. */
export function notUndoneLines(notUndone: readonly NotUndone[]): string[] {
  const { t } = vscode.l10n;
  const words: Readonly<Record<NotUndoneReason, (names: string) => string>> = {
    changed: (names) => t('Changed by someone else since, left as it is: {0}.', names),
    secret: (names) => t('Cannot be undone, because secrets are not kept: {0}.', names),
    cannotUnset: (names) => t('Cannot be undone, because an update cannot remove it again: {0}.', names),
    unreadable: (names) => t('Cannot be undone, because the account does not return it: {0}.', names),
  };
  const reasons: readonly NotUndoneReason[] = ['changed', 'secret', 'cannotUnset', 'unreadable'];
  return reasons.flatMap((reason) => {
    const names = notUndone.filter((field) => field.reason === reason).map(({ name }) => name);
    return names.length === 0 ? [] : [words[reason](names.join(', '))];
  });
}

/** Who last set a field from here, when, and from what to what. */
export function provenanceLines(update: UpdateImages & { at: number; who: Initiator }, field: string): string[] {
  const { t } = vscode.l10n;
  const by = initiatorWords(update.who);
  const when = `${dayOf(update.at)}, ${timeOf(update.at)}`;
  return [
    by === '' ? t('Last set from here on {0}', when) : t('Last set from here on {0} ({1})', when, by),
    ...differenceLines(field, update.before?.comparable(field), update.after.comparable(field)),
  ];
}

/** A time of this day or another one, for people. */
export const timeOf = (ms: number): string =>
  new Date(ms).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });

export const dayOf = (ms: number): string =>
  new Date(ms).toLocaleDateString(vscode.env.language, { dateStyle: 'full' });
