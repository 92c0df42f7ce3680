import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import type { AttemptWait, StreamedAnswer, UpdateAnswer } from '../../api/trutoClient';
import { endsWithin } from '../../platform/endsWithin';
import { withProgress, type Report } from '../../platform/progress';
import { noteAnswer } from './answerNotes';
import { AnswerSpool, shownBytes } from './answerSpool';
import { AnswerView, type AnswerEnd } from './answerView';
import { Countdown } from './countdown';
import type { ShownAnswers } from './shownAnswers';
import { sizeWords } from './sizeWords';
import { Throttle } from './throttle';
import type { UserUpdate } from './userUpdate';

/** An answer that has ended and is shown. `body` is its JSON, where it is JSON and all of it came. */
export interface ReceivedAnswer {
  readonly view: AnswerView;
  readonly body: unknown;
}

/**
 * Sends an update and shows its answer beside, while it arrives where it may be large. Resolves when the answer has
 * ended, however it did: it was accepted. Throws TrutoError when the update was not accepted, or may not have been.
 */
export function receiveAnswer(
  update: UserUpdate,
  bodyJson: string,
  idempotencyKey: string,
  answers: ShownAnswers,
): Promise<ReceivedAnswer> {
  const startedAt = Date.now();
  return withProgress(vscode.l10n.t('Updating {0}…', update.userName), async (cancelled, report) => {
    const countdown = new Countdown(report);
    const stop = new AbortController();
    try {
      const signal = AbortSignal.any([cancelled, stop.signal]);
      const answer = await ask(update, bodyJson, idempotencyKey, signal, (wait) => countdown.start(wait));
      countdown.end();
      const view = new AnswerView(answer, update, new AnswerSpool(answers.folder), answers.documents, startedAt);
      await take(view, answer, { answers, stop, report });
      return { view, body: answer.body ?? view.json };
    } finally {
      countdown.end();
    }
  });
}

type Asked = Omit<StreamedAnswer, 'chunks'> & {
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
  const { client, accountId, userId, query } = update;
  const request = { accountId, userId, query, bodyJson, idempotencyKey };
  const { truto_response_format: format } = query;
  return format === 'stream' || format === 'raw'
    ? client.streamUpdate(request, signal, onAttempt)
    : atOnce(await client.updateUser(request, signal, onAttempt));
}

const atOnce = (answer: UpdateAnswer): Asked => ({ ...answer, chunks: [Buffer.from(answer.bodyText)] });

/** In ms, for the editor to show the last of an answer. */
const patience = 2000;

/** In ms, between two looks at what has come; every megabyte that is shown takes the editor its time, too. */
const restMs = 250;
const restMsPerMegabyte = 1000;

async function take(
  view: AnswerView,
  { chunks }: Asked,
  {
    answers,
    stop,
    report,
  }: { readonly answers: ShownAnswers; readonly stop: AbortController; readonly report: Report },
): Promise<void> {
  const { spool } = view;
  const show = async () => {
    report(vscode.l10n.t('{0} of the answer have come', sizeWords(spool.size)));
    await view.open((uri) => answers.add(uri, view, stop));
    answers.refresh();
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
  const showing = show().then(() => noteAnswer(view, answers.notes));
  // An editor that is busy with what came before holds nobody up: the answer is here.
  if (await endsWithin(patience, showing)) await showing;
  else showing.catch(() => undefined);
}

async function takeChunks(view: AnswerView, chunks: Asked['chunks'], came: () => void): Promise<AnswerEnd> {
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
    return { how: 'brokenOff', reason: explanation?.title ?? (error instanceof Error ? error.message : String(error)) };
  }
}
