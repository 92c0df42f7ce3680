import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openPlan } from '../../src/bulk/plan/planReader';
import type { BulkResult } from '../../src/bulk/window/bulkServices';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { Environment } from '../../src/api/environment';
import type { UserDocument } from '../../src/users/documents/userDocument';
import { errorFreeUserFile } from '../../src/users/send/readyDocument';
import type { SendResult } from '../../src/users/send/sendResult';
import type { UserServices } from '../../src/users/userServices';
import { until } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { environmentsOf } from '../sandboxEnvironments';
import { DocumentModels } from './documentModels';
import { activateExtension, adaFile, openFile, setUserSetting, signIn } from './extensionUnderTest';

describe('the one target of an update', () => {
  let first: Sandbox;
  let second: Sandbox;
  let names: readonly [string, string];
  const patches = () =>
    [first, second].map(({ requests }) => requests.filter(({ method }) => method === 'PATCH').length);
  /** How many reads of users there were, which the rules of an account are not. */
  const usersRead = () =>
    [first, second].map(({ requests }) => requests.filter(({ path }) => /\/users(\/usr_\w+)?$/.test(path)).length);

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    // What other files show is read anew where the window is.
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    [first, second] = [await startSandbox(), await startSandbox()];
    names = [await signIn(first), await signIn(second)];
    await vscode.commands.executeCommand('truto.switchProfile', { name: names[0] });
  });
  afterEach(async () => {
    await first.close();
    await second.close();
  });

  it('is that of the environment in which the person began to pick', async () => {
    const text = JSON.stringify({ $truto: { integrated_account_id: accounts.hubspot }, title: 'Picked' });
    const document = await openFile('picked.truto-user.json', text);
    const sending = vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri: document.uri });
    while (usersRead()[0] === 0) await vscode.commands.executeCommand('workbench.action.focusQuickOpen');
    await vscode.commands.executeCommand('truto.switchProfile', { name: names[1] });
    const ended = sending.then(() => 'ended' as const);
    let accepted: Thenable<unknown>;
    do accepted = vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    while ((await Promise.race([ended, accepted])) !== 'ended');
    assert.equal((await sending).outcome, 'applied');
    assert.deepEqual(patches(), [1, 0]);
    assert.equal(usersRead()[1], 0);
  });

  it('stays where it is when a caller would replace the environment without a question', async () => {
    // Nobody is there to ask.
    const replacing = vscode.commands.executeCommand('truto.addProfile', { name: names[0], ...second });
    assert.equal(
      await replacing.then(
        (added) => added,
        () => undefined,
      ),
      undefined,
    );
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    await vscode.commands.executeCommand('truto.sendUser', { uri: document.uri, confirm: false });
    assert.deepEqual(patches(), [1, 0]);
  });

  it('is that of the environment in which a plan was asked for', async () => {
    const { uri } = await openFile('planned.csv', 'id,title\nusr_ada,Countess\n');
    const more = { accountId: accounts.hubspot, plan: true };
    const planning = vscode.commands.executeCommand<BulkResult>('truto.updateUsersFromFile', { uri, ...more });
    await vscode.commands.executeCommand('truto.switchProfile', { name: names[1] });
    const { plan } = await planning;
    assert.equal((await openPlan(plan.fsPath)).header.target.environment.name, names[0]);
    assert.deepEqual([usersRead()[0]! > 0, usersRead()[1]], [true, 0]);
  });

  it('is that of the file that was in front when a plan was asked for', async () => {
    await vscode.commands.executeCommand('truto.selectAccount', { accountId: accounts.hubspot });
    const { uri } = await vscode.window
      .showTextDocument(await openFile('asked.csv', 'id,title\nusr_ada,Countess\n'))
      .then(({ document }) => document);
    const planning = vscode.commands.executeCommand<BulkResult>('truto.updateUsersFromFile', { plan: true });
    await vscode.window.showTextDocument(await openFile('later.csv', 'id,title\nusr_grace,Admiral\n'));
    assert.equal((await planning).plan.path, uri.path.replace('.csv', '.truto-plan.jsonl'));
  });

  it('is another one only by the name of an environment that there is', async () => {
    await assert.rejects(
      Promise.resolve(vscode.commands.executeCommand('truto.switchProfile', { name: 'Nowhere' })),
      /no environment of the name “Nowhere”/,
    );
    await vscode.commands.executeCommand('truto.switchProfile', { name: names[1] });
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    await vscode.commands.executeCommand('truto.sendUser', { uri: document.uri, confirm: false });
    assert.deepEqual(patches(), [0, 1]);
  });

  it('gets one update when several callers send the same text, and the outcome is everybody’s', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Together' }));
    const send = () =>
      vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri: document.uri, confirm: false });
    const results = await Promise.all([send(), send(), send()]);
    assert.deepEqual(patches(), [1, 0]);
    assert.equal(new Set(results.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['applied', 'applied', 'applied'],
    );
  });

  it('gets one update from a press and the presses right after it', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Pressed' }));
    const press = () => vscode.commands.executeCommand<SendResult | undefined>('truto.sendUser', document.uri);
    const [sent, ...ignored] = await Promise.all([press(), press(), press()]);
    assert.equal(sent?.outcome, 'applied');
    assert.deepEqual(ignored, [undefined, undefined]);
    assert.deepEqual(patches(), [1, 0]);
  });

  describe('is what a file is checked for, while the window uses another environment', () => {
    let models: DocumentModels;
    let there: Environment;
    beforeEach(() => {
      const [profile, inUse] = [first, second].map(({ baseUrl }, index) => ({ name: names[index]!, baseUrl }));
      const environments = environmentsOf(first.token, () => inUse!);
      there = environments.of(profile!);
      models = new DocumentModels(environments);
    });
    afterEach(() => models.dispose());
    const modelOf = async (fields: object) =>
      models.documents.modelOf(await openFile('ada.truto-user.json', adaFile({ ...fields })));
    const checked = (user: UserDocument) =>
      errorFreeUserFile(user, there, { documents: models.documents } as unknown as UserServices);

    it('by the user there, and by no other one', async () => {
      const read = { method: 'GET', path: '/users/usr_ada' };
      first.inject({ kind: 'change', match: read, change: (user) => ({ ...user, status: 'SUSPENDED' }) });
      const user = await modelOf({ title: 'Countess', status: 'SUSPENDED' });
      assert.equal((await checked(user)).fields.length, 2);
      assert.deepEqual(usersRead(), [1, 0]);
      await assert.rejects(checked(await modelOf({ status: 'SUSPENDED' })), /^SendRefused|Not sent/);
      assert.deepEqual(usersRead(), [2, 0]);
    });

    it('and is not sent where it is a list of users', async () => {
      for (const text of [
        '[{"id":"usr_ada"}]',
        '{"limit":2,"result":[{"id":"usr_ada"}],"limit":3,"next_cursor":null}',
      ]) {
        const user = models.documents.modelOf(await openFile('page.truto-user.json', text));
        await assert.rejects(checked(user), /several users\. Plan their updates first/);
      }
      assert.deepEqual(usersRead(), [0, 0]);
    });

    it('by what the account there demands', async () => {
      const demanding = { request_body_schema: { properties: { name: { type: 'string', required: true } } } };
      const body = JSON.stringify({ query_schema: {}, ...demanding });
      const contentType = 'application/json';
      first.inject({ kind: 'body', contentType, body, match: { path: 'meta/update' }, times: Infinity });
      const user = await modelOf({ title: 'Countess' });
      await until('the rules', async () => {
        await user.rulesReady(there);
        return user.rules(there);
      });
      await assert.rejects(checked(user), /“name” is missing/);
      assert.ok(await checked(await modelOf({ title: 'Countess', name: 'Ada' })));
    });
  });
});
