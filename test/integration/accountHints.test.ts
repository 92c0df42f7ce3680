import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { until as waitFor } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { activateExtension, adaFile, openFile, signIn } from './extensionUnderTest';

/** Each completion as its label, with who says so. */
async function offeredAt(document: vscode.TextDocument, before: string): Promise<string[]> {
  const position = document.positionAt(document.getText().lastIndexOf(before) + before.length);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  const sorted = items.toSorted((one, other) => (one.sortText ?? '').localeCompare(other.sortText ?? ''));
  return sorted.map(({ label }) => (typeof label === 'string' ? label : `${label.label} (${label.description ?? ''})`));
}

/** What is offered once it holds this: the rules of an account come in their own time. */
const offeredWith = (document: vscode.TextDocument, before: string, expected: string) =>
  waitFor(
    expected,
    async () => {
      const offered = await offeredAt(document, before);
      return offered.includes(expected) && offered;
    },
    45_000,
  );

/** The words as they are read: without the signs that keep them from being Markdown. */
async function hoverAt(document: vscode.TextDocument, word: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(word) + 1);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return found
    .flatMap(({ contents }) =>
      contents.map((content) =>
        content instanceof vscode.MarkdownString
          ? content.value.replaceAll('&nbsp;', ' ').replace(/\\(?=[!-/:-@[-`{-~])/g, '')
          : '',
      ),
    )
    .join('\n');
}

const hoverWith = (document: vscode.TextDocument, word: string, expected: RegExp) =>
  waitFor(
    String(expected),
    async () => {
      const words = await hoverAt(document, word);
      return expected.test(words) && words;
    },
    45_000,
  );

describe('the hints for a user file’s account', () => {
  let sandbox: Sandbox;
  before(async () => {
    await activateExtension();
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  after(() => sandbox.close());

  it('offer the account’s own fields, and say whose they are', async () => {
    const document = await openFile('own.truto-user.json', adaFile({ '': 0 }));
    const offered = await offeredWith(document, '\n  "', 'department (HubSpot)');
    assert.equal(offered[0], 'department (HubSpot)');
    assert.equal(new Set(offered).size, offered.length, 'each once');
    assert.ok(offered.includes('title'));
  });

  it('offer what the account requires first', async () => {
    const document = await openFile('required.truto-user.json', adaFile({ '': 0 }, accounts.looker));
    const offered = await offeredWith(document, '\n  "', 'roles (required by Looker)');
    assert.equal(offered[0], 'roles (required by Looker)');
    assert.ok(!offered.includes('roles'));
  });

  it('offer the query parameters that the account requires', async () => {
    const text = adaFile({}, accounts.clickup).replace('"usr_ada"', '"usr_ada", "query": { "": 0 }');
    const offered = await offeredWith(
      await openFile('query.truto-user.json', text),
      '"query": { "',
      'organization_id (required by ClickUp)',
    );
    assert.equal(offered[0], 'organization_id (required by ClickUp)');
    const oneOf = await openFile('oneOf.truto-user.json', text.replace(accounts.clickup, accounts.blocked));
    const either = await offeredWith(oneOf, '"query": { "', 'organization_id (GitLab requires one of these)');
    assert.deepEqual(either.slice(0, 2), [
      'organization_id (GitLab requires one of these)',
      'workspace_id (GitLab requires one of these)',
    ]);
  });

  it('offer the values of the account in place of the general ones, in any user file', async () => {
    const text = adaFile({ status: '' }, accounts.missingScopes);
    const attached = await openFile('attached.json', text);
    await vscode.commands.executeCommand('truto.validateUser', attached.uri);
    for (const document of [await openFile('values.truto-user.json', text), attached]) {
      assert.deepEqual(await offeredWith(document, '"status": ', '"active" (Pipedrive)'), [
        '"active" (Pipedrive)',
        '"inactive" (Pipedrive)',
      ]);
    }
  });

  it('tell on hover what the account asks, beside what holds for all', async () => {
    const document = await openFile('hover.truto-user.json', adaFile({ roles: [] }, accounts.looker));
    const words = await hoverWith(document, '"roles"', /Required by Looker\./);
    assert.equal(words.split('What the user may do').length - 1, 1, words);
    const narrowed = await openFile('narrowed.truto-user.json', adaFile({ status: 'active' }, accounts.missingScopes));
    await hoverWith(narrowed, '"status"', /Must be one of active, inactive for Pipedrive\./);
    const own = await openFile('department.truto-user.json', adaFile({ department: 'Sales' }));
    await hoverWith(own, '"department"', /Specific to HubSpot\. Must be a string for HubSpot\./);
  });

  it('tell on hover what holds for all, in a file that names its schema', async () => {
    const text = `{ "$schema": "./user.schema.json", ${adaFile({ roles: [] }).trimStart().slice(1)}`;
    const document = await openFile('schema.truto-user.json', text);
    const words = await hoverWith(document, '"roles"', /What the user may do/);
    assert.equal(words.split('What the user may do').length - 1, 1, words);
  });

  it('are what a fix writes', async () => {
    const document = await openFile('fixes.truto-user.json', adaFile({ status: true }, accounts.missingScopes));
    const at = document.positionAt(document.getText().indexOf('true'));
    const titles = await waitFor(
      'the values of the account',
      async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(at, at),
          vscode.CodeActionKind.QuickFix.value,
        );
        const found = actions.map(({ title }) => title);
        return found.length > 0 && !found.includes('Change to "deleted"') && found;
      },
      45_000,
    );
    assert.deepEqual(titles, ['Change to "active"', 'Change to "inactive"']);
  });
});
