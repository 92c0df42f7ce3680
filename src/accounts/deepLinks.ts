import * as vscode from 'vscode';
import { accountLabel } from '../api/accountLabel';
import type { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import {
  deepLinkPath,
  deepLinkQuery,
  readDeepLink,
  type DeepLink,
  type DeepLinkRefusal,
} from '../core/update/deepLink';
import { namesUser, textArgument } from '../platform/commandArguments';
import { readLiveUserUri } from '../platform/liveUserUri';
import { ask, tell, type Action } from '../platform/notify';
import type { ProfileStore } from '../platform/profileStore';
import { environmentName } from '../platform/words/environmentWords';
import { noEnvironmentMessage } from '../platform/words/errorWords';

interface LinkServices {
  readonly profiles: ProfileStore;
  readonly environments: Environments;
}

/** The URI that leads back into this extension. */
export const uriOfExtension = (pathAndQuery: string): string =>
  `${vscode.env.uriScheme}://truto-users.truto-users${pathAndQuery}`;

/** The links to accounts and users, which anybody can make. */
export class DeepLinks {
  /** A person is asked about one link at a time: a page can open many. */
  private isAsking = false;

  constructor(private readonly services: LinkServices) {}

  /**
   * Opens the account or user of a link: after a question that says what is opened where, and never in an untrusted workspace.
   * It only ever reads. Never asks Truto before the person agreed.
   */
  async open(uri: Pick<vscode.Uri, 'query' | 'fragment'>): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      await this.ask(uri);
    } finally {
      this.isAsking = false;
    }
  }

  private async ask(uri: Pick<vscode.Uri, 'query' | 'fragment'>): Promise<void> {
    const { t } = vscode.l10n;
    if (!vscode.workspace.isTrusted) {
      const manage = command(t('Manage Workspace Trust'), 'workbench.trust.manage');
      return void tell('warning', t('No link is opened in an untrusted workspace.'), manage);
    }
    const read = readDeepLink(uri.query);
    if (!read.ok || uri.fragment !== '')
      return void tell('warning', t('The link was not opened: {0}', refusalWords(read.ok ? 'parameter' : read.reason)));
    const environment = environmentOf(read.link, this.services);
    if (environment && (await mayOpen(read.link, environment)))
      await vscode.commands.executeCommand('truto.openUser', {
        kind: 'link',
        environment,
        accountId: read.link.account,
        userId: read.link.user,
      });
  }
}

/** Undefined, and told, where there is none of the name. */
function environmentOf({ environment: name }: DeepLink, services: LinkServices): Environment | undefined {
  const { t } = vscode.l10n;
  const { profiles, environments } = services;
  const profile = name === undefined ? profiles.active() : profiles.find(name);
  if (profile) return environments.of(profile);
  const add = command(t('Add Environment...'), 'truto.addProfile');
  const words =
    name === undefined
      ? noEnvironmentMessage(environments.lost())
      : t('The link was not opened: there is no environment “{0}” here. Add it under this name first.', name);
  void tell('warning', words, add);
  return undefined;
}

async function mayOpen({ account, user }: DeepLink, environment: Environment): Promise<boolean> {
  const { t } = vscode.l10n;
  const open = t('Open');
  const known = environment.knownAccount(account);
  const picked = await ask('information', {
    question: user === undefined ? t('Open the account of this link?') : t('Open the user of this link?'),
    detail: [
      `${t('Environment')}: ${environmentName(environment)} (${environment.profile.baseUrl})`,
      `${t('Account')}: ${known ? `${accountLabel(known)} (${account})` : account}`,
      ...(user === undefined ? [] : [`${t('User')}: ${user}`]),
      '',
      t('Opening only reads. Nothing is sent until you send it.'),
    ],
    choices: [open],
  });
  return picked === open;
}

function refusalWords(reason: DeepLinkRefusal): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'malformed':
      return t('it is damaged or too long.');
    case 'secret':
      return t('a link must not contain a token, a password or anything to send.');
    case 'parameter':
      return t('it has an unknown parameter, or one parameter twice.');
    case 'account':
      return t('it does not name an integrated account by its ID.');
    case 'user':
      return t('its user ID is not usable.');
    case 'environment':
      return t('its environment name is not usable.');
  }
}

const command = (title: string, name: string): Action => ({
  title,
  run: () => vscode.commands.executeCommand(name),
});

/** One run of "Copy Link to User". What it is about was fixed when it was called. */
export interface LinkCall {
  readonly argument: unknown;
  /** The document that is meant. */
  readonly uri: vscode.Uri | undefined;
  /** That of the row it was called from, else the one that was in use. */
  readonly environment: Environment | undefined;
}

/** Copies the link to a user: that of a row of the tree or `{ accountId, userId }`, else the live user in front. */
export async function copyUserLink({ argument, uri, environment: used }: LinkCall): Promise<void> {
  const { t } = vscode.l10n;
  const [accountId, userId] = [textArgument(argument, 'accountId'), textArgument(argument, 'userId')];
  const named = { accountId, userId, environment: used?.profile.name };
  const {
    accountId: account,
    userId: user,
    environment,
  } = namesUser(argument) ? named : ((uri && readLiveUserUri(uri)) ?? {});
  if (account === undefined || user === undefined) {
    void tell('information', t('Open a live user first, then copy the link to it.'));
    return;
  }
  const query = deepLinkQuery({ account, user, environment });
  if (!readDeepLink(decodeURIComponent(query)).ok) {
    void tell('warning', t('This user cannot be named in a link.'));
    return;
  }
  await vscode.env.clipboard.writeText(uriOfExtension(`${deepLinkPath}?${query}`));
  void tell(
    'information',
    t('The link to the user was copied. It names environment, account and user, and nothing else.'),
  );
}
