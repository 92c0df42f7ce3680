import * as vscode from 'vscode';
import { accountLabel } from '../../api/accountLabel';
import type { Environment } from '../../api/environment';
import { ask } from '../../platform/notify';
import { mustConfirm } from '../../platform/mustConfirm';
import { plainText } from '../../platform/plainText';
import { environmentName } from '../../platform/words/environmentWords';
import type { PlanEffects, PlanHeader } from '../plan/planFile';
import { BulkRefused } from './bulkFailure';

/** So many fields are named in the question. */
const maxNames = 8;
/** More rows than these are confirmed by typing. */
const maxByButton = 100;

interface PlanQuestion {
  readonly header: Pick<PlanHeader, 'target'>;
  readonly environment: Environment;
  /** As the rows tell, not as the header says. */
  readonly effects: PlanEffects;
  /** So many users are updated. */
  readonly count: number;
  /** The ids of the accounts that they are of. */
  readonly accounts: ReadonlySet<string>;
}

/**
 * Whether updates of a plan may be sent: nothing is, or a person says so, or nobody is to be asked and the settings want no
 * question. Throws BulkRefused where they want one.
 * @param isUnasked nobody is to be asked
 */
export async function mayApply(question: PlanQuestion, isUnasked: boolean): Promise<boolean> {
  const { environment, count } = question;
  await environment.askFacts();
  const isAllowed = !mustConfirm({ environment, harmless: environment.isProduction === false });
  if (count === 0) return true;
  if (!isUnasked) return confirmPlan(question, isAllowed);
  if (isAllowed) return true;
  throw new BulkRefused(vscode.l10n.t('This needs a confirmation. Run the command without “confirm: false”.'));
}

/**
 * Asks a person: by typing how many users where they are many, or where somebody loses access or gets a password; not at all
 * where the settings ask for no confirmation of usual updates.
 */
async function confirmPlan(question: PlanQuestion, isAllowed: boolean): Promise<boolean> {
  const { effects, count } = question;
  const { t } = vscode.l10n;
  const { deactivated, deleted, secrets, rolesRemoved } = effects;
  const where = placeOf(question);
  const dangers = [
    ...(deleted > 0 ? [t('Users that get the status “deleted”: {0}.', deleted)] : []),
    ...(deactivated > 0 ? [t('Users that get a status other than “active”: {0}.', deactivated)] : []),
    ...(secrets > 0 ? [t('Users that get a password or another secret: {0}.', secrets)] : []),
    ...(rolesRemoved > 0 ? [t('Users that lose a role: {0}.', rolesRemoved)] : []),
  ];
  const names = Object.keys(effects.fields);
  const shown = names.slice(0, maxNames).join(', ');
  const fields =
    names.length > maxNames ? t('Fields: {0} and {1} more.', shown, names.length - maxNames) : t('Fields: {0}.', shown);
  const asked = count === 1 ? t('Update 1 user in {0}?', where) : t('Update {0} users in {1}?', count, where);
  if (count > maxByButton || deleted + deactivated + secrets > 0) return typed(asked, dangers, count);
  if (isAllowed) return true;
  const send = t('Apply Plan');
  return (await ask('warning', { question: asked, detail: [...dangers, fields], choices: [send] })) === send;
}

/** Where the updates go, and nothing else that is selected. */
function placeOf({ header: { target }, environment, accounts }: PlanQuestion): string {
  const { t } = vscode.l10n;
  const name = environmentName(environment);
  const [id, ...others] = accounts;
  if (id === undefined) return name;
  if (others.length > 0) return t('{0}, {1} integrated accounts', name, accounts.size);
  const known = environment.knownAccount(id);
  return t('{0}, {1}', name, target.account?.id === id ? target.account.label : known ? accountLabel(known) : id);
}

async function typed(question: string, dangers: readonly string[], count: number): Promise<boolean> {
  const { t } = vscode.l10n;
  const value = await vscode.window.showInputBox({
    title: plainText(question),
    prompt: plainText([...dangers, t('Type {0} to confirm.', count)].join(' ')),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === String(count) ? undefined : t('Type {0} to confirm.', count)),
  });
  return value?.trim() === String(count);
}
