import * as vscode from 'vscode';
import { Countdown, whileAsking } from '../../platform/countdown';
import { withProgress } from '../../platform/notify';
import type { Prepared } from '../../updates/prepared';
import type { UpdateObserver } from '../../updates/updateObserver';
import { receiveResponse } from '../responses/receiveResponse';
import type { ResponseView } from '../responses/responseView';
import type { ShownResponses } from '../responses/shownResponses';

/**
 * Shows an update while it is sent: its progress with a Cancel, the waits, and the response beside the file.
 * @param received told of the response that is shown
 */
export function showingObserver(
  update: Prepared,
  responses: ShownResponses,
  received: (view: ResponseView) => void,
): UpdateObserver {
  const { t } = vscode.l10n;
  return {
    sending: (send) =>
      withProgress(t('Updating {0}...', update.userName), async (cancelled, report) => {
        const startedAt = Date.now();
        const countdown = new Countdown(report);
        const stop = new AbortController();
        try {
          return await send({
            signal: AbortSignal.any([cancelled, stop.signal]),
            onWait: (wait) => countdown.start(wait),
            receive: async (response) => {
              countdown.end();
              const view = await receiveResponse(update, response, { responses, stop, report, startedAt });
              received(view);
              return response.body === undefined ? view.received : { json: response.body };
            },
          });
        } finally {
          countdown.end();
        }
      }),
    looking: (look, isAnswered) =>
      whileAsking(isAnswered ? t('Checking the live user...') : t('No response: checking the live user...'), look),
  };
}
