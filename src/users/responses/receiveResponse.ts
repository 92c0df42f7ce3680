import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import type { AttemptWait, StreamedResponse, UpdateResponse } from '../../api/trutoClient';
import { endsWithin } from '../../platform/endsWithin';
import { withProgress, type Report } from '../../platform/notify';
import { noteResponse } from './responseNotes';
import { ResponseSpool, shownBytes } from './responseSpool';
import { ResponseView, type ResponseEnd } from './responseView';
import { Countdown } from '../send/countdown';
import type { ShownResponses } from './shownResponses';
import { errorWords } from '../../platform/words/errorWords';
import { sizeWords } from '../../platform/words/sizeWords';
import { Throttle } from './throttle';
import type { UserUpdate } from '../send/userUpdate';

/** A response that has ended and is shown. `body` is its JSON, where it is JSON and all of it came. */
export interface ReceivedResponse {
  readonly view: ResponseView;
  readonly body: unknown;
}

/**
 * Sends an update and shows its response beside, while it arrives where it may be large. Resolves when the response has
 * ended, however it did: it was accepted. Throws TrutoError when the update was not accepted, or may not have been.
 */
export function receiveResponse(
  update: UserUpdate,
  bodyJson: string,
  idempotencyKey: string,
  responses: ShownResponses,
): Promise<ReceivedResponse> {
  const startedAt = Date.now();
  return withProgress(vscode.l10n.t('Updating {0}...', update.userName), async (cancelled, report) => {
    const countdown = new Countdown(report);
    const stop = new AbortController();
    try {
      const signal = AbortSignal.any([cancelled, stop.signal]);
      const response = await ask(update, bodyJson, idempotencyKey, signal, (wait) => countdown.start(wait));
      countdown.end();
      const view = new ResponseView(
        response,
        update,
        new ResponseSpool(responses.folder),
        responses.documents,
        startedAt,
      );
      await take(view, response, { responses, stop, report });
      return { view, body: response.body ?? view.json };
    } finally {
      countdown.end();
    }
  });
}

type Asked = Omit<StreamedResponse, 'chunks'> & {
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly body?: unknown;
};

/** Documented answers are read whole, and asked for again where they break off; others may be of any size and kind. */
async function ask(
  update: UserUpdate,
  bodyJson: string,
  idempotencyKey: string,
  signal: AbortSignal,
  onAttempt: (wait: AttemptWait) => void,
): Promise<Asked> {
  const { environment, accountId, userId, query } = update;
  const client = await environment.client();
  const request = { accountId, userId, query, bodyJson, idempotencyKey };
  const { truto_response_format: format } = query;
  return format === 'stream' || format === 'raw'
    ? client.streamUpdate(request, signal, onAttempt)
    : atOnce(await client.updateUser(request, signal, onAttempt));
}

const atOnce = (response: UpdateResponse): Asked => ({ ...response, chunks: [Buffer.from(response.bodyText)] });

/** In ms, for the editor to show the last of a response. */
const patience = 2000;

/** In ms, between two looks at what has come; every megabyte that is shown takes the editor its time, too. */
const restMs = 250;
const restMsPerMegabyte = 1000;

async function take(
  view: ResponseView,
  { chunks }: Asked,
  {
    responses,
    stop,
    report,
  }: { readonly responses: ShownResponses; readonly stop: AbortController; readonly report: Report },
): Promise<void> {
  const { spool } = view;
  const show = async () => {
    report(vscode.l10n.t('{0} of the response received', sizeWords(spool.size)));
    await view.open((uri) => responses.add(uri, view, stop));
    responses.refresh();
    await view.refresh();
  };
  const throttle = new Throttle(
    show,
    () => restMs + (restMsPerMegabyte * Math.min(spool.size, shownBytes)) / 1024 ** 2,
  );
  const end = await takeChunks(view, chunks, () => throttle.ask());
  throttle.end();
  await view.finish(end);
  if (stop.signal.aborted) return;
  const showing = show().then(() => noteResponse(view, responses.notes));
  // An editor that is busy with what came before holds nobody up: the response is here.
  if (await endsWithin(patience, showing)) await showing;
  else showing.catch(() => undefined);
}

async function takeChunks(view: ResponseView, chunks: Asked['chunks'], came: () => void): Promise<ResponseEnd> {
  try {
    for await (const chunk of chunks) {
      await view.add(chunk);
      came();
    }
    return { how: 'whole' };
  } catch (error) {
    const explanation = explanationOf(error);
    if (explanation?.code === 'cancelled') return { how: 'stopped' };
    // Not the way here but the disk may have failed, too.
    const reason = explanation ? errorWords(explanation).title : error instanceof Error ? error.message : String(error);
    return { how: 'brokenOff', reason };
  }
}
