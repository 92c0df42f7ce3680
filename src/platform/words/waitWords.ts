import * as vscode from 'vscode';
import type { AttemptWait } from '../../api/trutoClient';

/** Why an attempt waits, and for how many seconds still. */
export function waitWords({ reason, attempt }: Pick<AttemptWait, 'reason' | 'attempt'>, seconds: number): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'pacing':
      return t('waiting for the rate limit, {0} s', seconds);
    case 'rateLimited':
      return t('rate limit reached, trying again in {0} s', seconds);
    case 'trutoFailed':
    case 'providerFailed':
    case 'connectionLost':
    case 'timeout':
      return t('no valid response, retry {0} in {1} s', attempt - 1, seconds);
  }
}
