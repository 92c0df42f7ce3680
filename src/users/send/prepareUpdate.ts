import * as vscode from 'vscode';
import { isLoopback } from '../../core/http/baseUrl';
import { requiredFields } from '../../core/rules/accountRules';
import { changedFields } from '../../core/update/changedFields';
import { readQuery, type UserField, type UserFile } from '../../core/update/userFile';
import type { Environment } from '../../api/environment';
import type { Account } from '../../api/trutoClient';
import { withProgress } from '../../platform/notify';
import { settings } from '../../platform/settings';
import { refusedBy } from './accountObstacle';
import { pickAccount } from '../pick/pickAccount';
import { pickUser } from '../pick/pickUser';
import { EditBases } from './editBases';
import { fieldNamesOf } from '../live/userFileText';
import type { UserDocument } from '../documents/userDocument';
import { accountLabel } from '../documents/userTargets';
import type { UserServices } from '../userServices';
import { updateQuery } from './updateQuery';
import type { UserUpdate } from './userUpdate';

/**
 * Fixes everything about an update: asks for the account and the user where the file does not name them, reads the
 * live user, and picks the fields that go. Undefined when the person dismissed a question. Throws TrutoError,
 * and to send SendRefused when the account takes no update.
 */
export async function prepareUpdate(
  file: UserFile,
  user: UserDocument,
  environment: Environment,
  services: UserServices,
  purpose: 'send' | 'look',
): Promise<UserUpdate | undefined> {
  const { storage } = services;
  const { uri } = user;
  const target = user.target(environment);
  const accountId = target.accountId ?? (await chooseAccount(uri, environment, services));
  if (accountId === undefined) return undefined;
  const userId = target.userId ?? (await pickUser(environment, accountId));
  if (userId === undefined) return undefined;
  const client = await environment.client();
  const where = readQuery(file);
  const { account, live } = await withProgress(vscode.l10n.t('Reading the live user...'), async (signal) => {
    const account = await environment.account(accountId);
    if (purpose === 'send') await checkWritable(account, environment, signal);
    return { account, live: await client.getUser(accountId, userId, where, signal) };
  });
  const base = await new EditBases(storage).begin({ environment, accountId, userId, uri }, live);
  return {
    environment,
    accountId,
    accountLabel: accountLabel(account),
    integration: account.integration.label,
    harmless: account.isSandbox || isLoopback(new URL(environment.profile.baseUrl).hostname),
    userId,
    userName: typeof live.name === 'string' && live.name !== '' ? live.name : userId,
    live,
    base,
    query: updateQuery(file, uri),
    readQuery: where,
    fields: settings.sendBody(uri) === 'changed' ? await neededFields(live, file, user, environment) : file.fields,
    leftOut: base.isWhole
      ? fieldNamesOf(base.user.names).filter((name) => !file.fields.some((field) => field.name === name))
      : [],
  };
}

/** Asks what the account can do at this moment; where that is not answered, the update itself will tell. */
async function checkWritable(account: Account, environment: Environment, signal: AbortSignal): Promise<void> {
  const obstacle = await environment.askObstacle(account, signal);
  if (obstacle) throw refusedBy({ environment, obstacle, accountId: account.id, accountLabel: accountLabel(account) });
}

/** The fields that differ, and with them those that the integration wants in every update. */
async function neededFields(
  live: Readonly<Record<string, unknown>>,
  file: UserFile,
  user: UserDocument,
  environment: Environment,
): Promise<UserField[]> {
  const changed = new Set(changedFields(live, file.fields));
  if (changed.size === 0) return [];
  await user.rulesReady(environment);
  const required = requiredFields(user.rules(environment));
  return file.fields.filter((field) => changed.has(field) || required.includes(field.name));
}

async function chooseAccount(
  uri: vscode.Uri,
  environment: Environment,
  { selection }: UserServices,
): Promise<string | undefined> {
  const account = await pickAccount(environment);
  if (account) await selection.setDocumentAccount(environment, uri, account);
  return account?.id;
}
