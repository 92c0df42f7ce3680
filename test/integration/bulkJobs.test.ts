import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { BulkResult } from '../../src/bulk/window/bulkServices';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { activateExtension, openFile, setUserSetting, signIn } from './extensionUnderTest';

describe('jobs of many updates for callers', () => {
  let sandbox: Sandbox;
  const { executeCommand } = vscode.commands;
  const call = <T>(name: string, argument: object) => Promise.resolve(executeCommand<T>(`truto.${name}`, argument));
  const titles = () => ['usr_ada', 'usr_grace'].map((id) => sandbox.user(accounts.hubspot, id)?.title);

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

  async function plan(): Promise<vscode.Uri> {
    const rows = ['usr_ada,Countess', 'usr_grace,Admiral', 'usr_nobody,x'].join('\n');
    const { uri } = await openFile('many.csv', `id,title\n${rows}\n`);
    const planned = await call<BulkResult>('updateUsersFromFile', {
      ...{ uri, accountId: accounts.hubspot, plan: true, confirm: false },
    });
    return planned.plan;
  }

  it('apply a plan, report it, and undo it as a whole', async () => {
    const before = titles();
    const applied = await call<BulkResult>('applyPlan', { uri: await plan(), confirm: false });
    assert.deepEqual([applied.sent, applied.skipped, applied.rows], [2, 1, 3]);
    assert.deepEqual(titles(), ['Countess', 'Admiral']);
    const { jobId } = applied;
    const report = await call<vscode.Uri>('openBulkReport', { jobId });
    assert.match(readFileSync(report.fsPath, 'utf8'), /\| Updated \| 2 \|[^]*usr\\_nobody/);
    const undone = await call<BulkResult>('undoUpdate', { jobId, confirm: false });
    assert.equal(undone.sent, 2);
    assert.deepEqual(titles(), before);
    await assert.rejects(call('undoUpdate', { jobId, confirm: false }), /all users have the values from before/);
    await assert.rejects(call('resumeBulkUpdate', { jobId }), /has ended/);
    await call('removeBulkUpdate', { jobId, confirm: false });
    await assert.rejects(call('openBulkReport', { jobId }), /does not exist any more/);
    assert.ok(existsSync(report.fsPath));
  });

  it('leave what a person has changed of their files, and write others', async () => {
    const first = await call<BulkResult>('applyPlan', { uri: await plan(), confirm: false });
    const failed = first.plan.fsPath.replace('.truto-plan.jsonl', '.failed.csv');
    assert.match(readFileSync(failed, 'utf8'), /usr_nobody/);
    writeFileSync(failed, 'mended');
    const report = await call<vscode.Uri>('openBulkReport', { jobId: first.jobId });
    assert.equal(report.fsPath, first.report?.fsPath);
    assert.equal(readFileSync(failed, 'utf8'), 'mended');
    const second = await call<BulkResult>('updateUsersFromFile', {
      ...{ uri: vscode.Uri.file(failed.replace('.failed', '')), accountId: accounts.hubspot, confirm: false },
    });
    assert.equal(readFileSync(failed, 'utf8'), 'mended');
    assert.match(readFileSync(failed.replace('.csv', '-2.csv'), 'utf8'), /usr_nobody/);
    // Another plan of the same name is no matter for a job that was begun.
    const undone = await call<BulkResult>('undoUpdate', { jobId: first.jobId, confirm: false });
    assert.deepEqual([undone.sent, second.sent], [2, 0]);
  });

  it('have a report where their file has changed since', async () => {
    const { fsPath } = await plan();
    const { sent, report } = await call<BulkResult>('applyPlan', { uri: vscode.Uri.file(fsPath), confirm: false });
    assert.ok(sent === 2 && report);
    writeFileSync(fsPath.replace('.truto-plan.jsonl', '.csv'), 'id,title\nusr_ada,Marquess\n');
    const again = await call<BulkResult>('applyPlan', { uri: vscode.Uri.file(fsPath), confirm: false });
    assert.ok(again.report);
    assert.match(readFileSync(again.report.fsPath, 'utf8'), /file was changed or removed/);
  });

  for (const jobId of ['../../x', 'none', '20260101000000-00000000', ''])
    it(`say that there is no job ${JSON.stringify(jobId)}`, async () => {
      for (const name of ['resume', 'pause', 'cancel', 'remove', 'undo'].map((verb) => `${verb}BulkUpdate`))
        await assert.rejects(call(name, { jobId, confirm: false }), /does not exist any more/, name);
      for (const name of ['openBulkReport', 'undoUpdate', 'removeBulkUpdate', 'cancelBulkUpdate'])
        await assert.rejects(call(name, { jobId }), /does not exist any more/, name);
    });

  it('rest where they are to be paused and rest already', async () => {
    const first = await call<BulkResult>('sendFirstRows', { uri: await plan(), rows: 1, confirm: false });
    assert.deepEqual([first.sent, first.skipped], [1, 2]);
    await call('pauseBulkUpdate', { jobId: first.jobId });
    const rest = await call<BulkResult>('resumeBulkUpdate', { jobId: first.jobId, confirm: false });
    assert.deepEqual([rest.sent, rest.skipped], [2, 1]);
  });
});
