import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { UndoResult } from '../../src/users/history/undoUpdate';
import type { SendResult } from '../../src/users/send/sendResult';
import { temporaryFolder } from '../host/temporaryFolder';
import { accounts } from '../sandboxAccounts';
import { activateExtension, adaFile, openFile, setUserSetting, signIn } from './extensionUnderTest';

describe('history and undo for callers', () => {
  let sandbox: Sandbox;
  let environment: string;
  const { executeCommand } = vscode.commands;
  const undo = (id: string | undefined) => executeCommand<UndoResult>('truto.undoUpdate', { id, confirm: false });
  const title = () => sandbox.user(accounts.hubspot, 'usr_ada')?.title;

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    sandbox = await startSandbox();
    environment = await signIn(sandbox);
    await executeCommand('truto.clearHistory', { confirm: false });
  });
  afterEach(() => sandbox.close());

  async function send(fields: Readonly<Record<string, unknown>>): Promise<SendResult> {
    const { uri } = await openFile('ada.truto-user.json', adaFile(fields));
    return executeCommand<SendResult>('truto.sendUser', { uri, confirm: false });
  }

  it('undo an update by its id, and the undo by the id of that', async () => {
    const before = title();
    const sent = await send({ title: 'Countess', password: 'hunter22' });
    const undone = await undo(sent.historyId);
    assert.deepEqual([undone.status, undone.sent, undone.outcome], [200, { title: before }, 'applied']);
    assert.deepEqual(undone.notUndone, ['password']);
    assert.equal(title(), before);
    await undo(undone.historyId);
    assert.equal(title(), 'Countess');
  });

  it('undo in the environment that it was sent to, whichever is in use', async () => {
    const { historyId } = await send({ title: 'Countess' });
    const other = await startSandbox();
    await signIn(other);
    await undo(historyId);
    assert.equal(title(), 'Analyst');
    assert.ok(other.requests.every(({ method }) => method !== 'PATCH'));
    await other.close();
  });

  it('reject what is not there, and what has nothing to be undone', async () => {
    await assert.rejects(Promise.resolve(undo('2026-01-01-none#1')), /not in the history/);
    const { historyId } = await send({ title: 'Countess' });
    await undo(historyId);
    await assert.rejects(Promise.resolve(undo(historyId)), /Nothing to undo: Ada Lovelace has the values from before/);
  });

  it('reject the undo of an update that was not applied', async () => {
    sandbox.inject({ kind: 'status', status: 422, match: { method: 'PATCH' } });
    await assert.rejects(send({ title: 'Countess' }));
    const file = join(temporaryFolder('truto-users').path, 'history.json');
    await executeCommand('truto.exportHistory', { file });
    const [entry] = JSON.parse(readFileSync(file, 'utf8')) as { id: string; outcome: string }[];
    assert.equal(entry?.outcome, 'refused');
    const ofUsers = () => sandbox.requests.filter(({ path }) => path.includes('/users/')).length;
    const before = ofUsers();
    await assert.rejects(Promise.resolve(undo(entry.id)), /was not applied/);
    assert.equal(ofUsers(), before);
  });

  it('reject an undo under another key where nobody is to be asked', async () => {
    const { historyId } = await send({ title: 'Countess' });
    const fault = { kind: 'status', match: { method: 'PATCH' } } as const;
    sandbox.inject({ ...fault, status: 502 });
    sandbox.inject({ ...fault, status: 422, times: 100 });
    for (let count = 0; count < 2; count++) await assert.rejects(Promise.resolve(undo(historyId)));
    const before = sandbox.requests.filter(({ method }) => method === 'PATCH').length;
    await assert.rejects(Promise.resolve(undo(historyId)), /had the same failure/);
    assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, before);
  });

  it('reject the undo of any update where none was applied, in words that fit', async () => {
    const undoAny = async () => executeCommand('truto.undoUpdate', { confirm: false });
    await assert.rejects(undoAny, /the history is empty/);
    sandbox.inject({ kind: 'status', status: 422, match: { method: 'PATCH' } });
    await assert.rejects(send({ title: 'Countess' }));
    await assert.rejects(undoAny, /no update in the history was applied/);
  });

  it('show what was sent, whatever the names in it are', async () => {
    const query = { remote_query: { body: 0, note: '"body":0' } };
    const target = { integrated_account_id: accounts.hubspot, id: 'usr_ada', query };
    const { historyId } = await send({ $truto: target, title: 'Countess', remote_data: { body: 0 } });
    await executeCommand('truto.showHistoryRequest', { id: historyId });
    const shown = JSON.parse(vscode.window.activeTextEditor?.document.getText() ?? '') as Record<string, unknown>;
    assert.deepEqual([shown['query'], shown['body']], [query, { title: 'Countess', remote_data: { body: 0 } }]);
    await executeCommand('workbench.action.closeActiveEditor');
  });

  it('send again in the environment that it was sent to alone', async () => {
    const { historyId: id } = await send({ title: 'Countess' });
    await executeCommand('truto.sendAgain', { id });
    const again = vscode.window.activeTextEditor?.document;
    assert.match(again?.getText() ?? '', /"title": "Countess"/);
    await executeCommand('workbench.action.revertAndCloseActiveEditor');
    const untitled = () =>
      vscode.workspace.textDocuments.filter(({ isUntitled }) => isUntitled).map(({ uri }) => uri.toString());
    const before = untitled();
    const other = await startSandbox();
    try {
      await signIn(other);
      await assert.rejects(Promise.resolve(executeCommand('truto.sendAgain', { id })), (error: Error) =>
        error.message.includes(`“${environment}”`),
      );
      assert.deepEqual(untitled(), before);
    } finally {
      await other.close();
    }
  });

  it('keep nothing while the history is off', async () => {
    await setUserSetting('history.enabled', false);
    try {
      assert.equal((await send({ title: 'Countess' })).historyId, undefined);
    } finally {
      await setUserSetting('history.enabled', undefined);
    }
  });

  it('export all that is shown, without secrets, formulas as texts', async () => {
    await send({ title: '=HYPERLINK(1)', password: 'hunter22-Secret!' });
    const folder = temporaryFolder('truto-users').path;
    for (const name of ['history.json', 'history.csv']) {
      const file = join(folder, name);
      await executeCommand('truto.exportHistory', { file });
      const text = readFileSync(file, 'utf8');
      assert.match(text, /=HYPERLINK/);
      assert.doesNotMatch(text, /hunter22/);
    }
    const exported = readFileSync(join(folder, 'history.csv'), 'utf8');
    const uri = vscode.Uri.file(join(folder, 'named.csv'));
    for (const argument of [{ file: uri }, { target: uri }, { target: uri.toString() }, { target: uri.fsPath }]) {
      writeFileSync(uri.fsPath, '');
      await executeCommand('truto.exportHistory', argument);
      assert.equal(readFileSync(uri.fsPath, 'utf8'), exported, JSON.stringify(argument));
    }
    const [entry] = JSON.parse(readFileSync(join(folder, 'history.json'), 'utf8')) as {
      user: unknown;
      sent: unknown;
    }[];
    assert.deepEqual(entry?.user, { id: 'usr_ada', name: 'Ada Lovelace' });
  });
});
