import * as vscode from 'vscode';
import { accountLabel } from '../../api/accountLabel';
import type { UserObject } from '../../api/trutoClient';
import { prettyJson } from '../../core/json/prettyJson';
import { userSchema } from '../../core/schema/generated/userSchema';
import { namesArgument } from '../../platform/commandArguments';
import { whileAsking } from '../../platform/countdown';
import type { CheckedUser } from '../../platform/checkedUsers';
import { plainItems } from '../../platform/labels';
import { tell } from '../../platform/notify';
import { plainText } from '../../platform/plainText';
import { lookAtUser } from '../../updates/lookAtUser';
import { fieldNamesOf, targetPart } from '../../updates/userFileText';
import type { CommandCall } from '../commandCall';
import { SendRefused } from '../send/sendRefused';
import type { UserServices } from '../userServices';
import { folderOf, newDocument } from './newDocument';

interface ReadUser {
  readonly user: CheckedUser;
  /** Undefined where nobody could read it, or it was not asked for. */
  readonly live?: UserObject | undefined;
}

/** So many users are read at a time. */
const lanes = 4;

/**
 * Makes a new, unsaved file of the users that are checked in the tree: an array, each with the fields that a person picks
 * (`{ fields }` names them), at their values of now. Throws SendRefused, and TrutoError when it is cancelled.
 */
export async function updateCheckedUsers({ argument }: CommandCall, services: UserServices): Promise<void> {
  const { t } = vscode.l10n;
  const users = services.checkedUsers.all;
  if (users.length === 0) throw new SendRefused(t('Check users in the tree of accounts first.'));
  const fields = namesArgument(argument, 'fields') ?? (await askFields(users.length));
  if (!fields) return;
  const read: readonly ReadUser[] = fields.length === 0 ? users.map((user) => ({ user })) : await readUsers(users);
  const folder = await folderOf(argument);
  if (!folder) return;
  const document = await newDocument(folder.uri, 'users.jsonc', fileText(read, fields));
  await services.documents.attach(document.uri);
  const { updates } = await services.updating();
  for (const { user, live } of read)
    if (live) await updates.bases.keep({ ...user, source: document.uri.toString() }, { user: live, isWhole: false });
  await vscode.window.showTextDocument(document, { preview: false });
  services.checkedUsers.clear();
  const unread = fields.length === 0 ? [] : read.filter(({ live }) => !live);
  if (unread.length > 0)
    void tell('warning', t('{0} users could not be read. They are in the file without fields.', unread.length));
}

async function askFields(count: number): Promise<readonly string[] | undefined> {
  const { t } = vscode.l10n;
  const items = fieldNamesOf(Object.keys(userSchema.properties))
    .filter((name) => !name.startsWith('$'))
    .map((name) => ({ label: name, description: userSchema.properties[name]?.title ?? '' }));
  const picked = await vscode.window.showQuickPick(plainItems(items), {
    title: count === 1 ? t('Update 1 User') : t('Update {0} Users', count),
    placeHolder: t('Fields to edit, or none to write them yourself'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked?.map(({ label }) => label);
}

/** The entries of a list are not enough: they can be partial, and old. Throws TrutoError when it is cancelled. */
function readUsers(users: readonly CheckedUser[]): Promise<ReadUser[]> {
  return whileAsking(vscode.l10n.t('Reading {0} users...', users.length), async (signal, onAttempt) => {
    const read: ReadUser[] = [];
    const left = [...users.entries()];
    const work = async () => {
      for (let next = left.shift(); next && !signal.aborted; next = left.shift()) {
        const [index, user] = next;
        const look = await lookAtUser(user, user.query, { signal, onAttempt }).catch((error: unknown) => {
          if (signal.aborted) throw error;
          return undefined;
        });
        read[index] = { user, live: look?.user };
      }
    };
    await Promise.all(Array.from({ length: lanes }, work));
    return read;
  });
}

/** Who it is stands before each user as a comment, which is not sent. */
function fileText(read: readonly ReadUser[], fields: readonly string[]): string {
  const users = read.map(({ user, live = {} }) => {
    const { environment, accountId, label } = user;
    const account = environment.knownAccount(accountId);
    const who = plainText([label, account ? accountLabel(account) : accountId].join(' · '));
    const body = fields.filter((name) => Object.hasOwn(live, name)).map((name) => [name, live[name]] as const);
    const json = prettyJson(JSON.stringify({ $truto: targetPart(user), ...Object.fromEntries(body) }));
    return [`// ${who}`, ...json.trimEnd().split('\n')].map((line) => `  ${line}`).join('\n');
  });
  return `[\n${users.join(',\n')}\n]\n`;
}
