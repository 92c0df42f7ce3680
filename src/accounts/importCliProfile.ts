import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { accountLabel } from '../api/accountLabel';
import type { Environments } from '../api/environments';
import {
  maxCliProfiles,
  readCliConfig,
  type CliConfig,
  type CliProfile,
  type CliRefusal,
} from '../core/http/cliConfig';
import type { Profile } from '../core/http/profile';
import { isAccountId } from '../core/update/accountId';
import type { AccountSelection } from '../platform/accountSelection';
import { endsWithin } from '../platform/endsWithin';
import { plainItems } from '../platform/labels';
import { ask, tell } from '../platform/notify';
import type { ProfileStore } from '../platform/profileStore';
import { settings } from '../platform/settings';
import { baseUrlProblem } from '../platform/words/baseUrlWords';
import { mayReplace } from './replaceEnvironment';

interface ImportServices {
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  readonly environments: Environments;
}

/** Bytes: a larger file is none of the CLI's. */
const maxBytes = 1_000_000;
/** In ms: how long the name of the default account is waited for. */
const patience = 3000;

/**
 * Takes environments over from the profile file of the Truto CLI, once the person has seen what would be: tokens into the
 * secret storage alone. The file is only read. Resolves to the environments added.
 */
export async function importCliProfile(services: ImportServices): Promise<readonly Profile[]> {
  const { t } = vscode.l10n;
  const found = await readFile(join(homedir(), '.truto', 'config.json'));
  if (typeof found === 'string') {
    await tell('warning', found);
    return [];
  }
  const { config, path } = found;
  const refused = config.refused.map(({ name, reason }) => `${name}: ${refusalWords(reason)}`);
  if (config.profiles.length === 0) {
    const why = refused.length > 0 ? refused.join(' ') : t('It has no API token of Truto.');
    await tell('warning', t('Nothing to import from {0}. {1}', path, why));
    return [];
  }
  const added: Profile[] = [];
  for (const chosen of await choose(config.profiles)) {
    const profile = { name: chosen.name, baseUrl: chosen.baseUrl ?? settings.baseUrl() };
    if (!(await mayImport(chosen, profile, path, refused))) continue;
    const saved = services.profiles.find(profile.name);
    if (saved && !(await mayReplace(saved, profile))) continue;
    await services.profiles.save(profile, chosen.token);
    await keepDefault(chosen, profile, services);
    added.push(profile);
  }
  return added;
}

/** What the file holds, or a sentence that says why nothing can be read from it. */
async function readFile(named: string): Promise<{ readonly config: CliConfig; readonly path: string } | string> {
  const { t } = vscode.l10n;
  try {
    // It may be a link: what is shown is where that leads.
    const path = await realpath(named);
    // A pipe must not keep anybody waiting. Windows has no such flag, which then is as good as 0.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return t('Nothing to import: {0} is not a file.', path);
      if (stat.size > maxBytes) return t('Nothing to import: {0} is too large for a profile file.', path);
      const bytes = new Uint8Array(maxBytes + 1);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      const text = new TextDecoder().decode(bytes.subarray(0, bytesRead));
      const config = bytesRead > maxBytes ? undefined : readCliConfig(text, 'Truto CLI');
      return config ? { config, path } : t('Nothing to import: {0} is not a JSON object.', path);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? t('The Truto CLI has no profile file on this computer ({0}).', named)
      : t('Nothing to import: {0} cannot be read ({1}).', named, code);
  }
}

async function choose(profiles: readonly CliProfile[]): Promise<readonly CliProfile[]> {
  if (profiles.length === 1) return profiles;
  const items = profiles.map((profile) => ({
    label: profile.name,
    description: profile.baseUrl ?? settings.baseUrl(),
    profile,
  }));
  const picked = await vscode.window.showQuickPick(plainItems(items), {
    title: vscode.l10n.t('Import from Truto CLI'),
    placeHolder: vscode.l10n.t('Select the environments to import'),
    canPickMany: true,
  });
  return (picked ?? []).map(({ profile }) => profile);
}

async function mayImport(
  { defaultAccount }: CliProfile,
  { name, baseUrl }: Profile,
  path: string,
  refused: readonly string[],
): Promise<boolean> {
  const { t } = vscode.l10n;
  const action = t('Import');
  const picked = await ask('information', {
    question: t('Import the environment “{0}” from the Truto CLI?', name),
    detail: [
      t('File: {0}', path),
      t('API base URL: {0}', baseUrl),
      t('API token: copied to the secret storage of VS Code, and sent to {0} only.', new URL(baseUrl).origin),
      ...(defaultAccount !== undefined && isAccountId(defaultAccount)
        ? [t('Default integrated account: {0}', defaultAccount)]
        : []),
      '',
      t('Nothing else in the file is used, and the file is not changed.'),
      ...(refused.length > 0 ? ['', t('Not imported: {0}', refused.join(' '))] : []),
    ],
    choices: [action],
  });
  return picked === action;
}

/** The account is named as Truto names it, where Truto tells soon. */
async function keepDefault(
  { defaultAccount: id }: CliProfile,
  profile: Profile,
  { selection, environments }: ImportServices,
): Promise<void> {
  if (id === undefined || !isAccountId(id)) return;
  const environment = environments.of(profile);
  await selection.setSharedDefault(environment, { id, label: id });
  const naming = environment.account(id).then(
    async (account) => selection.setSharedDefault(environment, { id, label: accountLabel(account) }),
    () => undefined,
  );
  await endsWithin(patience, naming);
}

function refusalWords(reason: CliRefusal): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'noToken':
      return t('There is no API token.');
    case 'unusableToken':
      return t('The API token contains characters that are not allowed in a token, or is too long.');
    case 'unusableName':
      return t('It needs a name of at most 100 characters.');
    case 'tooMany':
      return t('Only the first {0} environments of the file are read.', maxCliProfiles);
    default:
      return baseUrlProblem(reason);
  }
}
