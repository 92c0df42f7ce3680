import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { QuirkyLabel } from '../../src/sandbox/quirkyAccounts';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { readUserFile } from '../../src/core/update/userFile';
import { temporaryFolder } from '../host/temporaryFolder';
import { accounts, quirkyAccount } from '../sandboxAccounts';
import { activateExtension, documentInForm, signIn } from './extensionUnderTest';

describe('a new user file', () => {
  let sandbox: Sandbox;
  let environment: string;
  let folder: vscode.Uri;

  beforeEach(async () => {
    await activateExtension();
    sandbox = await startSandbox({ quirkyAccounts: true });
    environment = await signIn(sandbox);
    folder = vscode.Uri.file(temporaryFolder('truto-users').path);
  });
  afterEach(async () => {
    while (vscode.window.tabGroups.activeTabGroup.activeTab)
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
    await sandbox.close();
  });

  const create = async (argument: object) =>
    vscode.commands.executeCommand('truto.newUserFile', { folder, ...argument });
  const inText = () => {
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    return document;
  };
  const nameOf = ({ uri }: vscode.TextDocument) => uri.path.slice(uri.path.lastIndexOf('/') + 1);

  it('of a live user has its fields as a form, unsaved, in the folder that was named', async () => {
    await create({ accountId: accounts.hubspot, userId: 'usr_ada' });
    const document = await documentInForm();
    assert.equal(
      document.uri.toString(),
      vscode.Uri.joinPath(folder, 'usr_ada.truto-user.json').with({ scheme: 'untitled' }).toString(),
    );
    const { $truto, ...fields } = JSON.parse(document.getText()) as Record<string, unknown>;
    assert.deepEqual($truto, { integrated_account_id: accounts.hubspot, id: 'usr_ada' });
    // Its entry in the list lacks the title.
    assert.equal(fields['title'], 'Analyst');
    assert.ok(document.isUntitled);
  });

  it('goes where no file is, and where none is open', async () => {
    writeFileSync(join(folder.fsPath, 'usr_ada.truto-user.json'), 'mine');
    const names: string[] = [];
    for (let count = 0; count < 2; count++) {
      await create({ from: 'user', accountId: accounts.hubspot, userId: 'usr_ada' });
      names.push(nameOf(await documentInForm()));
    }
    assert.deepEqual(names, ['usr_ada-2.truto-user.json', 'usr_ada-3.truto-user.json']);
  });

  it('has a safe name whatever the ID of the user is', async () => {
    const accountId = quirkyAccount(sandbox, 'Without get and list');
    await create({ accountId, userId: '../../.vscode/settings.json\u202E' });
    const document = await documentInForm();
    assert.equal(nameOf(document), 'vscode-settings.json.truto-user.json');
    assert.ok(document.uri.path.startsWith(folder.path));
    assert.deepEqual(JSON.parse(document.getText()), {
      $truto: { integrated_account_id: accountId, id: '../../.vscode/settings.json\u202E' },
    });
  });

  const templateOf = async (accountId: string) => {
    await create({ from: 'template', accountId });
    const text = inText().getText();
    return { text };
  };

  it('with all fields sends none of them until one is made a field, the required ones first', async () => {
    const { text } = await templateOf(accounts.looker);
    assert.match(text, /\/\/ Required by Looker:\n {2}\/\/ "roles"/);
    assert.match(text, /\n {2}\/\/ "title": "",/);
    assert.ok(text.includes(accounts.looker));
    const { activeTextEditor: editor } = vscode.window;
    assert.equal(
      inText().getText(
        new vscode.Range(editor!.selection.active.translate(0, -1), editor!.selection.active.translate(0, 1)),
      ),
      '""',
    );
  });

  it('with all fields names the parameters that the account requires', async () => {
    const { text } = await templateOf(accounts.clickup);
    assert.match(text, /\/\/ "query": \{ "organization_id": "" \}/);
  });

  it('with all fields waits for an account that tells late what it requires', async () => {
    sandbox.inject({ kind: 'delay', ms: 2500, match: { path: 'meta/update' } });
    const { text } = await templateOf(accounts.clickup);
    assert.match(text, /\/\/ "query": \{ "organization_id": "" \}/);
  });

  it('that is empty names the account alone', async () => {
    await create({ from: 'empty', accountId: accounts.hubspot });
    const document = inText();
    assert.equal(nameOf(document), 'user.truto-user.json');
    const file = readUserFile(document.getText());
    assert.deepEqual([file?.accountId, file?.userId, file?.fields], [accounts.hubspot, undefined, []]);
  });

  for (const from of ['empty', 'template'])
    it(`that is not read names the user that was told: ${from}`, async () => {
      for (const [userId, name] of [
        ['usr_ada', 'usr_ada.truto-user.json'],
        ['a"b\\c$1}', 'a-b-c-1}.truto-user.json'],
      ] as const) {
        await create({ from, accountId: accounts.hubspot, userId });
        const document = inText();
        const file = readUserFile(document.getText());
        assert.deepEqual([nameOf(document), file?.accountId, file?.userId], [name, accounts.hubspot, userId]);
      }
    });

  it('that is empty names no account where none is known', async () => {
    await create({ from: 'empty' });
    assert.match(inText().getText(), /"\$truto": \{ "id": "" \}/);
  });

  it('goes to the folder that is named as text, as its JSON or as a Uri', async () => {
    for (const [index, named] of [folder, folder.toString(), folder.toJSON() as object].entries()) {
      const name = `user${index === 0 ? '' : `-${index + 1}`}.truto-user.json`;
      await create({ from: 'empty', accountId: accounts.hubspot, folder: named });
      assert.equal(vscode.window.activeTextEditor?.document.uri.path, vscode.Uri.joinPath(folder, name).path);
    }
  });

  it('goes to the target that is named, by its path too', async () => {
    for (const target of [folder, folder.toString(), folder.fsPath]) {
      await create({ from: 'empty', folder: undefined, target });
      assert.ok(inText().uri.path.startsWith(folder.path), inText().uri.path);
    }
  });

  it('is refused, and nobody is asked, where what is named is nothing', async () => {
    for (const from of ['bogus', 5, null])
      await assert.rejects(async () => create({ from }), /“from” must be one of: user, template, empty\./);
    for (const named of [5, true, null, { path: 5 }, 'no folder'])
      await assert.rejects(
        async () => create({ from: 'empty', accountId: accounts.hubspot, folder: named }),
        /is not a URI of a file/,
      );
  });

  it('asks what it begins with where nobody said so, and is none when that is dismissed', async () => {
    const creation = { isOver: false };
    const creating = vscode.commands.executeCommand('truto.newUserFile', folder).then(() => (creation.isOver = true));
    // It is asked a moment later.
    while (!creation.isOver) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await creating;
    assert.equal(vscode.window.tabGroups.activeTabGroup.tabs.length, 0);
  });

  const openAsText = async (label: QuirkyLabel) => {
    const accountId = quirkyAccount(sandbox, label);
    await vscode.commands.executeCommand('truto.openUserAsText', { accountId, userId: 'usr_ada' });
    return inText();
  };

  it('is not needed to see a live user as text', async () => {
    const document = await openAsText('Partial list');
    assert.equal(document.uri.scheme, 'truto');
    assert.match(document.getText(), /"id": "usr_ada"/);
  });
});
