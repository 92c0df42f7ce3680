import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension } from './extensionUnderTest';

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
