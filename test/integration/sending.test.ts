import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { SendResult } from '../../src/users/send/sendResult';
import { until as waitFor } from '../host/until';
import { accounts } from '../sandboxAccounts';
import {
  activateExtension,
  adaFile,
  diagnosticsOf,
  documentInForm,
  openFile,
  replaceText,
  setUserSetting,
  signIn,
  until,
} from './extensionUnderTest';

const send = async (document: Pick<vscode.TextDocument, 'uri'>) =>
  vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri: document.uri, confirm: false });

describe('sending a user file', () => {
  let sandbox: Sandbox;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const readsAndWritesOfUsers = () => sandbox.requests.filter(({ path }) => path.includes('/users/usr_'));

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(async () => {
    await setUserSetting('send.confirm', undefined);
  });
  beforeEach(async () => {
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(() => sandbox.close());

  it('sends one PATCH with exactly the fields that differ, and the user has them', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ name: 'Ada Lovelace', title: 'Countess' }));
    const result = await send(document);
    assert.equal(result.status, 200);
    assert.deepEqual(result.sent, { title: 'Countess' });
    assert.equal(patches().length, 1);
    const [patch] = patches();
    assert.equal(patch!.path, '/unified/user-directory/users/usr_ada');
    assert.equal(patch!.query.integrated_account_id, accounts.hubspot);
    assert.equal(patch!.headers.authorization, `Bearer ${sandbox.token}`);
    assert.equal(patch!.headers['idempotency-key'], result.idempotencyKey);
    assert.equal(patch!.bodyText, '{"title":"Countess"}');
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
  });

  it('sends the whole file where the setting says so, every value spelled as in the file', async () => {
    const text = `{ "$truto": { "integrated_account_id": "${accounts.hubspot}", "id": "usr_ada" },\n  // a comment\n  "name": "Ada \\u004covelace", "group": 1.0, }`;
    const document = await openFile('whole.truto-user.json', text);
    await vscode.workspace
      .getConfiguration('truto', document.uri)
      .update('send.body', 'whole', vscode.ConfigurationTarget.Global);
    try {
      await send(document);
      assert.equal(patches()[0]!.bodyText, '{"name":"Ada \\u004covelace","group":1.0}');
    } finally {
      await setUserSetting('send.body', undefined);
    }
  });

  for (const isShown of [false, true])
    it(`sends what a file says that was written a moment ago, ${isShown ? 'in' : 'without'} an editor`, async () => {
      const { uri } = await openFile('written.truto-user.json', adaFile({ title: 'Before' }));
      if (!isShown) await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (const title of ['One', 'Two', 'Three']) {
        await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(adaFile({ title })));
        assert.deepEqual((await send({ uri })).sent, { title });
      }
      for (const title of ['Four', 'Five']) {
        writeFileSync(uri.fsPath, adaFile({ title }));
        assert.deepEqual((await send({ uri })).sent, { title });
      }
    });

  describe('with settings for the answer', () => {
    before(async () => {
      await setUserSetting('send.ignoreRemoteData', true);
      await setUserSetting('send.excludeFields', ['emails', 'phones']);
    });
    after(async () => {
      await setUserSetting('send.ignoreRemoteData', undefined);
      await setUserSetting('send.excludeFields', undefined);
    });

    it('asks for it in the query, in the documented spelling', async () => {
      const { body } = await send(await openFile('ada.truto-user.json', adaFile({ title: 'Reader' })));
      assert.deepEqual(patches()[0]!.query, {
        integrated_account_id: accounts.hubspot,
        truto_ignore_remote_data: 'true',
        truto_exclude_fields: ['emails', 'phones'],
      });
      assert.deepEqual(
        Object.keys(body as object).filter((name) => ['emails', 'phones', 'remote_data'].includes(name)),
        [],
      );
    });

    it('lets the file have the last word', async () => {
      const $truto = {
        integrated_account_id: accounts.hubspot,
        id: 'usr_ada',
        query: { truto_ignore_remote_data: false, truto_exclude_fields: [] },
      };
      await send(await openFile('own.truto-user.json', JSON.stringify({ $truto, title: 'Writer' })));
      assert.deepEqual(patches()[0]!.query, {
        integrated_account_id: accounts.hubspot,
        truto_ignore_remote_data: 'false',
      });
    });
  });

  it('opens the answer beside as a document that cannot be edited', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'Reader' }));
    await send(document);
    const answer = await waitFor('the response', () =>
      vscode.workspace.textDocuments.findLast(({ uri }) => uri.scheme === 'truto-response'),
    );
    assert.equal((JSON.parse(answer.getText()) as { title: string }).title, 'Reader');
  });

  it('sends nothing when nothing differs', async () => {
    const document = await openFile('same.truto-user.json', adaFile({ name: 'Ada Lovelace' }));
    await assert.rejects(send(document), /Nothing to send/);
    assert.equal(patches().length, 0);
  });

  it('sends nothing while the file has errors', async () => {
    const document = await openFile('bad.truto-user.json', adaFile({ status: 'actve', title: 1 }));
    await assert.rejects(send(document), /2 errors/);
    // A look tells whether the live user has them, too.
    assert.deepEqual(
      readsAndWritesOfUsers().map(({ method }) => method),
      ['GET'],
    );
  });

  it('sends nothing while the file is not JSON', async () => {
    const document = await openFile('broken.truto-user.json', '{ "title": "Countess"');
    await assert.rejects(send(document), /Invalid JSON/);
    assert.deepEqual(readsAndWritesOfUsers(), []);
  });

  const refusals: readonly { title: string; text: string; message: RegExp; patches: number }[] = [
    {
      title: 'an unknown user',
      text: adaFile({ title: 'x' }, accounts.hubspot, 'usr_nobody'),
      message: /user/i,
      patches: 0,
    },
    {
      title: 'an unknown account',
      text: adaFile({ title: 'x' }, '00000000-0000-4000-8000-000000000000'),
      message: /account/i,
      patches: 0,
    },
    {
      title: 'a read-only sandbox account',
      text: adaFile({ title: 'x' }, accounts.sandbox),
      message: /sandbox account/,
      patches: 0,
    },
    {
      title: 'missing scopes',
      text: adaFile({ title: 'x' }, accounts.missingScopes),
      message: /users:write/,
      patches: 1,
    },
  ];
  for (const refusal of refusals) {
    it(`explains ${refusal.title}`, async () => {
      const document = await openFile('refused.truto-user.json', refusal.text);
      await assert.rejects(send(document), refusal.message);
      assert.equal(patches().length, refusal.patches);
    });
  }

  // The account's own rules would have told before anything was sent; here they ask for nothing.
  const undemanding = {
    request_body_schema: { properties: { title: { type: 'string' } } },
    query_schema: { properties: { group_id: { type: 'string' } } },
  };
  for (const [title, accountId, message] of [
    ['roles on Looker', accounts.looker, /roles/],
    ['organization_id on ClickUp', accounts.clickup, /organization_id/],
  ] as const) {
    it(`explains missing ${title} where only the integration asks for it`, async () => {
      sandbox.inject({
        kind: 'body',
        contentType: 'application/json',
        body: JSON.stringify(undemanding),
        match: { path: 'meta/update' },
        times: Infinity,
      });
      const document = await openFile('refused.truto-user.json', adaFile({ title: 'x' }, accountId));
      await assert.rejects(send(document), message);
      assert.equal(patches().length, 1);
    });
  }

  it('marks what the server refused on its line, until that line is edited', async () => {
    const document = await openFile('refused.truto-user.json', adaFile({ title: 'x', username: 'grace' }));
    await assert.rejects(send(document), /username/);
    const [diagnostic] = diagnosticsOf(document);
    assert.equal(diagnostic?.code, 'refusedByServer');
    assert.equal(document.getText(diagnostic.range), '"grace"');
    assert.match(diagnostic.message, /HubSpot refused “username”/);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, diagnostic.range, '"ada"');
    await vscode.workspace.applyEdit(edit);
    await until(() => diagnosticsOf(document).length === 0, vscode.languages.onDidChangeDiagnostics);
  });

  it('overwrites nothing that somebody else changed since the edit began', async () => {
    const document = await openFile('ada.truto-user.json', adaFile({ title: 'First' }));
    await send(document);
    const elsewhere = await openFile('else.truto-user.json', adaFile({ title: 'Second' }));
    await send(elsewhere);
    await replaceText(document, adaFile({ title: 'Third' }));
    await assert.rejects(send(document), /was changed by someone else after you started editing \(title\)/);
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Second');
    await replaceText(document, adaFile({ name: 'Ada King' }));
    assert.deepEqual((await send(document)).sent, { name: 'Ada King' });
  });

  it('knows what the user was when it was opened, also once the file has another name', async () => {
    await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_ada' });
    const opened = await documentInForm();
    const renamed = await openFile(
      'renamed.truto-user.json',
      JSON.stringify({ ...(JSON.parse(opened.getText()) as object), timezone: 'Europe/Oslo' }),
    );
    await fetch(`${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ timezone: 'Europe/Rome' }),
    });
    await assert.rejects(send(renamed), /was changed by someone else after you started editing \(timezone\)/);
  });

  it('changes a field of an opened user whose other values have errors, which are pointed out', async () => {
    const odd = {
      status: 'SUSPENDED',
      phones: [{ number: '1', type: 'work' }],
      created_at: '2024-09-01 10:00:00',
      roles: ['admin'],
    };
    const change = (user: object) => ({ ...user, ...odd });
    sandbox.inject({ kind: 'change', match: { path: '/users/usr_grace' }, times: Infinity, change });
    await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_grace' });
    const opened = await documentInForm();
    const problems = await until(() => {
      const found = diagnosticsOf(opened);
      return found.length >= 4 && found;
    }, vscode.languages.onDidChangeDiagnostics);
    for (const { severity, message } of problems) {
      assert.equal(severity, vscode.DiagnosticSeverity.Information, message);
      assert.match(message, /The live user already has this, so it does not prevent sending\.$/);
    }
    const user = JSON.parse(opened.getText()) as Record<string, unknown>;
    await replaceText(opened, JSON.stringify({ ...user, title: 'Countess' }));
    assert.deepEqual((await send(opened)).sent, { title: 'Countess' });
    await replaceText(opened, JSON.stringify({ ...user, title: 'Countess', status: 'GONE' }));
    await assert.rejects(send(opened), /“status” must be one of/);
    assert.equal(patches().length, 1);
  });

  it('changes a field in a file written by hand, whose other values have the errors of the live user', async () => {
    const change = (user: object) => ({ ...user, status: 'SUSPENDED' });
    sandbox.inject({ kind: 'change', match: { path: '/users/usr_ada' }, times: Infinity, change });
    const written = await openFile('by-hand.truto-user.json', adaFile({ status: 'SUSPENDED', title: 'Countess' }));
    assert.deepEqual((await send(written)).sent, { title: 'Countess' });
    const other = await openFile('other.truto-user.json', adaFile({ status: 'GONE', title: 'Duchess' }));
    await assert.rejects(send(other), /“status” must be one of/);
    assert.equal(patches().length, 1);
  });

  it('changes a field where the provider has come to have an error that the file has too, since its edit began', async () => {
    const written = await openFile('since.truto-user.json', adaFile({ status: 'active', title: 'Countess' }));
    await send(written);
    const change = (user: object) => ({ ...user, status: 'SUSPENDED' });
    sandbox.inject({ kind: 'change', match: { path: '/users/usr_ada' }, times: Infinity, change });
    await replaceText(written, adaFile({ status: 'SUSPENDED', title: 'Duchess' }));
    assert.deepEqual((await send(written)).sent, { title: 'Duchess' });
    // What either of them has hinders nothing; what neither has does.
    await replaceText(written, adaFile({ status: 'GONE', title: 'Princess' }));
    await assert.rejects(send(written), /“status” must be one of/);
    assert.equal(patches().length, 2);
  });

  it('refuses a file whose target is not an object, whatever the live user has', async () => {
    for (const $truto of [[{ integrated_account_id: accounts.hubspot }], 'x', null]) {
      const written = await openFile(
        'target.truto-user.json',
        JSON.stringify({ $truto, id: 'usr_ada', title: 'Countess' }),
      );
      await vscode.commands.executeCommand('truto.selectAccount', { accountId: accounts.hubspot, uri: written.uri });
      await assert.rejects(send(written), /\$truto/);
    }
    assert.equal(patches().length, 0);
  });

  it('says that what was taken out of an opened user stays as it is', async () => {
    await vscode.commands.executeCommand('truto.openUser', { accountId: accounts.looker, userId: 'usr_ada' });
    const opened = await documentInForm();
    const { $truto, roles } = JSON.parse(opened.getText()) as Record<string, unknown>;
    await replaceText(opened, JSON.stringify({ $truto, roles }));
    await assert.rejects(send(opened), /Nothing to send.*Not in this file, left unchanged: .*name.*set it to null/);
  });

  it('looks the live user up where no answer came, and sends nothing again', async () => {
    sandbox.inject({ kind: 'cut', when: 'afterApplying', match: { method: 'PATCH' }, times: Infinity });
    const { outcome, status, historyId } = await send(
      await openFile('ada.truto-user.json', adaFile({ title: 'Lost' })),
    );
    assert.deepEqual([outcome, status, typeof historyId], ['applied', undefined, 'string']);
    assert.equal(new Set(patches().map(({ headers }) => headers['idempotency-key'])).size, 1);
  });

  it('explains a token that Truto does not know', async () => {
    await signIn(sandbox, 'not-the-token');
    await assert.rejects(send(await openFile('ada.truto-user.json', adaFile({ title: 'x' }))), /token/i);
    assert.equal(patches().length, 0);
  });

  it('explains a server that cannot be reached', async () => {
    await sandbox.close();
    await assert.rejects(
      send(await openFile('ada.truto-user.json', adaFile({ title: 'x' }))),
      /reach|network|connect/i,
    );
  });

  it('explains a time-out', async () => {
    sandbox.inject({ kind: 'noResponse', match: { method: 'GET', path: '/unified/' }, times: Infinity });
    // The token has to be read within this, too.
    await setUserSetting('api.timeout', 3);
    try {
      await assert.rejects(send(await openFile('ada.truto-user.json', adaFile({ title: 'x' }))), /time|response/i);
    } finally {
      await setUserSetting('api.timeout', undefined);
    }
  });
});
