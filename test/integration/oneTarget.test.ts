import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { SendResult } from '../../src/users/send/sendUser';
import { accounts } from '../sandboxAccounts';
import { activateExtension, adaFile, openFile, setUserSetting, signIn } from './extensionUnderTest';

describe('the one target of an update', () => {
  let first: Sandbox;
  let second: Sandbox;
  let names: readonly [string, string];
  const patches = () =>
    [first, second].map(({ requests }) => requests.filter(({ method }) => method === 'PATCH').length);
  /** How many reads of users there were, which the rules of an account are not. */
  const usersRead = () =>
    [first, second].map(({ requests }) => requests.filter(({ path }) => /\/users(\/usr_\w+)?$/.test(path)).length);

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    // What other files show is read anew where the window is.
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    [first, second] = [await startSandbox(), await startSandbox()];
    names = [await signIn(first), await signIn(second)];
    await vscode.commands.executeCommand('truto.switchProfile', { name: names[0] });
  });
  afterEach(async () => {
    await first.close();
    await second.close();
  });

  it('is that of the environment in which the person began to pick', async () => {
    const text = JSON.stringify({ $truto: { integrated_account_id: accounts.hubspot }, title: 'Picked' });
    const document = await openFile('picked.truto-user.json', text);
    const sending = vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri: document.uri });
    while (usersRead()[0] === 0) await vscode.commands.executeCommand('workbench.action.focusQuickOpen');
    await vscode.commands.executeCommand('truto.switchProfile', { name: names[1] });
    const ended = sending.then(() => 'ended' as const);
    let accepted: Thenable<unknown>;
    do accepted = vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    while ((await Promise.race([ended, accepted])) !== 'ended');
    assert.equal((await sending).outcome, 'applied');
    assert.deepEqual(patches(), [1, 0]);
    assert.equal(usersRead()[1], 0);
  });

  it('stays where it is when a caller would replace the environment without a question', async () => {
    // Nobody is there to ask.
    const replacing = vscode.commands.executeCommand('truto.addProfile', { name: names[0], ...second });
    assert.equal(
      await replacing.then(
        (added) => added,
        () => undefined,
      ),
      undefined,
    );
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    await vscode.commands.executeCommand('truto.sendUser', { uri: document.uri, confirm: false });
    assert.deepEqual(patches(), [1, 0]);
  });

  it('is another one only by the name of an environment that there is', async () => {
    await assert.rejects(
      Promise.resolve(vscode.commands.executeCommand('truto.switchProfile', { name: 'Nowhere' })),
      /no environment of the name “Nowhere”/,
    );
    await vscode.commands.executeCommand('truto.switchProfile', { name: names[1] });
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    await vscode.commands.executeCommand('truto.sendUser', { uri: document.uri, confirm: false });
    assert.deepEqual(patches(), [0, 1]);
  });

  it('gets one update when several callers send the same text, and the outcome is everybody’s', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Together' }));
    const send = () =>
      vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri: document.uri, confirm: false });
    const results = await Promise.all([send(), send(), send()]);
    assert.deepEqual(patches(), [1, 0]);
    assert.equal(new Set(results.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['applied', 'applied', 'applied'],
    );
  });

  it('gets one update from a press and the presses right after it', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Pressed' }));
    const press = () => vscode.commands.executeCommand<SendResult | undefined>('truto.sendUser', document.uri);
    const [sent, ...ignored] = await Promise.all([press(), press(), press()]);
    assert.equal(sent?.outcome, 'applied');
    assert.deepEqual(ignored, [undefined, undefined]);
    assert.deepEqual(patches(), [1, 0]);
  });
});
