import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ChoiceLists } from '../../src/api/choiceList';
import type { Environments } from '../../src/api/environments';
import { parseJson } from '../../src/core/json/parseJson';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { UserCodeLens } from '../../src/users/documents/userCodeLens';
import { UserCompletion } from '../../src/users/documents/userCompletion';
import { UserHover } from '../../src/users/documents/userHover';
import { createFormHost } from '../../src/users/form/createFormHost';
import { DocumentEdits } from '../../src/users/form/documentEdits';
import type { SendResult } from '../../src/users/send/sendResult';
import type { UserServices } from '../../src/users/userServices';
import { temporaryFolder } from '../host/temporaryFolder';
import { until as waitFor } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { environmentsOf } from '../sandboxEnvironments';
import { DocumentModels } from './documentModels';
import {
  activateExtension,
  adaFile,
  diagnosticsOf,
  openFile,
  setUserSetting,
  signIn,
  until,
} from './extensionUnderTest';
import { OpenForm } from './openForm';

const send = async (uri: vscode.Uri) =>
  vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri, confirm: false });

/** Names no account itself. */
const adaWithout = (fields: object) => JSON.stringify({ $truto: { id: 'usr_ada' }, ...fields });

async function rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const beside = (uri: vscode.Uri, name: string) => vscode.Uri.joinPath(uri, '..', name);

/** There are no live users. */
const liveFiles = {
  isDraft: () => false,
  onDidChangeDraft: () => new vscode.Disposable(() => undefined),
};

describe('the model of a document', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    await activateExtension();
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  /** Models that count how often they parse. */
  function countedModels(environments: Environments) {
    const reads = { parses: 0 };
    const parse = (text: string) => {
      reads.parses++;
      return parseJson(text);
    };
    return { models: new DocumentModels(environments, { parse }), reads };
  }

  it('parses once at a keystroke, whatever asks', async () => {
    const environments = environmentsOf(sandbox.token, () => ({ name: 'Test', baseUrl: sandbox.baseUrl }));
    const { models, reads } = countedModels(environments);
    const { documents } = models;
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }));
    const inFront = { formUsed: () => undefined };
    const host = createFormHost({ documents, inFront, liveFiles } as unknown as UserServices);
    const form = new OpenForm(document, new DocumentEdits(document), host);
    const lens = new UserCodeLens(documents, environments, liveFiles);
    await form.inStep();
    const user = documents.modelOf(document);
    await waitFor('the live user', () => user.live.current.state === 'read');
    await user.allProblems();
    for (const letter of 'abc') {
      const before = reads.parses;
      const checked = until(() => reads.parses > before, user.onDidChange);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(document.getText().indexOf('"x') + 2), letter);
      await vscode.workspace.applyEdit(edit);
      await checked;
      await user.allProblems();
      await form.inStep();
      lens.provideCodeLenses(document);
      assert.equal(user.target().userId, 'usr_ada');
      assert.ok(user.rules());
      assert.equal(reads.parses - before, 1);
    }
    form.dispose();
    lens.dispose();
    models.dispose();
  });

  it('is one of several users wherever their list begins', async () => {
    const models = new DocumentModels(environmentsOf(sandbox.token, () => undefined));
    const isList = async (text: string) =>
      models.documents.modelOf(await openFile('users.truto-user.json', text)).text.isList;
    const many = '// from HR\n'.repeat(500);
    for (const before of [
      '',
      '\n'.repeat(30),
      '// from HR, 2024-11\n',
      `/* from\n * HR [ */ `,
      many,
      `/*\n${many}*/\n`,
    ]) {
      assert.ok(await isList(`${before}[ {"id":"1"}, {"id":"2"} ]`), before);
      assert.ok(!(await isList(`${before}{"id":"1"} // [`)), before);
    }
    for (const none of ['', '// [', '/* [ {} ]', many]) assert.ok(!(await isList(none)), none);
    models.dispose();
  });

  it('parses no large user at a keystroke: who checks it tells where it goes, and an action asks the text', async () => {
    const environments = environmentsOf(sandbox.token, () => ({ name: 'Test', baseUrl: sandbox.baseUrl }));
    const { models, reads } = countedModels(environments);
    const { documents } = models;
    const roles = Array.from({ length: 6_000 }, (_, index) => ({ id: `role_${index}`, name: `Role ${index}` }));
    const document = await openFile('large.truto-user.json', adaFile({ title: 'x', department: 7, roles }));
    const user = documents.modelOf(document);
    const lens = new UserCodeLens(documents, environments, liveFiles);
    const [completion, hover] = [new UserCompletion(documents, new ChoiceLists()), new UserHover(documents)];
    await waitFor('its rules', () => user.rules());
    await user.allProblems();
    const before = reads.parses;
    const insert = async (text: string, behind: string) => {
      const edit = new vscode.WorkspaceEdit();
      const at = document.positionAt(document.getText().indexOf(behind) + behind.length);
      edit.insert(document.uri, at, text);
      await vscode.workspace.applyEdit(edit);
      return at;
    };
    for (const letter of 'abc') {
      const checked = until(() => user.problems.shown.length > 0, user.onDidChange);
      const at = await insert(letter, '"x');
      lens.provideCodeLenses(document);
      await Promise.all([completion.provideCompletionItems(document, at), hover.provideHover(document, at), checked]);
      assert.deepEqual([user.target().userId, user.rules()?.accountId], ['usr_ada', accounts.hubspot]);
    }
    const moved = until(() => user.target().userId === 'usr_ada2', user.onDidChange);
    await insert('2', 'usr_ada');
    await moved;
    const hint = await user.hintAt(document.positionAt(document.getText().indexOf('department')));
    assert.equal(hint?.hint?.account?.integration, 'HubSpot');
    assert.equal(reads.parses, before);
    await insert('3', 'usr_ada2');
    assert.equal(user.target(environments.open()).userId, 'usr_ada23');
    assert.equal(reads.parses, before + 1);
    lens.dispose();
    models.dispose();
  });

  it('means the account of the last text that could be read, and that of a list is not looked for', async () => {
    const environments = environmentsOf(sandbox.token, () => ({ name: 'Test', baseUrl: sandbox.baseUrl }));
    const { models, reads } = countedModels(environments);
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }, accounts.looker));
    const user = models.documents.modelOf(document);
    assert.equal(user.target().accountId, accounts.looker);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 1), ' "half');
    await vscode.workspace.applyEdit(edit);
    assert.equal(user.text.file, undefined);
    assert.equal(user.target().accountId, accounts.looker);
    const large = `[${Array.from({ length: 9_000 }, () => adaFile({ title: 'x' })).join(',')}]`;
    const list = await openFile('list.json', large);
    const before = reads.parses;
    assert.equal(models.documents.modelOf(list).target().accountId, undefined);
    assert.equal(reads.parses, before);
    models.dispose();
  });
});

describe('a user file under another name', () => {
  let sandbox: Sandbox;
  const sentThrough = () =>
    sandbox.requests.filter(({ method }) => method === 'PATCH').map(({ query }) => query.integrated_account_id);

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    sandbox = await startSandbox();
    await signIn(sandbox);
    // What is not chosen for a document goes here.
    await vscode.commands.executeCommand('truto.selectAccount', { accountId: accounts.clickup });
  });
  afterEach(() => sandbox.close());

  const choose = async (uri: vscode.Uri, accountId: string = accounts.hubspot) =>
    vscode.commands.executeCommand('truto.selectAccount', { accountId, uri });

  it('goes to the account that was chosen for it', async () => {
    const { uri } = await openFile('ada.truto-user.json', adaWithout({ title: 'Countess' }));
    await choose(uri);
    const renamed = beside(uri, 'renamed.truto-user.json');
    await rename(uri, renamed);
    await send(renamed);
    assert.deepEqual(sentThrough(), [accounts.hubspot]);
  });

  it('goes there too when a folder around it was renamed', async () => {
    const folder = join(temporaryFolder('truto-users').path, 'before');
    mkdirSync(folder);
    const uri = vscode.Uri.file(join(folder, 'ada.truto-user.json'));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(adaWithout({ title: 'Countess' })));
    await vscode.window.showTextDocument(uri);
    await choose(uri);
    await rename(vscode.Uri.file(folder), vscode.Uri.file(join(folder, '..', 'after')));
    await send(vscode.Uri.file(join(folder, '..', 'after', 'ada.truto-user.json')));
    assert.deepEqual(sentThrough(), [accounts.hubspot]);
  });

  it('is pointed at an account where the last of two equal keys says so', async () => {
    const key = (accountId: string) => `"integrated_account_id": "${accountId}"`;
    const text = (first: string, last: string) => `{ "$truto": { ${key(first)}, ${key(last)} } }`;
    const document = await openFile('twice.truto-user.json', text(accounts.looker, accounts.clickup));
    await choose(document.uri);
    assert.equal(document.getText(), text(accounts.looker, accounts.hubspot));
  });

  for (const other of [undefined, accounts.looker])
    it(`goes to its account where another open file comes to have its text, which goes to ${other ?? 'the default'}`, async () => {
      const opened = async (name: string) => {
        const document = await openFile(name, adaWithout({ title: name }));
        await vscode.window.showTextDocument(document, { preview: false });
        return document;
      };
      const [behind, front] = [await opened('behind.truto-user.json'), await opened('front.truto-user.json')];
      await choose(behind.uri);
      if (other !== undefined) await choose(front.uri, other);
      const edit = new vscode.WorkspaceEdit();
      for (const document of [front, behind])
        edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), adaWithout({ title: 'Countess' }));
      await vscode.workspace.applyEdit(edit);
      await vscode.workspace.saveAll();
      await send(behind.uri);
      assert.deepEqual(sentThrough(), [accounts.hubspot]);
    });

  it('keeps its checks when it was attached to them', async () => {
    const document = await openFile('grace.json', '{ "status": "actve" }');
    await vscode.commands.executeCommand('truto.validateUser', { uri: document.uri });
    await until(() => diagnosticsOf(document).length > 0, vscode.languages.onDidChangeDiagnostics);
    const renamed = beside(document.uri, 'renamed.json');
    await rename(document.uri, renamed);
    const again = await vscode.workspace.openTextDocument(renamed);
    await until(() => diagnosticsOf(again).length > 0, vscode.languages.onDidChangeDiagnostics);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it('is still the edit that it was: what somebody else changed since is not overwritten', async () => {
    const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Countess', name: 'Ada Lovelace' }));
    const result = await send(uri);
    assert.equal(result.status, 200);
    const renamed = beside(uri, 'renamed.truto-user.json');
    await rename(uri, renamed);
    const path = `/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`;
    await fetch(`${sandbox.baseUrl}${path}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Somebody else’s' }),
    });
    await assert.rejects(send(renamed), /was changed by someone else after you started editing/);
  });

  it('goes to its account when it had no file yet, and the next one of its old name does not', async () => {
    const path = join(temporaryFolder('truto-users').path, 'new.truto-user.json');
    const untitled = vscode.Uri.file(path).with({ scheme: 'untitled' });
    const document = await vscode.workspace.openTextDocument(untitled);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(untitled, new vscode.Position(0, 0), adaWithout({ title: 'Countess' }));
    await vscode.workspace.applyEdit(edit);
    await choose(untitled);
    assert.ok(await document.save());
    await send(vscode.Uri.file(path));
    assert.deepEqual(sentThrough(), [accounts.hubspot]);
  });

  it('is forgotten with the untitled document that was closed', async () => {
    const untitled = vscode.Uri.from({ scheme: 'untitled', path: 'closed.truto-user.json' });
    const open = async () => {
      const document = await vscode.workspace.openTextDocument(untitled);
      await vscode.window.showTextDocument(document);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(untitled, new vscode.Position(0, 0), adaWithout({ title: 'Countess' }));
      await vscode.workspace.applyEdit(edit);
      return document;
    };
    const first = await open();
    await choose(untitled);
    const closed = until(() => first.isClosed, vscode.workspace.onDidCloseTextDocument);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closed;
    await open();
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', untitled);
    assert.ok(!lenses.some(({ command }) => command?.title.includes('HubSpot')));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

/** The file system of old versions: nothing there can be written. */
class OldVersions implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  constructor(private readonly text: string) {}
  readonly watch = () => new vscode.Disposable(() => undefined);
  readonly stat = () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.text.length });
  readonly readDirectory = () => [];
  readonly readFile = () => new TextEncoder().encode(this.text);
  readonly createDirectory = () => this.refuse();
  readonly writeFile = () => this.refuse();
  readonly delete = () => this.refuse();
  readonly rename = () => this.refuse();

  private refuse(): never {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe('the old side of a diff', () => {
  let sandbox: Sandbox;
  let provider: vscode.Disposable;
  const mistake = { status: 'actve' };
  const old = (uri: vscode.Uri) => vscode.Uri.from({ scheme: 'truto-test-old', path: uri.path });

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
    provider = vscode.workspace.registerFileSystemProvider('truto-test-old', new OldVersions(adaFile(mistake)), {
      isReadonly: true,
    });
  });
  after(async () => {
    provider.dispose();
    await setUserSetting('send.confirm', undefined);
  });
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await sandbox.close();
  });

  it('is no user file', async () => {
    const { uri } = await openFile('ada.truto-user.json', adaFile(mistake));
    await vscode.commands.executeCommand('vscode.diff', old(uri), uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await until(() => diagnosticsOf(document).length > 0, vscode.languages.onDidChangeDiagnostics);
    const before = await vscode.workspace.openTextDocument(old(uri));
    assert.deepEqual(diagnosticsOf(before), []);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', old(uri));
    assert.deepEqual(lenses, []);
  });

  it('stays text beside the file’s side, which a form is opened of', async () => {
    const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    for (const side of [uri, old(uri)]) {
      await vscode.commands.executeCommand('vscode.diff', old(uri), uri);
      await vscode.commands.executeCommand('truto.openForm', side);
      const { tabs, activeTab } = vscode.window.tabGroups.activeTabGroup;
      const inputs = tabs.map(({ input }) => input);
      assert.ok(activeTab?.input instanceof vscode.TabInputCustom);
      assert.equal(activeTab.input.uri.toString(), uri.toString());
      assert.equal(inputs.filter((input) => input instanceof vscode.TabInputTextDiff).length, 1);
      assert.equal(inputs.length, 2);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('sends the file’s side, whichever side a command is given on', async () => {
    const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    await vscode.commands.executeCommand('vscode.diff', old(uri), uri);
    assert.deepEqual((await send(old(uri))).sent, { title: 'Countess' });
  });

  it('sends nothing when no side can be edited', async () => {
    const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    await assert.rejects(send(old(uri)), /read-only/);
    assert.deepEqual(
      sandbox.requests.filter(({ method }) => method === 'PATCH'),
      [],
    );
  });
});
