import * as vscode from 'vscode';
import type { EnvironmentFacts } from '../api/environmentFacts';
import type { Environments } from '../api/environments';
import { checkBaseUrl } from '../core/http/baseUrl';
import type { Profile } from '../core/http/profile';
import type { AccountSelection } from '../platform/accountSelection';
import { argumentOf, flagArgument, isUnasked, textArgument } from '../platform/commandArguments';
import type { CommandHandler } from '../platform/commands';
import { plainItems } from '../platform/labels';
import { ask } from '../platform/notify';
import { plainText } from '../platform/plainText';
import type { ProfileStore } from '../platform/profileStore';
import { settings } from '../platform/settings';
import { baseUrlProblem } from '../platform/words/baseUrlWords';
import { noEnvironmentWords } from '../platform/words/environmentWords';
import { importCliProfile } from './importCliProfile';
import { mayReplace } from './replaceEnvironment';

interface EnvironmentServices {
  readonly profiles: ProfileStore;
  readonly facts: EnvironmentFacts;
  readonly selection: AccountSelection;
  readonly environments: Environments;
}

export type EnvironmentCommands = Readonly<
  Record<
    'addProfile' | 'switchProfile' | 'replaceToken' | 'removeProfile' | 'markProduction' | 'importCliProfile',
    CommandHandler
  >
>;

/** Add, switch, replace the token of, mark and remove environments. */
export function environmentCommands(services: EnvironmentServices): EnvironmentCommands {
  const { profiles, facts } = services;
  // The menu of a view hands over the row that has the focus, which is not meant.
  const asked =
    (run: (profiles: ProfileStore, given: unknown) => unknown): CommandHandler =>
    (argument) =>
      run(profiles, argumentOf(argument, 'kind') === undefined ? argument : undefined);
  return {
    addProfile: asked(addProfile),
    switchProfile: asked(switchProfile),
    replaceToken: asked(replaceToken),
    removeProfile: asked(removeProfile),
    markProduction: asked((_, given) => markProduction(profiles, facts, given)),
    importCliProfile: () => importCliProfile(services),
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
  const token = await givenToken(profile, argument);
  if (!token) return undefined;
  await profiles.save(profile, token);
  return profile;
}

/** `{ name }` switches without asking. Throws when there is no environment of this name. */
async function switchProfile(profiles: ProfileStore, argument: unknown): Promise<void> {
  const profile = await namedProfile(profiles, argument, vscode.l10n.t('Switch to which environment?'));
  if (profile) await profiles.switchTo(profile.name);
}

/** `{ name, token? }` names the environment; a token that is left out is asked for. */
async function replaceToken(profiles: ProfileStore, argument: unknown): Promise<void> {
  const profile = await namedProfile(profiles, argument, vscode.l10n.t('Replace the API token of which environment?'));
  const token = profile && (await givenToken(profile, argument));
  if (profile && token) await profiles.replaceToken(profile, token);
}

/** That of a caller, else one that is asked for; undefined when dismissed. Throws on what is no token. */
async function givenToken(profile: Profile, argument: unknown): Promise<string | undefined> {
  const given = textArgument(argument, 'token');
  const problem = given === undefined ? undefined : tokenProblem(given);
  if (problem !== undefined) throw new Error(problem);
  return (given ?? (await askToken(profile)))?.trim();
}

/** `{ name }` names the environment; `{ name, confirm: false }` removes it without a question. One that is not there is removed. */
async function removeProfile(profiles: ProfileStore, argument: unknown): Promise<void> {
  const name = textArgument(argument, 'name');
  if (name !== undefined && !profiles.find(name)) return;
  const profile = await namedProfile(profiles, argument, vscode.l10n.t('Remove which environment?'));
  if (profile && ((name !== undefined && isUnasked(argument)) || (await mayRemove(profile))))
    await profiles.remove(profile);
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

/**
 * `{ name, isProduction }` marks without a question, unless less would be asked from then on. What Truto says of the
 * environment counts again where neither was chosen.
 */
async function markProduction(profiles: ProfileStore, facts: EnvironmentFacts, argument: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const profile = await namedProfile(profiles, argument, t('Mark which environment?'));
  if (!profile) return;
  const given = flagArgument(argument, 'isProduction');
  if (given !== undefined) {
    if (given || (await mayUnmark(profile))) await facts.learn(profile, { isProduction: given });
    return;
  }
  const { isProduction, name } = facts.of(profile);
  const choices = [
    { label: t('Production'), detail: t('Every update is asked about, whatever the settings say.'), mark: true },
    { label: t('Not production'), detail: t('Updates are asked about as the settings say.'), mark: false },
    {
      label: t('As Truto says'),
      detail: name === undefined ? t('Not known yet') : t('Truto calls it “{0}”.', name),
      mark: undefined,
    },
  ].map((choice) => ({ ...choice, description: choice.mark === isProduction ? t('current') : '' }));
  const picked = await vscode.window.showQuickPick(plainItems(choices), {
    title: plainText(t('What is “{0}”?', profile.name)),
  });
  if (picked) await facts.learn(profile, { isProduction: picked.mark });
}

/** A caller need not be the person. */
async function mayUnmark({ name }: Profile): Promise<boolean> {
  const { t } = vscode.l10n;
  const mark = t('Mark as Not Production');
  const picked = await ask('warning', {
    question: t('Mark the environment “{0}” as not production?', name),
    detail: [t('Updates are then sent with or without a question, as the setting “truto.send.confirm” says.')],
    choices: [mark],
  });
  return picked === mark;
}

/** Undefined when the person dismissed the question. Throws when there is no environment of the name that a caller gave. */
async function namedProfile(profiles: ProfileStore, argument: unknown, title: string): Promise<Profile | undefined> {
  const name = textArgument(argument, 'name');
  if (name === undefined) return pickProfile(profiles, title);
  const profile = profiles.find(name);
  if (!profile) throw new Error(noEnvironmentWords(name));
  return profile;
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
    validateInput: tokenProblem,
  });
}

function tokenProblem(token: string): string | undefined {
  const { t } = vscode.l10n;
  if (token.trim() === '') return t('Paste the API token.');
  return /^[\x21-\x7e]+$/.test(token.trim())
    ? undefined
    : t('This is not an API token. It contains spaces or characters that are not allowed in a token.');
}
