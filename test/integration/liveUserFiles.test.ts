import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { LiveDrafts } from '../../src/users/live/liveDrafts';
import { LiveUserFiles } from '../../src/users/live/liveUserFiles';
import { readByUri } from '../../src/users/live/openUser';
import type { UserServices } from '../../src/users/userServices';
import { temporaryFolder } from '../host/temporaryFolder';
import { until as untilAsked } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { environmentOf } from '../sandboxEnvironments';
import { activateExtension, replaceText, signIn } from './extensionUnderTest';

const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encoded = (text: string) => new TextEncoder().encode(text);

describe('live users as files', () => {
  const uri = vscode.Uri.parse('truto:/Test/5a9d0c1e/usr_ada.truto-user.json');
  let drafts: LiveDrafts;
  let files: LiveUserFiles;
  let user: string;
  let begun: string[];
  let obstacle: () => Promise<string | undefined>;
  const copyOf = (text: string) => ({ text, begin: () => Promise.resolve(begun.push(text)) });

  beforeEach(() => {
    [user, begun, obstacle] = ['one', [], () => Promise.resolve(undefined)];
    drafts = new LiveDrafts(vscode.Uri.file(temporaryFolder('truto-users').path));
    files = new LiveUserFiles(drafts, {
      read: () => Promise.resolve(copyOf(user)),
      whyReadOnly: () => obstacle(),
    });
  });
  afterEach(() => {
    files.dispose();
    drafts.dispose();
  });

  it('are read again by each who reads them without a document, and begin with that copy', async () => {
    const { mtime } = await files.stat(uri);
    for (const text of ['one', 'two', 'three']) {
      user = text;
      assert.equal(decoded(await files.readFile(uri)), text);
      assert.equal(begun.at(-1), text);
    }
    assert.ok((await files.stat(uri)).mtime > mtime);
    user = 'four';
    await files.readFile(uri);
    const seen = await files.stat(uri);
    await files.readFile(uri);
    assert.equal((await files.stat(uri)).mtime, seen.mtime, 'the same user is the same version');
  });

  it('begin with the copy that is shown once it is read, not before', async () => {
    await files.readFile(uri);
    await files.show(uri, copyOf('shown'));
    assert.deepEqual(begun, ['one']);
    assert.equal(decoded(await files.readFile(uri)), 'shown');
    assert.deepEqual(begun, ['one', 'shown']);
  });

  it('are files of folders', () => {
    assert.deepEqual(files.readDirectory(vscode.Uri.joinPath(uri, '..')), []);
    assert.throws(
      () => files.readDirectory(uri),
      (error) => error instanceof vscode.FileSystemError && error.code === 'FileNotADirectory',
    );
  });

  describe('of an account that takes no updates', () => {
    const isLocked = async () => (await files.stat(uri)).permissions === vscode.FilePermission.Readonly;
    beforeEach(() => (obstacle = () => Promise.resolve('It is a sandbox account.')));

    it('are locked from the first look on, and nothing is written', async () => {
      assert.equal(await isLocked(), true);
      await assert.rejects(
        files.writeFile(uri, encoded('{}')),
        (error) =>
          error instanceof vscode.FileSystemError && error.code === 'NoPermissions' && /sandbox/.test(error.message),
      );
      assert.equal(await files.hasDraft(uri), false);
    });

    it('stay as they are while nobody can tell', async () => {
      const told = obstacle;
      obstacle = () => Promise.reject(new Error('offline'));
      assert.equal(await isLocked(), false);
      obstacle = told;
      assert.equal(await isLocked(), true);
      obstacle = () => Promise.reject(new Error('offline'));
      assert.equal(await isLocked(), true);
    });

    it('are not waited for any longer than a moment', async () => {
      obstacle = () => new Promise(() => undefined);
      assert.equal(await isLocked(), false);
    });

    it('are open as long as there is a draft of them', async () => {
      await drafts.write(uri, encoded('{ }'));
      assert.equal(await isLocked(), false);
      await files.writeFile(uri, encoded('{  }'));
      assert.equal(decoded(await files.readFile(uri)), '{  }');
      await files.settle(uri, 'one');
      assert.equal(await isLocked(), true);
    });
  });

  describe('of Truto', () => {
    let sandbox: Sandbox;
    let environment: string;
    beforeEach(async () => {
      await activateExtension();
      sandbox = await startSandbox();
      environment = await signIn(sandbox);
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.commands.executeCommand('truto.removeProfile', { name: environment, confirm: false });
      await sandbox.close();
    });
    const uriOf = (accountId: string, userId = 'usr_ada') =>
      vscode.Uri.parse(`truto:/${environment}/${accountId}/${userId}.truto-user.json`);
    const { fs } = vscode.workspace;

    it('are as they are now, whoever reads them', async () => {
      const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`;
      const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
      for (const title of ['Analyst', 'Author', 'Countess']) {
        await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ title }) });
        assert.match(decoded(await fs.readFile(uriOf(accounts.hubspot))), new RegExp(`"title": "${title}"`));
      }
    });

    it('are locked at the first look, and nobody writes them', async () => {
      for (const account of [accounts.readOnly, accounts.sandbox]) {
        assert.equal((await fs.stat(uriOf(account))).permissions, vscode.FilePermission.Readonly, account);
        await assert.rejects(async () => fs.writeFile(uriOf(account), encoded('{}')));
      }
      assert.equal((await fs.stat(uriOf(accounts.hubspot))).permissions, undefined);
    });

    it('keep what a person has typed before that was known', async () => {
      sandbox.inject({ kind: 'status', status: 503, match: { method: 'GET', path: '/integrated-account/' }, times: 9 });
      const document = await vscode.workspace.openTextDocument(uriOf(accounts.readOnly));
      await vscode.window.showTextDocument(document);
      await replaceText(document, '{ "title": "Typed" }');
      await untilAsked('it can be saved', async () => document.save());
      assert.match(decoded(await fs.readFile(document.uri)), /Typed/);
      await vscode.commands
        .executeCommand('truto.revertToLive', { uri: document.uri })
        .then(undefined, () => undefined);
    });

    it('are read with the parameters that are kept for their account', async () => {
      const given: unknown[] = [];
      const source = environmentOf(sandbox, environment);
      const services = {
        targets: { environmentNamed: () => source },
        readParameters: {
          with: (_: unknown, accountId: string, query: object) => {
            given.push([accountId, query]);
            return { organization_id: 'kept', ...query };
          },
        },
      } as unknown as UserServices;
      const uri = uriOf(accounts.clickup).with({ query: '{"group_id":"named"}' });
      const { text } = await readByUri(uri, services);
      assert.deepEqual(given, [[accounts.clickup, { group_id: 'named' }]]);
      const { $truto } = JSON.parse(text) as { $truto: { query: unknown } };
      assert.deepEqual($truto.query, { organization_id: 'kept', group_id: 'named' });
    });

    for (const [what, code, fault] of [
      ['is not there', 'FileNotFound', undefined],
      ['is not shown to a wrong token', 'NoPermissions', 401],
      ['cannot be read now', 'Unavailable', 503],
    ] as const)
      it(`tell that one ${what}`, async () => {
        if (fault)
          sandbox.inject({ kind: 'status', status: fault, match: { method: 'GET', path: '/users' }, times: Infinity });
        await assert.rejects(
          async () => fs.readFile(uriOf(accounts.hubspot, fault ? 'usr_ada' : 'usr_nobody')),
          (error) => error instanceof vscode.FileSystemError && error.code === code,
        );
      });
  });
});
