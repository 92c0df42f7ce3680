import * as vscode from 'vscode';
import { UpdateUnderWayError } from '../../updates/attempts';
import type { Prepared } from '../../updates/prepared';
import type { EndedUpdate, RunOptions, Updates } from '../../updates/updates';
import type { ResponseView } from '../responses/responseView';
import type { ShownResponses } from '../responses/shownResponses';
import type { UserServices } from '../userServices';
import { SendRefused } from './sendRefused';
import { sendResult, type SendResult } from './sendResult';
import { showingObserver } from './showingObserver';
import { tellUpdated } from './tellUpdated';
import type { UnkeptNotice } from './unkeptNotice';

type RunServices = Pick<UserServices, 'updating'> & {
  readonly responses: ShownResponses;
  readonly unkept: UnkeptNotice;
};

/** Sends an update that is confirmed, with its progress and its response on the screen. Throws SendRefused and TrutoError. */
export async function runPrepared(
  updates: Updates,
  prepared: Prepared,
  services: RunServices,
  options: RunOptions,
): Promise<SendResult> {
  let view: ResponseView | undefined;
  const observer = showingObserver(prepared, services.responses, (received) => (view = received));
  try {
    const outcome = await updates.run(prepared, observer, options);
    const ended = { prepared, outcome };
    await tellEnded(ended, view, services);
    return await resultOf(ended, services);
  } catch (error) {
    if (!(error instanceof UpdateUnderWayError)) throw error;
    throw new SendRefused(vscode.l10n.t('An update of {0} is still in progress.', prepared.userName));
  }
}

/** Tells what became of an update, and offers to undo it: in the message and on the response. */
export async function tellEnded(
  ended: EndedUpdate,
  view: ResponseView | undefined,
  { updating, responses, unkept }: RunServices,
): Promise<void> {
  const id = await (await updating()).history.idOf(ended.outcome);
  if (view && id !== undefined) responses.setHistoryId(view, id);
  responses.judge(view, ended.outcome.verdict);
  void tellUpdated(ended, view, id);
  unkept.tell(ended);
}

/** What a caller gets of an update. Throws FailedSend unless it was applied. */
export async function resultOf({ outcome }: EndedUpdate, { updating }: RunServices): Promise<SendResult> {
  return sendResult(outcome, await (await updating()).history.idOf(outcome));
}
