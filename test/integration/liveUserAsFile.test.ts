import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { temporaryFolder } from '../host/temporaryFolder';
import { accounts } from '../sandboxAccounts';
import { activateExtension, documentInForm, replaceText, setUserSetting, signIn } from './extensionUnderTest';

describe('a live user that is saved as a file', () => {
  let sandbox: Sandbox;
  const environments: string[] = [];

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    // Of few fields: a text with other values in most of them is no copy of it to the eye.
    const user = { id: 'usr_few', name: 'Ada', title: 'Analyst', status: 'active' };
    sandbox = await startSandbox({ quirks: { [accounts.hubspot]: { users: [user] } } });
    environments.push(await signIn(sandbox));
  });
  afterEach(async () => {
    while (vscode.window.tabGroups.activeTabGroup.activeTab)
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    for (const name of environments.splice(0))
      await vscode.commands.executeCommand('truto.removeProfile', { name, confirm: false });
    await sandbox.close();
  });

  const user = () => sandbox.user(accounts.hubspot, 'usr_few');
  const send = async ({ uri }: vscode.TextDocument) =>
    vscode.commands.executeCommand('truto.sendUser', { uri, confirm: false });

  async function open(): Promise<vscode.TextDocument> {
    await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_few' });
    return documentInForm();
  }

  async function savedAsFile({ uri }: vscode.TextDocument): Promise<vscode.TextDocument> {
    const file = join(temporaryFolder('truto-users').path, 'few.truto-user.json');
    await vscode.commands.executeCommand('truto.saveUserAsFile', { uri, file });
    const saved = await documentInForm();
    assert.equal(saved.uri.toString(), vscode.Uri.file(file).toString());
    return saved;
  }

  /** Somebody else writes it. */
  async function changeElsewhere(fields: object): Promise<void> {
    const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_few?integrated_account_id=${accounts.hubspot}`;
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const { ok } = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(fields) });
    assert.ok(ok);
  }

  const texts: Readonly<Record<string, (text: string) => string>> = {
    'with two fields edited': (text) => text.replace('"Ada"', '"Ada Lovelace"').replace('"Analyst"', '"Countess"'),
    'with a field taken out': (text) => text.replace('"Analyst"', '"Countess"').replace(/,\s*"status": "active"/, ''),
  };
  for (const [what, edit] of Object.entries(texts))
    it(`meets what somebody else has changed since it was opened, ${what}`, async () => {
      const live = await open();
      await replaceText(live, edit(live.getText()));
      const file = await savedAsFile(live);
      assert.equal(file.getText(), live.getText());
      await changeElsewhere({ title: 'Author' });
      await assert.rejects(send(file), /changed by someone else/);
      assert.equal(user()?.title, 'Author');
    });

  it('has begun as its own document did, not as the user was opened last', async () => {
    const live = await open();
    await replaceText(live, texts['with two fields edited']?.(live.getText()) ?? '');
    await changeElsewhere({ title: 'Author' });
    await vscode.workspace.fs.readFile(live.uri.with({ query: '{"organization_id":"org"}' }));
    await assert.rejects(send(await savedAsFile(live)), /changed by someone else/);
    assert.equal(user()?.title, 'Author');
  });

  it('is sent where nobody has changed it', async () => {
    const live = await open();
    await replaceText(live, texts['with two fields edited']?.(live.getText()) ?? '');
    await send(await savedAsFile(live));
    assert.deepEqual([user()?.name, user()?.title], ['Ada Lovelace', 'Countess']);
  });
});
