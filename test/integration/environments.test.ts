import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Environments } from '../../src/api/environments';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { createFormHost } from '../../src/users/form/createFormHost';
import type { UserServices } from '../../src/users/userServices';
import { DocumentModels } from './documentModels';
import { activateExtension, adaFile, openFile, signIn } from './extensionUnderTest';

const add = async (name: string, baseUrl: string) =>
  vscode.commands.executeCommand('truto.addProfile', { name, baseUrl, token: 'secret-of-a-test' });

describe('adding an environment', () => {
  before(activateExtension);

  for (const [url, why] of [
    ['http://api.truto.one', /Use https/],
    ['http://192.168.0.1', /Use https/],
    ['https://user:pass@api.truto.one', /user name and password/],
    ['https:\\\\api.truto.one', /backslash/i],
    ['ftp://127.0.0.1', /Use https/],
    ['not a url', /https:\/\//],
  ] as const) {
    it(`refuses the base URL ${url}, and says why`, async () => {
      await assert.rejects(add('Refused', url), why);
    });
  }

  for (const url of ['https://api.truto.one', 'http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:3000']) {
    it(`takes the base URL ${url}`, async () => {
      const name = `Taken ${url}`;
      assert.deepEqual(await add(name, url), { name, baseUrl: url });
    });
  }
});

describe('a window without an environment', () => {
  let sandbox: Sandbox;

  before(activateExtension);
  beforeEach(async () => {
    sandbox = await startSandbox();
    const name = await signIn(sandbox);
    await vscode.commands.executeCommand('truto.removeProfile', { name, confirm: false });
  });
  afterEach(() => sandbox.close());

  it('says so to who presses a button that needs one, and fails for who calls its command', async () => {
    const { uri } = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
    const lensButton = async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
      return lenses.find(({ command }) => command?.command === 'truto.selectAccount')?.command;
    };
    let button = await lensButton();
    while (!button) button = await lensButton();
    // As VS Code does, which would show no more than the message of what is thrown.
    await vscode.commands.executeCommand(button.command, ...((button.arguments ?? []) as unknown[]));
    await assert.rejects(Promise.resolve(vscode.commands.executeCommand('truto.selectAccount', { uri })));
  });

  it('says so to who presses it in a form', async () => {
    const models = new DocumentModels(new Environments({ active: () => undefined } as never));
    try {
      const document = await openFile('ada.truto-user.json', adaFile({ title: 'Countess' }));
      const host = createFormHost({ documents: models.documents } as unknown as UserServices);
      await host.run('selectAccount', document);
    } finally {
      models.dispose();
    }
  });
});
