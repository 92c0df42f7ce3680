import * as vscode from 'vscode';
import type { Seen, Verdict } from '../../core/responses/verdict';
import { listed } from './plainWords';

/** What is known of an update that had a response with success. */
export interface ToldUpdate {
  readonly verdict: Verdict;
  /** What the looks at the live user came to. */
  readonly seen?: Seen | undefined;
  readonly userName: string;
  /** The names of the fields that went. */
  readonly fields: readonly string[];
  /** The fields that a look showed otherwise than they were sent, with what it showed as JSON. */
  readonly differing: readonly { readonly name: string; readonly shown: string }[];
  /** The names of the fields that nothing was shown of. */
  readonly untold?: readonly string[];
  /** The status of a response that broke off. */
  readonly brokenStatus?: number | undefined;
}

/** Whether the words are a warning: somebody has to look after it. */
export const isDoubtful = (verdict: Verdict): boolean =>
  ['unchanged', 'otherValues', 'noUser', 'otherUser'].includes(verdict);

/** What is known of an update, in a word or two. */
export function shortVerdict(verdict: Verdict): string {
  const { t } = vscode.l10n;
  switch (verdict) {
    case 'updated':
    case 'storedAs':
      return t('updated');
    case 'notVisibleYet':
      return t('accepted, not visible yet');
    case 'unchecked':
    case 'notLooked':
      return t('accepted, not checked');
    case 'unchanged':
      return t('accepted, not changed');
    case 'otherValues':
      return t('accepted, other values now');
    case 'noUser':
    case 'otherUser':
      return t('not known');
  }
}

/** Says what is known of an update, never more: “updated” is what a look at the live user has shown. */
export function verdictWords(update: ToldUpdate): string {
  const { t } = vscode.l10n;
  const { verdict, userName, fields, differing, untold = [] } = update;
  const names = fields.join(', ');
  const seen = fields.filter((name) => !untold.includes(name)).join(', ');
  const shown = differing.map(({ name, shown: json }) => t('{0} is {1}', name, json)).join(', ');
  const unchanged = listed(differing.length > 0 ? differing.map(({ name }) => name) : fields);
  switch (verdict) {
    case 'updated':
      if (seen === '') return verdictWords({ ...update, verdict: 'unchecked' });
      return [t('{0} updated: {1}.', userName, seen), untoldWords(untold)].join('');
    case 'storedAs':
      return [
        t('{0} updated: {1}. Stored in the server’s own spelling: {2}.', userName, seen, shown),
        untoldWords(untold),
      ].join('');
    case 'notVisibleYet':
      return [acceptedWords(update), t('The live user does not show it yet.')].join(' ');
    case 'unchanged':
      return t('The update of {0} was accepted, but the response shows {1} unchanged.', userName, unchanged);
    case 'otherValues':
      return t(
        'The update of {0} was accepted, but now {1}. Someone else may have changed it since.',
        userName,
        shown || names,
      );
    case 'unchecked':
      return [acceptedWords(update), t('It cannot be checked: the account does not return it.')].join(' ');
    case 'notLooked':
      return [acceptedWords(update), t('It is not checked: the live user could not be read just now.')].join(' ');
    case 'noUser':
      return [
        t('It is not known whether {0} was updated: the response is no user.', userName),
        ...unseenWords(update, t('It is safe to send the same update again.')),
      ].join(' ');
    case 'otherUser':
      return [
        t('It is not known whether {0} was updated: the response is another user.', userName),
        ...unseenWords(update, t('Check the live user before you send it again.')),
      ].join(' ');
  }
}

/** What looks have not shown, and what that says of sending the update again. Who cannot look is not told to. */
function unseenWords({ seen }: ToldUpdate, again: string): string[] {
  const { t } = vscode.l10n;
  switch (seen) {
    case 'unreadable':
      return [t('The live user cannot be read.'), sameKeyWords()];
    case 'nothing':
      return [t('The account does not return what was sent.'), sameKeyWords()];
    case 'failed':
      return [t('The live user could not be read just now.'), t('Check the live user before you send it again.')];
    default:
      return [t('The live user does not show the new values.'), again];
  }
}

/** Where nobody can look. */
export const sameKeyWords = (): string =>
  vscode.l10n.t('Sending the same update again within a day uses the same idempotency key.');

/** That it was accepted is said only where the whole response says so. */
function acceptedWords({ userName, fields, brokenStatus }: ToldUpdate): string {
  const { t } = vscode.l10n;
  const names = fields.join(', ');
  return brokenStatus === undefined
    ? t('The update of {0} was accepted ({1}).', userName, names)
    : t(
        'The response to the update of {0} ({1}) began with status {2}, but the rest was not received.',
        userName,
        names,
        String(brokenStatus),
      );
}

/** Of the fields that no look shows nothing is said but that. With a space before it; '' where there are none. */
export const untoldWords = (untold: readonly string[] = []): string =>
  untold.length === 0
    ? ''
    : ` ${vscode.l10n.t('Not returned by the account, so not checked: {0}.', untold.join(', '))}`;
