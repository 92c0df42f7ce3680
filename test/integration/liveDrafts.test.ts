import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { liveUserUri } from '../../src/platform/liveUserAddress';
import { LiveDrafts } from '../../src/users/live/liveDrafts';
import { temporaryFolder } from '../host/temporaryFolder';
import { accounts } from '../sandboxAccounts';
import { activateExtension, documentInForm, replaceText, signIn, until } from './extensionUnderTest';

describe('the drafts of live users', () => {
  let folder: vscode.Uri;
  const open: LiveDrafts[] = [];
  const newDrafts = () => {
    const drafts = new LiveDrafts(folder);
    open.push(drafts);
    return drafts;
  };
  beforeEach(() => (folder = vscode.Uri.file(temporaryFolder('truto-users').path)));
  afterEach(() => {
    for (const drafts of open.splice(0)) drafts.dispose();
  });

  const uriOf = (userId: string, query = {}) =>
    liveUserUri({ environment: 'Test', accountId: accounts.hubspot, userId, query });
  const bytes = new TextEncoder().encode('{}');

  it('are told of, until they are sent, also by the next window, whatever they are read with', async () => {
    const drafts = newDrafts();
    const told: string[] = [];
    drafts.onDidChange((uri) => told.push(uri.toString()));
    const [ada, grace] = [uriOf('usr_ada'), uriOf('../x\n', { organization_id: 'org' })];
    await drafts.write(ada, bytes);
    await drafts.write(grace, bytes);
    await drafts.write(grace, bytes);
    assert.deepEqual(told, [ada.toString(), grace.toString()]);
    const next = newDrafts();
    await next.ready();
    assert.deepEqual(
      [ada, grace, uriOf('../x\n'), uriOf('usr_ada', { a: 1 }), uriOf('usr_bob')].map((uri) => next.isUnsent(uri)),
      [true, true, true, true, false],
    );
    assert.equal((await next.provideFileDecoration(ada))?.badge, '●');
    await next.remove(ada);
    assert.deepEqual([next.isUnsent(ada), await next.read(ada)], [false, undefined]);
    assert.equal(await next.provideFileDecoration(ada), undefined);
    assert.equal(await next.provideFileDecoration(folder), undefined);
  });

  it('have addresses without secrets', () => {
    const query = { organization_id: 'org', api_key: 'sk-1', accessToken: 'sk-2', groups: [{ id: 'g' }] };
    const { query: kept } = uriOf('usr_ada', query);
    assert.deepEqual(JSON.parse(kept), { organization_id: 'org', groups: [{ id: 'g' }] });
    assert.equal(uriOf('usr_ada', { password: 'sk-3' }).query, '');
  });

  it('are found where another window has saved them since', async () => {
    const [one, other] = [newDrafts(), newDrafts()];
    await Promise.all([one.ready(), other.ready()]);
    await one.write(uriOf('usr_ada'), bytes);
    assert.equal(other.isUnsent(uriOf('usr_ada')), false);
    assert.equal(new TextDecoder().decode(await other.read(uriOf('usr_ada'))), '{}');
    assert.equal(other.isUnsent(uriOf('usr_ada')), true);
  });

  describe('of open documents', () => {
    let sandbox: Sandbox;
    let environment: string;
    beforeEach(async () => {
      await activateExtension();
      sandbox = await startSandbox();
      environment = await signIn(sandbox);
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
      await sandbox.close();
    });

    it('are there before they are saved', async () => {
      const drafts = newDrafts();
      await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_ada' });
      const document = await documentInForm();
      assert.equal(drafts.isUnsent(document.uri), false);
      await replaceText(document, document.getText().replace('Analyst', 'Countess'));
      await until(() => drafts.isUnsent(document.uri), drafts.onDidChange);
      assert.equal((await drafts.provideFileDecoration(document.uri))?.badge, '●');
      await vscode.commands.executeCommand('undo');
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until(() => !drafts.isUnsent(document.uri), drafts.onDidChange);
    });
  });
});
