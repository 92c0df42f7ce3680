import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { QuirkyLabel } from '../../src/sandbox/quirkyAccounts';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { LiveDrafts } from '../../src/users/live/liveDrafts';
import { LiveUserFiles } from '../../src/users/live/liveUserFiles';
import type { SendResult } from '../../src/users/send/sendResult';
import { temporaryFolder } from '../host/temporaryFolder';
import { accounts, quirkyAccount } from '../sandboxAccounts';
import {
  activateExtension,
  documentInForm,
  openFile,
  replaceText,
  setUserSetting,
  signIn,
  until,
} from './extensionUnderTest';

describe('the document of a live user', () => {
  let sandbox: Sandbox;
  let environment: string;

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    sandbox = await startSandbox({ quirkyAccounts: true });
    environment = await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
    await sandbox.close();
  });

  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const send = async ({ uri }: vscode.TextDocument) =>
    vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri, confirm: false });
  const fieldsOf = (document: vscode.TextDocument) => JSON.parse(document.getText()) as Record<string, unknown>;

  async function open(accountId: string = accounts.hubspot, userId = 'usr_ada'): Promise<vscode.TextDocument> {
    await vscode.commands.executeCommand('truto.openUser', { accountId, userId });
    return documentInForm();
  }
  const openQuirky = (label: QuirkyLabel) => open(quirkyAccount(sandbox, label));

  const setTitle = (document: vscode.TextDocument, title: string) =>
    replaceText(document, document.getText().replace(/"title": "[^"]*"/, `"title": ${JSON.stringify(title)}`));

  /** Whether it says that it was saved and not sent. */
  async function isMarked({ uri }: vscode.TextDocument): Promise<boolean> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    return lenses.some(({ command }) => command?.title.includes('not sent') === true);
  }

  /** Resolves once there is nothing to save, and nothing to send. */
  async function whenClean(document: vscode.TextDocument): Promise<void> {
    await until(() => !document.isDirty, vscode.workspace.onDidSaveTextDocument);
    while (await isMarked(document)) await wait(20);
  }

  /** Somebody else writes it. */
  async function changeElsewhere(fields: object, accountId: string = accounts.hubspot): Promise<void> {
    const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accountId}`;
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const { ok } = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(fields) });
    assert.ok(ok);
  }

  const changed = (document: vscode.TextDocument, condition: () => boolean) =>
    until(condition, (listener) =>
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document) listener(event);
      }),
    );

  it('has an address of its environment, its account and its user', async () => {
    const document = await open();
    assert.equal(document.uri.toString(true), `truto:/${environment}/${accounts.hubspot}/usr_ada.truto-user.json`);
    const { size, mtime } = await vscode.workspace.fs.stat(document.uri);
    assert.equal(size, Buffer.byteLength(document.getText()));
    assert.ok(mtime > 0);
    const { type } = await vscode.workspace.fs.stat(vscode.Uri.joinPath(document.uri, '..'));
    assert.equal(type, vscode.FileType.Directory);
    const other = await vscode.workspace.openTextDocument(
      vscode.Uri.parse(`truto:/${environment}/${accounts.hubspot}/usr_grace.truto-user.json`),
    );
    assert.equal(fieldsOf(other)['name'], 'Grace Hopper');
  });

  it('is saved as a draft, which says so and sends nothing, until an update has applied it', async () => {
    const document = await open();
    assert.equal(await isMarked(document), false);
    await setTitle(document, 'Countess');
    assert.ok(await document.save());
    assert.equal(patches().length, 0);
    assert.equal(await isMarked(document), true);
    const { sent } = await send(document);
    assert.deepEqual(sent, { title: 'Countess' });
    await whenClean(document);
  });

  it('is clean once it is sent, also without having been saved', async () => {
    const document = await open();
    await setTitle(document, 'Countess');
    await send(document);
    await whenClean(document);
    assert.equal(fieldsOf(document)['title'], 'Countess');
  });

  it('takes over the spelling of the server', async () => {
    const document = await openQuirky('Own spelling');
    await setTitle(document, ' Countess ');
    await send(document);
    await changed(document, () => fieldsOf(document)['title'] === 'Countess');
    await whenClean(document);
    const again = vscode.commands.executeCommand('truto.sendUser', { uri: document.uri, confirm: false });
    await assert.rejects(async () => again, /Nothing to send/);
  });

  it('keeps what was edited while the update was under way', async () => {
    const document = await openQuirky('Six slow pages');
    await setTitle(document, 'First');
    const sending = send(document);
    await until(
      () => patches().length > 0,
      (listener) => {
        const timer = setInterval(listener, 20);
        return new vscode.Disposable(() => clearInterval(timer));
      },
    );
    await setTitle(document, 'Second');
    await sending;
    assert.equal(fieldsOf(document)['title'], 'Second');
    assert.ok(document.isDirty);
  });

  it('shows what another document has sent, and an undo', async () => {
    const document = await open();
    const user = { $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' }, title: 'Countess' };
    const other = await openFile('other.truto-user.json', JSON.stringify(user));
    await send(other);
    await changed(document, () => fieldsOf(document)['title'] === 'Countess');
    assert.ok(!document.isDirty);
    assert.equal(await isMarked(document), false);
    await setTitle(document, 'Duchess');
    const { historyId } = await send(document);
    await whenClean(document);
    await vscode.commands.executeCommand('truto.undoUpdate', { id: historyId, confirm: false });
    await changed(document, () => fieldsOf(document)['title'] === 'Countess');
    assert.ok(!document.isDirty);
    assert.equal(await isMarked(document), false);
  });

  it('keeps what is edited in it when another document has sent', async () => {
    const document = await open();
    await setTitle(document, 'Mine');
    const user = { $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' }, title: 'Countess' };
    const other = await openFile('other.truto-user.json', JSON.stringify(user));
    await send(other);
    await wait(300);
    assert.equal(fieldsOf(document)['title'], 'Mine');
    assert.ok(document.isDirty);
  });

  it('goes to its own environment, whichever the window uses', async () => {
    const document = await open();
    const other = await startSandbox();
    const name = await signIn(other);
    try {
      await setTitle(document, 'Countess');
      await send(document);
      assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
      // What such a call is about is the document all the same.
      for (const more of [{ accountId: accounts.hubspot }, { userId: 'usr_ada' }]) {
        await setTitle(document, JSON.stringify(Object.keys(more)).replaceAll('"', ''));
        await vscode.commands.executeCommand('truto.sendUser', { ...more, confirm: false });
      }
      assert.equal(patches().length, 3);
      assert.equal(other.requests.filter(({ method }) => method === 'PATCH').length, 0);
    } finally {
      await vscode.commands.executeCommand('truto.removeProfile', { name, confirm: false });
      await other.close();
    }
  });

  it('is the user of a link where a call names none, and has no part in one that names another', async () => {
    await open();
    const { clipboard } = vscode.env;
    for (const part of [{ accountId: accounts.looker }, { userId: 'usr_grace' }]) {
      await clipboard.writeText('nothing');
      await vscode.commands.executeCommand('truto.copyUserLink', part);
      assert.equal(await clipboard.readText(), 'nothing');
    }
    await vscode.commands.executeCommand('truto.copyUserLink');
    const copied = new URL(await clipboard.readText()).searchParams;
    assert.deepEqual(
      ['account', 'user', 'environment'].map((name) => copied.get(name)),
      [accounts.hubspot, 'usr_ada', environment],
    );
  });

  it('has no part in what is opened beside it', async () => {
    await open();
    const other = await startSandbox();
    const name = await signIn(other);
    try {
      const document = await open(accounts.hubspot, 'usr_grace');
      assert.equal(document.uri.path.split('/')[1], name);
      assert.ok(other.requests.some(({ path }) => path.endsWith('/usr_grace')));
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    } finally {
      await vscode.commands.executeCommand('truto.removeProfile', { name, confirm: false });
      await other.close();
    }
  });

  it('stays as a draft while its environment is not there, and goes once it is', async () => {
    const document = await open();
    await setTitle(document, 'Countess');
    await document.save();
    await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
    await assert.rejects(send(document), (error: Error) => error.message.includes(environment));
    assert.equal(fieldsOf(document)['title'], 'Countess');
    await vscode.commands.executeCommand('truto.addProfile', {
      name: environment,
      baseUrl: sandbox.baseUrl,
      token: sandbox.token,
    });
    await send(document);
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
  });

  it('opened again while it is edited keeps what others change in sight', async () => {
    const document = await open();
    await setTitle(document, 'Countess');
    await changeElsewhere({ timezone: 'Europe/Oslo' });
    assert.equal(await open(), document);
    assert.ok(document.isDirty);
    await assert.rejects(send(document), /changed by someone else after you started editing \(timezone\)/);
    assert.ok(await document.save());
    await assert.rejects(send(document), /changed by someone else/);
  });

  it('closed and opened by its address is the user of now, and its edit begins with that', async () => {
    const { uri } = await open();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const isOpen = () => vscode.workspace.textDocuments.some((other) => other.uri.toString() === uri.toString());
    await until(() => !isOpen(), vscode.workspace.onDidCloseTextDocument);
    await changeElsewhere({ title: 'Author' });
    await vscode.commands.executeCommand('vscode.open', uri);
    const document = await documentInForm();
    assert.equal(fieldsOf(document)['title'], 'Author');
    await setTitle(document, 'Countess');
    assert.deepEqual((await send(document)).sent, { title: 'Countess' });
  });

  it('tells of a draft that another window has saved, so that it is not written over unseen', async () => {
    const uri = vscode.Uri.parse('truto:/Test/5a9d0c1e/usr_ada.truto-user.json');
    const folder = vscode.Uri.file(temporaryFolder('truto-users').path);
    const source = {
      read: () => Promise.resolve({ text: '{}', begin: () => Promise.resolve() }),
      whyReadOnly: () => Promise.resolve(undefined),
    };
    const drafts = [new LiveDrafts(folder), new LiveDrafts(folder)] as const;
    const [own, other] = [new LiveUserFiles(drafts[0], source), new LiveUserFiles(drafts[1], source)];
    const changes: vscode.Uri[] = [];
    own.onDidChangeFile((events) => changes.push(...events.map((event) => event.uri)));
    const text = async () => new TextDecoder().decode(await own.readFile(uri));
    const { mtime } = await own.stat(uri);
    await other.writeFile(uri, new TextEncoder().encode('{ }'));
    const seen = await own.stat(uri);
    assert.ok(seen.mtime > mtime);
    assert.deepEqual([seen.size, await text(), own.isDraft(uri), changes.length], [3, '{ }', true, 1]);
    assert.equal((await own.stat(uri)).mtime, seen.mtime);
    await other.settle(uri);
    await own.stat(uri);
    assert.deepEqual([own.isDraft(uri), changes.length], [false, 1]);
    for (const one of [own, other, ...drafts]) one.dispose();
  });

  it('is read anew on Refresh, which keeps what was edited', async () => {
    const document = await open();
    await changeElsewhere({ title: 'Author' });
    await vscode.commands.executeCommand('truto.refreshLiveUser', { uri: document.uri });
    await changed(document, () => fieldsOf(document)['title'] === 'Author');
    assert.ok(!document.isDirty);
    await setTitle(document, 'Countess');
    await changeElsewhere({ first_name: 'Augusta' });
    await vscode.commands.executeCommand('truto.refreshLiveUser', { uri: document.uri });
    await changed(document, () => fieldsOf(document)['first_name'] === 'Augusta');
    assert.equal(fieldsOf(document)['title'], 'Countess');
  });

  describe('is of its own account and user alone', () => {
    const lensesOf = ({ uri }: vscode.TextDocument) =>
      vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    /** A draft of Ada in the first account, while another one is the default. */
    async function draft(text: string): Promise<vscode.TextDocument> {
      await vscode.commands.executeCommand('truto.selectAccount', { accountId: accounts.looker });
      const uri = vscode.Uri.parse(`truto:/${environment}/${accounts.hubspot}/usr_ada.truto-user.json`);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
      return vscode.workspace.openTextDocument(uri);
    }
    const target = (own: object) => ({ $truto: own, title: 'Countess' });

    for (const fields of [{ id: 'usr_ada', title: 'Countess' }, { title: 'Countess' }, target({ id: 'usr_ada' })])
      it(`where its text says less: ${JSON.stringify(fields)}`, async () => {
        await send(await draft(JSON.stringify(fields)));
        const sent = patches().map(({ path, query }) => [path.split('/').at(-1), query['integrated_account_id']]);
        assert.deepEqual(sent, [['usr_ada', accounts.hubspot]]);
      });

    for (const fields of [
      target({ integrated_account_id: accounts.looker, id: 'usr_ada' }),
      target({ integrated_account_id: accounts.looker }),
      target({ integrated_account_id: accounts.hubspot, id: 'usr_grace' }),
      { id: 'usr_grace', title: 'Countess' },
    ])
      it(`and nothing is sent where its text names another one: ${JSON.stringify(fields)}`, async () => {
        const document = await draft(JSON.stringify(fields));
        for (const command of ['sendUser', 'previewUpdate', 'copyAsCode'])
          await assert.rejects(
            async () =>
              vscode.commands.executeCommand(`truto.${command}`, {
                uri: document.uri,
                confirm: false,
                language: 'curl',
              }),
            /names another account or user than this document \(usr_ada, /,
            command,
          );
        assert.equal(patches().length, 0);
        assert.equal(await isMarked(document), true);
      });

    for (const text of ['{ "title":', '[1]', '{}'])
      it(`which its lenses name and nobody chooses: ${text}`, async () => {
        const document = await draft(text);
        const lenses = (await lensesOf(document)).flatMap(({ command }) => command ?? []);
        assert.ok(lenses.some(({ title }) => title.includes('usr_ada')));
        const commands = lenses.map(({ command }) => command);
        assert.ok(!commands.includes('truto.selectAccount') && !commands.includes('truto.switchProfile'));
        await assert.rejects(
          async () =>
            vscode.commands.executeCommand('truto.selectAccount', { uri: document.uri, accountId: accounts.looker }),
          /cannot be changed/,
        );
        assert.equal(document.getText(), text);
      });
  });

  it('is neither moved nor deleted', async () => {
    const { uri } = await open();
    const target = uri.with({ path: uri.path.replace('usr_ada', 'usr_grace') });
    await assert.rejects(
      async () => vscode.workspace.fs.rename(uri, target, { overwrite: true }),
      /not moved or deleted/,
    );
    await assert.rejects(async () => vscode.workspace.fs.delete(uri), /not moved or deleted/);
  });

  it('cannot be edited where its account takes no updates', async () => {
    const { uri } = await open(accounts.readOnly);
    const stat = await vscode.workspace.fs.stat(uri);
    assert.equal(stat.permissions, vscode.FilePermission.Readonly);
  });

  describe('is saved by itself as `files.autoSave` says, and still not sent', () => {
    const files = () => vscode.workspace.getConfiguration('files');
    // In a browser VS Code saves by itself unless it is told not to.
    let usual: unknown;
    before(() => (usual = files().inspect('autoSave')?.globalValue));
    afterEach(async () => {
      await files().update('autoSave', usual, vscode.ConfigurationTarget.Global);
      await files().update('autoSaveDelay', undefined, vscode.ConfigurationTarget.Global);
    });

    async function edited(mode: string): Promise<vscode.TextDocument> {
      await files().update('autoSave', mode, vscode.ConfigurationTarget.Global);
      await files().update('autoSaveDelay', 50, vscode.ConfigurationTarget.Global);
      const document = await open();
      await setTitle(document, 'Countess');
      return document;
    }

    /** The person looks at another editor, and comes back. */
    async function lookElsewhere(document: vscode.TextDocument): Promise<void> {
      const other = await openFile('elsewhere.txt', 'x');
      await vscode.window.showTextDocument(other);
      await wait(300);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.commands.executeCommand('vscode.openWith', document.uri, 'truto.userEditor');
    }

    async function isDraft(document: vscode.TextDocument): Promise<void> {
      await until(() => !document.isDirty, vscode.workspace.onDidSaveTextDocument);
      assert.equal(await isMarked(document), true);
      assert.equal(fieldsOf(document)['title'], 'Countess');
      assert.equal(patches().length, 0);
    }

    async function isEdited(document: vscode.TextDocument): Promise<void> {
      assert.ok(document.isDirty);
      assert.equal(await isMarked(document), false);
      assert.equal(patches().length, 0);
    }

    it('after a delay', async () => isDraft(await edited('afterDelay')));

    it('as another editor is looked at', async () => {
      const document = await edited('onFocusChange');
      await isEdited(document);
      await lookElsewhere(document);
      await isDraft(document);
    });

    it('as another window is looked at: by VS Code, which then saves all there is', async () => {
      const document = await edited('onWindowChange');
      await lookElsewhere(document);
      await isEdited(document);
      // No test can turn away from its window: what VS Code does then is this.
      await vscode.commands.executeCommand('workbench.action.files.saveAll');
      await isDraft(document);
    });

    it('never where it is off, until a person saves', async () => {
      const document = await edited('off');
      await lookElsewhere(document);
      await isEdited(document);
      assert.ok(await document.save());
      await isDraft(document);
    });
  });
});
