import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { BulkResult } from '../../src/bulk/window/bulkServices';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { repoRoot } from '../host/repoRoot';
import { temporaryFolder } from '../host/temporaryFolder';
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

const { contributes } = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
};
const commands = contributes.commands.map(({ command }) => command.replace('truto.', ''));

/** Values that are not of a kind, for each name of an argument. */
const odd: readonly (readonly [names: string, values: readonly unknown[]])[] = [
  ['accountId userId id jobId name token baseUrl encoding language text', [5, true, null, [], ['x'], {}]],
  ['confirm plan inOrder isProduction', ['true', 'false', '', 0, 1, null, [], {}]],
  ['query filter', ['x', 5, true, null, []]],
  ['fields', ['title', 5, null, {}, [5], ['title', null]]],
  ['rows', ['3', 0, -1, 1.5, NaN, Infinity, true, null, [3]]],
  ['target file folder', [5, true, null, {}, [], { path: 5 }, '', 'history.csv', 'no folder']],
  ['uri', [5, true, null, {}, [], ['file:///x'], { scheme: 5, path: '/x' }, '', 'users.csv']],
];

const run = async <T>(name: string, ...args: unknown[]) => vscode.commands.executeCommand<T>(`truto.${name}`, ...args);

describe('what a caller hands over', () => {
  let sandbox: Sandbox;
  let environment: string;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    sandbox = await startSandbox();
    environment = await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  const problemsOf = async (uri: vscode.Uri) => {
    const document = await vscode.workspace.openTextDocument(uri);
    return until(() => diagnosticsOf(document).length > 0, vscode.languages.onDidChangeDiagnostics);
  };

  for (const [names, values] of odd)
    it(`is refused by every command where one of these is of another kind: ${names}`, async () => {
      const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
      await vscode.window.showTextDocument(uri);
      // What else is named needs no question.
      const named = { accountId: accounts.hubspot, userId: 'usr_ada', uri, confirm: false };
      for (const name of names.split(' '))
        for (const [index, command] of commands.entries()) {
          // Each command gets one of them, so that all are met.
          const value = values[index % values.length];
          await assert.rejects(
            run(command, { ...named, [name]: value }),
            /must be|is not a URI of a file/,
            `${command} ${name}: ${JSON.stringify(value)}`,
          );
        }
      assert.equal(patches().length, 0);
    });

  for (const plan of ['true', 'false', 1, null])
    it(`plans nothing, and sends nothing, where plan is ${JSON.stringify(plan)}`, async () => {
      const { uri } = await openFile('many.csv', 'id,title\nusr_ada,Countess\nusr_grace,Admiral\n');
      await assert.rejects(
        run('updateUsersFromFile', { uri, accountId: accounts.hubspot, plan, confirm: false }),
        /“plan” must be true or false/,
      );
      assert.equal(existsSync(uri.fsPath.replace('.csv', '.truto-plan.jsonl')), false);
      assert.equal(patches().length, 0);
    });

  for (const argument of [7, true, 'no uri', ['file:///x'], { path: '/x' }])
    it(`is refused by every command where it is ${JSON.stringify(argument)} by itself`, async () => {
      for (const command of commands) await assert.rejects(run(command, argument), /is not a URI of a file/, command);
    });

  it('is missing where a command is about one account, user, file or plan, and none is named', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const command of ['openInDashboard', 'reconnectAccount', 'copyAccountId', 'refreshUsers', 'searchUsers'])
      await assert.rejects(run(command, {}), /“accountId” is missing/, command);
    for (const command of ['copyUserId', 'checkUsers'])
      await assert.rejects(run(command, { accountId: accounts.hubspot }), /“userId” is missing/, command);
    for (const command of ['openForm', 'openText', 'validateUser', 'sendUser'])
      await assert.rejects(run(command, {}), /Open a user file first/, command);
    for (const command of ['applyPlan', 'sendFirstRows', 'showPlan', 'showPlanSamples'])
      await assert.rejects(run(command, { confirm: false }), /Open a plan first/, command);
    for (const command of ['cancelBulkUpdate', 'removeBulkUpdate', 'openBulkReport', 'undoBulkUpdate'])
      await assert.rejects(run(command, {}), /There is no such bulk update/, command);
  });

  it('is how accounts are grouped', async () => {
    await run('groupAccounts', { groupBy: 'tenant' });
    const grouping = vscode.workspace.getConfiguration('truto').get('accounts.groupBy');
    await setUserSetting('accounts.groupBy', undefined);
    assert.equal(grouping, 'tenant');
  });

  for (const uri of [7, null, {}, 'no uri', ['file:///x'], { scheme: 5, path: '/x' }])
    it(`sends no other file where ${JSON.stringify(uri)} is to be a file`, async () => {
      await vscode.window.showTextDocument(await openFile('ada.truto-user.json', adaFile({ title: 'Countess' })));
      for (const command of ['sendUser', 'updateUser', 'previewUpdate', 'validateUser', 'copyAsCode'])
        await assert.rejects(run(command, { uri, confirm: false }), /is not a URI of a file/, command);
      await assert.rejects(run('selectAccount', { accountId: accounts.looker, uri }), /is not a URI of a file/);
      assert.equal(patches().length, 0);
    });

  for (const argument of [7, true, 'no uri', ['file:///x'], { scheme: 5, path: '/x' }, { path: '/x' }])
    it(`sends no other file where ${JSON.stringify(argument)} by itself is to be a file`, async () => {
      await vscode.window.showTextDocument(await openFile('ada.truto-user.json', adaFile({ title: 'Countess' })));
      for (const command of ['sendUser', 'updateUser', 'previewUpdate', 'validateUser', 'copyAsCode', 'openForm'])
        await assert.rejects(run(command, argument), /is not a URI of a file/, command);
      await vscode.window.showTextDocument(await openFile('users.csv', 'id,title\nusr_ada,Countess\n'));
      for (const command of ['updateUsersFromFile', 'applyPlan', 'sendFirstRows', 'showPlan', 'showPlanSamples'])
        await assert.rejects(run(command, argument), /is not a URI of a file/, command);
      assert.equal(patches().length, 0);
    });

  const spelled: Readonly<Record<string, (uri: vscode.Uri) => unknown>> = {
    'a Uri': (uri) => uri,
    'a Uri in an object': (uri) => ({ uri }),
    'its text': (uri) => uri.toString(),
    'its text in an object': (uri) => ({ uri: uri.toString() }),
    'its JSON': (uri) => JSON.parse(JSON.stringify(uri)) as unknown,
    'its JSON in an object': (uri) => ({ uri: JSON.parse(JSON.stringify(uri)) as unknown }),
    'its parts': ({ scheme, path }) => ({ scheme, path }),
    'its parts in an object': ({ scheme, path }) => ({ uri: { scheme, path } }),
  };
  for (const [what, spell] of Object.entries(spelled))
    it(`names a file by ${what}, whatever is in front`, async () => {
      await vscode.window.showTextDocument(await openFile('other.truto-user.json', adaFile({ title: 'Other' })));
      const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
      await run('sendUser', spell(uri));
      assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
      assert.equal(patches().length, 1);
    });

  for (const what of ['a Uri', 'its text', 'its JSON'])
    it(`plans the file that is named by ${what} alone, and sends nothing of it`, async () => {
      const { uri } = await openFile('named.csv', 'id,title\nusr_ada,Countess\n');
      await run('selectAccount', { accountId: accounts.hubspot });
      await vscode.window.showTextDocument(await openFile('other.csv', 'id,title\nusr_grace,Admiral\n'));
      const { plan, sent } = await run<BulkResult>('updateUsersFromFile', spelled[what]?.(uri));
      assert.deepEqual([plan.path, sent], [uri.path.replace('.csv', '.truto-plan.jsonl'), 0]);
      assert.equal(patches().length, 0);
    });

  for (const command of ['sendUser', 'updateUser'])
    it(`is the file in front where ${command} gets the kind of editor`, async () => {
      await vscode.window.showTextDocument(await openFile('ada.truto-user.json', adaFile({ title: 'Countess' })));
      await run(command, 'text');
      assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
    });

  it('is a user to open, not the file in front, where the account is left to be picked', async () => {
    await vscode.window.showTextDocument(await openFile('ada.truto-user.json', adaFile({ title: 'Countess' })));
    const updating = run('updateUser', { userId: 'usr_ada' }).then(() => 'dismissed');
    const closing = async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return undefined;
    };
    while ((await Promise.race([updating, closing()])) === undefined);
    assert.equal(patches().length, 0);
  });

  for (const [command, argument] of [
    ['updateUser', { userId: 5 }],
    ['copyUserLink', { userId: 5 }],
    ['addProfile', { name: 5, token: 'secret' }],
    ['addProfile', { name: 'Typed', token: 5 }],
    ['addProfile', { name: 'Typed', token: 'secret', baseUrl: vscode.Uri.parse('http://127.0.0.1:1') }],
    ['switchProfile', { name: 5 }],
    ['removeProfile', { name: null, confirm: false }],
    ['openUser', { accountId: accounts.hubspot, userId: 42 }],
    ['openUser', { accountId: [], userId: 'usr_ada' }],
    ['undoUpdate', { id: 5, confirm: false }],
    ['undoUpdate', { jobId: 5, confirm: false }],
    ['undoUpdate', { jobId: null, confirm: false }],
    ['resumeBulkUpdate', { jobId: 5 }],
    ['updateUsersFromFile', { uri: 'file:///users.csv', accountId: 5, confirm: false }],
  ] as const)
    it(`is refused where ${command} gets ${JSON.stringify(argument)}`, async () => {
      await assert.rejects(run(command, argument), /must be a string/);
    });

  for (const token of ['', '   ', 'a b', 'tökén', 'a\nb'])
    it(`is no token where it is ${JSON.stringify(token)}`, async () => {
      await assert.rejects(run('addProfile', { name: 'No token', token }), /API token/);
      await assert.rejects(run('replaceToken', { name: environment, token }), /API token/);
    });

  it('replaces a token without a question', async () => {
    await run('replaceToken', { name: environment, token: 'another-token' });
    await assert.rejects(run('sendUser', await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }))));
    await run('replaceToken', { name: environment, token: sandbox.token });
    const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Baroness' }));
    await run('sendUser', { uri });
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Baroness');
  });

  it('sets the account of any JSON file, attached or not', async () => {
    const { uri } = await openFile('plain.json', '{ "id": "usr_ada", "title": "Countess" }');
    await run('selectAccount', { accountId: accounts.looker });
    await run('selectAccount', { accountId: accounts.hubspot, uri });
    await run('sendUser', { uri, confirm: false });
    assert.equal(patches().at(-1)?.query.integrated_account_id, accounts.hubspot);
  });

  it('is the default account also while a picture is in front', async () => {
    const { uri } = await openFile('here.truto-user.json', '{ "id": "usr_ada", "title": "Countess" }');
    const picture = vscode.Uri.joinPath(uri, '..', 'dot.png');
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    writeFileSync(picture.fsPath, Buffer.from(png, 'base64'));
    await vscode.commands.executeCommand('vscode.open', picture);
    await run('selectAccount', { accountId: accounts.hubspot });
    await run('sendUser', { uri });
    assert.equal(patches().at(-1)?.query.integrated_account_id, accounts.hubspot);
  });

  it('is the account whose ID is copied', async () => {
    await run('copyAccountId', { accountId: 'acc_1' });
    assert.equal(await vscode.env.clipboard.readText(), 'acc_1');
  });

  it('is the user whose ID is copied', async () => {
    await run('copyUserId', { accountId: 'acc_1', userId: 'usr_1' });
    assert.equal(await vscode.env.clipboard.readText(), 'usr_1');
  });

  it('is checked as a user file though it is not open', async () => {
    const file = join(temporaryFolder('truto-users').path, 'unchecked.json');
    writeFileSync(file, '{ "id": "usr_ada", "unknown_thing": 1 }');
    const uri = vscode.Uri.file(file);
    await run('validateUser', { uri });
    await problemsOf(uri);
  });

  it('is a user file by a glob of its folder', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const files = vscode.workspace.getConfiguration('truto', folder.uri);
    await files.update('files', ['people/*.json'], vscode.ConfigurationTarget.Workspace);
    try {
      const uri = vscode.Uri.joinPath(folder.uri, 'people', 'ada.json');
      await vscode.workspace.fs.writeFile(uri, Buffer.from('{ "id": "usr_ada", "unknown_thing": 1 }'));
      await vscode.workspace.openTextDocument(uri);
      await problemsOf(uri);
    } finally {
      await files.update('files', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
