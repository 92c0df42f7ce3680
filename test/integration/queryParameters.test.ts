import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { activateExtension, adaFile, diagnosticsOf, openFile, signIn, until } from './extensionUnderTest';

describe('setting query parameters by an argument', () => {
  let sandbox: Sandbox;
  const set = async (document: vscode.TextDocument, query: unknown) =>
    vscode.commands.executeCommand<Record<string, unknown>>('truto.setQueryParameters', { uri: document.uri, query });

  before(activateExtension);
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  it('writes them into the file and nothing else, each as one step to undo', async () => {
    const text = `{\n    // of the acme team\n    "$truto": { "integrated_account_id": "${accounts.clickup}", "id": "usr_ada" },\n    "title":   "x"\n}\n`;
    const document = await openFile('parameters.truto-user.json', text);
    await vscode.window.showTextDocument(document);
    await until(() => diagnosticsOf(document).length === 1, vscode.languages.onDidChangeDiagnostics);
    assert.deepEqual(await set(document, { organization_id: '7', truto_exclude_fields: ['emails'] }), {
      organization_id: '7',
      truto_exclude_fields: ['emails'],
    });
    const withOne = text.replace('"usr_ada" }', '"usr_ada", "query": {"organization_id": "7"} }');
    assert.equal(document.getText(), withOne.replace('"7"}', '"7", "truto_exclude_fields": ["emails"]}'));
    await until(() => diagnosticsOf(document).length === 0, vscode.languages.onDidChangeDiagnostics);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), withOne);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('takes one out by null', async () => {
    const document = await openFile(
      'remove.truto-user.json',
      '{ "$truto": { "query": { "organization_id": "7", "group_id": "8" } }, "title": "x" }',
    );
    assert.deepEqual(await set(document, { organization_id: null, workspace_id: null }), { group_id: '8' });
    assert.equal(document.getText(), '{ "$truto": { "query": { "group_id": "8" } }, "title": "x" }');
  });

  it('writes nothing when one of them is wrong, and says which', async () => {
    const document = await openFile('wrong.truto-user.json', adaFile({ title: 'x' }));
    const before = document.getText();
    await assert.rejects(
      set(document, { organization_id: '7', truto_ignore_remote_data: 'yes' }),
      /Not set: “\$truto.query.truto_ignore_remote_data” must be true or false/,
    );
    await assert.rejects(set(document, { truto_response_format: 'rw' }), /must be one of unified, raw/);
    await assert.rejects(set(document, ['organization_id']), /must be an object/);
    assert.equal(document.getText(), before);
  });

  it('says what it cannot write to', async () => {
    await assert.rejects(
      set(await openFile('list.truto-user.json', '[{ "title": "x" }]'), { group_id: '8' }),
      /not a single JSON object/,
    );
    await assert.rejects(
      set(await openFile('odd.truto-user.json', '{ "$truto": "x" }'), { group_id: '8' }),
      /must be objects/,
    );
  });
});
