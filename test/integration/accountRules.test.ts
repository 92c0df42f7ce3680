import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { SendResult } from '../../src/users/send/sendResult';
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

const messages = (document: vscode.TextDocument) => diagnosticsOf(document).map(({ message }) => message);

/** Waits until the diagnostics of a document say exactly this. */
const shows = (document: vscode.TextDocument, expected: readonly string[]) =>
  until(() => JSON.stringify(messages(document)) === JSON.stringify(expected), vscode.languages.onDidChangeDiagnostics);

const selectAccount = (document: vscode.TextDocument, accountId: string) =>
  vscode.commands.executeCommand('truto.selectAccount', { accountId, uri: document.uri });

const send = async (document: vscode.TextDocument) =>
  vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri: document.uri, confirm: false });

const missingOrganization = '“organization_id” is missing from “$truto.query”: required by ClickUp.';
const unknownDepartment = 'Unknown field “department”. It will be sent unchanged.';
const missingRoles = '“roles” is missing: required by Looker.';

describe('the rules of a user file’s account', () => {
  let sandbox: Sandbox;
  const questions = (accountId: string) =>
    sandbox.requests.filter(
      ({ path, query }) => path.endsWith('/meta/update') && query.integrated_account_id === accountId,
    );

  /** From now on each account tells this of its fields. */
  const demand = (fields: Readonly<Record<string, boolean>>) =>
    sandbox.inject({
      kind: 'body',
      contentType: 'application/json',
      body: JSON.stringify(demanding(fields)),
      match: { path: 'meta/update' },
      times: Infinity,
    });

  before(activateExtension);
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  it('ask for a query parameter, at the place where it belongs', async () => {
    const document = await openFile('query.truto-user.json', adaFile({ title: 'x' }, accounts.clickup));
    await shows(document, [missingOrganization]);
    const [diagnostic] = diagnosticsOf(document);
    assert.equal(diagnostic!.code, 'missingField');
    assert.equal(diagnostic!.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(diagnostic!.range), '"$truto"');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      diagnostic!.range.end.translate(0, ': {'.length),
      ' "query": { "organization_id": "7" },',
    );
    await vscode.workspace.applyEdit(edit);
    await shows(document, []);
  });

  it('ask for one of several query parameters, by Truto’s reference where the account cannot be asked', async () => {
    const document = await openFile('blocked.truto-user.json', adaFile({ title: 'x' }, accounts.blocked));
    await shows(document, ['“organization_id” or “workspace_id” is missing from “$truto.query”: required by GitLab.']);
  });

  it('ask for a field of every user of a list', async () => {
    const document = await openFile('list.truto-user.json', '[{ "title": "x" }, { "roles": [] }, { "title": "y" }]');
    await selectAccount(document, accounts.looker);
    await shows(document, [missingRoles, missingRoles]);
  });

  it('narrow the allowed values', async () => {
    const document = await openFile('status.truto-user.json', adaFile({ status: 'deleted' }, accounts.missingScopes));
    await shows(document, ['“status” must be one of active, inactive for Pipedrive; got "deleted".']);
  });

  it('know the account’s own fields, and what they take', async () => {
    const document = await openFile('own.truto-user.json', adaFile({ department: 7, departmnt: 'Sales' }));
    await shows(document, [
      '“department” must be a string for HubSpot; got a number.',
      'Unknown field “departmnt”. It will be sent unchanged.',
    ]);
    const other = await openFile('narrower.truto-user.json', adaFile({ roles: [], group: 1.5 }, accounts.looker));
    await shows(other, ['“group” must be an integer for Looker; got a number with a fraction.']);
  });

  it('change with the account of the file', async () => {
    const document = await openFile('switched.truto-user.json', '{ "title": "x" }');
    await selectAccount(document, accounts.clickup);
    await shows(document, [missingOrganization]);
    await selectAccount(document, accounts.looker);
    await shows(document, [missingRoles]);
    await selectAccount(document, accounts.hubspot);
    await shows(document, []);
  });

  it('are dropped when they arrive for an account that is no longer meant', async () => {
    sandbox.inject({
      kind: 'delay',
      ms: 600,
      match: { path: `meta/update?integrated_account_id=${accounts.clickup}` },
    });
    const document = await openFile('late.truto-user.json', '{ "title": "x", "department": "Sales" }');
    await selectAccount(document, accounts.clickup);
    await waitFor('the question', () => questions(accounts.clickup).length === 1);
    const seen: string[] = [];
    const subscription = vscode.languages.onDidChangeDiagnostics(() => seen.push(...messages(document)));
    await selectAccount(document, accounts.hubspot);
    await shows(document, []);
    await waitFor('the late answer', () => questions(accounts.clickup)[0]?.status === 200);
    // Asked and answered behind the late answer.
    await selectAccount(document, accounts.looker);
    await shows(document, [missingRoles, unknownDepartment]);
    subscription.dispose();
    assert.ok(!seen.includes(missingOrganization));
  });

  it('are asked for once, however many files and edits there are', async () => {
    const document = await openFile('one.truto-user.json', adaFile({ title: 'x' }, accounts.looker));
    const other = await openFile('two.truto-user.json', adaFile({ title: 'y' }, accounts.looker));
    await shows(document, [missingRoles]);
    await shows(other, [missingRoles]);
    for (const text of [' ', '\n']) {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(document.getText().length), text);
      await vscode.workspace.applyEdit(edit);
    }
    await shows(document, [missingRoles]);
    assert.equal(questions(accounts.looker).length, 1);
  });

  it('come from Truto’s reference while the account’s own cannot be read, and from the account once they can', async () => {
    sandbox.inject({ kind: 'status', status: 404, match: { path: 'meta/update' }, times: Infinity });
    const document = await openFile('reference.truto-user.json', adaFile({ title: 'x' }, accounts.looker));
    await vscode.window.showTextDocument(document);
    await shows(document, [missingRoles]);
    await sandbox.close();
    sandbox = await startSandbox();
    demand({ name: true });
    await signIn(sandbox);
    await shows(document, ['“name” is missing: required by Looker.']);
  });

  it('are read again when the accounts are refreshed: for every file in sight at once, for another one once it is', async () => {
    const files = [
      await openFile('looker.truto-user.json', adaFile({ title: 'x' }, accounts.looker)),
      await openFile('hubspot.truto-user.json', adaFile({ title: 'x' })),
    ];
    await vscode.window.showTextDocument(files[0]!, { preview: false });
    await shows(files[0]!, [missingRoles]);
    await waitFor('the rules of HubSpot', () => questions(accounts.hubspot)[0]?.status === 200);
    demand({ name: true });
    await vscode.commands.executeCommand('truto.refreshAccounts');
    await shows(files[0]!, ['“name” is missing: required by Looker.']);
    assert.deepEqual(messages(files[1]!), []);
    await vscode.window.showTextDocument(files[1]!, { preview: false });
    await shows(files[1]!, ['“name” is missing: required by HubSpot.']);
  });

  it('are read once more when the accounts are refreshed while they are read', async () => {
    sandbox.inject({ kind: 'delay', ms: 1500, match: { path: 'meta/update' } });
    const document = await openFile('meanwhile.truto-user.json', adaFile({ group: 'x' }, accounts.looker));
    await vscode.window.showTextDocument(document);
    await waitFor('the question', () => questions(accounts.looker).length === 1);
    demand({ title: true });
    await vscode.commands.executeCommand('truto.refreshAccounts');
    await shows(document, ['“title” is missing: required by Looker.']);
    assert.equal(questions(accounts.looker).length, 2);
  });

  it('stay as they were last read while Truto cannot be reached', async () => {
    const document = await openFile('offline.truto-user.json', adaFile({ title: 'x' }, accounts.looker));
    await vscode.window.showTextDocument(document);
    await shows(document, [missingRoles]);
    await sandbox.close();
    await vscode.commands.executeCommand('_truto.readAccountRules');
    await assert.rejects(send(document), /Not sent/);
    assert.deepEqual(messages(document), [missingRoles]);
  });
});

describe('sending by the rules of an account', () => {
  let sandbox: Sandbox;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  // A send waits only a moment for rules: these have come before.
  for (const [missing, accountId, message] of [
    ['roles on Looker', accounts.looker, missingRoles],
    ['organization_id on ClickUp', accounts.clickup, missingOrganization],
  ] as const) {
    it(`sends nothing without ${missing}`, async () => {
      const incomplete = await openFile('incomplete.truto-user.json', adaFile({ title: 'x' }, accountId));
      await shows(incomplete, [message]);
      await assert.rejects(send(incomplete), /Not sent/);
      await assert.rejects(send(await openFile('plain.json', adaFile({ title: 'x' }, accountId))), /Not sent/);
      assert.deepEqual(patches(), []);
    });
  }

  it('sends a required field along although it is unchanged', async () => {
    const roles = sandbox.user(accounts.looker, 'usr_ada')?.roles;
    await shows(await openFile('first.truto-user.json', adaFile({ title: 'x' }, accounts.looker)), [missingRoles]);
    const document = await openFile(
      'complete.truto-user.json',
      adaFile({ name: 'Ada Lovelace', roles, title: 'Countess' }, accounts.looker),
    );
    assert.deepEqual((await send(document)).sent, { roles, title: 'Countess' });
    await assert.rejects(
      send(await openFile('same.truto-user.json', adaFile({ roles, title: 'Countess' }, accounts.looker))),
      /Nothing to send/,
    );
    assert.equal(patches().length, 1);
  });

  it('waits no longer than a moment for rules that do not come', async () => {
    sandbox.inject({ kind: 'noResponse', match: { path: 'meta/update' }, times: Infinity });
    const { status } = await send(await openFile('ada.truto-user.json', adaFile({ title: 'Countess' })));
    assert.equal(status, 200);
  });
});

/** What `meta/update` answers for an account whose fields are these, each required or not. */
function demanding(fields: Readonly<Record<string, boolean>>): object {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, required]) => [name, { type: 'string', required }]),
  );
  return { query_schema: { type: 'object', properties: {} }, request_body_schema: { type: 'object', properties } };
}
