import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { driftsOf } from '../../core/update/drift';
import { isRecord } from '../../core/json/isRecord';
import { isSecretName } from '../../core/secrets/isSecretName';
import { bodyJson } from '../../core/update/userFile';
import { ask } from '../../platform/notify';
import { settings } from '../../platform/settings';
import type { UserServices } from '../userServices';
import { EditBases } from './editBases';
import { describeUpdate, leftOutLines } from './describeUpdate';
import { driftRefused, overwritesDrift } from './driftQuestion';
import { lookedUp } from './lookedUp';
import { prepareUpdate } from './prepareUpdate';
import { errorFreeUserFile, openUserDocument, refuseUntrusted } from './readyDocument';
import { receiveResponse } from '../responses/receiveResponse';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';
import type { SendAttempts } from './sendAttempts';
import type { ShownResponses } from '../responses/shownResponses';
import { tellUpdated } from './tellUpdated';
import { SendRefused, type UserUpdate } from './userUpdate';

export interface SendServices extends UserServices {
  readonly attempts: SendAttempts;
  readonly readOnlyDocuments: ReadOnlyDocuments;
  readonly responses: ShownResponses;
}

/** What `truto.sendUser` resolves to. */
export interface SendResult {
  readonly status: number;
  /** Undefined when it is no JSON, or not all of it came. */
  readonly body: unknown;
  readonly requestId?: string;
  readonly idempotencyKey: string;
  readonly sent: Readonly<Record<string, unknown>>;
}

/**
 * Sends a user file as one update: checks it, asks, sends, shows the response beside. Resolves to undefined when the
 * person said no. Throws SendRefused before and TrutoError after something left. Where `canAsk` is false, a user that
 * has changed since the edit began is refused too.
 */
export async function sendUser(
  uri: vscode.Uri | undefined,
  services: SendServices,
  canAsk = true,
): Promise<SendResult | undefined> {
  const { t } = vscode.l10n;
  refuseUntrusted();
  const environment = services.environments.open();
  const user = await openUserDocument(uri, services);
  const { document } = user;
  user.serverProblems.clear();
  const file = await errorFreeUserFile(user, services);
  const { text } = user.text;
  const update = await prepareUpdate(file, user, environment, services, 'send');
  if (!update) return undefined;
  if (update.fields.length === 0) {
    throw new SendRefused([t('Nothing to send: the file matches the live user.'), ...leftOutLines(update)].join(' '));
  }
  const drifts = driftsOf(update.base.user, update.live, update.fields);
  if (drifts.length > 0) {
    if (!canAsk) throw driftRefused(update, drifts);
    if (!(await overwritesDrift(update, drifts, document, services))) return undefined;
  }
  if (!(await confirmed(update))) return undefined;
  try {
    const result = await sendUpdate(update, services);
    await beginAnew(update, document, services, result.body);
    return result;
  } catch (error) {
    const { fieldProblems = [], conditionalFields = [] } = explanationOf(error) ?? {};
    await user.serverProblems.show(text, [...fieldProblems, ...conditionalFields], update.integration);
    const { told, isApplied } = await lookedUp(error, update);
    if (isApplied) await beginAnew(update, document, services);
    throw told;
  } finally {
    services.documents.find(document.uri)?.live.readAgain();
  }
}

/** From here on the next edit counts. The update has been made: nothing that fails now may look like a refusal. */
async function beginAnew(
  update: UserUpdate,
  { uri }: vscode.TextDocument,
  { storage, log }: SendServices,
  response?: unknown,
): Promise<void> {
  try {
    await new EditBases(storage).keep(
      { ...update, uri },
      { user: afterwards(update, response), isWhole: update.base.isWhole },
    );
  } catch (error) {
    log.error(`What the user is now could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The user as the next edit begins: as answered, else with what was sent. Only a unified response is a user. */
function afterwards({ live, query, fields }: UserUpdate, response: unknown): Record<string, unknown> {
  const answered = (query['truto_response_format'] ?? 'unified') === 'unified' && isRecord(response) ? response : {};
  // A password that Truto never returns is no part of the user: it would look as if somebody had taken it away.
  const known = fields.filter(({ name }) => !isSecretName(name) || Object.hasOwn(live, name));
  return { ...live, ...Object.fromEntries(known.map(({ name, value }) => [name, value])), ...answered };
}

async function sendUpdate(update: UserUpdate, services: SendServices): Promise<SendResult> {
  const { t } = vscode.l10n;
  const body = bodyJson(update.fields);
  const result = await services.attempts.run(
    update,
    body,
    async (idempotencyKey) => ({
      response: await receiveResponse(update, body, idempotencyKey, services.responses),
      idempotencyKey,
    }),
    (error) => explanationOf(error)?.outcome === 'unknown',
  );
  if (!result) throw new SendRefused(t('An update of {0} is still in progress.', update.userName));
  const { response, idempotencyKey } = result;
  const { status, requestId } = response.view.head;
  void tellUpdated(response.view);
  return {
    status,
    body: response.body,
    ...(requestId !== undefined && { requestId }),
    idempotencyKey,
    sent: Object.fromEntries(update.fields.map(({ name, value }) => [name, value])),
  };
}

/** Asks before the update goes, unless the user's own setting says that it need not. */
async function confirmed(update: UserUpdate): Promise<boolean> {
  const { t } = vscode.l10n;
  const confirm = settings.confirm();
  if (confirm === 'never' || (confirm === 'production' && update.harmless)) return true;
  const send = t('Send Update');
  const picked = await ask('information', {
    question: t('Update {0} in {1}?', update.userName, update.accountLabel),
    detail: describeUpdate(update),
    choices: [send],
  });
  return picked === send;
}
