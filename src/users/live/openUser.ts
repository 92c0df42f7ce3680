import * as vscode from 'vscode';
import type { UserObject } from '../../api/trutoClient';
import { isRecord } from '../../core/json/isRecord';
import { readUserFile } from '../../core/update/userFile';
import { whileAsking } from '../../platform/countdown';
import { argumentOf, textArgument } from '../../platform/commandArguments';
import { tell } from '../../platform/notify';
import { plainText } from '../../platform/plainText';
import { lookAtUser } from '../../updates/lookAtUser';
import type { UpdateTarget } from '../../updates/updateTarget';
import { userFileText } from '../../updates/userFileText';
import { environmentOf, type CommandCall } from '../commandCall';
import { askReadParameters } from '../parameters/askReadParameters';
import { lackingParameters } from '../parameters/readParameters';
import { pickAccount } from '../pick/pickAccount';
import { pickUser } from '../pick/pickUser';
import type { UserServices } from '../userServices';

/** A user to open, and the parameters that reading it takes. */
interface NamedUser extends UpdateTarget {
  readonly query: Readonly<Record<string, unknown>>;
}

/**
 * Opens a user of an account as a new, unsaved user file; one that is open already is shown as it is. `{ accountId?,
 * userId?, query? }` (or a row of the tree) names them, with the parameters that reading takes; what is missing is asked
 * for. A user that nobody can read becomes a file without fields. Throws TrutoError, NoEnvironmentError.
 */
export async function openUser(call: CommandCall, services: UserServices): Promise<void> {
  const named = await namedUser(call, services);
  const read = named && (await readUser(named, services));
  if (!read) return;
  const { user, live } = read;
  const name = typeof live?.name === 'string' && live.name !== '' ? live.name : user.userId;
  const document = await newDocument(name, user);
  if (document.getText() === '') await fill(document, read, services);
  await vscode.window.showTextDocument(document, { preview: false });
  if (!live) {
    const words = vscode.l10n.t(
      '{0} cannot be read through this account. Add the fields to update: what is not in the file stays as it is.',
      user.userId,
    );
    void tell('information', words);
  }
}

async function namedUser(call: CommandCall, services: UserServices): Promise<NamedUser | undefined> {
  const { argument } = call;
  const environment = environmentOf(call, services.environments);
  const accountId = textArgument(argument, 'accountId') ?? (await pickAccount(environment))?.id;
  if (accountId === undefined) return undefined;
  const given = argumentOf(argument, 'query');
  const from = { environment, accountId, query: isRecord(given) ? given : {} };
  const userId = textArgument(argument, 'userId');
  if (userId !== undefined)
    return { ...from, userId, query: { ...services.readParameters.of(environment, accountId), ...from.query } };
  const picked = await pickUser(from, services.readParameters);
  return picked && { ...from, ...picked };
}

/** Asks for the parameters that the read lacks, once. Undefined when dismissed. Throws TrutoError. */
async function readUser(
  user: NamedUser,
  { readParameters }: UserServices,
): Promise<{ readonly user: NamedUser; readonly live: UserObject | undefined } | undefined> {
  const { environment, accountId, query } = user;
  try {
    return { user, live: await look(user) };
  } catch (error) {
    const lacking = await lackingParameters({ environment, accountId, method: 'get' }, query, error);
    if (lacking.length === 0) throw error;
    const given = await askReadParameters(lacking, {});
    if (!given) return undefined;
    await readParameters.keep(environment, accountId, given);
    const asked = { ...user, query: { ...query, ...given } };
    return { user: asked, live: await look(asked) };
  }
}

async function look(user: NamedUser): Promise<UserObject | undefined> {
  const seen = await whileAsking(vscode.l10n.t('Reading the live user...'), (signal, onAttempt) =>
    lookAtUser(user, user.query, { signal, onAttempt }),
  );
  return seen.user;
}

async function fill(
  document: vscode.TextDocument,
  { user, live }: { readonly user: NamedUser; readonly live: UserObject | undefined },
  { updating }: UserServices,
): Promise<void> {
  const { updates } = await updating();
  if (live) await updates.bases.keep({ ...user, source: document.uri.toString() }, { user: live, isWhole: true });
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), userFileText(live ?? {}, user));
  await vscode.workspace.applyEdit(edit);
}

/** An unsaved document of this name: an empty one, or the one that holds this very user. Others may be called the same. */
async function newDocument(
  name: string,
  target: { readonly accountId: string; readonly userId: string },
): Promise<vscode.TextDocument> {
  const fileName = plainText(name).replace(/[\\/:*?"<>|]/g, ' ');
  for (let count = 1; ; count++) {
    const path = `${fileName}${count === 1 ? '' : ` ${count}`}.truto-user.json`;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'untitled', path }));
    const file = readUserFile(document.getText());
    if (document.getText() === '' || (file?.accountId === target.accountId && file.userId === target.userId))
      return document;
  }
}
