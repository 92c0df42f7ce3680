import * as vscode from 'vscode';
import type { AttemptWait } from '../../api/trutoClient';
import { shortDuration } from './plainWords';

/** Why an attempt waits, and for how many seconds still. */
export function waitWords({ reason, attempt }: Pick<AttemptWait, 'reason' | 'attempt'>, seconds: number): string {
  const { t } = vscode.l10n;
  const time = shortDuration(seconds);
  switch (reason) {
    case 'pacing':
      return t('waiting for the rate limit, {0}', time);
    case 'rateLimited':
      return t('rate limit reached, trying again in {0}', time);
    case 'keyInUse':
      return t('Truto is still handling the same request, asking again in {0}', time);
    case 'trutoFailed':
    case 'providerFailed':
    case 'nothingHeard':
    case 'connectionLost':
    case 'timeout':
      return t('no valid response, retry {0} in {1}', attempt - 1, time);
  }
}
