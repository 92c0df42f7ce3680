import * as vscode from 'vscode';
import type { ErrorExplanation } from '../../core/errors/errorExplanation';
import type { Profile } from '../../core/http/profile';
import { speaker } from './connectionSentences';
import { errorSentences } from './errorSentences';
import type { ErrorWords } from './localSentences';
import { sameKeyWords, untoldWords } from './verdictWords';

/** An error for people. What servers say is quoted as it came: whoever shows it sees to it that it stays text. */
export function errorWords(error: ErrorExplanation): ErrorWords {
  const { title, cause } = errorSentences(error);
  return {
    title: capitalized(title),
    cause: [
      capitalized(cause),
      statusWords(error, `${title} ${cause}`),
      detailWords(error),
      outcomeWords(error),
      logWords(error.logged),
      serverWords(error),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  };
}

/** The same as one text. */
export function errorMessage(error: ErrorExplanation): string {
  const { title, cause } = errorWords(error);
  return `${title}. ${cause}`;
}

/** What to say where a window uses no environment; `lost` is the one that it used until that was removed. */
export function noEnvironmentMessage(lost: Pick<Profile, 'name' | 'baseUrl'> | undefined): string {
  const { t } = vscode.l10n;
  return lost
    ? t('The environment “{0}” ({1}), which this window used, was removed. Choose one first.', lost.name, lost.baseUrl)
    : t('No Truto environment yet. Add one with its API token.');
}

/** Every error with a status names it, once. */
function statusWords({ status }: ErrorExplanation, said: string): string {
  return status === undefined || new RegExp(`\\b${status}\\b`).test(said)
    ? ''
    : vscode.l10n.t('The status was {0}.', String(status));
}

function detailWords(error: ErrorExplanation): string {
  switch (error.code) {
    case 'offline':
    case 'connectionLost':
    case 'certificateRejected':
    case 'plainHttp': {
      const { detail } = error.params;
      return detail === undefined ? '' : vscode.l10n.t('System error: {0}.', detail);
    }
    default:
      return '';
  }
}

/** Codes of a refusal of which no more than the status could be read. */
const unread: ReadonlySet<ErrorExplanation['code']> = new Set(['connectionLost', 'timeout', 'unexpectedResponse']);

/** What became of the request, and what a look at the live user has shown since. Nothing where nothing is open. */
function outcomeWords(error: ErrorExplanation): string {
  const { t } = vscode.l10n;
  const { write, outcome, status, earlier, arrival, untold } = error;
  if (!write) return '';
  if (outcome === 'refused')
    return status !== undefined && unread.has(error.code) ? t('The update was refused, so nothing changed.') : '';
  if (outcome === 'notSent') return t('Nothing was sent, nothing changed.');
  if (outcome === 'applied')
    return earlier ? t('An earlier attempt was applied.') : t('The update was applied. Only its response is missing.');
  switch (arrival) {
    case 'arrived':
      return `${t('The live user now has your values: the update was applied.')}${untoldWords(untold)}`;
    case 'notArrived':
      return [
        t('The live user is unchanged.'),
        ...(earlier ? [t('An earlier attempt may still be applied.')] : []),
        error.isFailedAlike ? storedWords() : t('It is safe to send the same update again.'),
      ].join(' ');
    case 'unreadable':
      return `${doubt(earlier)} ${t('The live user cannot be read.')} ${error.isFailedAlike ? storedWords() : sameKeyWords()}`;
    case 'unclear':
      return `${doubt(earlier)} ${t('The live user was checked, but the result is unclear.')}`;
    default:
      return `${doubt(earlier)} ${t('Check the live user before you send it again.')}`;
  }
}

/** What Truto's log says of an update; '' where it says nothing. */
export function logWords(logged: ErrorExplanation['logged']): string {
  const { t } = vscode.l10n;
  if (!logged) return '';
  if (!logged.isFound) return t('Truto’s log has no such update so far.');
  return logged.status === undefined
    ? t('Truto’s log shows that the update was run.')
    : t('Truto’s log shows that the update was run, and ended with status {0}.', String(logged.status));
}

/** The same key would bring the same failure. */
const storedWords = (): string =>
  vscode.l10n.t(
    'Every attempt had the same failure, which may be a stored response. Sending it again asks for a new key.',
  );

function doubt(earlier: ErrorExplanation['earlier']): string {
  const { t } = vscode.l10n;
  return earlier
    ? t('An earlier attempt may have been applied.')
    : t('It is not known whether the update was applied.');
}

/** What was said, and who said it. */
function serverWords(error: ErrorExplanation): string {
  return error.serverMessage === undefined
    ? ''
    : vscode.l10n.t('{0} says: “{1}”', capitalized(speaker(error)), error.serverMessage);
}

/** 'the provider' may stand first. */
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
