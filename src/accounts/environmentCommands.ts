import * as vscode from 'vscode';
import { checkBaseUrl } from '../core/http/baseUrl';
import type { Profile } from '../core/http/profile';
import { argumentOf, textArgument } from '../platform/commandArguments';
import type { CommandHandler } from '../platform/commands';
import { plainItems } from '../platform/labels';
import { ask } from '../platform/notify';
import { plainText } from '../platform/plainText';
import type { ProfileStore } from '../platform/profileStore';
import { settings } from '../platform/settings';
import { baseUrlProblem } from '../platform/words/baseUrlWords';
import { mayReplace } from './replaceEnvironment';

/** Add, switch, replace the token of and remove environments. */
export function environmentCommands(profiles: ProfileStore): Record<string, CommandHandler> {
  return {
    addProfile: (argument) => addProfile(profiles, argument),
    switchProfile: (argument) => switchProfile(profiles, argument),
    replaceToken: () => replaceToken(profiles),
    removeProfile: (argument) => removeProfile(profiles, argument),
  };
}

/**
 * `{ name, baseUrl?, token }` adds without a dialog; what is missing is asked for, and so is whether an environment of
 * the same name may be replaced. Throws on a base URL that is not safe.
 */
async function addProfile(profiles: ProfileStore, argument: unknown): Promise<Profile | undefined> {
  const name = textArgument(argument, 'name')?.trim() || (await askName(profiles));
  if (!name) return undefined;
  const given = textArgument(argument, 'baseUrl') ?? (argument === undefined ? await askBaseUrl() : settings.baseUrl());
  if (given === undefined) return undefined;
  const checked = checkBaseUrl(given);
  if (!checked.ok) throw new Error(baseUrlProblem(checked.reason));
  const profile = { name, baseUrl: checked.baseUrl };
  const saved = profiles.find(name);
  if (saved && !(await mayReplace(saved, profile))) return undefined;
  const token = textArgument(argument, 'token') ?? (await askToken(profile));
  if (!token) return undefined;
  await profiles.save(profile, token.trim());
  return profile;
}

/** `{ name }` switches without asking. Throws when there is no environment of this name. */
async function switchProfile(profiles: ProfileStore, argument: unknown): Promise<void> {
  const name =
    textArgument(argument, 'name') ??
    (await pickProfile(profiles, vscode.l10n.t('Switch to which environment?')))?.name;
  if (name !== undefined) await profiles.switchTo(name);
}

async function replaceToken(profiles: ProfileStore): Promise<void> {
  const profile = await pickProfile(profiles, vscode.l10n.t('Replace the API token of which environment?'));
  const token = profile && (await askToken(profile));
  if (profile && token) await profiles.replaceToken(profile, token.trim());
}

/** `{ name }` names the environment; `{ name, confirm: false }` removes it without a question. */
async function removeProfile(profiles: ProfileStore, argument: unknown): Promise<void> {
  const name = textArgument(argument, 'name');
  const profile =
    name === undefined ? await pickProfile(profiles, vscode.l10n.t('Remove which environment?')) : profiles.find(name);
  const isUnasked = name !== undefined && argumentOf(argument, 'confirm') === false;
  if (profile && (isUnasked || (await mayRemove(profile)))) await profiles.remove(profile);
}

async function mayRemove({ name }: Profile): Promise<boolean> {
  const { t } = vscode.l10n;
  const remove = t('Remove');
  const picked = await ask('warning', {
    question: t('Remove the environment “{0}” and its API token from this computer?', name),
    detail: [t('Nothing changes in Truto. Truto cannot show the token again: keep a copy if you still need it.')],
    choices: [remove],
  });
  return picked === remove;
}

async function pickProfile(profiles: ProfileStore, title: string): Promise<Profile | undefined> {
  const active = profiles.active();
  const [only, ...others] = profiles.list();
  if (others.length === 0) return only;
  const choices = profiles.list().map((profile) => ({
    label: profile.name,
    description: profile.baseUrl,
    detail: profile.name === active?.name ? vscode.l10n.t('in use') : '',
    profile,
  }));
  return (await vscode.window.showQuickPick(plainItems(choices), { title }))?.profile;
}

function askName(profiles: ProfileStore): Thenable<string | undefined> {
  const { t } = vscode.l10n;
  return vscode.window
    .showInputBox({
      title: t('Add Environment (1/3): name'),
      prompt: t('A name for this Truto environment, such as Production or Staging.'),
      ignoreFocusOut: true,
      validateInput: (name) => {
        if (name.trim() === '') return t('Give the environment a name.');
        return (
          profiles.find(name.trim()) &&
          plainText(t('“{0}” exists already. Replace its API token instead, or choose another name.', name.trim()))
        );
      },
    })
    .then((name) => name?.trim());
}

function askBaseUrl(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Add Environment (2/3): base URL'),
    prompt: vscode.l10n.t('API base URL of this environment. The token will only be sent there.'),
    value: settings.baseUrl(),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const checked = checkBaseUrl(text);
      return checked.ok ? undefined : baseUrlProblem(checked.reason);
    },
  });
}

function askToken({ name, baseUrl }: Profile): Thenable<string | undefined> {
  const { t } = vscode.l10n;
  return vscode.window.showInputBox({
    title: plainText(t('API token of {0}', name)),
    prompt: t(
      'It will be sent to {0} only. Create it in the Truto dashboard under Settings, API Tokens. It is kept in the secret storage of VS Code.',
      new URL(baseUrl).origin,
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (token) => {
      if (token.trim() === '') return t('Paste the API token.');
      return /^[\x21-\x7e]+$/.test(token.trim())
        ? undefined
        : t('This is not an API token. It contains spaces or characters that are not allowed in a token.');
    },
  });
}
