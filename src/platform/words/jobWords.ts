import * as vscode from 'vscode';
import { causeTitle } from './bulkWords';

/** Why a bulk update rests. */
export function restWords(reason: string | undefined): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'paused':
      return t('paused');
    case 'firstRows':
      return t('paused after the first rows');
    case 'tokenRejected':
      return t('paused: Truto rejects the API token');
    case 'offline':
      return t('paused: no connection to Truto');
    case 'intercepted':
      return t('paused: something between here and Truto responds in its place');
    case 'serverFailing':
      return t('paused: several requests failed in a row');
    case 'cannotKeep':
      return t('paused: the storage of VS Code cannot be written');
    case 'planUnreadable':
      return t('paused: its plan cannot be read');
    case 'takenOver':
      return t('continued in another window');
    case 'accountsStopped':
      return t('paused: some accounts do not accept updates');
    case 'untrusted':
      return t('paused: the workspace is not trusted');
    case 'windowClosed':
      return t('interrupted');
    default:
      return t('interrupted');
  }
}

/** Why a row of a bulk update was not applied, or why nobody knows: a code of the job, of an error or of the plan. */
export const codeWords = (code: string): string => jobCauseWords(code) ?? causeTitle(code);

/** Why no row of an integrated account is sent. */
export const stoppedWords = (code: string): string =>
  code === 'notFound' ? vscode.l10n.t('Integrated account not found') : codeWords(code);

/** Undefined for codes that errors or plans have. */
export function jobCauseWords(code: string): string | undefined {
  const { t } = vscode.l10n;
  switch (code) {
    case 'moved':
      return t('The live user was changed after the plan was made');
    case 'movedAfter':
      return t('The live user was changed by someone else after this update was sent');
    case 'underWay':
      return t('Another window was updating this user');
    case 'earlierFailed':
      return t('An earlier row of this user was not applied');
    case 'earlierUnknown':
      return t('The result of an earlier row of this user is not known');
    case 'withheldMissing':
      return t('The secret of this row is not in the source file any more');
    case 'logged':
      return t('The response was lost. Truto’s log shows that the update ran');
    case 'unseen':
      return t('The response was lost, and nothing tells whether it ran. It was not sent again');
    case 'unknown':
      return t('The result is not known');
    case 'noUserShown':
      return t('The response is no user');
    case 'otherUser':
      return t('The response is another user');
    case 'unchanged':
      return t('Accepted, but not changed');
    case 'otherValues':
      return t('Accepted, but the live user has other values now');
    case 'notVisibleYet':
      return t('Accepted, but not visible yet');
    case 'unchecked':
    case 'notLooked':
      return t('Accepted, but not checked');
    case 'cannotCompare':
      return t('The live user cannot be read any more');
    case 'keyInUse':
      return t('An earlier request with the same key is still in progress');
    case 'connectionLost':
      return t('The connection was lost');
    case 'timeout':
      return t('No response in time');
    case 'gatewayRefused':
    case 'redirected':
      return t('The response was not from Truto');
    case 'conflict':
      return t('Already used by another user');
    case 'providerRefused':
    case 'refused':
      return t('Rejected');
    case 'forbidden':
      return t('Not allowed');
    case 'notFound':
      return t('User not found');
    case 'trutoFailed':
    case 'providerFailed':
    case 'gatewayFailed':
      return t('The server failed');
    default:
      return undefined;
  }
}

/** Why a bulk update cannot be continued, or shown. */
export function jobFaultWords(code: string, line = 0): string {
  const { t } = vscode.l10n;
  switch (code) {
    case 'damaged':
      return t('The journal of this bulk update is damaged at line {0}. To be safe, nothing more is sent.', line);
    case 'planChanged':
      return t('The plan of this bulk update was changed or deleted. It cannot be continued.');
    case 'planReplaced':
      return t('The plan was changed while you were asked. Check it, and apply it again.');
    case 'over':
      return t('This bulk update has ended.');
    case 'elsewhere':
      return t('Another window runs this bulk update. Pause it there.');
    case 'taken':
      return t('This bulk update is still running.');
    default:
      return t('This bulk update does not exist any more.');
  }
}
