import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ChoiceLists } from '../../src/api/choiceList';
import type { DocumentInFront } from '../../src/platform/documentInFront';
import { choiceCompletions } from '../../src/users/documents/choiceCompletion';
import { TargetInFront } from '../../src/users/documents/targetInFront';
import type { UserDocument } from '../../src/users/documents/userDocument';
import { UserText } from '../../src/users/documents/userText';
import { usersText } from '../bench/makeUsers';
import { accounts } from '../sandboxAccounts';
import { environmentsOf } from '../sandboxEnvironments';
import { DocumentModels } from './documentModels';
import { activateExtension, adaFile, openFile } from './extensionUnderTest';

const environments = () => environmentsOf('token', () => ({ name: 'Test', baseUrl: 'http://127.0.0.1:1' }));

/** The same document, which counts how often its text is made. */
function counted(original: vscode.TextDocument) {
  const texts = { made: 0 };
  const getText = (range?: vscode.Range) => {
    if (!range) texts.made++;
    return original.getText(range);
  };
  return { document: Object.create(original, { getText: { value: getText } }) as vscode.TextDocument, texts };
}

async function insert(document: vscode.TextDocument, text: string, behind: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(document.getText().indexOf(behind) + behind.length), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('what a keystroke costs', () => {
  before(activateExtension);

  for (const { what, text, most } of [
    { what: 'no text of a large document', text: usersText(1_000), most: 0 },
    { what: 'one text of a small document', text: adaFile({ roles: [{ id: 'role_1' }] }), most: 1 },
  ])
    it(`is ${what} where choices are offered, however often VS Code asks`, async () => {
      const { document, texts } = counted(await openFile('ada.truto-user.json', text));
      const user = {
        document,
        text: new UserText(document),
        target: () => ({}),
      } as unknown as UserDocument;
      const at = document.positionAt(text.indexOf('"id": "role') + 8);
      for (let times = 0; times < 3; times++) await choiceCompletions(user, at, new ChoiceLists());
      assert.equal(texts.made, most);
    });

  it('is nothing for who shows where the document in front goes, while that is the same', async () => {
    const models = new DocumentModels(environments());
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'x' }));
    const inFront = {
      uri: () => document.uri,
      onDidChange: () => new vscode.Disposable(() => undefined),
    } as unknown as DocumentInFront;
    const target = new TargetInFront(inFront, models.targets);
    target.follow(models.documents);
    let told = 0;
    target.onDidChange(() => told++);
    try {
      const before = target.current();
      const at = told;
      for (const letter of 'abcdefghij') await insert(document, letter, '"x');
      assert.equal(told - at, 0);
      await insert(document, '0', accounts.hubspot);
      assert.equal(told - at, 1);
      assert.notEqual(target.current()?.accountLabel, before?.accountLabel);
      models.switchEnvironment();
      assert.equal(told - at, 2);
    } finally {
      target.dispose();
      models.dispose();
    }
  });
});
