import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { toHost, type ToHost } from '../../src/protocol/formMessages';
import { DocumentEdits } from '../../src/users/form/documentEdits';
import { formHtml } from '../../src/users/form/formHtml';
import { untilTurn } from '../host/until';
import { amount } from '../host/long';
import { until as waitFor } from '../host/until';
import { activateExtension, adaFile, openFile, until } from './extensionUnderTest';
import { OpenForm } from './openForm';

describe('the page of the form', () => {
  let panel: vscode.WebviewPanel;
  let folder: vscode.Uri;
  const html = (): string => formHtml(panel.webview, folder);

  before(async () => {
    folder = (await activateExtension()).extensionUri;
    panel = vscode.window.createWebviewPanel('test', 'test', {
      viewColumn: vscode.ViewColumn.Active,
      preserveFocus: true,
    });
  });
  after(() => {
    panel.dispose();
  });

  it('allows its own script and style, and nothing else', () => {
    const page = html();
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const directives = new Map(
      policy
        .split('; ')
        .map((part): [string, string] => [part.slice(0, part.indexOf(' ')), part.slice(part.indexOf(' ') + 1)]),
    );
    assert.deepEqual([...directives.keys()].sort(), ['default-src', 'script-src', 'style-src']);
    assert.equal(directives.get('default-src'), "'none'");
    assert.match(directives.get('script-src') ?? '', /^'nonce-[\w-]{32}'$/);
    assert.equal(directives.get('style-src'), directives.get('script-src'));
    assert.doesNotMatch(policy, /unsafe|connect|https?:|data:|\*/);
    assert.deepEqual([...page.matchAll(/<script/g)].length, 1);
    assert.doesNotMatch(page, /<script[^>]*>[^<]/);
    assert.doesNotMatch(page, / on\w+=|style="/);
  });

  it('has another nonce each time, 10,000 times', () => {
    const nonces = new Set(Array.from({ length: 10_000 }, () => /'nonce-([\w-]+)'/.exec(html())?.[1]));
    assert.equal(nonces.size, 10_000);
  });
});

describe('messages that no form sends', function () {
  this.timeout(120_000);
  before(activateExtension);

  const valid: readonly ToHost[] = [
    { kind: 'edit', id: 1, baseVersion: 1, path: ['title'], op: { kind: 'set', json: '"x"' } },
    { kind: 'edit', id: 2, baseVersion: 1, path: ['emails', 0], op: { kind: 'remove' } },
    { kind: 'run', id: 3, verb: 'send' },
    { kind: 'fix', id: 7, key: '["wrongType",["title"]] 0 {}' },
    { kind: 'runEditor', id: 4, verb: 'save' },
    { kind: 'revealPath', id: 5, path: ['title'] },
    { kind: 'answer', id: 6, ok: true },
  ];
  const odd = fc.oneof(
    fc.anything({ maxDepth: 2, withBigInt: true, withDate: true, withNullPrototype: true }),
    fc.constantFrom(
      'truto.removeProfile',
      'workbench.action.terminal.new',
      'https://evil.example',
      '__proto__',
      'constructor',
      -1,
      1.5,
      NaN,
      Infinity,
      '',
      [],
      {},
    ),
  );
  /** A message with one of its members, at any depth, made odd. */
  const spoilt = fc.tuple(fc.constantFrom(...valid), fc.nat(20), odd).map(([message, place, value]) => {
    const copy: Record<string, unknown> = structuredClone({ ...message });
    const owners = [
      copy,
      ...Object.values(copy).filter((member) => typeof member === 'object' && member !== null),
    ] as Record<string, unknown>[];
    const all = owners.flatMap((owner) => Object.keys(owner).map((key) => ({ owner, key })));
    const chosen = all[place % all.length];
    if (chosen) chosen.owner[chosen.key] = value;
    return copy;
  });

  it('have no effect outside the schema, 10,000 times', async () => {
    const text = adaFile({ title: 'Countess', emails: [{ email: 'a@b.example' }] });
    const document = await openFile('fuzzed.truto-user.json', text);
    const form = new OpenForm(document, new DocumentEdits(document));
    await form.inStep();
    const messages = fc
      .sample(fc.oneof(odd, spoilt), 10_000)
      .filter((message) => isCloneable(message) && !toHost.safeParse(message).success);
    assert.ok(messages.length > 8_000, `${messages.length} of them`);
    const posted = form.posted.length;
    for (const message of messages) form.send(message);
    await untilTurn('every message to be refused', () => form.faults.length >= messages.length, 60_000);
    assert.equal(document.getText(), text);
    assert.equal(document.version, 1);
    assert.deepEqual(form.host.asked, []);
    assert.equal(form.posted.length, posted);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.ok(await form.model.edit(['title'], { kind: 'set', json: '"still there"' }));
    form.dispose();
  });

  it('of the right shape change nothing but the document at places that it has', async () => {
    const document = await openFile('stale.truto-user.json', adaFile({ title: 'Countess' }));
    const form = new OpenForm(document, new DocumentEdits(document));
    await form.inStep();
    const { version } = document;
    for (const path of [
      ['emails', 7, 'email'],
      ['title', 'deep'],
      ['title', 0],
    ]) {
      form.send({ kind: 'edit', id: 1, baseVersion: version, path, op: { kind: 'set', json: '1' } });
    }
    for (const json of ['', '{', '1 2', 'alert(1)', '"a" : 1'])
      form.send({ kind: 'edit', id: 2, baseVersion: version, path: ['title'], op: { kind: 'set', json } });
    form.send({ kind: 'edit', id: 3, baseVersion: version - 1, path: ['title'], op: { kind: 'remove' } });
    const answers = () => form.posted.filter(({ kind }) => kind === 'answer');
    await untilTurn('nine answers', () => answers().length >= 9);
    assert.ok(answers().every((answer) => 'ok' in answer && !answer.ok));
    assert.equal(document.version, version);
    form.dispose();
  });
});

function isCloneable(message: unknown): boolean {
  try {
    structuredClone(message);
    return true;
  } catch {
    return false;
  }
}

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

/** Bytes that are still in use. */
async function heapInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await turn();
    collectGarbage();
  }
  return v8.getHeapStatistics().used_heap_size;
}

/** Each takes some hundred milliseconds. */
const rounds = amount(15, 100);

describe('forms that were closed', function () {
  this.timeout(300_000);
  before(activateExtension);

  it('leave no listener behind: nothing holds on to them', async () => {
    const document = await openFile('closed.truto-user.json', adaFile({ title: 'Countess' }));
    const closed: WeakRef<object>[] = [];
    for (let round = 0; round < 100; round += 1) closed.push(await openAndClose(document));
    await waitFor('nothing that holds them', async () => {
      await heapInUse();
      return closed.every((session) => session.deref() === undefined);
    });
  });

  it(`leave the heap as it was, ${rounds} times opened and closed`, async () => {
    const document = await openFile(
      'reopened.truto-user.json',
      adaFile({ title: 'Countess', roles: Array.from({ length: 200 }, (_, id) => ({ id: String(id) })) }),
    );
    const open = async () => {
      await vscode.commands.executeCommand('vscode.openWith', document.uri, 'truto.userEditor');
      await until(() => hasForm(document.uri), vscode.window.tabGroups.onDidChangeTabs);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await until(() => !hasForm(document.uri), vscode.window.tabGroups.onDidChangeTabs);
    };
    for (let round = 0; round < 10; round += 1) await open(); // Everything is loaded now.
    const before = await heapInUse();
    for (let round = 0; round < rounds; round += 1) await open();
    const grown = ((await heapInUse()) - before) / 1e6;
    console.log(`the heap of the extension host grew by ${grown.toFixed(2)} MB`);
    assert.ok(grown / rounds < 0.05, `${grown} MB`);
  });
});

const hasForm = (uri: vscode.Uri): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString()),
  );

/** In a function of its own, so that no variable keeps the session. */
async function openAndClose(document: vscode.TextDocument): Promise<WeakRef<object>> {
  const form = new OpenForm(document, new DocumentEdits(document));
  await form.inStep();
  await form.model.edit(['title'], { kind: 'set', json: JSON.stringify(String(document.version)) });
  form.dispose();
  return new WeakRef(form.session);
}
