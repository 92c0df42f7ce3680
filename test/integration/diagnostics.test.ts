import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, diagnosticsOf, openFile, until } from './extensionUnderTest';

const fresh = (document: vscode.TextDocument, count: number) =>
  until(
    () => diagnosticsOf(document).length === count && diagnosticsOf(document),
    vscode.languages.onDidChangeDiagnostics,
  );

describe('diagnostics of a user file', () => {
  before(activateExtension);

  it('mark the value that is not allowed and say what was meant', async () => {
    const document = await openFile('a.truto-user.json', '{\n  "status": "actve"\n}\n');
    const [diagnostic] = await fresh(document, 1);
    assert.equal(document.getText(diagnostic!.range), '"actve"');
    assert.equal(diagnostic!.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(diagnostic!.code, 'notAllowedValue');
    assert.match(diagnostic!.message, /active, inactive, deleted, invited.*Did you mean “active”/);
  });

  it('mark the key of an unknown field as a warning', async () => {
    const document = await openFile('b.truto-user.json', '{ "fist_name": "Ada" }');
    const [diagnostic] = await fresh(document, 1);
    assert.equal(document.getText(diagnostic!.range), '"fist_name"');
    assert.equal(diagnostic!.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(diagnostic!.message, /first_name/);
  });

  it('follow the text as it is edited', async () => {
    const document = await openFile('c.truto-user.json', '{ "emails": [ { "email": "a@b.c", "is_primary": "yes" } ] }');
    await fresh(document, 1);
    const edit = new vscode.WorkspaceEdit();
    const start = document.getText().indexOf('"yes"');
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + 5)), 'true');
    await vscode.workspace.applyEdit(edit);
    await fresh(document, 0);
  });

  it('appear in any JSON file once it is attached, and in no other', async () => {
    const document = await openFile('plain.json', '{ "status": 1 }');
    assert.equal(diagnosticsOf(document).length, 0);
    await vscode.commands.executeCommand('truto.validateUser', document.uri);
    const [diagnostic] = await fresh(document, 1);
    assert.equal(diagnostic!.code, 'wrongType');
  });

  it('point from a duplicate key to the first one', async () => {
    const document = await openFile('d.truto-user.json', '{ "name": "Ada", "name": "Grace" }');
    const [diagnostic] = await fresh(document, 1);
    assert.equal(diagnostic!.range.start.character, 17);
    assert.equal(diagnostic!.relatedInformation?.[0]?.location.range.start.character, 2);
  });
});
