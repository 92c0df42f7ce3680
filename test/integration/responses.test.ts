import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { generatedList } from '../../src/sandbox/generatedList';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import type { SendResult } from '../../src/users/send/sendResult';
import { temporaryFolder } from '../host/temporaryFolder';
import { until as untilAsked } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { activateExtension, diagnosticsOf, openFile, setUserSetting, signIn, until } from './extensionUnderTest';
import { watchMemory } from './hostMemory';

const megabyte = 1024 * 1024;
const never = new Promise<never>(() => undefined);
type Fields = Readonly<Record<string, unknown>>;

describe('the answer to an update', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  before(async () => {
    await activateExtension();
    await setUserSetting('send.confirm', 'never');
  });
  after(() => setUserSetting('send.confirm', undefined));
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    sandbox = await startSandbox();
    await signIn(sandbox);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await sandbox.close();
  });

  async function send(
    fields: Fields,
    format?: string,
    accountId: string = accounts.hubspot,
    userId = 'usr_ada',
  ): Promise<SendResult> {
    const query = format === undefined ? {} : { query: { truto_response_format: format } };
    const text = JSON.stringify({ $truto: { integrated_account_id: accountId, id: userId, ...query }, ...fields });
    const { uri } = await openFile('ada.truto-user.json', text);
    return vscode.commands.executeCommand<SendResult>('truto.sendUser', { uri });
  }

  /** In place of the answer to the next update, which is applied. */
  const answerWith = (body: string | Uint8Array, contentType = 'application/json') =>
    sandbox.inject({ kind: 'body', body, contentType, when: 'afterApplying', match: { method: 'PATCH' } });

  /** The document of the answer that has a tab. */
  function shown(): vscode.TextDocument | undefined {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ input }) => input));
    const uris = tabs.flatMap((input) =>
      input instanceof vscode.TabInputText && input.uri.scheme === 'truto-response' ? [input.uri.toString()] : [],
    );
    return vscode.workspace.textDocuments.find(({ uri }) => uris.includes(uri.toString()));
  }

  /** A send does not wait for an editor that is slow to show it. */
  const answer = () => untilAsked('an answer that is shown', shown);

  async function lenses(): Promise<vscode.Command[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      (await answer()).uri,
    );
    return found.flatMap(({ command }) => command ?? []);
  }
  const titles = async () => (await lenses()).map(({ title }) => title.replaceAll('\u00a0', ' '));
  const notes = async () => {
    const document = await answer();
    return diagnosticsOf(document).map(({ code, message, range, severity }) => {
      assert.equal(severity, vscode.DiagnosticSeverity.Information);
      return [code, document.getText(range), message] as const;
    });
  };

  it('is shown with its facts above it', async () => {
    sandbox.inject({ kind: 'status', status: 502, match: { method: 'PATCH' } });
    const result = await send({ title: 'Countess' });
    const found = await titles();
    // A narrow pane shows the first of them only.
    assert.deepEqual(found.slice(0, 4), [
      '$(check) 200, updated',
      '$(diff) Compare',
      '$(save) Save...',
      '$(discard) Undo...',
    ]);
    assert.match(found[4]!, /^[\d.]+ m?s$/);
    assert.match(found[5]!, /^\d+ B$|^[\d.]+ KB$/);
    assert.match(found[6]!, /^\d+ requests left$/);
    assert.deepEqual(found.slice(7), ['2 attempts', `$(copy) Request ${result.requestId!.slice(0, 8)}…`]);
    assert.ok((await answer()).languageId === 'json' && (await answer()).fileName.endsWith('Ada Lovelace 200.json'));
    assert.deepEqual(await notes(), []);
  });

  it('offers no undo where the user is as it was', async () => {
    sandbox.setQuirks(accounts.hubspot, { writes: { ignores: ['title'] } });
    const { verdict } = await send({ title: 'Countess' });
    assert.equal(verdict, 'unchanged');
    const shownTitles = await titles();
    assert.ok(shownTitles.some((title) => title.includes('Save...')));
    assert.ok(!shownTitles.some((title) => title.includes('Undo...')), shownTitles.join());
  });

  it('shows all its facts on hover, for a pane that is too narrow for them', async () => {
    const { requestId } = await send({ title: 'Countess' });
    const at = new vscode.Position(0, 0);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      (await answer()).uri,
      at,
    );
    const words = hovers.flatMap(({ contents }) => contents.map((it) => (it as vscode.MarkdownString).value)).join();
    const plain = words.replaceAll('\\', '');
    assert.match(plain, /200, updated {2}\n[\d.]+ m?s {2}\n[\d.]+ K?B {2}\n\d+ requests left {2}\n1 attempt/);
    assert.ok(plain.includes(`Request ${requestId}`), plain);
  });

  it('has the id of its request to copy', async () => {
    const { requestId } = await send({ title: 'Countess' });
    const command = (await lenses()).find(({ command: id }) => id === 'truto.copyRequestId')!;
    assert.match(command.tooltip ?? '', new RegExp(requestId!));
    await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
    assert.equal(await vscode.env.clipboard.readText(), requestId);
  });

  it('is laid out with every value as it came', async () => {
    answerWith('{"id":12345678901234567890,"score":1.0,"deep":{"a":[]},"name":"\\u0041da"}');
    await send({ title: 'Countess' });
    assert.equal(
      (await answer()).getText(),
      '{\n  "id": 12345678901234567890,\n  "score": 1.0,\n  "deep": {\n    "a": []\n  },\n  "name": "\\u0041da"\n}\n',
    );
  });

  it('points at what is not as documented, and at what is not as it was sent', async () => {
    answerWith(
      '{"id":7,"title":"Analyst","name":"Ada","status":"SUSPENDED","last_login_at":"yesterday","unheard_of":1}',
    );
    await send({ title: 'Countess', status: 'inactive', name: 'Ada' });
    await untilAsked('all notes', async () => (await notes()).length === 5);
    assert.deepEqual(await notes(), [
      ['undocumented', '"id"', 'Different from what Truto documents: “id” must be a string; got a number.'],
      ['differs', '"title"', 'The returned value differs from the sent value: "Countess"'],
      ['ownStatus', '"status"', '"SUSPENDED" is a status of the provider that Truto does not map.'],
      ['differs', '"status"', 'The returned value differs from the sent value: "inactive"'],
      [
        'undocumented',
        '"last_login_at"',
        'Different from what Truto documents: “last_login_at” must be a date and time such as 2024-05-17T09:30:00Z; got "yesterday".',
      ],
    ]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(
      vscode.languages.getDiagnostics().filter(([uri, found]) => uri.scheme === 'truto-response' && found.length > 0),
      [],
    );
  });

  it('is compared with what was sent, field by field, the password unseen', async () => {
    await send({ title: 'Countess', password: 'hunter22' });
    await vscode.commands.executeCommand('truto.compareAnswer', (await answer()).uri);
    const { input, label } = vscode.window.tabGroups.activeTabGroup.activeTab!;
    assert.ok(input instanceof vscode.TabInputTextDiff, label);
    const [sent, back] = await Promise.all(
      [input.original, input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    assert.ok(shown(), 'the answer has kept its tab');
    assert.deepEqual(
      [sent, back],
      ['{\n  "title": "Countess",\n  "password": "••••••"\n}\n', '{\n  "title": "Countess"\n}\n'],
    );
  });

  it('shows no password that the server repeats', async () => {
    answerWith('{"title":"hunter22!","note":"the password hunter22! is weak"}');
    await send({ title: 'Countess', password: 'hunter22!' });
    assert.doesNotMatch((await answer()).getText(), /hunter22/);
  });

  it('is saved as it came', async () => {
    answerWith('{"id":1.0}');
    await send({ title: 'Countess' });
    const target = vscode.Uri.file(join(temporaryFolder('saved').path, 'answer.json'));
    await vscode.commands.executeCommand('truto.saveAnswer', { uri: (await answer()).uri, target });
    assert.equal(readFileSync(target.fsPath, 'utf8'), '{"id":1.0}');
  });

  it('shows nothing under the name of a secret, and saves it for nobody but the owner', async () => {
    const text = '{"title":"Countess","remote_data":{"api_key":"k-1","list":[{"name":"PIN","value":"p-1"}]}}';
    answerWith(text);
    await send({ title: 'Countess' });
    assert.doesNotMatch((await answer()).getText(), /k-1|p-1/);
    assert.deepEqual(await notes(), []);
    const target = vscode.Uri.file(join(temporaryFolder('saved').path, 'answer.json'));
    writeFileSync(target.fsPath, 'what was there before was longer'.repeat(10), { mode: 0o644 });
    await vscode.commands.executeCommand('truto.saveAnswer', { uri: (await answer()).uri, target });
    assert.equal(readFileSync(target.fsPath, 'utf8'), text);
    if (process.platform !== 'win32') assert.equal(statSync(target.fsPath).mode & 0o777, 0o600);
  });

  for (const [format, isCompared, look] of [
    ['unified', true, /^\{\n {2}"id": "usr_ada",[^]*"title": "Countess"/],
    ['normalized', true, /"external_id": null/],
    ['debug', true, /^\{\n {2}"result": \{[^]*"debug": \{/],
    ['stream', true, /^\{\n {2}"id": "usr_ada",[^]*"title": "Countess"/],
    ['raw', false, /"jobTitle": "Countess"/],
  ] as const) {
    it(`is shown in the format ${format}`, async () => {
      const result = await send({ title: 'Countess' }, format);
      assert.match((await answer()).getText(), look);
      assert.equal((await answer()).languageId, 'json');
      assert.deepEqual(result.body, JSON.parse((await answer()).getText()));
      assert.deepEqual(await notes(), []);
      assert.ok((await titles()).includes(format));
      assert.equal((await titles()).includes('$(diff) Compare'), isCompared);
      const compared = vscode.commands.executeCommand('truto.compareAnswer', { uri: (await answer()).uri });
      await (isCompared ? compared : assert.rejects(async () => compared, /nothing to compare/));
    });
  }

  it('follows the setting for its format, and the file’s own over it', async () => {
    await setUserSetting('send.responseFormat', 'raw');
    try {
      await send({ title: 'Countess' });
      assert.match((await answer()).getText(), /"jobTitle"/);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await send({ title: 'Baroness' }, 'unified');
      assert.match((await answer()).getText(), /"title": "Baroness"/);
    } finally {
      await setUserSetting('send.responseFormat', undefined);
    }
  });

  it('is XML where the provider speaks XML', async () => {
    const account = sandbox.accounts().find(({ integration }) => integration.name === 'tableau')!.id;
    const url = `${sandbox.baseUrl}/unified/user-directory/users?limit=1&integrated_account_id=${account}`;
    const list = (await (await fetch(url, { headers: { authorization: `Bearer ${sandbox.token}` } })).json()) as {
      result: { id: string }[];
    };
    await send({ title: 'Countess' }, 'raw', account, list.result[0]!.id);
    assert.match((await answer()).getText(), /^<\?xml [^]*<jobTitle>Countess<\/jobTitle>/);
    assert.equal((await answer()).languageId, 'xml');
  });

  for (const [type, body, language, extension] of [
    ['text/html; charset=utf-8', '<!DOCTYPE html><p>OK', 'html', '.html'],
    ['text/csv', 'id,name\n1,Ada\n', 'plaintext', '.csv'],
    ['text/plain', 'OK', 'plaintext', '.txt'],
    ['application/json', '{"cut":', 'jsonl', '.json'],
    ['', '', 'plaintext', '.txt'],
  ] as const) {
    it(`is shown as what it is: ${type || 'nothing'} ${JSON.stringify(body)}`, async () => {
      answerWith(body, type);
      const result = await send({ title: 'Countess' }, 'raw');
      assert.deepEqual(
        [(await answer()).getText(), (await answer()).languageId, result.body],
        [body, language, undefined],
      );
      assert.ok((await answer()).fileName.endsWith(`Ada Lovelace 200${extension}`));
      assert.deepEqual(await notes(), []);
    });
  }

  for (const type of ['application/octet-stream', 'text/csv', 'video/mp4'])
    it(`is the user in a stream of the type ${type}`, async () => {
      answerWith('{"id":"usr_ada","title":"Countess"}', type);
      const result = await send({ title: 'Countess' }, 'stream');
      assert.deepEqual([result.body, (await answer()).languageId], [JSON.parse((await answer()).getText()), 'json']);
    });

  for (const format of ['unified', 'stream', 'raw'])
    it(`shows no token that it repeats in the format ${format}`, async () => {
      answerWith(`{"id":"usr_ada","title":"Countess","seen":["${sandbox.token}"]}`);
      await send({ title: 'Countess' }, format);
      assert.doesNotMatch((await answer()).getText(), new RegExp(sandbox.token));
      assert.match((await answer()).getText(), /\[redacted\]/);
    });

  it('says that it is binary, and saves its very bytes', async () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
    answerWith(bytes, 'image/png');
    await send({ title: 'Countess' }, 'raw');
    assert.match((await answer()).getText(), /^This response is binary: image\/png, 2\.9 KB\. Save it/);
    const target = vscode.Uri.file(join(temporaryFolder('saved').path, 'answer.png'));
    await vscode.commands.executeCommand('truto.saveAnswer', { uri: (await answer()).uri, target });
    assert.deepEqual(Uint8Array.from(readFileSync(target.fsPath)), bytes);
  });

  describe('as a stream', () => {
    const stream = (plan: { bytes: number; hold?: { at: number; until: Promise<unknown> }; cutAt?: number }) =>
      sandbox.inject({ kind: 'stream', when: 'afterApplying', match: { method: 'PATCH' }, ...plan });
    const shownUntil = (look: (text: string) => boolean) =>
      untilAsked('the answer to be shown', () => {
        const document = shown();
        return document !== undefined && look(document.getText()) && document;
      });
    /** The temporary file that this process writes, as Linux tells. */
    const openFilePath = () =>
      readdirSync('/proc/self/fd')
        .map((fd) => {
          try {
            return readlinkSync(join('/proc/self/fd', fd));
          } catch {
            return '';
          }
        })
        .find((path) => path.includes('/responses/'));

    it('is shown while it arrives, and laid out when it is here', async () => {
      const gate = Promise.withResolvers<undefined>();
      stream({ bytes: 300_000, hold: { at: 100_000, until: gate.promise } });
      const sending = send({ title: 'Countess' }, 'stream');
      const document = await shownUntil((text) => text.length === 100_000);
      assert.equal(document.languageId, 'jsonl');
      assert.match((await titles())[0]!, /^\$\(loading~spin\) 200, 98 KB so far$/);
      assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
      gate.resolve(undefined);
      const { body } = await sending;
      await shownUntil((text) => text.startsWith('[\n  {\n    "line": "000000000",'));
      assert.deepEqual(JSON.parse((await answer()).getText()), body);
      await untilAsked('the document to be JSON', async () => (await answer()).languageId === 'json');
      assert.ok((await titles()).includes('293 KB'), String(await titles()));
    });

    it('says how far it came when it breaks off, and the update counts as made', async () => {
      stream({ bytes: megabyte, cutAt: 65_538 });
      const result = await send({ title: 'Countess' }, 'stream');
      assert.deepEqual([result.status, result.body, result.sent], [200, undefined, { title: 'Countess' }]);
      assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, 1);
      assert.match((await titles())[1]!, /^\$\(warning\) broke off after \d+ KB$/);
      assert.equal((await answer()).languageId, 'jsonl');
    });

    it('stops when its tab is closed, and leaves no file', async function () {
      if (process.platform !== 'linux') this.skip();
      stream({ bytes: 50 * megabyte, hold: { at: 8 * megabyte, until: never } });
      const sending = send({ title: 'Countess' }, 'stream');
      const path = await untilAsked('a file', openFilePath);
      await shownUntil((text) => text.length > 0);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const result = await sending;
      assert.deepEqual([result.status, result.body], [200, undefined]);
      await untilAsked('the file to be gone', () => !existsSync(path));
      assert.equal(shown(), undefined);
    });

    it('of 50 MB is saved whole, its beginning shown, and memory stays flat', async () => {
      const memory = watchMemory();
      const sent = createHash('sha256');
      for (const chunk of generatedList(50 * megabyte)) sent.update(chunk);
      stream({ bytes: 50 * megabyte });
      await send({ title: 'Countess' }, 'stream');
      const { heldMegabytes, rssMegabytes } = memory.end();
      console.log(
        `        growth of the extension host, sandbox included: RSS at most ${rssMegabytes} MB, held after a collection ${heldMegabytes} MB`,
      );
      // The text that is shown, in the extension, on its way, and in the document's lines.
      assert.ok(heldMegabytes < 40, String(heldMegabytes));

      const found = await titles();
      assert.deepEqual(found.slice(1, 3), ['first 2 MB of 50 MB', '$(save) Save Full Response...']);
      await shownUntil((text) => text.length === 2 * megabyte);
      const target = vscode.Uri.file(join(temporaryFolder('saved').path, 'answer.json'));
      await vscode.commands.executeCommand('truto.saveAnswer', { uri: (await answer()).uri, target });
      const saved = createHash('sha256');
      for await (const chunk of createReadStream(target.fsPath)) saved.update(chunk as Buffer);
      assert.equal(saved.digest('hex'), sent.digest('hex'));
    });

    it('is still saved when its tab is closed after the person chose to', async () => {
      const gate = Promise.withResolvers<undefined>();
      stream({ bytes: 8 * megabyte, hold: { at: 6 * megabyte, until: gate.promise } });
      const sending = send({ title: 'Countess' }, 'stream');
      const { uri } = await shownUntil((text) => text.length > 0);
      const target = vscode.Uri.file(join(temporaryFolder('saved').path, 'answer.json'));
      const saving = vscode.commands.executeCommand('truto.saveAnswer', { uri, target });
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      gate.resolve(undefined);
      await saving;
      await sending;
      assert.equal(readFileSync(target.fsPath).length, 8 * megabyte);
    });
  });

  it('that breaks off every time, though not a stream, counts as made', async () => {
    sandbox.inject({ kind: 'cut', afterBytes: 10, when: 'afterApplying', match: { method: 'PATCH' }, times: 3 });
    const { outcome, verdict } = await send({ title: 'Countess' });
    assert.deepEqual([outcome, verdict], ['applied', 'updated']);
  });

  it('is no answer: a preview has none of its actions', async () => {
    const { uri } = await openFile(
      'ada.truto-user.json',
      JSON.stringify({ $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' }, title: 'x' }),
    );
    await vscode.commands.executeCommand('truto.previewUpdate', { uri });
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab!;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    await assert.rejects(
      async () => vscode.commands.executeCommand('truto.saveAnswer', { uri: input.modified }),
      /not the response to an update/,
    );
    await assert.rejects(
      async () => vscode.commands.executeCommand('truto.undoUpdate', { uri: input.modified }),
      /not the response to an update/,
    );
    assert.equal(await vscode.commands.executeCommand('truto.undoUpdate', input.modified), undefined);
    await until(
      () => vscode.workspace.textDocuments.some(({ uri: open }) => open.toString() === input.modified.toString()),
      vscode.workspace.onDidOpenTextDocument,
    );
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      input.modified,
    );
    assert.deepEqual(found, []);
  });
});
