import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { SendResult } from '../../src/users/send/sendResult';
import { temporaryFolder } from '../host/temporaryFolder';
import { until as untilAsked } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { activateExtension, documentInForm, replaceText, setUserSetting, signIn, until } from './extensionUnderTest';

describe('the text of a live user', () => {
  let sandbox: Sandbox;
  let environment: string;
  const { fs } = vscode.workspace;
  const names = { usr_bjorn: 'Björn', usr_many: 'Björn Łukasz 山田', usr_guess: 'Åsa Ängström' } as const;
  type UserId = keyof typeof names;
  const users = Object.entries(names) as [UserId, string][];

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    const stored = users.map(([id, name]) => ({ id, name, title: 'Analyst', status: 'active' }));
    sandbox = await startSandbox({ quirks: { [accounts.hubspot]: { users: stored } } });
    environment = await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
    await sandbox.close();
  });

  async function open(userId: UserId): Promise<vscode.TextDocument> {
    await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.hubspot, userId });
    return documentInForm();
  }
  const uriOf = (userId: UserId) =>
    vscode.Uri.parse(`truto:/${environment}/${accounts.hubspot}/${userId}.truto-user.json`);
  const textOf = async (userId: UserId) => vscode.workspace.openTextDocument(uriOf(userId));
  const send = async ({ uri }: vscode.TextDocument) =>
    vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri, confirm: false });
  const userIn = (text: string) => JSON.parse(text) as Record<string, unknown>;
  const setTitle = (document: vscode.TextDocument, title: string) =>
    replaceText(document, document.getText().replace(/"title": "[^"]*"/, `"title": ${JSON.stringify(title)}`));
  const draftsOf = async ({ uri }: vscode.TextDocument) => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    return lenses.filter(({ command }) => command?.title.includes('not sent') === true).length;
  };

  async function close({ uri }: vscode.TextDocument): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const isOpen = () => vscode.workspace.textDocuments.some((other) => other.uri.toString() === uri.toString());
    await until(() => !isOpen(), vscode.workspace.onDidCloseTextDocument);
  }

  const files = (scope?: vscode.ConfigurationScope) => vscode.workspace.getConfiguration('files', scope);
  const { Global } = vscode.ConfigurationTarget;

  for (const [setting, value, userId, scope] of [
    ['encoding', 'windows1252', 'usr_many', undefined],
    ['encoding', 'utf16le', 'usr_many', undefined],
    ['encoding', 'shiftjis', 'usr_bjorn', { languageId: 'jsonc' }],
    ['autoGuessEncoding', true, 'usr_guess', undefined],
  ] as const)
    describe(`where \`files.${setting}\` is ${value}${scope ? ` for ${scope.languageId}` : ''}`, () => {
      before(() => files(scope).update(setting, value, Global, scope !== undefined));
      after(() => files(scope).update(setting, undefined, Global, scope !== undefined));

      it('is that of the user, and what was not edited is not sent', async () => {
        // What code has opened stays open.
        for (const [other, name] of users)
          if (other !== userId) assert.equal(userIn((await textOf(other)).getText())['name'], name);
        const document = await open(userId);
        const { size } = await fs.stat(document.uri);
        assert.equal((await fs.readFile(document.uri)).byteLength, size);
        await setTitle(document, 'Größe');
        assert.ok(await document.save());
        await close(document);
        const again = await open(userId);
        assert.equal(userIn(again.getText())['name'], names[userId]);
        assert.equal(userIn(again.getText())['title'], 'Größe');
        assert.equal(await draftsOf(again), 1);
        assert.deepEqual((await send(again)).sent, { title: 'Größe' });
        await untilAsked('the draft is settled', async () => !again.isDirty && (await draftsOf(again)) === 0);
        assert.equal(userIn(again.getText())['name'], names[userId]);
      });

      it('is that of a file that it is saved as', async () => {
        const document = await open('usr_many');
        const target = vscode.Uri.file(join(temporaryFolder('truto-users').path, 'many.truto-user.json'));
        await vscode.commands.executeCommand('truto.saveUserAsFile', { uri: document.uri, file: target.fsPath });
        const file = await documentInForm();
        assert.equal(file.uri.toString(), target.toString());
        assert.equal(file.getText(), document.getText());
      });
    });

  it('is UTF-8 without a mark where `files.encoding` is the usual one', async () => {
    for (const [userId, name] of users) {
      const text = Buffer.from(await fs.readFile(uriOf(userId))).toString();
      assert.equal(userIn(text)['name'], name);
    }
    const { uri } = await open('usr_many');
    assert.equal(userIn(Buffer.from(await fs.readFile(uri)).toString())['name'], names.usr_many);
  });

  // VS Code restores what was not saved as text alone, and saves it in the encoding that is set by then.
  for (const encoding of ['windows1252', 'utf16le', 'gbk'])
    it(`is kept whole where it is saved as ${encoding}`, async () => {
      const uri = uriOf('usr_many');
      const document = await vscode.workspace.openTextDocument(uri, { encoding });
      await vscode.window.showTextDocument(document);
      const text = JSON.stringify({ name: names.usr_many, title: 'Größe' });
      await replaceText(document, text);
      assert.ok(await document.save());
      assert.equal(document.encoding, encoding);
      assert.equal(Buffer.from(await fs.readFile(uri)).toString(), text);
      assert.equal(userIn(document.getText())['name'], names.usr_many);
    });
});
