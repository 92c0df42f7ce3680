import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Environments } from '../../src/api/environments';
import { toDiagnostic } from '../../src/users/documents/documentProblems';
import { QuickFixes } from '../../src/users/documents/quickFixes';
import { createFormHost } from '../../src/users/form/createFormHost';
import type { UserServices } from '../../src/users/userServices';
import { DocumentModels } from './documentModels';
import { activateExtension, openFile } from './extensionUnderTest';

describe('fixes of what a server refused', () => {
  let models: DocumentModels;
  let document: vscode.TextDocument;

  before(activateExtension);

  beforeEach(async () => {
    models = new DocumentModels(new Environments({ active: () => undefined } as never));
    const text = '{\n  "title": 5\n}\n';
    document = await openFile('refused.truto-user.json', text);
    const missing = (field: string) => ({ path: [field], in: 'body', kind: 'missing' }) as const;
    const user = models.documents.modelOf(document);
    await user.allProblems();
    user.serverProblems.show(text, [missing('name'), missing('roles')], 'Looker');
  });

  afterEach(() => models.dispose());

  it('can each be made in the form that offers them', async () => {
    const host = createFormHost({ documents: models.documents } as unknown as UserServices);
    await models.documents.modelOf(document).problems.update();
    const offered = host.problems(document).flatMap(({ fixes }) => fixes);
    assert.deepEqual(
      offered.map(({ title }) => title),
      ['Change to "5"', 'Add “name”', 'Add “roles”'],
    );
    for (const { key, title } of offered) assert.ok((await host.fix(document, key))?.edits.length, title);
  });

  it('are told apart in the text where several mark one place', async () => {
    const user = models.documents.modelOf(document);
    const provider = new QuickFixes({ of: () => user } as never);
    const diagnostics = user.serverProblems.shown.map((problem) => toDiagnostic(document, problem));
    assert.ok(diagnostics[0]!.range.isEqual(diagnostics[1]!.range));
    const actions = await provider.provideCodeActions(
      document,
      diagnostics[0]!.range,
      { diagnostics, only: undefined, triggerKind: vscode.CodeActionTriggerKind.Invoke },
      new vscode.CancellationTokenSource().token,
    );
    const added = actions.filter(({ title }) => title.startsWith('Add'));
    assert.deepEqual(
      added.map(({ title, diagnostics: [of] = [] }) => [title, of?.message]),
      diagnostics.map(({ message }, index) => [['Add “name”', 'Add “roles”'][index], message]),
    );
  });
});
