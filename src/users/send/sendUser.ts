import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { asDoubles } from '../../core/json/exactJson';
import type { UserFile } from '../../core/update/userFile';
import { ask, tell } from '../../platform/notify';
import { settings } from '../../platform/settings';
import { UpdateRefused, type SendRefusal } from '../../updates/documentSends';
import type { Outcome } from '../../updates/outcome';
import type { Prepared } from '../../updates/prepared';
import { environmentOf, type CommandCall } from '../commandCall';
import type { UserDocument } from '../documents/userDocument';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';
import type { ResponseView } from '../responses/responseView';
import type { ShownResponses } from '../responses/shownResponses';
import type { UserServices } from '../userServices';
import { refusedBy } from './accountObstacle';
import { describeUpdate, leftOutLines } from './describeUpdate';
import { driftRefused, overwritesDrift } from './driftQuestion';
import { openPreview } from './openPreview';
import { updateRequest, whilePreparing } from './prepareUpdate';
import { errorFreeUserFile, openUserDocument, refuseUntrusted } from './readyDocument';
import { SendRefused } from './sendRefused';
import { showingObserver } from './showingObserver';
import { tellUpdated } from './tellUpdated';

export interface SendServices extends UserServices {
  readonly readOnlyDocuments: ReadOnlyDocuments;
  readonly responses: ShownResponses;
}

/** How a send was asked for. */
export interface SendOptions {
  /** Otherwise a user that has changed since the edit began is refused. */
  readonly canAsk: boolean;
  /** A person pressed a key or a button; otherwise a caller waits for what comes of it. */
  readonly isPress: boolean;
  /** It was a key. */
  readonly isKey: boolean;
}

/** What `truto.sendUser` resolves to. */
export type SendResult = Omit<Outcome, 'error'>;

/**
 * Sends a user file as one update: checks it, asks, sends, shows the response beside. Resolves to undefined when the
 * person said no, or has pressed before. Throws SendRefused before and TrutoError after something left.
 */
export async function sendUser(
  call: CommandCall,
  services: SendServices,
  { canAsk, isPress, isKey }: SendOptions,
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
        const file = await errorFreeUserFile(opened, services);
        ({ text } = opened.text);
        return { text, file };
      },
      request: async (file: UserFile) => updateRequest(file, user ?? (await open()), environment, services, 'send'),
      preparing: whilePreparing,
      overwrites: async (prepared) => {
        if (!canAsk) throw driftRefused(prepared);
        return overwritesDrift(prepared, (user ?? (await open())).document, services);
      },
      confirms: (prepared) => confirmed(prepared, uri, services),
      observer: (prepared) => showingObserver(prepared, services.responses, (received) => (view = received)),
    })
    .catch((error: unknown) => {
      throw error instanceof UpdateRefused ? inWords(error.refusal) : error;
    });
  if (!ended) return undefined;
  // Whoever joined has read nothing: it is told by the one that was joined.
  if (user) void tellUpdated(ended, view);
  const { error, sent, body, ...result } = ended.outcome;
  // Scripts compare numbers as JavaScript has them.
  if (error === undefined)
    return asDoubles({ ...result, sent, ...('body' in ended.outcome && { body }) }) as SendResult;
  const { fieldProblems = [], conditionalFields = [] } = explanationOf(error) ?? {};
  // Whoever joined has not read the file: its problems are shown by the one that was joined.
  await user?.serverProblems.show(text, [...fieldProblems, ...conditionalFields], ended.prepared.integration);
  throw error;
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
      return SendRefused.nothingToDo(
        [
          refusal.prepared.earlier.hasArrived
            ? t('Nothing to send: an earlier update was applied, and the file matches the live user.')
            : t('Nothing to send: the file matches the live user.'),
          ...leftOutLines(refusal.prepared),
        ].join(' '),
      );
  }
}

/** Asks before the update goes, unless the user's own setting says that it need not. */
async function confirmed(
  update: Prepared,
  uri: vscode.Uri | undefined,
  { readOnlyDocuments }: SendServices,
): Promise<boolean | 'underNewKey'> {
  const { t } = vscode.l10n;
  const confirm = settings.confirm();
  if (confirm === 'never' || (confirm === 'production' && update.harmless)) return true;
  const { live } = update;
  const { isFailedAlike } = update.earlier;
  const send = isFailedAlike ? t('Send Under a New Key') : live ? t('Send Update') : t('Send Whole File');
  const showDiff = t('Show Diff');
  const picked = await ask(isFailedAlike || !live ? 'warning' : 'information', {
    question: t('Update {0} in {1}?', update.userName, update.accountLabel),
    detail: describeUpdate(update),
    choices: [send, ...(live ? [showDiff] : [])],
  });
  if (picked === showDiff && live) {
    await openPreview(update, live, readOnlyDocuments);
    void tell('information', t('Nothing has been sent yet. The diff shows what the update would change.'), {
      title: t('Send Update'),
      run: () => vscode.commands.executeCommand('truto.sendUser', uri),
    });
  }
  if (picked !== send) return false;
  return isFailedAlike ? 'underNewKey' : true;
}
