import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { OnAttempt } from '../../api/trutoClient';
import { isTooDeep } from '../../core/json/exactJson';
import { maxDepth } from '../../core/json/maxDepth';
import { requiredFields } from '../../core/rules/accountRules';
import { readQuery, type UserFile } from '../../core/update/userFile';
import { whileAsking } from '../../platform/countdown';
import { settings } from '../../platform/settings';
import { settingsQuery } from '../../platform/settingsQuery';
import type { Prepared, UpdateRequest } from '../../updates/prepared';
import type { UserDocument } from '../documents/userDocument';
import { contradictionWords } from '../documents/liveTargetWords';
import { chooseAccount } from '../../platform/pick/pickAccount';
import { pickUser } from '../pick/pickUser';
import type { UserServices } from '../userServices';
import { refusedBy } from './accountObstacle';
import { SendRefused } from './sendRefused';

/**
 * What a file asks for, in an environment: asks for the account and the user where the file does not name them. Undefined
 * when the person dismissed a question. Throws TrutoError and, where the text of a live user names another one, SendRefused.
 */
export async function updateRequest(
  file: UserFile,
  user: UserDocument,
  environment: Environment,
  { selection, readParameters }: UserServices,
  purpose: UpdateRequest['purpose'],
): Promise<UpdateRequest | undefined> {
  const { uri } = user;
  const target = user.target(environment);
  if (target.isContradicted) throw new SendRefused(contradictionWords(target));
  const accountId = target.accountId ?? (await chooseAccount(uri, environment, selection));
  if (accountId === undefined) return undefined;
  const query = readQuery(file);
  const named =
    target.userId === undefined
      ? await pickUser({ environment, accountId, query }, readParameters)
      : { userId: target.userId, query: readParameters.with(environment, accountId, query) };
  if (!named) return undefined;
  return {
    environment,
    accountId,
    userId: named.userId,
    source: uri.toString(),
    who: 'editor',
    file,
    // The file's own wins over the settings.
    query: { ...settingsQuery(uri), ...file.query },
    readQuery: named.query,
    body: settings.sendBody(uri),
    purpose,
    requiredFields: async () => {
      await user.rulesReady(environment);
      return requiredFields(user.rules(environment));
    },
  };
}

/** The update of a file, to be looked at. Undefined when the person dismissed a question. Throws TrutoError. */
export async function prepareLook(
  file: UserFile,
  user: UserDocument,
  environment: Environment,
  services: UserServices,
): Promise<Prepared | undefined> {
  if (isTooDeep(user.text.text))
    throw new SendRefused(vscode.l10n.t('Nested more than {0} levels deep; too deep to send.', maxDepth));
  const request = await updateRequest(file, user, environment, services, 'look');
  if (!request) return undefined;
  const { updates } = await services.updating();
  const prepared = await whilePreparing((signal, onAttempt) => updates.prepare(request, signal, onAttempt));
  if (prepared.obstacle) throw refusedBy(prepared);
  return prepared;
}

/** Shows that the live user is being read. */
export function whilePreparing<T>(prepare: (signal: AbortSignal, onAttempt: OnAttempt) => Promise<T>): Promise<T> {
  return whileAsking(vscode.l10n.t('Reading the live user...'), prepare);
}
