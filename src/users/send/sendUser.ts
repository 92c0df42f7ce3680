import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { memberOf } from '../../core/json/isSameState';
import { isStoredAs } from '../../core/json/isStoredAs';
import type { UserFile } from '../../core/update/userFile';
import { UpdateRefused, type SendRefusal } from '../../updates/documentSends';
import type { Prepared } from '../../updates/prepared';
import { liveScheme } from '../../platform/liveUserUri';
import { environmentOf, type CommandCall } from '../commandCall';
import type { UserDocument } from '../documents/userDocument';
import { settleLiveUser } from '../live/settleLiveUser';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';
import type { ResponseView } from '../responses/responseView';
import type { ShownResponses } from '../responses/shownResponses';
import type { UserServices } from '../userServices';
import { refusedBy } from './accountObstacle';
import { confirmUpdate } from './confirmUpdate';
import { leftOutLines } from './describeUpdate';
import { driftRefused, overwritesDrift } from './driftQuestion';
import { updateRequest, whilePreparing } from './prepareUpdate';
import { errorFreeUserFile, openUserDocument, refuseUntrusted } from './readyDocument';
import { SendRefused } from './sendRefused';
import { resultOf, tellEnded } from './runPrepared';
import type { SendResult } from './sendResult';
import { showingObserver } from './showingObserver';
import type { UnkeptNotice } from './unkeptNotice';

export interface SendServices extends UserServices {
  readonly readOnlyDocuments: ReadOnlyDocuments;
  readonly responses: ShownResponses;
  readonly unkept: UnkeptNotice;
}

/** How a send was asked for. */
export interface SendOptions {
  /** `confirm: false`: no question that the settings do not want. A user that has changed since the edit began is refused then. */
  readonly isUnasked: boolean;
  /** A person pressed a key or a button; otherwise a caller waits for what comes of it. */
  readonly isPress: boolean;
  /** It was a key. */
  readonly isKey: boolean;
}

/**
 * Sends a user file as one update: checks it, asks, sends, shows the response beside. Resolves to undefined when the
 * person said no, or has pressed before. Throws SendRefused before and TrutoError after something left.
 */
export async function sendUser(
  call: CommandCall,
  services: SendServices,
  { isUnasked, isPress, isKey }: SendOptions,
): Promise<SendResult | undefined> {
  refuseUntrusted();
  const environment = environmentOf(call, services.environments);
  const { uri } = call;
  const { sends } = await services.updating();
  let user: UserDocument | undefined;
  let text = '';
  let view: ResponseView | undefined;
  const open = async () => (user = await openUserDocument(uri, services));
  const ended = await sends
    .send({
      document: uri?.toString() ?? '',
      isPress,
      isKey,
      readText: async () => (await openUserDocument(uri, services)).document.getText(),
      readFile: async () => {
        const opened = await open();
        opened.serverProblems.clear();
        const file = await errorFreeUserFile(opened, environment, services);
        ({ text } = opened.text);
        return { text, file };
      },
      request: async (file: UserFile) => updateRequest(file, user ?? (await open()), environment, services, 'send'),
      preparing: whilePreparing,
      overwrites: async (prepared) => {
        if (isUnasked) throw driftRefused(prepared);
        return overwritesDrift(prepared, (user ?? (await open())).document, services);
      },
      confirms: (prepared) => confirmed(prepared, uri, services, isUnasked),
      observer: (prepared) => showingObserver(prepared, services.responses, (received) => (view = received)),
    })
    .catch(async (error: unknown) => {
      if (!(error instanceof UpdateRefused)) throw error;
      if (error.refusal.code === 'nothingToSend') await settleUnsent(error.refusal.prepared, user, services);
      throw inWords(error.refusal);
    });
  if (!ended) return undefined;
  // Whoever joined has read nothing: it is told by the one that was joined.
  if (user) await tellEnded(ended, view, services);
  const { fieldProblems = [], conditionalFields = [] } = explanationOf(ended.outcome.error) ?? {};
  // Whoever joined has not read the file: its problems are shown by the one that was joined.
  if (ended.outcome.error)
    user?.serverProblems.show(text, [...fieldProblems, ...conditionalFields], ended.prepared.integration);
  return resultOf(ended, services);
}

/** The draft of a live user that has all of it already is none any more. */
async function settleUnsent(
  prepared: Prepared,
  user: UserDocument | undefined,
  { liveFiles }: UserServices,
): Promise<void> {
  if (user?.uri.scheme !== liveScheme) return;
  const outcome = { outcome: 'notSent', idempotencyKey: '', sent: {}, attempts: 0 } as const;
  await settleLiveUser(user, { prepared, outcome }, liveFiles);
}

function inWords(refusal: SendRefusal): SendRefused {
  const { t } = vscode.l10n;
  switch (refusal.code) {
    case 'documentUnderWay':
      return new SendRefused(t('An update of this file is still in progress.'));
    case 'userUnderWay':
      return new SendRefused(t('An update of {0} is still in progress.', refusal.userName));
    case 'obstructed':
      return refusedBy(refusal.obstructed);
    case 'nothingToSend':
      return new SendRefused([nothingWords(refusal.prepared), ...leftOutLines(refusal.prepared)].join(' '), {
        severity: 'information',
      });
  }
}

/** What nobody edited since an update need not be what the live user has. */
function nothingWords({ earlier, live = {}, said }: Prepared): string {
  const { t } = vscode.l10n;
  const other = Object.entries(said).filter(
    ([name, value]) => name !== 'remote_data' && !isStoredAs(value, memberOf(live, name)),
  );
  if (other.length > 0)
    return t(
      'Nothing to send: no field was edited since the last update. The live user has other values: {0}.',
      other.map(([name]) => name).join(', '),
    );
  return earlier.hasArrived
    ? t('Nothing to send: an earlier update was applied, and the file matches the live user.')
    : t('Nothing to send: the file matches the live user.');
}

function confirmed(
  update: Prepared,
  uri: vscode.Uri | undefined,
  services: SendServices,
  isUnasked: boolean,
): Promise<boolean | 'underNewKey'> {
  const { t } = vscode.l10n;
  return confirmUpdate(update, services, {
    question: t('Update {0} in {1}?', update.userName, update.accountLabel),
    send: update.live ? t('Send Update') : t('Send Whole File'),
    notes: [],
    isUnasked,
    again: { title: t('Send Update'), run: () => vscode.commands.executeCommand('truto.sendUser', uri) },
  });
}
