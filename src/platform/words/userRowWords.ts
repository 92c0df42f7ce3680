import * as vscode from 'vscode';
import type { LackingParameters } from '../../api/readParameters';
import type { ListedUser } from '../../api/userList';

/** What the row of a user says: who it is, and what tells it from others. To be shown as plain text. */
export function userRowWords({ id, name, email, username, status }: ListedUser) {
  const isTold = username === undefined || email?.includes(username) === true;
  return {
    label: name ?? id,
    /** Its address, else its user name; the status too, where it is not the usual one. */
    remarks: [email, isTold ? undefined : username, status].filter((word) => word !== undefined),
  };
}

/** The words of a user by which a person finds it, a line each. */
export const wordsOfUser = ({ id, ...told }: ListedUser): string => [id, ...Object.values(told)].join('\n');

/** What asks for the parameters that a list lacks. */
export function lackingWords({ names, isOneOf }: LackingParameters): string {
  const { t } = vscode.l10n;
  const all = names.join(', ');
  return isOneOf ? t('Enter one of {0}...', all) : t('Enter {0}...', all);
}
