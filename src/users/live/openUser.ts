import * as vscode from 'vscode';
import type { UserObject } from '../../api/trutoClient';
import { whileAsking } from '../../platform/countdown';
import { argumentOf, objectArgument, textArgument } from '../../platform/commandArguments';
import { openDocument } from '../../platform/editorInputs';
import { tell } from '../../platform/notify';
import { lookAtUser } from '../../updates/lookAtUser';
import type { UpdateTarget } from '../../updates/updateTarget';
import { userFileText } from '../../updates/userFileText';
import { environmentOf, type CommandCall } from '../commandCall';
import { askReadParameters } from '../../platform/askReadParameters';
import { lackingParameters } from '../../api/readParameters';
import { liveUserUri } from '../../platform/liveUserAddress';
import { readLiveUserUri } from '../../platform/liveUserUri';
import { pickAccount } from '../../platform/pick/pickAccount';
import { pickUser } from '../pick/pickUser';
import { formViewType } from '../form/formViewType';
import type { UserServices } from '../userServices';
import type { LiveCopy } from './liveUserFiles';

/** A user to open, and the parameters that reading it takes. */
interface NamedUser extends UpdateTarget {
  readonly query: Readonly<Record<string, unknown>>;
}

/** A user that was read; without `live` where nobody can. */
export interface ReadUser {
  readonly user: NamedUser;
  readonly live: UserObject | undefined;
}

/**
 * Opens a user of an account as a form or as text, with nothing to save until it is edited; one that is open already is shown as it is. `{ accountId?,
 * userId?, query? }` (or a row of the tree) names them, with the parameters that reading takes; what is missing is asked
 * for. A draft is opened without a read, and a user that nobody can read becomes a file without fields. Throws TrutoError,
 * NoEnvironmentError.
 */
export async function openUser(call: CommandCall, services: UserServices, as: 'form' | 'text' = 'form'): Promise<void> {
  const named = await namedUser(call, services);
  if (!named) return;
  const isDraft = await services.liveFiles.hasDraft(uriOf(named));
  const read = isDraft ? undefined : await readUser(named, services);
  if (!read && !isDraft) return;
  const uri = uriOf(read?.user ?? named);
  if (read) await services.liveFiles.show(uri, copyOf(uri, read, services));
  // Who looks through the rows of a tree is not left with a tab for each.
  const preview = argumentOf(call.argument, 'kind') === 'user';
  const editor = as === 'form' ? formViewType(uri) : 'default';
  await vscode.commands.executeCommand('vscode.openWith', uri, editor, { preview });
  if (read && !read.live) {
    const words = vscode.l10n.t(
      '{0} cannot be read through this account. Add the fields to update: what is not in the file stays as it is.',
      named.userId,
    );
    void tell('information', words);
  }
}

const uriOf = (user: NamedUser): vscode.Uri => liveUserUri({ ...user, environment: user.environment.profile.name });

/** The user that a call names; what is missing is asked for. Undefined when dismissed. Throws TrutoError, NoEnvironmentError. */
export async function namedUser(call: CommandCall, services: UserServices): Promise<NamedUser | undefined> {
  const { argument } = call;
  const environment = environmentOf(call, services.environments);
  const accountId = textArgument(argument, 'accountId') ?? (await pickAccount(environment))?.id;
  if (accountId === undefined) return undefined;
  const from = { environment, accountId, query: objectArgument(argument, 'query') ?? {} };
  const userId = textArgument(argument, 'userId');
  if (userId !== undefined)
    return { ...from, userId, query: services.readParameters.with(environment, accountId, from.query) };
  const picked = await pickUser(from, services.readParameters);
  return picked && { ...from, ...picked };
}

/** Asks for the parameters that the read lacks, once. Undefined when dismissed. Throws TrutoError. */
export async function readUser(user: NamedUser, { readParameters }: UserServices): Promise<ReadUser | undefined> {
  const { environment, accountId, query } = user;
  try {
    return { user, live: await look(user) };
  } catch (error) {
    const lacking = await lackingParameters({ environment, accountId, method: 'get' }, query, error);
    if (!lacking) throw error;
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

/**
 * Reads a user by the URI of its document, as when its window is loaded again. Throws TrutoError, and SendRefused where its
 * environment was removed.
 */
export async function readByUri(
  uri: vscode.Uri,
  { targets, environments, readParameters, updating }: UserServices,
): Promise<LiveCopy> {
  // What is open stays with the server that it was taken from.
  const from = openDocument(uri) ? targets.environmentOf(uri) : targets.environmentNamed(uri);
  const named = readLiveUserUri(uri);
  if (!named) throw vscode.FileSystemError.FileNotFound(uri);
  const environment = environmentOf({ argument: undefined, uri, environment: from }, environments);
  const query = readParameters.with(environment, named.accountId, named.query);
  const user = { ...named, environment, query };
  return copyOf(uri, { user, live: await look(user) }, { targets, updating });
}

export function copyOf(
  uri: vscode.Uri,
  { user, live }: ReadUser,
  { targets, updating }: Pick<UserServices, 'targets' | 'updating'>,
): LiveCopy {
  return {
    text: userFileText(live ?? {}, user),
    begin: async () => {
      targets.take(uri, user.environment);
      const { updates } = await updating();
      if (live) await updates.bases.keep({ ...user, source: uri.toString() }, { user: live, isWhole: true });
    },
  };
}
