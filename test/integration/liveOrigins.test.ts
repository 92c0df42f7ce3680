import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { LiveOrigins } from '../../src/users/documents/liveOrigins';
import { accounts } from '../sandboxAccounts';
import { activateExtension, documentInForm, replaceText, setUserSetting, signIn } from './extensionUnderTest';

describe('where a live user was taken from', () => {
  const uri = vscode.Uri.parse('truto:/Origins/5a9d0c1e/usr_ada.truto-user.json');
  const withQuery = uri.with({ query: '{"group_id":"1"}' });
  const other = uri.with({ path: uri.path.replace('ada', 'ada2') });
  const values = new Map<string, unknown>();
  const state: vscode.Memento = {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key) as never,
    update: (key, value: unknown) => Promise.resolve(void values.set(key, JSON.parse(JSON.stringify(value)))),
  };
  const opened: LiveOrigins[] = [];
  const newWindow = () => {
    const origins = new LiveOrigins(state, () => false);
    opened.push(origins);
    return origins;
  };
  beforeEach(() => values.clear());
  afterEach(() => opened.splice(0).forEach((origins) => origins.dispose()));

  it('is known in the next window, whichever parameters the user is read with', () => {
    newWindow().note(uri, { key: 'first' });
    const origins = newWindow();
    for (const address of [uri, withQuery]) {
      assert.equal(origins.areOf(address, 'first'), true);
      assert.equal(origins.areOf(address, 'second'), false);
    }
    assert.equal(origins.areOf(other, 'second'), true);
  });

  it('is another one once the user was taken from there, in all of its documents', () => {
    const origins = newWindow();
    assert.deepEqual([origins.note(uri, { key: 'first' }), origins.note(uri, { key: 'first' })], [true, false]);
    origins.note(withQuery, { key: 'first' });
    origins.note(uri, { key: 'second' });
    assert.deepEqual([origins.areOf(uri, 'second'), origins.areOf(withQuery, 'first')], [false, false]);
    origins.note(withQuery, { key: 'second' });
    assert.deepEqual([origins.areOf(uri, 'second'), origins.areOf(uri, 'first')], [true, false]);
  });

  for (const damaged of [7, null, ['x'], 'x', { [`${uri.path}?`]: 7 }])
    it(`is not known where ${JSON.stringify(damaged)} was kept`, () => {
      values.set('truto.liveOrigins', damaged);
      assert.equal(newWindow().areOf(uri, 'any'), true);
    });
});

describe('a live user whose environment has given its name to another server', () => {
  let sandbox: Sandbox;
  let other: Sandbox;
  let environment: string;

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));

  const giveAway = async (to: Sandbox) => {
    await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
    await vscode.commands.executeCommand('truto.addProfile', {
      name: environment,
      baseUrl: to.baseUrl,
      token: to.token,
    });
  };
  const usersAsked = () => other.requests.filter(({ path }) => path.includes('/users/')).length;

  beforeEach(async () => {
    [sandbox, other] = [await startSandbox(), await startSandbox()];
    environment = await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
    await sandbox.close();
    await other.close();
  });

  const open = async () => {
    await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_ada' });
    return documentInForm();
  };
  const fieldsOf = (document: vscode.TextDocument) => JSON.parse(document.getText()) as Record<string, unknown>;
  const setTitle = (document: vscode.TextDocument, title: string) =>
    replaceText(document, document.getText().replace(/"title": "[^"]*"/, `"title": ${JSON.stringify(title)}`));
  const send = async ({ uri }: vscode.TextDocument) =>
    vscode.commands.executeCommand('truto.sendUser', { uri, confirm: false });
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');

  for (const [what, save, giveFirst] of [
    ['what is edited', false, false],
    ['a draft', true, false],
    ['what is edited later', false, true],
  ] as const)
    it(`takes ${what} nowhere else, and on once it is there again`, async () => {
      const document = await open();
      if (giveFirst) await giveAway(other);
      await setTitle(document, 'Countess');
      if (save) assert.ok(await document.save());
      if (!giveFirst) await giveAway(other);
      for (const command of ['sendUser', 'updateUser', 'previewUpdate', 'refreshLiveUser', 'copyAsCode'])
        await assert.rejects(
          Promise.resolve(vscode.commands.executeCommand(`truto.${command}`, { uri: document.uri, confirm: false })),
          (error: Error) => error.message.includes(environment) && error.message.includes('base URL'),
          command,
        );
      assert.equal(usersAsked(), 0);
      assert.equal(fieldsOf(document)['title'], 'Countess');
      await giveAway(sandbox);
      await send(document);
      assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
    });

  it('is the user of the new one once it is opened again', async () => {
    const { uri } = await open();
    await giveAway(other);
    const document = await open();
    assert.equal(document.uri.toString(), uri.toString());
    assert.notEqual(usersAsked(), 0);
    await setTitle(document, 'Countess');
    await send(document);
    assert.equal(other.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
    assert.equal(patches().length, 0);
  });

  it('may be given up for the user of the new one', async () => {
    const document = await open();
    await setTitle(document, 'Mine');
    assert.ok(await document.save());
    await giveAway(other);
    // VS Code shows no question in tests: it fails with the words of it.
    const reverting = vscode.commands.executeCommand('truto.revertToLive', { uri: document.uri });
    await assert.rejects(Promise.resolve(reverting), /Revert usr_ada to the live user/);
  });
});
