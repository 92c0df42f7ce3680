import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activateExtension } from './extensionUnderTest';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly keybindings: readonly { readonly key: string; readonly mac?: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

interface Setting {
  readonly scope: string;
  readonly order: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

describe('the manifest', () => {
  let extension: vscode.Extension<unknown>;
  let source: Manifest;
  before(async () => {
    extension = await activateExtension();
    source = JSON.parse(readFileSync(join(extension.extensionPath, 'package.json'), 'utf8')) as Manifest;
  });

  it('declares exactly the commands that are registered', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => id.startsWith('truto.') && !/^truto\.(accounts|history|bulk)\./.test(id),
    );
    const declared = source.contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.sort(), [...declared].sort());
  });

  it('uses only declared commands in menus', () => {
    const declared = new Set(source.contributes.commands.map(({ command }) => command));
    const used = Object.values(source.contributes.menus)
      .flat()
      .map(({ command }) => command);
    assert.deepEqual(
      used.filter((command) => !declared.has(command)),
      [],
    );
  });

  it('has a walkthrough with a picture for each step, which pressing a button alone does not tick', () => {
    for (const { media, completionEvents } of source.contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      assert.match(readFileSync(join(extension.extensionPath, media.svg), 'utf8'), /^<svg [^]*<text/);
      assert.notEqual(media.altText, '');
      for (const event of completionEvents) assert.match(event, /^onContext:truto\./);
    }
  });

  it('binds no key that types a character with AltGr', () => {
    const keys = source.contributes.keybindings.flatMap(({ key, mac }) => [key, mac ?? key]);
    assert.deepEqual(
      keys.filter((key) => /(ctrl|cmd)\+(shift\+)?alt\+(shift\+)?.$/i.test(key)),
      [],
    );
  });

  it('has words for every %key%', () => {
    const words = JSON.parse(readFileSync(join(extension.extensionPath, 'package.nls.json'), 'utf8')) as Record<
      string,
      string
    >;
    const keys = [...JSON.stringify(source).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!);
    assert.deepEqual(
      keys.filter((key) => !words[key]),
      [],
    );
    assert.deepEqual(
      Object.keys(words).filter((key) => !keys.includes(key)),
      [],
    );
  });

  it('has settings in an order, and says of each allowed value what it means', () => {
    const settings = Object.values(source.contributes.configuration.properties);
    assert.deepEqual(
      settings.map(({ order }) => order),
      settings.map((_, index) => index + 1),
    );
    for (const { enum: values = [], enumDescriptions = [] } of settings)
      assert.equal(enumDescriptions.length, values.length);
  });

  it('heeds no globs of a workspace that nobody trusts', () => {
    assert.deepEqual(source.capabilities.untrustedWorkspaces.restrictedConfigurations, ['truto.files']);
  });

  it('keeps out of reach of a workspace what decides where a token goes and whether a send is confirmed', () => {
    for (const name of ['truto.api.baseUrl', 'truto.api.timeout', 'truto.send.confirm']) {
      assert.equal(source.contributes.configuration.properties[name]?.scope, 'application', name);
    }
  });
});
