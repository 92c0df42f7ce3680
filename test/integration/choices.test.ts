import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChoiceLists } from '../../src/api/choiceList';
import { choiceCompletions } from '../../src/users/documents/choiceCompletion';
import { writeChoice } from '../../src/users/pick/pickChoice';
import { accounts } from '../sandboxAccounts';
import { environmentsOf } from '../sandboxEnvironments';
import { DocumentModels } from './documentModels';
import { activateExtension, adaFile, openFile } from './extensionUnderTest';

describe('a role, group or the like that an item names', () => {
  before(activateExtension);

  const written = async (item: object, choice: { readonly id: string; readonly name?: string }) => {
    const document = await openFile('ada.truto-user.json', adaFile({ roles: [item] }));
    assert.ok(await writeChoice(document, ['roles', 0], choice));
    return (JSON.parse(document.getText()) as { roles: unknown[] }).roles[0];
  };

  it('has its ID and its name', async () => {
    const item = { id: 'role_admin', name: 'admin', group: 'g' };
    assert.deepEqual(await written(item, { id: 'role_member', name: 'member' }), {
      id: 'role_member',
      name: 'member',
      group: 'g',
    });
  });

  it('loses the name of another one where its own is not known', async () => {
    const item = { id: 'role_admin', name: 'admin', group: 'g' };
    assert.deepEqual(await written(item, { id: 'role_other' }), { id: 'role_other', group: 'g' });
    assert.deepEqual(await written({ id: 'role_admin' }, { id: 'role_other' }), { id: 'role_other' });
    assert.deepEqual(await written(item, { id: 'role_admin' }), item);
  });

  it('is completed with its ID and its name, whichever of them is written', async () => {
    const models = new DocumentModels(environmentsOf('token', () => ({ name: 'Test', baseUrl: 'http://127.0.0.1:1' })));
    const rows = [{ id: 'role_member', name: 'member' }, { id: 'role_other' }];
    const lists = { of: () => Promise.resolve(rows) } as unknown as ChoiceLists;
    const completed = async (item: object, value: string, id: string) => {
      const document = await openFile('ada.truto-user.json', adaFile({ roles: [item] }));
      const at = document.positionAt(document.getText().indexOf(value) + 1);
      const items = await choiceCompletions(models.documents.modelOf(document), at, lists);
      const picked = items.find(({ filterText }) => filterText?.endsWith(id) === true);
      assert.ok(picked?.range instanceof vscode.Range && typeof picked.insertText === 'string');
      const change = new vscode.WorkspaceEdit();
      change.set(document.uri, [
        new vscode.TextEdit(picked.range, picked.insertText),
        ...(picked.additionalTextEdits ?? []),
      ]);
      assert.ok(await vscode.workspace.applyEdit(change));
      return (JSON.parse(document.getText()) as { roles: unknown[] }).roles[0];
    };
    try {
      const item = { id: 'role_admin', name: 'admin', group: 'g' };
      const member = { id: 'role_member', name: 'member', group: 'g' };
      assert.deepEqual(await completed(item, '"role_admin"', 'role_member'), member);
      assert.deepEqual(await completed(item, '"admin"', 'role_member'), member);
      assert.deepEqual(await completed({ id: 'x' }, '"x"', 'role_member'), { id: 'role_member', name: 'member' });
      assert.deepEqual(await completed(item, '"role_admin"', 'role_other'), { id: 'role_other', group: 'g' });
    } finally {
      models.dispose();
    }
  });

  it('is one step to undo, whatever it changes', async () => {
    for (const [item, choice] of [
      [
        { id: 'role_admin', name: 'admin' },
        { id: 'role_member', name: 'member' },
      ],
      [{ id: 'role_admin', group: 'g', name: 'admin' }, { id: 'role_other' }],
      [{ group: 'g' }, { id: 'role_member', name: 'member' }],
    ] as const) {
      const document = await openFile('ada.truto-user.json', adaFile({ roles: [item] }));
      await vscode.window.showTextDocument(document);
      const before = document.getText();
      const { version } = document;
      assert.ok(await writeChoice(document, ['roles', 0], choice));
      assert.equal(document.version, version + 1);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
    }
  });

  it('is not written by half', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ roles: ['role_admin'] }));
    const before = document.getText();
    assert.equal(await writeChoice(document, ['roles', 0], { id: 'role_member', name: 'member' }), false);
    assert.equal(document.getText(), before);
  });

  it('is offered while it is written, listed with the parameters that are kept for its account', async () => {
    const models = new DocumentModels(
      environmentsOf('token', () => ({ name: 'Test', baseUrl: 'http://127.0.0.1:1' })),
      { readParameters: (_environment, _accountId, query) => ({ organization_id: 'kept', ...query }) },
    );
    try {
      const document = await openFile('ada.truto-user.json', adaFile({ roles: [{ id: 'x' }] }));
      const asked: unknown[] = [];
      const lists = {
        of: ({ accountId, query }: { readonly accountId: string; readonly query: unknown }) => {
          asked.push([accountId, query]);
          return Promise.resolve([{ id: 'role_admin', name: 'admin' }]);
        },
      } as unknown as ChoiceLists;
      const offered = (offset: number) =>
        choiceCompletions(models.documents.modelOf(document), document.positionAt(offset), lists);
      const value = document.getText().indexOf('"x"');
      assert.equal((await offered(value + 1)).length, 1);
      assert.deepEqual(asked, [[accounts.hubspot, { organization_id: 'kept' }]]);
      for (const behind of [3, 4]) assert.deepEqual(await offered(value + behind), [], 'behind the finished value');
      assert.equal(asked.length, 1);
    } finally {
      models.dispose();
    }
  });
});
