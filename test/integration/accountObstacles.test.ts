import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { until as waitFor } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { activateExtension, adaFile, openFile, setUserSetting, signIn } from './extensionUnderTest';

/** The lenses of a document, without their icons. */
async function lenses(document: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
  return found.map(({ command }) => (command?.title ?? '').replace(/^\$\([a-z-]+\)\u00a0/, ''));
}

const send = async (document: vscode.TextDocument) =>
  vscode.commands.executeCommand('truto.sendUser', { uri: document.uri, confirm: false });

describe('an account that takes no update', () => {
  let sandbox: Sandbox;
  const questions = () =>
    sandbox.requests.filter(({ path }) => path.endsWith('/capabilities')).map(({ path }) => path.split('/')[2]);

  before(activateExtension);
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  /** Waits until the CodeLens says so; it is asked for anew as the editor does, whenever it may have changed. */
  async function untilLens(document: vscode.TextDocument, wanted: (titles: string[]) => boolean): Promise<string[]> {
    let titles: string[] = [];
    return waitFor('another CodeLens', async () => wanted((titles = await lenses(document))) && titles).catch(
      (error: unknown) => assert.fail(`${String(error)} than ${titles.join(' | ')}`),
    );
  }

  const kinds: readonly (readonly [string, string, string])[] = [
    ['is a sandbox account', accounts.sandbox, 'Sandbox account (read-only)'],
    ['is blocked', accounts.blocked, 'Account is blocked'],
    ['needs reconnecting', accounts.needsReauth, 'Account needs reconnecting'],
    ['is still connecting', accounts.connecting, 'Account is not active'],
    ['failed its post-install step', accounts.postInstallError, 'Account is not active'],
    ['did not pass validation', accounts.validationError, 'Account is not active'],
    ['has no update of users', accounts.readOnly, 'Users cannot be updated here'],
  ];
  for (const [title, accountId, words] of kinds) {
    it(`says above its file that it ${title}`, async () => {
      const document = await openFile('obstacle.truto-user.json', adaFile({ title: 'x' }, accountId));
      const isAsked = () => questions().includes(accountId);
      const titles = await untilLens(document, ([first]) => first === words && isAsked());
      assert.ok(titles.includes('Send Update'));
      assert.deepEqual(
        questions().filter((id) => id === accountId),
        [accountId],
        'asked once, however often the lenses are',
      );
    });
  }

  it('is not said of one that takes them', async () => {
    const document = await openFile('able.truto-user.json', adaFile({ title: 'x' }));
    const titles = await untilLens(document, (all) => all.some((title) => title.includes('HubSpot')));
    assert.equal(titles[0], 'Send Update');
  });

  it('is asked about once while its id is typed into the file, when the id is whole', async () => {
    const document = await openFile('typed.truto-user.json', adaFile({ title: 'x' }, ''));
    // One that no other open file names.
    const account = sandbox.accounts()[40];
    assert.ok(account);
    const { id, integration } = account;
    for (const [index, letter] of Array.from(id).entries()) {
      const offset = document.getText().indexOf('"integrated_account_id"');
      const start = document.getText().indexOf('"', offset + '"integrated_account_id"'.length) + 1 + index;
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(start), letter);
      await vscode.workspace.applyEdit(edit);
      await lenses(document);
    }
    await untilLens(document, (titles) => titles.some((title) => title.startsWith(integration.label)));
    const asked = sandbox.requests.flatMap(({ path }) => /^\/integrated-account\/([^/]*)$/.exec(path)?.[1] ?? []);
    // Other files that are open ask for their own accounts.
    assert.deepEqual(
      asked.filter((part) => id.startsWith(part)),
      [id],
    );
  });

  it('is asked afresh by each send, and what the send learns is shown', async () => {
    await setUserSetting('send.confirm', 'never');
    try {
      const document = await openFile('afresh.truto-user.json', adaFile({ title: 'Countess' }));
      await untilLens(document, () => questions().includes(accounts.hubspot));
      const blocked = { unified: [], account: { status: 'active', is_blocked: true } };
      sandbox.inject({
        kind: 'body',
        contentType: 'application/json',
        body: JSON.stringify(blocked),
        match: { path: `${accounts.hubspot}/capabilities` },
      });
      await assert.rejects(send(document), /Not sent: HubSpot · acme is blocked/);
      await untilLens(document, ([first]) => first === 'Account is blocked');
      await send(document);
      await untilLens(document, ([first]) => first === 'Send Update');
      assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, 1);
    } finally {
      await setUserSetting('send.confirm', undefined);
    }
  });
});
