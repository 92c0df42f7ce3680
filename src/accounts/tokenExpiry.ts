import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { EnvironmentFacts } from '../api/environmentFacts';
import { tell } from '../platform/notify';
import { dateWords } from '../platform/words/plainWords';

const hour = 3_600_000;
const day = 24 * hour;
/** In ms: so long before the token of an environment expires the person hears of it. */
const ahead = 7 * day;
/** Once a day, also where the first request of a day is a little earlier than that of the day before. */
const pause = 20 * hour;

/** Tells that the token of an environment expires within the week, or has expired: once a day, over all windows. */
export async function warnOfExpiry(environment: Environment, facts: EnvironmentFacts, now = Date.now()): Promise<void> {
  const { t } = vscode.l10n;
  const { profile } = environment;
  const { expiresAt = Infinity, warnedAt = 0 } = environment.facts;
  const isTold = warnedAt <= now && now - warnedAt < pause;
  if (expiresAt - now > ahead || isTold) return;
  try {
    await facts.learn(profile, { warnedAt: now });
  } catch {
    return; // What cannot be kept would be told again with every request.
  }
  await tell('warning', expiryWords(profile.name, expiresAt, now), {
    title: t('Replace API Token...'),
    run: () => vscode.commands.executeCommand('truto.replaceToken', { name: profile.name }),
  });
}

function expiryWords(name: string, expiresAt: number, now: number): string {
  const { t } = vscode.l10n;
  const date = dateWords(expiresAt);
  if (expiresAt <= now) return t('The API token of {0} expired on {1}.', name, date);
  const days = Math.ceil((expiresAt - now) / day);
  return days === 1
    ? t('The API token of {0} expires within a day ({1}).', name, date)
    : t('The API token of {0} expires in {1} days ({2}).', name, days, date);
}
