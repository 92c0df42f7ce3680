import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { SendResult } from '../../src/users/send/sendResult';
import { until } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { activateExtension, adaFile, openFile, setUserSetting, signIn } from './extensionUnderTest';

describe('the response to an update', () => {
  let sandbox: Sandbox;

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await sandbox.close();
  });

  const title = () => sandbox.user(accounts.hubspot, 'usr_ada')?.title;
  const undo = async (argument: unknown) =>
    vscode.commands.executeCommand<SendResult | undefined>('truto.undoUpdate', argument);

  /** Sends another title. Resolves to the document of the response, the only one that is shown. */
  async function send(sent: string): Promise<vscode.Uri> {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { uri } = await openFile('ada.truto-user.json', adaFile({ title: sent }));
    await vscode.commands.executeCommand('truto.sendUser', { uri });
    return until('the response', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .map(({ input }) => (input instanceof vscode.TabInputText ? input.uri : undefined))
        .find((shown) => shown?.scheme === 'truto-response'),
    );
  }

  for (const [form, argumentOf] of [
    ['{ uri }', (uri) => ({ uri })],
    ['the text of its URI in an object', (uri) => ({ uri: uri.toString() })],
    ['its URI', (uri) => uri],
    ['the text of its URI', (uri) => uri.toString()],
  ] as const satisfies readonly (readonly [string, (uri: vscode.Uri) => unknown])[])
    it(`names what is undone by ${form}`, async () => {
      const result = await undo(argumentOf(await send('Countess')));
      assert.equal(result?.outcome, 'applied');
      assert.equal(title(), 'Analyst');
    });

  it('that was not kept is not undone: no other update is offered in its place', async () => {
    await send('Countess');
    await setUserSetting('history.enabled', false);
    try {
      const uri = await send('Baroness');
      await assert.rejects(undo({ uri }), /not in the history/);
      // From its title, a person is told.
      assert.equal(await undo(uri), undefined);
      assert.equal(title(), 'Baroness');
    } finally {
      await setUserSetting('history.enabled', undefined);
    }
  });
});
