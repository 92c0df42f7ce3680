import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { QuirkyLabel } from '../../src/sandbox/quirkyAccounts';
import { quirkyAccount } from '../sandboxAccounts';
import { activateExtension, documentInForm, replaceText, setUserSetting, signIn } from './extensionUnderTest';

describe('opening a user', () => {
  let sandbox: Sandbox;
  let environment: string;

  beforeEach(async () => {
    await activateExtension();
    sandbox = await startSandbox({ quirkyAccounts: true });
    environment = await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await sandbox.close();
  });

  /** The text of the file that a user of an account becomes, and its name. */
  const open = async (label: QuirkyLabel, more: object = {}, userId = 'usr_ada') => {
    const accountId = quirkyAccount(sandbox, label);
    await vscode.commands.executeCommand('truto.openUser', { accountId, userId, ...more });
    const document = await documentInForm();
    const { $truto, ...fields } = JSON.parse(document.getText()) as Record<string, unknown>;
    return { document, accountId, $truto, fields };
  };

  for (const label of ['Without get', 'Without list', 'Partial list'] as const)
    it(`reads it in the way that the account offers: ${label}`, async () => {
      const { document, $truto, fields, accountId } = await open(label);
      assert.deepEqual($truto, { integrated_account_id: accountId, id: 'usr_ada' });
      assert.equal(fields['name'], 'Ada Lovelace');
      assert.equal('title' in fields, label !== 'Partial list');
      assert.equal(document.uri.path, `/${environment}/${accountId}/usr_ada.truto-user.json`);
    });

  it('becomes a file without fields where nobody can read it', async () => {
    const { document, $truto, fields, accountId } = await open('Without get and list');
    assert.deepEqual($truto, { integrated_account_id: accountId, id: 'usr_ada' });
    assert.deepEqual(fields, {});
    assert.equal(document.uri.path, `/${environment}/${accountId}/usr_ada.truto-user.json`);
    // Opened again it is the same one.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), '  "title": "Countess",\n');
    await vscode.workspace.applyEdit(edit);
    const again = await open('Without get and list');
    assert.equal(again.document, document);
    assert.deepEqual(again.fields, { title: 'Countess' });
  });

  it('has nothing to save until it is edited, and keeps what is saved until that is sent', async () => {
    const label = 'Without list';
    const { document } = await open(label);
    assert.deepEqual([document.isDirty, document.uri.scheme], [false, 'truto']);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.isDirty, false);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const { document: again } = await open(label);
    await replaceText(again, again.getText().replace(/"title": "[^"]*"/, '"title": "Countess"'));
    assert.ok(again.isDirty);
    assert.ok(await again.save());
    assert.ok(!again.isDirty);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const kept = await open(label);
    assert.equal(kept.fields['title'], 'Countess');
    await setUserSetting('send.confirm', 'never');
    await vscode.commands.executeCommand('truto.sendUser', { uri: kept.document.uri, confirm: false });
    await setUserSetting('send.confirm', undefined);
    assert.equal(sandbox.user(kept.accountId, 'usr_ada')?.title, 'Countess');
  });

  it('takes parameters, which the file then holds', async () => {
    const query = { organization_id: 'org', workspace_id: 'ws' };
    const { $truto, fields, accountId } = await open('Reads want parameters', { query });
    assert.deepEqual($truto, { integrated_account_id: accountId, id: 'usr_ada', query });
    assert.equal(fields['name'], 'Ada Lovelace');
    const reads = sandbox.requests.filter(({ path }) => path.endsWith('/usr_ada'));
    // The form reads the live user too.
    assert.ok(reads.length > 0);
    for (const read of reads)
      assert.deepEqual(read.query, { integrated_account_id: accountId, organization_id: 'org' });
  });

  it('fails where there is no such user', async () => {
    await assert.rejects(open('Without list', {}, 'usr_nobody'), /user/);
  });
});
