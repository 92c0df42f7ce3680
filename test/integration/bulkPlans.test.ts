import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { PlanRow } from '../../src/bulk/plan/planFile';
import { openPlan } from '../../src/bulk/plan/planReader';
import { writePlan } from '../../src/bulk/plan/planWriter';
import type { BulkResult } from '../../src/bulk/window/bulkServices';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { activateExtension, openFile, replaceText, setUserSetting, signIn, until } from './extensionUnderTest';

describe('plans of many updates for callers', () => {
  let sandbox: Sandbox;
  let environment: string;

  before(() => activateExtension());
  beforeEach(async () => {
    sandbox = await startSandbox();
    environment = await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  const plan = (uri: vscode.Uri, more: object = {}) =>
    Promise.resolve(
      vscode.commands.executeCommand<BulkResult>('truto.updateUsersFromFile', {
        ...{ uri, accountId: accounts.hubspot, plan: true, confirm: false },
        ...more,
      }),
    );
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH').length;

  it('are made of a CSV file, and nothing is sent', async () => {
    const { uri } = await openFile('many.csv', 'id;title;Notes\nusr_ada;Countess;x\nnobody;y;z\nusr_ada2;;\n');
    const result = await plan(uri);
    assert.deepEqual(
      { ...result, plan: undefined },
      {
        ...{ rows: 3, sent: 0, unchanged: 0, skipped: 3, failed: 0, unknown: 0, plan: undefined },
      },
    );
    assert.equal(patches(), 0);
    const lines = readFileSync(result.plan.fsPath, 'utf8').trim().split('\n');
    assert.equal(lines.length, 4);
    assert.match(lines[1]!, /"verdict":"send".*"patch":\{"title":"Countess"\}/);
    assert.ok(existsSync(uri.fsPath.replace(/csv$/, 'truto-columns.json')));
  });

  it('are shown as a document, with diffs of the first users', async () => {
    const { uri } = await openFile('many.json', JSON.stringify([{ id: 'usr_ada', title: '](http://x) $(bug)' }, 7]));
    const { plan: file } = await plan(uri);
    await vscode.commands.executeCommand('truto.showPlan', { uri: file });
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, new RegExp(`Plan of many.json[^]*Environment ${environment}`));
    assert.match(text, /1 {2}to send\n +1 {2}invalid\n +2 {2}in all/);
    assert.match(text, /many\.json:1:\d+ {2}A user must be an object/);
    assert.match(text, /usr_ada/);
    assert.ok(!text.includes(']('));
    await vscode.commands.executeCommand('truto.showPlanSamples', { uri: file });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are shown as they are now, also where they were open before', async () => {
    const { uri } = await openFile('again.csv', 'id,title\nusr_ada,Countess\n');
    const { plan: file } = await plan(uri);
    await vscode.commands.executeCommand('truto.showPlan', { uri: file });
    const view = vscode.window.activeTextEditor!.document;
    assert.match(view.getText(), /Countess/);
    await writeFile(uri.fsPath, 'id,title\nusr_ada,Duchess\n');
    await plan(uri);
    await until(() => view.getText().includes('Duchess'), vscode.workspace.onDidChangeTextDocument);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are of the file that a caller names, as a URI or as text, and of no other one', async () => {
    const named = await openFile('named.csv', 'id,title\nusr_ada,Countess\n');
    await openFile('front.csv', 'id,title\nusr_grace,Duchess\n');
    const call = (uri: unknown) =>
      Promise.resolve(
        vscode.commands.executeCommand<BulkResult>('truto.updateUsersFromFile', {
          ...{ uri, accountId: accounts.hubspot, plan: true, confirm: false },
        }),
      );
    const { plan: file } = await call(named.uri.toString());
    assert.match(file.path, /named\.truto-plan\.jsonl$/);
    for (const none of ['no uri', 7, null]) await assert.rejects(call(none), /is not a URI of a file/);
    assert.equal(patches(), 0);
  });

  for (const editor of ['default', 'truto.userEditor'])
    it(`are of the list in front, in the editor ${editor}`, async () => {
      const list = await openFile('team.truto-user.json', '[{"id":"usr_ada","title":"Countess"}]');
      const before = await openFile('before.csv', 'id,title\nusr_grace,Duchess\n');
      await vscode.window.showTextDocument(before);
      await vscode.commands.executeCommand('vscode.openWith', list.uri, editor, vscode.ViewColumn.Beside);
      const { plan: file } = await plan(undefined as never);
      assert.match(file.path, /team\.truto-user\.truto-plan\.jsonl$/);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

  it('leave the plan of another source of the same name alone', async () => {
    const csv = await openFile('same.csv', 'id,title\nusr_ada,Countess\n');
    const { plan: first } = await plan(csv.uri);
    const before = readFileSync(first.fsPath, 'utf8');
    const lines = vscode.Uri.joinPath(csv.uri, '..', 'same.jsonl');
    await writeFile(lines.fsPath, '{"id":"usr_ada","title":"Duchess"}\n');
    const { plan: second } = await plan(lines);
    assert.match(second.path, /same\.jsonl\.truto-plan\.jsonl$/);
    assert.equal(readFileSync(first.fsPath, 'utf8'), before);
    assert.equal((await plan(csv.uri)).plan.path, first.path);
  });

  it('are not applied where they were made on another computer', async () => {
    const { uri } = await openFile('moved.csv', 'id,title\nusr_ada,Countess\n');
    const { plan: file } = await plan(uri);
    const { header, rows } = await openPlan(file.fsPath);
    const kept: PlanRow[] = [];
    for await (const row of rows()) kept.push(row);
    await writePlan(file.fsPath, kept, (counts) => ({ ...header, counts, seal: 'another' }));
    const applied = vscode.commands.executeCommand('truto.applyPlan', { uri: file, confirm: false });
    await assert.rejects(Promise.resolve(applied), /made on another computer/);
    assert.equal(patches(), 0);
  });

  it('are refused with the place where a file cannot be read', async () => {
    const broken = await openFile('broken.csv', 'id,name\n1,"Ada\n');
    await assert.rejects(plan(broken.uri), /broken\.csv, line 2, column 1: A quote is not closed/);
    const twice = await openFile('twice.csv', 'id,name,name\n1,a,b\n');
    await assert.rejects(plan(twice.uri), /Two columns have the name “name”/);
    const nobody = await openFile('nobody.csv', 'Login,First Name\nada,Ada\n');
    await assert.rejects(plan(nobody.uri), /No column has the user ID.* in “nobody\.truto-columns\.json”/);
    assert.match(readFileSync(nobody.uri.fsPath.replace(/csv$/, 'truto-columns.json'), 'utf8'), /"Login": "username"/);
  });

  it('show what is wrong with a file at its rows, until it is changed', async () => {
    const problems = (uri: vscode.Uri) =>
      vscode.languages
        .getDiagnostics(uri)
        .map(({ message, range, severity }) => [range.start.line, message, severity] as const);
    const { uri } = await openFile('wrong.csv', 'id,status,Notes\nusr_ada,asleep,\n,active,\n');
    await plan(uri);
    assert.deepEqual(
      problems(uri).map(([line, , severity]) => [line, severity]),
      [
        [1, vscode.DiagnosticSeverity.Error],
        [2, vscode.DiagnosticSeverity.Error],
        [0, vscode.DiagnosticSeverity.Warning],
      ],
    );
    assert.match(problems(uri)[1]![1], /does not name its user/);
    const broken = await openFile('open.csv', 'id,name\n1,"Ada\n');
    await assert.rejects(plan(broken.uri));
    assert.deepEqual(
      problems(broken.uri).map(([line]) => line),
      [1],
    );
    await replaceText(broken, 'id,name\n1,"Ada"\n');
    assert.deepEqual(problems(broken.uri), []);
    // Those of a user file are shown by its checks while it is open.
    const json = await openFile('open.truto-user.json', '[{"id":"usr_ada","status":"asleep"}]');
    const { onDidChangeDiagnostics } = vscode.languages;
    const shown = await until(() => problems(json.uri).length > 0 && problems(json.uri), onDidChangeDiagnostics);
    await plan(json.uri);
    assert.deepEqual(problems(json.uri), shown);
  });

  it('show nothing of a row that its user has, too', async () => {
    sandbox.setQuirks(accounts.hubspot, { users: [{ id: 'raw', status: 'SUSPENDED' }], userCount: 1 });
    const lines = ['{"id":"raw","title":"New","status":"SUSPENDED"}', '{"id":"raw2","status":"SUSPENDED"}'];
    const { uri } = await openFile('raw.ndjson', lines.join('\n'));
    await plan(uri);
    assert.deepEqual(
      vscode.languages.getDiagnostics(uri).map(({ code, range }) => [code, range.start.line]),
      [['notAllowedValue', 1]],
    );
  });

  it('are applied, and tell what became of each row', async () => {
    await setUserSetting('send.confirm', 'never');
    try {
      const lines = ['id,title,password', 'usr_ada,Countess,hunter22-Secret', 'nobody,x,', 'usr_ada,,'];
      const { uri } = await openFile('apply.csv', lines.slice(0, 3).join('\n'));
      const planned = await plan(uri);
      assert.doesNotMatch(readFileSync(planned.plan.fsPath, 'utf8'), /hunter22/);
      const result = await vscode.commands.executeCommand<BulkResult>('truto.applyPlan', {
        ...{ uri: planned.plan, confirm: false },
      });
      const { rows, sent, unchanged, skipped, failed, unknown } = result;
      assert.deepEqual(
        { rows, sent, unchanged, skipped, failed, unknown },
        {
          ...{ rows: 2, sent: 1, unchanged: 0, skipped: 1, failed: 0, unknown: 0 },
        },
      );
      assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
      assert.match(readFileSync(result.report!.fsPath, 'utf8'), /Updated \| 1 /);
      assert.match(readFileSync(result.report!.fsPath, 'utf8'), /Truto’s log shows 1 of the last 1 updates/);
      assert.equal(patches(), 1);
    } finally {
      await setUserSetting('send.confirm', undefined);
    }
  });

  it('are not applied unasked where the settings want a question, nor when they were edited', async () => {
    const { uri } = await openFile('ask.csv', 'id,title\nusr_ada,Countess\n');
    const { plan: file } = await plan(uri);
    const apply = () =>
      Promise.resolve(vscode.commands.executeCommand('truto.applyPlan', { uri: file, confirm: false }));
    await assert.rejects(apply(), /confirmation/);
    await writeFile(file.fsPath, readFileSync(file.fsPath, 'utf8').replace('Countess', 'Duchess'));
    await assert.rejects(apply(), /line 2: The line was edited/);
    assert.equal(patches(), 0);
  });

  it('are neither applied nor shown while they have unsaved changes, which the screen alone shows', async () => {
    await setUserSetting('send.confirm', 'never');
    try {
      const { uri } = await openFile('unsaved.csv', 'id,title\nusr_ada,Countess\nusr_grace,Admiral\n');
      const { plan: file } = await plan(uri);
      const document = await vscode.workspace.openTextDocument(file);
      const text = document.getText();
      await replaceText(document, text.replace(/^.*usr_grace.*\n/m, ''));
      const run = (command: string) =>
        Promise.resolve(vscode.commands.executeCommand<BulkResult>(`truto.${command}`, { uri: file, confirm: false }));
      for (const command of ['applyPlan', 'sendFirstRows', 'showPlan', 'showPlanSamples'])
        await assert.rejects(run(command), /unsaved changes/, command);
      assert.equal(patches(), 0);
      await replaceText(document, text);
      assert.ok(await document.save());
      assert.equal((await run('applyPlan')).sent, 2);
    } finally {
      await setUserSetting('send.confirm', undefined);
    }
  });

  it('are made with the columns as they are on the screen', async () => {
    const { uri } = await openFile('columns.csv', 'id,Rank\nusr_ada,Countess\n');
    await plan(uri);
    const columns = vscode.Uri.file(uri.fsPath.replace(/csv$/, 'truto-columns.json'));
    const document = await vscode.workspace.openTextDocument(columns);
    const said = JSON.parse(document.getText()) as { columns: Record<string, unknown> };
    await replaceText(document, JSON.stringify({ ...said, columns: { ...said.columns, Rank: 'title' } }));
    const { plan: file } = await plan(uri);
    assert.equal(document.isDirty, false);
    assert.match(readFileSync(file.fsPath, 'utf8'), /"patch":\{"title":"Countess"\}/);
  });

  it('are not applied unasked in production, whatever the settings say', async () => {
    const production = await startSandbox({ environmentName: 'production' });
    await setUserSetting('send.confirm', 'never');
    try {
      await signIn(production);
      const { uri } = await openFile('production.csv', 'id,title\nusr_ada,Countess\n');
      const { plan: file } = await plan(uri);
      const apply = vscode.commands.executeCommand('truto.applyPlan', { uri: file, confirm: false });
      await assert.rejects(Promise.resolve(apply), /confirmation/);
      assert.equal(production.requests.filter(({ method }) => method === 'PATCH').length, 0);
    } finally {
      await setUserSetting('send.confirm', undefined);
      await production.close();
    }
  });

  it('name each account themselves, or say that there is none', async () => {
    const { uri } = await openFile('accounts.jsonl', '{"id":"usr_ada","title":"x"}\n');
    const result = await plan(uri, { accountId: undefined });
    const [, row] = readFileSync(result.plan.fsPath, 'utf8').split('\n');
    assert.match(row!, /"verdict":"invalid".*"noAccount"/);
  });
});
