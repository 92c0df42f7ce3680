import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { LiveDrafts } from '../../src/users/live/liveDrafts';
import { LiveUserFiles } from '../../src/users/live/liveUserFiles';
import type { SendResult } from '../../src/users/send/sendResult';
import { temporaryFolder } from '../host/temporaryFolder';
import { until as untilAsked } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { activateExtension, documentInForm, replaceText, setUserSetting, signIn, until } from './extensionUnderTest';

describe('the draft of a live user', () => {
  let sandbox: Sandbox;
  let environment: string;

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    sandbox = await startSandbox();
    environment = await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
    await sandbox.close();
  });

  const count = (method: string) =>
    sandbox.requests.filter((request) => request.method === method && request.path.includes('usr_ada')).length;
  const send = async ({ uri }: vscode.TextDocument) =>
    vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri, confirm: false });
  const undo = async (id: string | undefined) =>
    vscode.commands.executeCommand('truto.undoUpdate', { id, confirm: false });
  const titleOf = (document: vscode.TextDocument) => (JSON.parse(document.getText()) as { title: unknown }).title;
  const setTitle = (document: vscode.TextDocument, title: string) =>
    replaceText(document, document.getText().replace(/"title": "[^"]*"/, `"title": ${JSON.stringify(title)}`));

  async function open(): Promise<vscode.TextDocument> {
    await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_ada' });
    return documentInForm();
  }

  async function close({ uri }: vscode.TextDocument): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const isOpen = () => vscode.workspace.textDocuments.some((other) => other.uri.toString() === uri.toString());
    await until(() => !isOpen(), vscode.workspace.onDidCloseTextDocument);
  }

  /** Whether it says that it was saved and not sent. */
  async function isMarked({ uri }: vscode.TextDocument): Promise<boolean> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    return lenses.some(({ command }) => command?.title.includes('not sent') === true);
  }

  const whenClean = (document: vscode.TextDocument) =>
    untilAsked('it is clean', async () => !document.isDirty && !(await isMarked(document)));

  it('is kept by an undo of an earlier update, also where its tab was closed', async () => {
    const document = await open();
    await setTitle(document, 'Countess');
    const { historyId } = await send(document);
    await whenClean(document);
    await setTitle(document, 'Draft');
    assert.ok(await document.save());
    await close(document);
    await undo(historyId);
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Analyst');
    const again = await open();
    assert.deepEqual([titleOf(again), await isMarked(again)], ['Draft', true]);
  });

  it('is kept where it was saved and closed before the response of an earlier send', async () => {
    const document = await open();
    await setTitle(document, 'Countess');
    sandbox.inject({ kind: 'delay', ms: 700, match: { method: 'PATCH' } });
    const sending = send(document);
    await untilAsked('the request', () => count('PATCH') > 0);
    await setTitle(document, 'Draft');
    assert.ok(await document.save());
    await close(document);
    await sending;
    const again = await open();
    assert.deepEqual([titleOf(again), await isMarked(again)], ['Draft', true]);
  });

  it('is settled where it was sent, also with its tab closed before the response', async () => {
    const document = await open();
    await setTitle(document, 'Countess');
    assert.ok(await document.save());
    sandbox.inject({ kind: 'delay', ms: 700, match: { method: 'PATCH' } });
    const sending = send(document);
    await untilAsked('the request', () => count('PATCH') > 0);
    await close(document);
    await sending;
    const again = await open();
    await whenClean(again);
    assert.equal(titleOf(again), 'Countess');
  });

  it('is kept where it is read with other parameters than what was sent', async () => {
    const document = await open();
    await setTitle(document, 'Countess');
    const { historyId } = await send(document);
    await whenClean(document);
    await close(document);
    await vscode.commands.executeCommand('vscode.open', document.uri.with({ query: '{"organization_id":"org"}' }));
    const other = await documentInForm();
    await setTitle(other, 'Draft');
    assert.ok(await other.save());
    await undo(historyId);
    assert.deepEqual([titleOf(other), await isMarked(other)], ['Draft', true]);
    const kept = await vscode.workspace.fs.readFile(document.uri);
    assert.match(new TextDecoder().decode(kept), /"title": "Draft"/);
  });

  it('is sent, and shows what was sent, while reads still show the old values', async () => {
    sandbox.setQuirks(accounts.hubspot, { reads: { late: { seconds: 60 } } });
    const document = await open();
    await setTitle(document, 'Countess');
    const { verdict } = await send(document);
    assert.equal(verdict, 'notVisibleYet');
    await whenClean(document);
    assert.equal(titleOf(document), 'Countess');
  });

  it('is none any more where nothing of it is left to be sent', async () => {
    const document = await open();
    const nothing = async () => {
      assert.equal(await isMarked(document), true);
      await assert.rejects(send(document), /Nothing to send/);
      await whenClean(document);
    };
    // Edited back.
    for (const title of ['Countess', 'Analyst']) {
      await setTitle(document, title);
      assert.ok(await document.save());
    }
    await nothing();
    // Applied without this window.
    await setTitle(document, 'Countess');
    assert.ok(await document.save());
    const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`;
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ title: 'Countess' }) });
    await nothing();
    assert.equal(titleOf(document), 'Countess');
  });

  it('can be opened while its user cannot be read', async () => {
    const document = await open();
    await setTitle(document, 'Draft');
    assert.ok(await document.save());
    await close(document);
    sandbox.inject({ kind: 'status', status: 503, match: { method: 'GET' }, times: Infinity });
    const again = await open();
    assert.deepEqual([titleOf(again), await isMarked(again)], ['Draft', true]);
  });

  describe('when the user is read anew', () => {
    it('keeps on Refresh what is typed while it is read', async () => {
      const document = await open();
      sandbox.inject({ kind: 'delay', ms: 1000, match: { method: 'GET', path: 'usr_ada' }, times: Infinity });
      const before = count('GET');
      const refreshing = vscode.commands.executeCommand('truto.refreshLiveUser', { uri: document.uri });
      await untilAsked('the request', () => count('GET') > before);
      await setTitle(document, 'Mine');
      await refreshing;
      assert.deepEqual([titleOf(document), document.isDirty], ['Mine', true]);
      await vscode.commands.executeCommand('undo');
    });

    it('keeps on Refresh of what was edited what is typed while it is read', async () => {
      const document = await open();
      await setTitle(document, 'First');
      sandbox.inject({ kind: 'delay', ms: 1000, match: { method: 'GET', path: 'usr_ada' }, times: Infinity });
      const refresh = async (change: () => Promise<unknown>, title: string, first_name: string) => {
        const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`;
        const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
        const timezone = `Europe/${title}`;
        await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ first_name, timezone }) });
        const before = count('GET');
        const refreshing = vscode.commands.executeCommand('truto.refreshLiveUser', { uri: document.uri });
        await untilAsked('the request', () => count('GET') > before);
        await change();
        await refreshing;
        return { ...(JSON.parse(document.getText()) as object) } as Record<string, unknown>;
      };
      const edited = document.getText().replace('"first_name": "Ada"', '"first_name": "Mine"');
      const typed = await refresh(() => replaceText(document, edited), 'Oslo', 'Theirs');
      assert.deepEqual([typed['first_name'], typed['timezone'], typed['title']], ['Mine', 'Europe/Oslo', 'First']);
      const broken = refresh(() => replaceText(document, '{ "title":'), 'Rome', 'Other');
      await assert.rejects(broken, /not a single JSON object/);
      assert.equal(document.getText(), '{ "title":');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('keeps on Revert what is typed while it is read, until a person agrees', async () => {
      const document = await open();
      sandbox.inject({ kind: 'delay', ms: 1000, match: { method: 'GET', path: 'usr_ada' }, times: Infinity });
      const before = count('GET');
      const reverting = vscode.commands.executeCommand('truto.revertToLive', { uri: document.uri });
      const asked = assert.rejects(Promise.resolve(reverting), /Revert usr_ada to the live user/);
      await untilAsked('the request', () => count('GET') > before);
      await setTitle(document, 'Mine');
      await asked;
      assert.deepEqual([titleOf(document), document.isDirty], ['Mine', true]);
    });
  });

  describe('in a folder that windows share', () => {
    const uri = vscode.Uri.parse('truto:/Test/5a9d0c1e/usr_ada.truto-user.json');
    let folder: vscode.Uri;
    let reads: number;
    const opened: (() => void)[] = [];
    beforeEach(() => {
      folder = vscode.Uri.file(temporaryFolder('truto-users').path);
      reads = 0;
    });
    afterEach(() => opened.splice(0).forEach((end) => end()));

    const source = {
      read: () => Promise.resolve({ text: `{"reads":${++reads}}`, begin: () => Promise.resolve() }),
      whyReadOnly: () => Promise.resolve(undefined),
    };
    const newWindow = () => {
      const drafts = new LiveDrafts(folder);
      const files = new LiveUserFiles(drafts, source);
      opened.push(() => {
        files.dispose();
        drafts.dispose();
      });
      return { drafts, files };
    };
    const textOf = async ({ files }: ReturnType<typeof newWindow>) =>
      new TextDecoder().decode(await files.readFile(uri));
    const users = () => vscode.Uri.joinPath(folder, 'users');

    it('that another window gave up is read from its source again', async () => {
      const [own, other] = [newWindow(), newWindow()];
      await own.files.writeFile(uri, new TextEncoder().encode('{ }'));
      const { mtime } = await own.files.stat(uri);
      assert.equal(await textOf(other), '{ }');
      await other.files.settle(uri, '{"reverted":true}');
      assert.equal(await textOf(own), '{"reads":1}');
      assert.equal(own.files.isDraft(uri), false);
      assert.ok((await own.files.stat(uri)).mtime > mtime);
    });

    it('that cannot be read is no reason to read the user in its place, or to remove it', async () => {
      const own = newWindow();
      await own.files.writeFile(uri, new TextEncoder().encode('{ }'));
      const [[name] = ['']]: readonly [string?, unknown?][] = await vscode.workspace.fs.readDirectory(users());
      const file = vscode.Uri.joinPath(users(), name);
      const aside = vscode.Uri.joinPath(users(), 'aside');
      await vscode.workspace.fs.rename(file, aside);
      await vscode.workspace.fs.createDirectory(file);
      await assert.rejects(own.drafts.read(uri));
      await assert.rejects(own.files.readFile(uri));
      await assert.rejects(newWindow().files.readFile(uri));
      assert.deepEqual([own.files.isDraft(uri), reads], [true, 0]);
      await vscode.workspace.fs.delete(file);
      await vscode.workspace.fs.rename(aside, file);
      assert.equal(await textOf(own), '{ }');
    });
  });
});
