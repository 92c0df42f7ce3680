import * as vscode from 'vscode';
import type { Environments } from '../../api/environments';
import type { UserObject } from '../../api/trutoClient';
import { isRecord } from '../../core/json/isRecord';
import { whileAsking } from '../../platform/countdown';
import { argumentOf, textArgument } from '../../platform/commandArguments';
import { urisOf } from '../../platform/editorInputs';
import { tell } from '../../platform/notify';
import { lookAtUser } from '../../updates/lookAtUser';
import type { UpdateTarget } from '../../updates/updateTarget';
import { userFileText } from '../../updates/userFileText';
import { environmentOf, type CommandCall } from '../commandCall';
import { askReadParameters } from '../parameters/askReadParameters';
import { lackingParameters } from '../parameters/readParameters';
import { pickAccount } from '../pick/pickAccount';
import { pickUser } from '../pick/pickUser';
import { formViewType } from '../form/formViewType';
import type { UserServices } from '../userServices';
import { liveUserUri, namedByUri } from './liveUserFiles';

/** A user to open, and the parameters that reading it takes. */
interface NamedUser extends UpdateTarget {
  readonly query: Readonly<Record<string, unknown>>;
}

/**
 * Opens a user of an account as a form, with nothing to save until it is edited; one that is open already is shown as it is. `{ accountId?,
 * userId?, query? }` (or a row of the tree) names them, with the parameters that reading takes; what is missing is asked
 * for. A user that nobody can read becomes a file without fields. Throws TrutoError, NoEnvironmentError.
 */
export async function openUser(call: CommandCall, services: UserServices): Promise<void> {
  const named = await namedUser(call, services);
  const read = named && (await readUser(named, services));
  if (!read) return;
  const { user, live } = read;
  const name = typeof live?.name === 'string' && live.name !== '' ? live.name : user.userId;
  const uri = liveUserUri(name, { ...user, environmentKey: user.environment.key });
  if (!isOpen(uri)) await fill(uri, read, services);
  await vscode.commands.executeCommand('vscode.openWith', uri, formViewType(uri), { preview: false });
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

/** Reads a user by the URI of its file, as when its window is loaded again. Throws what VS Code shows in its place. */
export async function readByUri(uri: vscode.Uri, environments: Environments): Promise<string> {
  const named = namedByUri(uri);
  const environment = environments.active();
  if (!named || environment?.key !== named.environmentKey)
    throw vscode.FileSystemError.Unavailable(vscode.l10n.t('The environment of this user is not in use.'));
  const user = { ...named, environment };
  return userFileText((await look(user)) ?? {}, user);
}

const isOpen = (uri: vscode.Uri): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some((tab) => urisOf(tab).some((shown) => shown.toString() === uri.toString())),
  );

async function fill(
  uri: vscode.Uri,
  { user, live }: { readonly user: NamedUser; readonly live: UserObject | undefined },
  { updating, liveFiles }: UserServices,
): Promise<void> {
  const isNew = await liveFiles.open(uri, userFileText(live ?? {}, user));
  const { updates } = await updating();
  if (live && isNew) await updates.bases.keep({ ...user, source: uri.toString() }, { user: live, isWhole: true });
}
