import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { endsWithin } from '../../platform/endsWithin';
import type { Report } from '../../platform/notify';
import { maxShownBytes } from '../../core/http/maxSizes';
import type { Prepared } from '../../updates/prepared';
import type { AcceptedResponse } from '../../updates/updateObserver';
import { noteResponse } from './responseNotes';
import { ResponseSpool } from './responseSpool';
import { ResponseView, type ResponseEnd } from './responseView';
import type { ShownResponses } from './shownResponses';
import { errorWords } from '../../platform/words/errorWords';
import { sizeWords } from '../../platform/words/sizeWords';
import { Throttle } from './throttle';

/** Where a response is shown, and how it is stopped. */
interface Showing {
  readonly responses: ShownResponses;
  /** Stops the response when the person closes what shows it. */
  readonly stop: AbortController;
  readonly report: Report;
  /** When the update was sent, in ms since 1970. */
  readonly startedAt: number;
}

/**
 * Shows the response to an update that was accepted beside, while it arrives where it may be large. Resolves when it has
 * ended, however it did.
 */
export async function receiveResponse(
  update: Prepared,
  response: AcceptedResponse,
  showing: Showing,
): Promise<ResponseView> {
  const { responses, startedAt } = showing;
  const view = new ResponseView(response, update, new ResponseSpool(responses.folder), responses.documents, startedAt);
  await take(view, response, showing);
  return view;
}

/** In ms, for the editor to show the last of a response. */
const patience = 2000;

/** In ms, between two looks at what has come; every megabyte that is shown takes the editor its time, too. */
const restMs = 250;
const restMsPerMegabyte = 1000;

async function take(
  view: ResponseView,
  { chunks }: AcceptedResponse,
  { responses, stop, report }: Showing,
): Promise<void> {
  const { spool } = view;
  const tell = () => report(vscode.l10n.t('{0} of the response received', sizeWords(spool.size)));
  // Of its own: an editor may be busy for long with what came before.
  const telling = new Throttle(
    () => {
      tell();
      return Promise.resolve();
    },
    () => restMs,
  );
  const show = async () => {
    tell();
    await view.open((uri) => responses.add(uri, view, stop));
    responses.refresh();
    await view.refresh();
  };
  const throttle = new Throttle(
    show,
    () => restMs + (restMsPerMegabyte * Math.min(spool.size, maxShownBytes)) / 1024 ** 2,
  );
  const end = await takeChunks(view, chunks, () => {
    telling.ask();
    throttle.ask();
  });
  telling.end();
  throttle.end();
  await view.finish(end);
  if (stop.signal.aborted) return;
  const showing = show().then(() => noteResponse(view, responses.notes));
  // An editor that is busy with what came before holds nobody up: the response is here.
  if (await endsWithin(patience, showing)) await showing;
  else showing.catch(() => undefined);
}

async function takeChunks(
  view: ResponseView,
  chunks: AcceptedResponse['chunks'],
  came: () => void,
): Promise<ResponseEnd> {
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
