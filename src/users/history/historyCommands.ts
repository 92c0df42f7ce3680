import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { parseExact } from '../../core/json/exactJson';
import { prettyJson } from '../../core/json/prettyJson';
import type { KeptUser } from '../../core/secrets/keptUser';
import { Shown } from '../../core/secrets/shown';
import { isUnasked, placeArgument, textArgument } from '../../platform/commandArguments';
import { givenEnvironment } from '../../platform/environmentArgument';
import { ask, tell } from '../../platform/notify';
import type { History } from '../../updates/history';
import type { HistoryEntry } from '../../updates/historyEntry';
import { setContext } from '../../platform/commands';
import { openDiff } from '../send/openDiff';
import { SendRefused } from '../send/sendRefused';
import type { SendServices } from '../send/sendUser';
import { historyCsv, historyJson } from './historyFile';
import { filterText, type HistoryFilter } from './historyFilter';

/** Shows the view; `{ userId, accountId? }` or a row of the tree only the updates of a user. */
export async function showHistory(argument: unknown, services: SendServices): Promise<void> {
  const userId = textArgument(argument, 'userId');
  const accountId = textArgument(argument, 'accountId');
  const environmentKey = givenEnvironment(argument)?.key;
  if (userId !== undefined) await setFilter({ userId, accountId, environmentKey }, services);
  await vscode.commands.executeCommand('truto.history.focus');
}

/** Asks which updates are shown; `{ text }` names them. */
export async function filterHistory(argument: unknown, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const text =
    textArgument(argument, 'text') ??
    (await vscode.window.showInputBox({
      title: t('Filter History'),
      prompt: t(
        'Part of a user, account, environment, field, day, result or way (such as undo). Empty shows everything.',
      ),
      value: filterText((await services.historyTree()).filter),
    }));
  if (text !== undefined) await setFilter({ text: text.trim() }, services);
}

/** Shows all updates again. */
export async function clearHistoryFilter(_: unknown, services: SendServices): Promise<void> {
  await setFilter({ text: '' }, services);
}

async function setFilter(filter: HistoryFilter, { historyTree, historyView }: SendServices): Promise<void> {
  (await historyTree()).filter = filter;
  setContext('historyFiltered', filterText(filter) !== '');
  historyView.refresh();
}

/** The update that a row or a caller names. Throws SendRefused. */
export async function namedEntry(argument: unknown, history: History): Promise<HistoryEntry> {
  const entry = await history.entry(textArgument(argument, 'id') ?? '');
  if (!entry) throw new SendRefused(vscode.l10n.t('This update is not in the history, or not any more.'));
  return entry;
}

/** The environment that an update was sent to, whichever is in use now. Throws SendRefused where it was removed. */
export function sentTo({ environment }: HistoryEntry, { profiles, environments }: SendServices): Environment {
  const profile = profiles.byKey(environment.key);
  if (!profile)
    throw new SendRefused(
      vscode.l10n.t('The environment {0} of this update was removed. Add it again first.', environment.name),
    );
  return environments.of(profile);
}

/** Where an update was sent; undefined where the environment was removed. */
function targetOf({ environment, account, user }: HistoryEntry, { profiles, environments }: SendServices) {
  const profile = profiles.byKey(environment.key);
  return (
    profile && {
      environment: environments.of(profile),
      accountId: account.id,
      accountLabel: account.name,
      userId: user.id,
    }
  );
}

/** Opens a diff of the fields of an update: before it and after it. */
export async function compareHistory(argument: unknown, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const { history } = await services.updating();
  const entry = await namedEntry(argument, history);
  const { user, before, after } = entry;
  await openDiff(services.readOnlyDocuments, {
    left: { title: t('{0} before', user.name), user: before?.shown ?? new Shown('{}') },
    right: { title: t('{0} after', user.name), user: after.shown },
    title: t('{0}: before ↔ after', user.name),
    target: targetOf(entry, services),
  });
}

/** Opens what was sent, as far as it may be shown. */
export async function showHistoryRequest(argument: unknown, services: SendServices): Promise<void> {
  const { history } = await services.updating();
  const entry = await namedEntry(argument, history);
  const { user, account, query, sent, key } = entry;
  const request = {
    method: 'PATCH',
    integrated_account_id: account.id,
    id: user.id,
    query: parseExact(query.shown.text),
    idempotency_key: key,
  };
  // Numbers keep their spelling.
  const json = `${JSON.stringify(request).slice(0, -1)},"body":${sent.shown.text}}`;
  await show(vscode.l10n.t('{0} request', user.name), json, entry, services);
}

/** Opens the response, as far as it was kept. */
export async function showHistoryResponse(argument: unknown, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const { history } = await services.updating();
  const entry = await namedEntry(argument, history);
  const { user, response } = entry;
  if (response === undefined) throw new SendRefused(t('No response was kept: there was none, or it was too long.'));
  await show(t('{0} response', user.name), response, entry, services);
}

async function show(title: string, json: string, entry: HistoryEntry, services: SendServices): Promise<void> {
  const target = targetOf(entry, services);
  const uri = services.readOnlyDocuments.add(`${title}.json`, prettyJson(json), target);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
}

/**
 * Opens a new user file with the fields of an update, secrets left out: it is looked at and sent as any other. A file names
 * no environment, so that of the update must be in use. Throws SendRefused.
 */
export async function sendAgain(argument: unknown, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const { history } = await services.updating();
  const entry = await namedEntry(argument, history);
  const environment = sentTo(entry, services);
  const { name } = environment.profile;
  if (services.environments.active() !== environment)
    throw new SendRefused(
      t('This update was sent to the environment “{0}”. Switch to it first, then send again.', name),
      {
        nextStep: {
          title: t('Switch Environment'),
          run: () => vscode.commands.executeCommand('truto.switchProfile', { name }),
        },
      },
    );
  const { user, account, query, sent } = entry;
  const known = (fields: KeptUser) =>
    Object.fromEntries(fields.names.filter((name) => !fields.hides(name)).map((name) => [name, fields.at(name)]));
  const content = { $truto: { integrated_account_id: account.id, id: user.id, query: known(query) }, ...known(sent) };
  const document = await vscode.workspace.openTextDocument({
    language: 'json',
    content: prettyJson(JSON.stringify(content)),
  });
  await services.documents.attach(document.uri);
  await vscode.window.showTextDocument(document);
  const hidden = sent.names.filter((name) => sent.hides(name));
  if (hidden.length > 0)
    void tell('warning', t('Secrets are not kept, so these fields are left out: {0}.', hidden.join(', ')));
}

/** Saves the updates that are shown, the oldest first, as JSON or CSV by the name of the file; `{ target }` (or `{ file }`) names it. */
export async function exportHistory(argument: unknown, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const target =
    placeArgument(argument, 'target') ??
    placeArgument(argument, 'file') ??
    (await vscode.window.showSaveDialog({
      title: t('Export History'),
      filters: { CSV: ['csv'], JSON: ['json'] },
      saveLabel: t('Export'),
    }));
  if (!target) return;
  const { history } = await services.updating();
  const rows = await (await services.historyTree()).rows();
  const entries = await history.entries(rows.map(({ id }) => id));
  const text = target.path.toLowerCase().endsWith('.csv') ? historyCsv(entries) : historyJson(entries);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}

/** Takes the whole history away, once the person agrees; `{ confirm: false }` asks nothing. */
export async function clearHistory(argument: unknown, services: SendServices): Promise<void> {
  const { t } = vscode.l10n;
  const clear = t('Clear History');
  const picked =
    isUnasked(argument) ||
    (await ask('warning', {
      question: t('Clear the history of updates?'),
      detail: [t('Updates that were sent from this computer can then no longer be undone. Users are not changed.')],
      choices: [clear],
    })) === clear;
  if (!picked) return;
  await (await services.updating()).history.clear();
  await setFilter({ text: '' }, services);
}
