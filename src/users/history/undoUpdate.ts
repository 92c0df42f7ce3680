import * as vscode from 'vscode';
import { requiredFields } from '../../core/rules/accountRules';
import type { Environment } from '../../api/environment';
import { isUnasked, textArgument } from '../../platform/commandArguments';
import { plainItems } from '../../platform/labels';
import { dayOf, notUndoneLines, timeOf } from '../../platform/words/historyWords';
import type { History } from '../../updates/history';
import { isUndoable, type HistoryEntry } from '../../updates/historyEntry';
import { askedUpdate } from '../../updates/askedUpdate';
import type { Prepared } from '../../updates/prepared';
import { prepareUndo, stillThere, type PreparedUndo } from '../../updates/undo';
import { refusedBy } from '../send/accountObstacle';
import { confirmUpdate } from '../send/confirmUpdate';
import { runPrepared } from '../send/runPrepared';
import type { SendResult } from '../send/sendResult';
import { whilePreparing } from '../send/prepareUpdate';
import { refuseUntrusted } from '../send/readyDocument';
import { SendRefused } from '../send/sendRefused';
import type { SendServices } from '../send/sendUser';
import { namedEntry, sentTo } from './historyCommands';

/** What `truto.undoUpdate` resolves to. */
export interface UndoResult extends SendResult {
  /** The names of the fields that stay as they are. */
  readonly notUndone: readonly string[];
}

/**
 * Takes an update back: `{ id, confirm? }` (or a row of the history) names it, otherwise the person picks one. Shows what would
 * change, asks, and sends it; where `confirm` is false, only if the settings want it. Resolves to undefined
 * when the person said no. Throws SendRefused before and TrutoError after something left.
 */
export async function undoUpdate(argument: unknown, services: SendServices): Promise<UndoResult | undefined> {
  refuseUntrusted();
  const { updates, history } = await services.updating();
  const isPicked = textArgument(argument, 'id') === undefined;
  const named = isPicked ? await pickUpdate(history) : argument;
  if (named === undefined) return undefined;
  const entry = await namedEntry(named, history);
  if (!isUndoable(entry)) throw new SendRefused(vscode.l10n.t('Nothing to undo: this update was not applied.'));
  const environment = sentTo(entry, services);
  const { t } = vscode.l10n;
  const asked = await askedUpdate(
    () => prepareOrRefuse(entry, environment, services),
    ({ prepared, notUndone }) =>
      confirmUpdate(prepared, services, {
        question: t('Undo the update of {0} in {1}?', prepared.userName, prepared.accountLabel),
        send: t('Undo Update'),
        isAlwaysAsked: isPicked,
        isUnasked: !isPicked && isUnasked(argument),
        notes: notUndoneLines(notUndone),
        again: { title: t('Undo Update'), run: () => vscode.commands.executeCommand('truto.undoUpdate', named) },
      }),
  );
  if (!asked) return undefined;
  const { update: undo, answer } = asked;
  const result = await runPrepared(updates, undo.prepared, services, { isRenewed: answer === 'underNewKey' });
  return { ...result, notUndone: stillThere(entry, undo, result) };
}

async function prepareOrRefuse(
  entry: HistoryEntry,
  environment: Environment,
  services: SendServices,
): Promise<PreparedUndo & { readonly prepared: Prepared }> {
  const { t } = vscode.l10n;
  const { rules } = services;
  const { updates } = await services.updating();
  const account = { environment, accountId: entry.account.id };
  const undo = await whilePreparing((signal, onAttempt) =>
    prepareUndo(entry, environment, updates, {
      signal,
      onAttempt,
      requiredFields: async () => {
        await rules.ready(account);
        return requiredFields(rules.state(account)?.rules);
      },
    }),
  );
  if ('obstacle' in undo) throw refusedBy(undo);
  const { prepared, notUndone } = undo;
  if (prepared) return { prepared, notUndone };
  const lines = notUndoneLines(notUndone);
  throw new SendRefused(
    lines.length > 0
      ? [t('Nothing to undo.'), ...lines].join(' ')
      : t('Nothing to undo: {0} has the values from before the update.', entry.user.name),
    { severity: 'information' },
  );
}

/** So many are offered; the view has the others. */
const maxPicks = 200;

async function pickUpdate(history: History): Promise<{ readonly kind: 'update'; readonly id: string } | undefined> {
  const { t } = vscode.l10n;
  const { rows } = await history.list();
  const undoable = rows.filter(isUndoable);
  if (undoable.length === 0) {
    const words =
      rows.length === 0
        ? t('Nothing to undo: the history is empty.')
        : t('Nothing to undo: no update in the history was applied.');
    throw new SendRefused(words, { severity: 'information' });
  }
  const items: UpdateItem[] = undoable.slice(0, maxPicks).map(({ id, user, account, fields, at }) => ({
    label: user.name,
    description: fields.join(', '),
    detail: `${dayOf(at)}, ${timeOf(at)} · ${account.name}`,
    id,
  }));
  if (undoable.length > maxPicks) items.push({ label: t('Older Updates...'), alwaysShow: true });
  const picked = await vscode.window.showQuickPick(plainItems(items), {
    title: t('Undo Update'),
    placeHolder: t('Select the update to undo. You are asked before anything is sent.'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked && picked.id === undefined) await vscode.commands.executeCommand('truto.history.focus');
  return picked?.id === undefined ? undefined : { kind: 'update', id: picked.id };
}

interface UpdateItem extends vscode.QuickPickItem {
  /** Undefined: those that are not offered here. */
  readonly id?: string;
}
