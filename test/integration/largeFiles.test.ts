import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { BackgroundTexts } from '../../src/users/documents/backgroundTexts';
import { DocumentChecks } from '../../src/users/documents/documentChecks';
import { UserText } from '../../src/users/documents/userText';
import { usersText } from '../bench/makeUsers';
import { temporaryFolder } from '../host/temporaryFolder';
import { activateExtension, diagnosticsOf, openFile, until } from './extensionUnderTest';

const wrongStatus = '"status": "actve"';

/** The lines on which a text holds a mistake of usersText, by what is marked. */
function linesWith(text: string, ...mistakes: readonly string[]): number[] {
  return text.split('\n').flatMap((line, index) => (mistakes.some((mistake) => line.includes(mistake)) ? [index] : []));
}

const mistakesMade = ['"licensed_sheet_creator": "yes"', wrongStatus, '"tilte"', '"created_at": "yesterday"'];

const shown = (document: vscode.TextDocument, lines: readonly number[]) =>
  until(() => {
    const found = diagnosticsOf(document);
    return found.map(({ range }) => range.start.line).join() === lines.join() && found;
  }, vscode.languages.onDidChangeDiagnostics);

/** Puts a text in place of a line. */
async function replaceLine(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.lineAt(line).range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('a file of many users', () => {
  before(activateExtension);

  it('shows the problems of 10,000 users on their lines', async () => {
    const text = usersText(10_000);
    const document = await openFile('many.truto-user.json', text);
    const lines = linesWith(text, ...mistakesMade);
    assert.equal(lines.length, 100);
    await shown(document, lines);
  });

  it('ends in the problems of the final text, however the text is edited while it is checked', async () => {
    const text = usersText(3_000);
    const document = await openFile('edited.truto-user.json', text);
    const before = linesWith(text, ...mistakesMade);
    const free = linesWith(text, '"status": "active"').slice(0, 12);
    // Not waiting for any of the checks in between; one text in the middle is no JSON, one has fewer lines.
    for (const line of free) await replaceLine(document, line, `      ${wrongStatus},`);
    await replaceLine(document, 2, '      "id": ');
    await replaceLine(document, 2, '      "id": "one", // the first\n      "group": 3,');
    await vscode.workspace.applyEdit(withoutLines(document, free[6]! + 1, 1));
    const lines = linesWith(document.getText(), ...mistakesMade);
    assert.equal(lines.length, before.length + 11);
    await shown(document, lines);
  });

  it('keeps its problems in place when its line ends become others', async () => {
    const text = usersText(1_000);
    const document = await openFile('ends.truto-user.json', text);
    const lines = linesWith(text, ...mistakesMade);
    await shown(document, lines);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    await replaceLine(document, linesWith(text, '"status": "active"')[0]!, `      ${wrongStatus},`);
    await shown(document, linesWith(document.getText(), ...mistakesMade));
  });

  it('counts the problems beyond those that VS Code keeps, and shows the most severe', async () => {
    const users = Array.from(
      { length: 1_500 },
      (_, index) =>
        `{ "nam": "A", "padding": ${index % 2 === 0 ? 1 : 2}, "status": ${index < 600 ? '"actve"' : '"active"'} }`,
    );
    const document = await openFile('wrong.truto-user.json', `[\n${users.join(',\n')}\n]\n`);
    const found = await until(
      () => diagnosticsOf(document).length > 0 && diagnosticsOf(document),
      vscode.languages.onDidChangeDiagnostics,
    );
    const count = (severity: vscode.DiagnosticSeverity) =>
      found.filter((diagnostic) => diagnostic.severity === severity).length;
    assert.deepEqual([count(vscode.DiagnosticSeverity.Error), count(vscode.DiagnosticSeverity.Warning)], [600, 399]);
    const remark = found.find(({ code }) => code === 'moreProblems');
    assert.match(remark!.message, /2601 more problems/);
    assert.equal(found.length, 1000);
  });
});

describe('the checks of large documents', () => {
  const kind = { options: { unknownFields: 'warning' }, limit: Infinity, showsSyntaxErrors: true } as const;
  const workerFile = (path: string) => vscode.Uri.file(path);

  it('find the same on a thread of their own and, where none can be started, without one', async () => {
    const extension = await activateExtension();
    const document = await openFile('many.json', usersText(1_000));
    const background = new BackgroundTexts(workerFile(join(extension.extensionPath, 'dist', 'checkWorker.js')));
    const noFile = workerFile(join(temporaryFolder('truto-users').path, 'none.js'));
    const without = new DocumentChecks(noFile);
    const found = await background.ask(document, { kind: 'check', about: kind });
    assert.ok(found && 'worst' in found);
    assert.equal(found.worst.length, 10);
    assert.deepEqual(await without.check(document, new UserText(document), kind), {
      ...found,
      version: document.version,
    });
    await assert.rejects(new BackgroundTexts(noFile).ask(document, { kind: 'check', about: kind }), /none\.js/);
    background.dispose();
    without.dispose();
  });

  it('end without an answer when the text changes meanwhile, and with the new text’s problems afterwards', async () => {
    const extension = await activateExtension();
    const text = usersText(1_000);
    const document = await openFile('many.json', text);
    const checks = new DocumentChecks(workerFile(join(extension.extensionPath, 'dist', 'checkWorker.js')));
    const subscription = vscode.workspace.onDidChangeTextDocument((event) => checks.edited(event));
    const early = checks.check(document, new UserText(document), kind);
    const changed = replaceLine(document, linesWith(text, '"status": "active"')[0]!, `      ${wrongStatus},`);
    const outcome = await early;
    await changed;
    assert.ok(outcome === undefined || outcome.version < document.version);
    assert.equal((await checks.check(document, new UserText(document), kind))?.worst.length, 11);
    subscription.dispose();
    checks.dispose();
  });
});

function withoutLines(document: vscode.TextDocument, line: number, count: number): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.delete(document.uri, new vscode.Range(line, 0, line + count, 0));
  return edit;
}
