import * as vscode from 'vscode';
import type { ErrorExplanation } from '../../core/errors/errorExplanation';
import { durationWords } from './plainWords';

/** What failed in one line without a full stop, and in sentences why and what became of the request. */
export interface ErrorWords {
  readonly title: string;
  readonly cause: string;
}

export type ErrorOf<Code extends ErrorExplanation['code']> = Extract<ErrorExplanation, { readonly code: Code }>;

/** Says what failed on this side, before anything left. */
export function localSentences(
  error: ErrorOf<'untrustedWorkspace' | 'cancelled' | 'noToken' | 'unreadableToken' | 'unusableToken' | 'unusableId'>,
): ErrorWords {
  const { t } = vscode.l10n;
  switch (error.code) {
    case 'untrustedWorkspace':
      return {
        title: t('Nothing is sent from an untrusted workspace'),
        cause: t('Requests to Truto are made once you trust this workspace.'),
      };
    case 'cancelled':
      return { title: t('Canceled'), cause: t('The request was canceled before its response was received.') };
    case 'noToken':
      return { title: t('This environment has no API token'), cause: t('Requests to Truto require one.') };
    case 'unreadableToken':
      return {
        title: t('The API token cannot be read'),
        cause:
          error.params.seconds === undefined
            ? t('The secret storage failed, or what it holds for this environment is damaged.')
            : t('The secret storage did not respond within {0}.', durationWords(error.params.seconds)),
      };
    case 'unusableToken':
      return {
        title: t('The API token cannot be used'),
        cause: t(
          'It contains characters that are not allowed in a token. Something else may have been copied with it.',
        ),
      };
    case 'unusableId':
      return {
        title: t('This ID cannot be part of a URL'),
        cause: t('An empty ID, “.” or “..” would address something else.'),
      };
  }
}
