import * as vscode from 'vscode';
import { isLoopback } from '../../core/http/baseUrl';
import { requiredFields } from '../../core/rules/accountRules';
import { changedFields } from '../../core/update/changedFields';
import { readQuery, type UserField, type UserFile } from '../../core/update/userFile';
import { NoEnvironmentError, type Connection } from '../../api/connection';
import type { Account } from '../../api/trutoClient';
import { withProgress } from '../../platform/progress';
import { settings } from '../../platform/settings';
import { refusedBy } from './accountObstacle';
import { pickAccount } from '../pick/pickAccount';
import { pickUser } from '../pick/pickUser';
import { EditBases } from './editBases';
import { fieldNamesOf } from '../live/userFileText';
import { accountLabel } from '../documents/userTargets';
import type { UserServices } from '../userServices';
import { updateQuery } from './updateQuery';
import type { UserUpdate } from './userUpdate';

/**
 * Fixes everything about an update: asks for the account and the user where the file does not name them, reads the
 * live user, and picks the fields that go. Undefined when the person dismissed a question. Throws TrutoError,
 * NoEnvironmentError, and to send SendRefused when the account takes no update.
 */
export async function prepareUpdate(
  file: UserFile,
  uri: vscode.Uri,
  services: UserServices,
  purpose: 'send' | 'look',
): Promise<UserUpdate | undefined> {
  const { connection, profiles, storage, targets } = services;
  const profile = profiles.active();
  if (!profile) throw new NoEnvironmentError();
  const target = targets.of(file, uri);
  const accountId = target.accountId ?? (await chooseAccount(uri, services));
  if (accountId === undefined) return undefined;
  const userId = target.userId ?? (await pickUser(connection, accountId));
  if (userId === undefined) return undefined;
  const client = await connection.client();
  const where = readQuery(file);
  const { account, live } = await withProgress(vscode.l10n.t('Reading the live user…'), async (signal) => {
    const account = await connection.account(accountId);
    if (purpose === 'send') await checkWritable(account, connection, signal);
    return { account, live: await client.getUser(accountId, userId, where, signal) };
  });
  const base = await new EditBases(storage).begin({ profile, accountId, userId, uri }, live);
  return {
    profile,
    client,
    accountId,
    accountLabel: accountLabel(account),
    integration: account.integration.label,
    harmless: account.isSandbox || isLoopback(new URL(profile.baseUrl).hostname),
    userId,
    userName: typeof live.name === 'string' && live.name !== '' ? live.name : userId,
    live,
    base,
    query: updateQuery(file, uri),
    readQuery: where,
    fields: settings.sendBody(uri) === 'changed' ? await neededFields(live, file, uri, services) : file.fields,
    leftOut: base.isWhole
      ? fieldNamesOf(base.user).filter((name) => !file.fields.some((field) => field.name === name))
      : [],
  };
}

/** Asks what the account can do at this moment; where that is not answered, the update itself will tell. */
async function checkWritable(account: Account, connection: Connection, signal: AbortSignal): Promise<void> {
  const obstacle = await connection.askObstacle(account, signal);
  if (obstacle) throw refusedBy({ obstacle, accountId: account.id, accountLabel: accountLabel(account) });
}

/** The fields that differ, and with them those that the integration wants in every update. */
async function neededFields(
  live: Readonly<Record<string, unknown>>,
  file: UserFile,
  uri: vscode.Uri,
  { rules }: UserServices,
): Promise<UserField[]> {
  const changed = new Set(changedFields(live, file.fields));
  if (changed.size === 0) return [];
  const document = await vscode.workspace.openTextDocument(uri);
  await rules.ready(document);
  const required = requiredFields(rules.of(document));
  return file.fields.filter((field) => changed.has(field) || required.includes(field.name));
}

async function chooseAccount(uri: vscode.Uri, { connection, selection }: UserServices): Promise<string | undefined> {
  const account = await pickAccount(connection);
  if (account) await selection.setDocumentAccount(uri, account);
  return account?.id;
}
