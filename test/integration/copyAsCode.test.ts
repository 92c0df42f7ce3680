import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { activateExtension, adaFile, openFile, setUserSetting, signIn } from './extensionUnderTest';

const copy = async (document: vscode.TextDocument, language: string) =>
  vscode.commands.executeCommand<string>('truto.copyAsCode', { uri: document.uri, language });

describe('copying an update as code', () => {
  let sandbox: Sandbox;

  before(activateExtension);
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  for (const language of [
    'curl',
    'powershell',
    'javascript',
    'python',
    'typescriptSdk',
    'typescriptSdk2',
    'pythonSdk',
  ]) {
    it(`puts ${language} on the clipboard: what differs, and no secret`, async () => {
      const document = await openFile(
        'ada.truto-user.json',
        adaFile({ name: 'Ada Lovelace', title: 'Countess', password: 'hunter2-hunter2' }),
      );
      const code = await copy(document, language);
      assert.equal(await vscode.env.clipboard.readText(), code);
      assert.match(code, /"title": ?"Countess"/);
      assert.match(code, /TRUTO_API_TOKEN[^]*TRUTO_USER_PASSWORD|TRUTO_USER_PASSWORD[^]*TRUTO_API_TOKEN/);
      assert.ok(code.includes(sandbox.baseUrl));
      assert.doesNotMatch(code, /Ada Lovelace|hunter2/);
      assert.ok(!code.includes(sandbox.token));
      assert.deepEqual(
        sandbox.requests.filter(({ method }) => method === 'PATCH'),
        [],
      );
    });
  }

  it('copies the whole file where the setting says so', async () => {
    await setUserSetting('send.body', 'whole');
    try {
      assert.match(
        await copy(await openFile('ada.truto-user.json', adaFile({ name: 'Ada Lovelace' })), 'curl'),
        /-d '\{\n {2}"name": "Ada Lovelace"\n\}'/,
      );
    } finally {
      await setUserSetting('send.body', undefined);
    }
  });

  it('copies the whole file where it matches the live user', async () => {
    assert.match(
      await copy(await openFile('same.truto-user.json', adaFile({ name: 'Ada Lovelace' })), 'curl'),
      /-d '\{\n {2}"name": "Ada Lovelace"\n\}'/,
    );
  });

  it('says why there is no code', async () => {
    await assert.rejects(copy(await openFile('empty.truto-user.json', adaFile({})), 'curl'), /no fields/);
    await assert.rejects(copy(await openFile('list.truto-user.json', '[]'), 'curl'), /not a single JSON object/);
    await assert.rejects(copy(await openFile('ada.truto-user.json', adaFile({ title: 'x' })), 'cobol'), /cobol/);
  });
});
