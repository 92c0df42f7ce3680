import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox } from '../../src/sandbox/startSandbox';
import { until as waitFor } from '../host/until';
import { accounts } from '../sandboxAccounts';
import {
  activateExtension,
  adaFile,
  diagnosticsOf,
  openFile,
  setUserSetting,
  signIn,
  until,
} from './extensionUnderTest';

const fresh = (document: vscode.TextDocument, count: number) =>
  until(
    () => diagnosticsOf(document).length === count && diagnosticsOf(document),
    vscode.languages.onDidChangeDiagnostics,
  );

const everywhere = (document: vscode.TextDocument) =>
  document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));

/** The code actions of a range, with their edits. */
async function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind = vscode.CodeActionKind.QuickFix,
): Promise<vscode.CodeAction[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind.value,
    100,
  );
  return found.filter((action) => action.kind && kind.contains(action.kind));
}

/** VS Code drops the question whenever another extension begins to offer actions: then it is asked again. */
const fixAllOf = (document: vscode.TextDocument) =>
  waitFor('the actions of "fix all"', () =>
    actionsAt(document, everywhere(document), vscode.CodeActionKind.SourceFixAll.append('truto')),
  );

/** Those that there must be. */
async function quickFixesAt(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return waitFor('quick fixes', async () => {
    const found = await actionsAt(document, range);
    return found.length > 0 && found;
  });
}

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit, 'an edit');
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

const titles = (actions: readonly vscode.CodeAction[]) =>
  actions.map(({ title, isPreferred }) => `${title}${isPreferred === true ? ' !' : ''}`);

const mistakes = `[
  {
    "title": 42,
    "status": "Active",
    "firstName": "Grace",
    "created_at": "17 May 2024 09:30 GMT",
    "emails": [{ "email": "grace@example.com", "is_primary": "yes" }],
  },
  { "title": 43, "last_name": "Hopper", "last_name": "Murray Hopper" } // both
]
`;

describe('quick fixes of a user file', () => {
  before(activateExtension);

  it('mend each problem, the likeliest way first', async () => {
    const document = await openFile('fixes.truto-user.json', mistakes);
    for (let left = 7; left > 1; left--) {
      const diagnostics = await fresh(document, left);
      const diagnostic = diagnostics.find(({ code }) => code !== 'duplicateKey')!;
      const [first] = await quickFixesAt(document, diagnostic.range);
      assert.equal(first?.isPreferred, true, diagnostic.message);
      await apply(first);
    }
    const [duplicate] = await fresh(document, 1);
    const fixes = await quickFixesAt(document, duplicate!.range);
    assert.deepEqual(titles(fixes), ['Keep only this “last_name”', 'Remove only this “last_name”']);
    await apply(fixes[0]);
    await fresh(document, 0);
    assert.equal(
      document.getText(),
      mistakes
        .replace('42', '"42"')
        .replace('43', '"43"')
        .replace('Active', 'active')
        .replace('firstName', 'first_name')
        .replace('17 May 2024 09:30 GMT', '2024-05-17T09:30:00Z')
        .replace('"yes"', 'true')
        .replace('"last_name": "Hopper", ', ''),
    );
  });

  it('offer what else there is to choose', async () => {
    const document = await openFile('choices.truto-user.json', '{ "status": "actve", "favourites": 1 }');
    const [status, unknown] = await fresh(document, 2);
    assert.deepEqual(titles(await quickFixesAt(document, status!.range)), [
      'Change to "active"',
      'Change to "inactive"',
      'Change to "deleted"',
      'Change to "invited"',
    ]);
    assert.deepEqual(titles(await quickFixesAt(document, unknown!.range)), [
      'Remove “favourites”',
      'Move “favourites” to “remote_data”, passed through unchanged',
      'Keep it: change how unknown fields are reported...',
    ]);
  });

  it('mend all like one', async () => {
    const document = await openFile('alike.truto-user.json', mistakes);
    const diagnostics = await fresh(document, 7);
    const fixes = await quickFixesAt(document, diagnostics.find(({ code }) => code === 'wrongType')!.range);
    await apply(fixes.find(({ title }) => title === 'Fix all 3 problems like this'));
    await fresh(document, 4);
  });

  it('remove an unknown field wherever it stands', async () => {
    const document = await openFile(
      'columns.truto-user.json',
      '[{ "favourites": 1, "name": "Ada" }, { "colour": 2 }, { "favourites": 3 }]',
    );
    const [first] = await fresh(document, 3);
    const fixes = await quickFixesAt(document, first!.range);
    await apply(fixes.find(({ title }) => title === 'Remove “favourites”, 2 times'));
    await fresh(document, 1);
    assert.equal(document.getText(), '[{ "name": "Ada" }, { "colour": 2 }, {}]');
  });

  it('mend all that is sure, for "fix all" and on saving', async () => {
    const document = await openFile('all.truto-user.json', mistakes);
    await fresh(document, 7);
    const [all, ...others] = await fixAllOf(document);
    assert.deepEqual(others, []);
    await apply(all);
    const [left] = await fresh(document, 1);
    assert.equal(left!.code, 'duplicateKey');
  });

  it('mend with "fix all" what a first fix brings to light, by the same rules', async () => {
    const sandbox = await startSandbox();
    try {
      await signIn(sandbox);
      const document = await openFile('rounds.truto-user.json', adaFile({ Status: 'Active', Department: 7 }));
      await until(
        () => diagnosticsOf(document).some(({ message }) => message.endsWith('Did you mean “department”?')),
        vscode.languages.onDidChangeDiagnostics,
      );
      await apply((await fixAllOf(document))[0]);
      assert.equal(document.getText(), adaFile({ status: 'active', department: '7' }));
    } finally {
      await sandbox.close();
    }
  });

  it('leave alone with "fix all" the names that others use', async () => {
    const text = '{"surname": "Smith", "uid": "1001", "photos": ["p"], "schemas": ["s"], "statsu": "actve"}';
    const document = await openFile('others.truto-user.json', text);
    const diagnostics = await fresh(document, 5);
    const fixes = await quickFixesAt(document, diagnostics[0]!.range);
    assert.equal(fixes[0]?.title, 'Change to “last_name”');
    assert.deepEqual(
      (await fixAllOf(document)).map(({ edit }) => edit?.size),
      [0],
    );
  });

  it('leave broken JSON alone with "fix all"', async () => {
    const document = await openFile('broken.truto-user.json', '{ "title": 5, "id": 007 }');
    assert.equal((await fresh(document, 1))[0]?.code, 'wrongType');
    assert.deepEqual(await fixAllOf(document), []);
  });

  it('leave alone with "fix all" what the settings keep quiet', async () => {
    await setUserSetting('validation.unknownFields', 'off');
    try {
      const document = await openFile('quiet.truto-user.json', '{ "statsu": "actve", "title": 5 }');
      await fresh(document, 1);
      await apply((await fixAllOf(document))[0]);
      assert.equal(document.getText(), '{ "statsu": "actve", "title": "5" }');
    } finally {
      await setUserSetting('validation.unknownFields', undefined);
    }
  });

  it('keep every digit of a number that is to be a string', async () => {
    const document = await openFile('two.truto-user.json', '{ "title": 12345678901234567890 }');
    const [diagnostic] = await fresh(document, 1);
    const fixes = await quickFixesAt(document, diagnostic!.range);
    assert.deepEqual(titles(fixes), ['Change to "12345678901234567890" !']);
    await apply(fixes[0]);
    await fresh(document, 0);
  });

  it('add what the account asks for, to be filled in', async () => {
    const sandbox = await startSandbox();
    try {
      await signIn(sandbox);
      const document = await openFile('missing.truto-user.json', adaFile({ title: 'x' }, accounts.looker));
      const [diagnostic] = await fresh(document, 1);
      const [first] = await quickFixesAt(document, diagnostic!.range);
      assert.deepEqual(titles([first!]), ['Add “roles” !']);
      const editor = await vscode.window.showTextDocument(document);
      await apply(first);
      assert.match(document.getText(), /"title": "x",\s+"roles": \[\s+\{\s+"id": ""\s+\}\s+\]\s+\}/);
      const cursor = document.offsetAt(editor.selection.active);
      assert.equal(document.getText().slice(cursor - 7, cursor + 1), '"id": ""', 'the cursor is where the value goes');
      await fresh(document, 0);
    } finally {
      await sandbox.close();
    }
  });

  it('are not offered in other files', async () => {
    const document = await openFile('other.json', '{ "status": "actve" }');
    assert.deepEqual(await actionsAt(document, everywhere(document)), []);
  });
});

describe('hints of a user file', () => {
  const text = '{\n  "roles": [],\n  "lic\n}\n';
  const attached = async () => {
    const document = await openFile('attached.json', text);
    await vscode.commands.executeCommand('truto.validateUser', document.uri);
    return document;
  };
  const hovers = async (document: vscode.TextDocument) => {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(1, 4),
    );
    return found
      .flatMap(({ contents }) =>
        contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
      )
      .join('\n');
  };
  const itemsAt = async (document: vscode.TextDocument, position: vscode.Position) =>
    (
      await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      )
    ).items;
  const labelsAt = async (document: vscode.TextDocument, position: vscode.Position) =>
    (await itemsAt(document, position)).map(({ label }) => (typeof label === 'string' ? label : label.label));
  const count = (words: string, sought: string) => words.split(sought).length - 1;

  before(activateExtension);

  it('tell what a field means and which integrations want it, once', async () => {
    for (const document of [await attached(), await openFile('hover.truto-user.json', text)]) {
      // VS Code's own JSON service reads the schema in its own time, and tells nobody when it has.
      const words = await waitFor('a hover', async () => (await hovers(document)) || undefined);
      assert.equal(count(words, 'What the user may do'), 1, words);
      assert.match(words, /32 integrations support it, 4 require it\. Looker/);
    }
  });

  it('offer each field once, in a file whose name says what it is', async () => {
    const labels = await waitFor('completions', async () => {
      const found = await labelsAt(await openFile('completed.truto-user.json', text), new vscode.Position(2, 6));
      return found.length > 0 && found;
    });
    assert.equal(labels.filter((label) => label === 'licensed_sheet_creator').length, 1, labels.join());
    assert.equal(new Set(labels).size, labels.length, labels.join());
    const values = await labelsAt(
      await openFile('values.truto-user.json', '{ "status":  }'),
      new vscode.Position(0, 12),
    );
    assert.deepEqual(values, ['"active"', '"inactive"', '"deleted"', '"invited"']);
  });

  it('complete the fields of a file that is attached', async () => {
    const document = await attached();
    const items = await itemsAt(document, new vscode.Position(2, 6));
    const item = items.find(({ label }) => label === 'licensed_sheet_creator');
    assert.equal((item?.insertText as vscode.SnippetString).value, '"licensed_sheet_creator": ${1|true,false|}');
    assert.ok(!items.some(({ label }) => label === 'roles'), 'not what is there already');
  });
});
