import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DocumentEdits } from '../../src/users/form/documentEdits';
import { untilTurn } from '../host/until';
import { activateExtension, openFile } from './extensionUnderTest';
import { OpenForm } from './openForm';

const text = '{"title":"Countess"}\n';

describe('the form of a read-only document', () => {
  let form: OpenForm;
  before(activateExtension);
  afterEach(async () => {
    form.dispose();
    await vscode.workspace.getConfiguration('files').update('readonlyInclude', undefined, true);
  });

  const open = async (name: string): Promise<vscode.TextDocument> => {
    const document = await openFile(name, text);
    form = new OpenForm(document, new DocumentEdits(document));
    await form.inStep();
    return document;
  };
  const reason = () => form.model.readOnlyReason.value ?? '';

  it('tells which setting makes it so, and follows the setting', async () => {
    await vscode.workspace.getConfiguration('files').update('readonlyInclude', { '**/locked.*.json': true }, true);
    const document = await open('locked.truto-user.json');
    assert.equal(reason(), 'The setting "files.readonlyInclude" makes this file read-only.');
    assert.equal(await form.model.edit(['title'], { kind: 'set', json: '"Poet"' }), false);
    assert.equal(document.getText(), text);
    await vscode.workspace.getConfiguration('files').update('readonlyInclude', undefined, true);
    await untilTurn('the form to be editable', () => reason() === '');
    assert.equal(await form.model.edit(['title'], { kind: 'set', json: '"Poet"' }), true);
    assert.equal(document.isDirty, true);
  });

  it('takes back an edit that would never be saved, says so, and can be edited once the document can', async () => {
    const document = await open('session.truto-user.json');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    assert.equal(await form.model.edit(['title'], { kind: 'set', json: '"Poet"' }), false);
    assert.equal(document.getText(), text);
    assert.equal(document.isDirty, false);
    assert.match(reason(), /read-only, so the last change was not made/);
    assert.equal(form.model.failure.value, reason());
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorWriteableInSession');
    form.model.tryAgain();
    await untilTurn('the form to be editable', () => reason() === '');
    assert.equal(await form.model.edit(['title'], { kind: 'set', json: '"Poet"' }), true);
    assert.equal(document.isDirty, true);
  });

  it('is told of files that their file system lets nobody write', async () => {
    const provider = new OneFile(vscode.FilePermission.Readonly);
    const registered = vscode.workspace.registerFileSystemProvider('onefile', provider);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('onefile:/a.truto-user.json'));
    form = new OpenForm(document, new DocumentEdits(document));
    await untilTurn('the reason', () => reason() === 'This file is read-only.');
    assert.equal(form.model.mayTryAgain.value, false);
    registered.dispose();
  });
});

/** A file system of one file. */
class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly permissions: vscode.FilePermission) {}

  watch(): vscode.Disposable {
    return vscode.Disposable.from();
  }
  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: text.length, permissions: this.permissions };
  }
  readFile(): Uint8Array {
    return new TextEncoder().encode(text);
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}
