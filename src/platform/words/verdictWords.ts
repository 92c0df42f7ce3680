import * as vscode from 'vscode';
import type { Verdict } from '../../core/responses/verdict';
import { listed } from './plainWords';

/** What is known of an update that had a response with success. */
export interface ToldUpdate {
  readonly verdict: Verdict;
  readonly userName: string;
  /** The names of the fields that went. */
  readonly fields: readonly string[];
  /** The fields that a look showed otherwise than they were sent, with what it showed as JSON. */
  readonly differing: readonly { readonly name: string; readonly shown: string }[];
}

/** Whether the words are a warning: somebody has to look after it. */
export const isDoubtful = (verdict: Verdict): boolean =>
  ['unchanged', 'otherValues', 'noUser', 'otherUser'].includes(verdict);

/** Says what is known of an update, never more: “updated” is what a look at the live user has shown. */
export function verdictWords({ verdict, userName, fields, differing }: ToldUpdate): string {
  const { t } = vscode.l10n;
  const names = fields.join(', ');
  const shown = differing.map(({ name, shown: json }) => t('{0} is {1}', name, json)).join(', ');
  const unchanged = listed(differing.length > 0 ? differing.map(({ name }) => name) : fields);
  switch (verdict) {
    case 'updated':
      return t('{0} updated: {1}.', userName, names);
    case 'storedAs':
      return t('{0} updated: {1}. Stored in the server’s own spelling: {2}.', userName, names, shown);
    case 'notVisibleYet':
      return t('The update of {0} was accepted ({1}). The live user does not show it yet.', userName, names);
    case 'unchanged':
      return t('The update of {0} was accepted, but the response shows {1} unchanged.', userName, unchanged);
    case 'otherValues':
      return t(
        'The update of {0} was accepted, but now {1}. Someone else may have changed it since.',
        userName,
        shown || names,
      );
    case 'unchecked':
      return t(
        'The update of {0} was accepted ({1}). It cannot be checked: the account does not return it.',
        userName,
        names,
      );
    case 'noUser':
      return t(
        'It is not known whether {0} was updated: the response is no user, and the live user does not show the new values. It is safe to send the same update again.',
        userName,
      );
    case 'otherUser':
      return t(
        'It is not known whether {0} was updated: the response is another user. Check the live user before you send it again.',
        userName,
      );
  }
}
