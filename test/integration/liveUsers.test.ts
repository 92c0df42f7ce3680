import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { EditBases } from '../../src/updates/editBases';
import { temporaryFolder } from '../host/temporaryFolder';
import { accounts, quirkyAccount } from '../sandboxAccounts';
import { environmentOf, environmentsOf } from '../sandboxEnvironments';
import { DocumentModels } from './documentModels';
import { adaFile, openFile, until } from './extensionUnderTest';

describe('the live user of a file', () => {
  let sandbox: Sandbox;
  let storage: vscode.Uri;
  let models: DocumentModels;
  let environmentName: string | undefined;
  let kept: Readonly<Record<string, object>>;
  const readings = () =>
    sandbox.requests.filter(({ method, path }) => method === 'GET' && path.includes('/users/usr_'));

  beforeEach(async () => {
    storage = vscode.Uri.file(temporaryFolder('truto-users').path);
    sandbox = await startSandbox({ latencyMs: 20, quirkyAccounts: true });
    environmentName = 'Test';
    kept = {};
    const profile = () =>
      environmentName === undefined ? undefined : { name: environmentName, baseUrl: sandbox.baseUrl };
    models = new DocumentModels(environmentsOf(sandbox.token, profile), {
      readParameters: (_environment, accountId, given) => ({ ...(kept[accountId] ?? {}), ...given }),
      beginEdit: (uri, target, live) =>
        new EditBases(storage.fsPath).begin({ ...target, source: uri.toString() }, live),
    });
  });
  afterEach(async () => {
    models.dispose();
    await sandbox.close();
  });

  const liveOf = (document: vscode.TextDocument) => models.documents.modelOf(document).live;
  const settled = (document: vscode.TextDocument) =>
    until(() => {
      const user = liveOf(document).current;
      return user.state !== 'reading' && user.state !== 'unread' && user;
    }, models.documents.modelOf(document).onDidChange);
  const replaceAll = async (document: vscode.TextDocument, text: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  it('is read once while somebody follows the file, and again on demand', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }));
    assert.equal(liveOf(document).current.state, 'unread');
    const following = [liveOf(document).follow(), liveOf(document).follow()];
    const user = await settled(document);
    assert.ok(user.state === 'read');
    assert.equal(user.fields.name, 'Ada Lovelace');
    assert.equal(readings().length, 1);
    liveOf(document).readAgain();
    const meanwhile = liveOf(document).current;
    assert.ok(meanwhile.state === 'reading' && meanwhile.fields?.name === 'Ada Lovelace');
    await settled(document);
    assert.equal(readings().length, 2);
    for (const one of following) one.dispose();
    liveOf(document).readAgain();
    assert.equal(liveOf(document).current.state, 'unread');
    assert.equal(readings().length, 2);
  });

  it('is read with the parameters that are kept for its account where the file lacks them', async () => {
    const integrated_account_id = quirkyAccount(sandbox, 'Reads want parameters');
    const text = JSON.stringify({ $truto: { integrated_account_id, id: 'usr_ada' }, title: 'x' });
    const document = await openFile('ada.truto-user.json', text);
    liveOf(document).follow();
    assert.equal((await settled(document)).state, 'failed');
    kept = { [integrated_account_id]: { organization_id: 'org' } };
    liveOf(document).readAgain();
    assert.equal((await settled(document)).state, 'read');
  });

  it('is kept as it was when the edit began, whatever somebody else changes after', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }));
    liveOf(document).follow();
    await settled(document);
    const environment = environmentOf(sandbox);
    const begun = () =>
      new EditBases(storage.fsPath).of({
        environment,
        accountId: accounts.hubspot,
        userId: 'usr_ada',
        source: document.uri.toString(),
      });
    assert.equal((await begun())?.user.isSame('title', 'Analyst'), true);
    await fetch(`${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Author' }),
    });
    liveOf(document).readAgain();
    const now = await settled(document);
    assert.equal(now.state === 'read' && now.fields.title, 'Author');
    assert.equal((await begun())?.user.isSame('title', 'Analyst'), true);
  });

  it('is kept without its secrets, which are known again all the same', async () => {
    const edited = {
      environment: environmentOf(sandbox),
      accountId: accounts.hubspot,
      userId: 'usr_ada',
      source: 'file:///secrets.truto-user.json',
    };
    const user = {
      api_key: 'secret-1',
      remote_data: { password_hash: 'secret-2', access_key: { id: 'secret-3', secretary: 'Grace' } },
      custom: [{ name: 'password', value: 'secret-4' }],
    };
    await new EditBases(storage.fsPath).keep(edited, { user, isWhole: true });
    const files = readdirSync(storage.fsPath, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(storage.fsPath, name),
    );
    const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'utf8'));
    assert.ok(texts.some((text) => text.includes('"name":"password"')));
    for (const text of texts) assert.doesNotMatch(text, /secret-\d|Grace/);
    if (process.platform !== 'win32') assert.equal(statSync(join(storage.fsPath, 'seal.key')).mode & 0o777, 0o600);
    const kept = (await new EditBases(storage.fsPath).of(edited))?.user;
    for (const [name, value] of Object.entries(user)) assert.equal(kept?.isSame(name, value), true, name);
    assert.equal(kept?.isSame('custom', [{ name: 'password', value: 'secret-5' }]), false);
  });

  it('is of the target that the file names, and is not read while that is typed', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }));
    liveOf(document).follow();
    await settled(document);
    await replaceAll(document, adaFile({ title: 'x' }, accounts.hubspot, 'usr_grace'));
    assert.equal(liveOf(document).current.state, 'unread');
    assert.equal(readings().length, 1);
    await document.save();
    const user = await settled(document);
    assert.ok(user.state === 'read' && user.fields.name === 'Grace Hopper');
    await replaceAll(document, '{}');
    assert.equal(liveOf(document).current.state, 'none');
  });

  it('is the one asked for last, however late an answer comes', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }));
    liveOf(document).follow();
    await replaceAll(document, adaFile({ title: 'x' }, accounts.hubspot, 'usr_grace'));
    liveOf(document).readAgain();
    const user = await settled(document);
    assert.ok(user.state === 'read' && user.fields.name === 'Grace Hopper');
  });

  it('takes its parameters from the file, but those that shape the answer', async () => {
    const text = JSON.stringify({
      $truto: {
        integrated_account_id: accounts.clickup,
        id: 'usr_ada',
        query: { organization_id: 'org', truto_response_format: 'raw' },
      },
    });
    const document = await openFile('ada.truto-user.json', text);
    liveOf(document).follow();
    await settled(document);
    assert.deepEqual(readings()[0]?.query, { organization_id: 'org', integrated_account_id: accounts.clickup });
  });

  it('is found in the list where the account offers no get', async () => {
    const accountId = quirkyAccount(sandbox, 'Without get');
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }, accountId));
    liveOf(document).follow();
    const user = await settled(document);
    assert.ok(user.state === 'read' && user.fields.name === 'Ada Lovelace');
  });

  it('is known to be unreadable where the account lets nobody read it, and is not asked for again by itself', async () => {
    const accountId = quirkyAccount(sandbox, 'Without get and list');
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }, accountId));
    liveOf(document).follow();
    assert.equal((await settled(document)).state, 'unreadable');
    const asked = readings().length;
    liveOf(document).readNew();
    assert.equal(liveOf(document).current.state, 'unreadable');
    assert.equal(readings().length, asked);
    liveOf(document).readAgain();
    assert.equal((await settled(document)).state, 'unreadable');
  });

  it('takes those parameters of the file that a read takes', async () => {
    const accountId = quirkyAccount(sandbox, 'Reads want parameters');
    const query = { organization_id: 'org', user_id: 'u' };
    const $truto = { integrated_account_id: accountId, id: 'usr_ada', query };
    const document = await openFile('ada.truto-user.json', JSON.stringify({ $truto }));
    liveOf(document).follow();
    assert.equal((await settled(document)).state, 'read');
    assert.deepEqual(readings()[0]?.query, { organization_id: 'org', integrated_account_id: accountId });
  });

  it('is not there when it cannot be read, and is tried again when the environment changes', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }, accounts.hubspot, 'usr_nobody'));
    liveOf(document).follow();
    assert.equal((await settled(document)).state, 'failed');
    const asked = readings().length;
    environmentName = 'Another';
    models.switchEnvironment();
    assert.equal(liveOf(document).current.state, 'reading');
    assert.equal((await settled(document)).state, 'failed');
    assert.equal(readings().length, asked + 1);
    environmentName = undefined;
    models.switchEnvironment();
    assert.equal(liveOf(document).current.state, 'none');
  });
});
