import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maxStreamedBytes, maxUserBytes } from '../../../src/core/http/maxSizes';
import { maxDepth } from '../../../src/core/json/maxDepth';
import { repoRoot } from '../../host/repoRoot';

interface Setting {
  readonly default: unknown;
  readonly scope: string;
  readonly enum?: readonly string[];
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly publisher: string;
  readonly name: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<
      Record<'commandPalette' | 'view/item/context', readonly { readonly command: string; readonly when: string }[]>
    >;
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly mac: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const read = (name: string) => readFileSync(join(repoRoot, name), 'utf8');

describe('the README', () => {
  const readme = read('README.md');
  const manifest = JSON.parse(read('package.json')) as Manifest;
  const words = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
  const { commands, menus, keybindings, configuration } = manifest.contributes;
  const titleOf = new Map(commands.map(({ command, title }) => [command, words[title.slice(1, -1)] ?? title]));
  const rows = (heading: string) =>
    [...section(heading).matchAll(/^\| (.+?) \| (.*?) ?\| (.+?) \|$/gm)]
      .map(([, ...cells]) => cells as [string, string, string])
      .slice(1);
  /** What somebody is told who starts with the sample. */
  const sample = read('test/host/sample/README.md');
  const section = (heading: string) => readme.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const spelledKey = (key: string) => key.replace(/[^+]+/g, (part) => part[0]!.toUpperCase() + part.slice(1));

  it('names every command of the palette, with its key', () => {
    const hidden = menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command);
    const keys = new Map(keybindings.map(({ command, key }) => [command, spelledKey(key)]));
    assert.deepEqual(
      rows('Commands and keys')
        .map(([title, key]) => [title, /`(.+?)`/.exec(key)?.[1]])
        .sort(),
      [...titleOf]
        .filter(([command]) => !hidden.includes(command))
        .map(([command, title]) => [title, keys.get(command)])
        .sort(),
    );
    for (const { key, mac } of keybindings) assert.equal(mac, key.replace('ctrl', 'cmd'));
  });

  it('names every setting, with its default and its values', () => {
    const settings = Object.entries(configuration.properties);
    assert.deepEqual(
      rows('Settings').map(([name, value]) => [name, value]),
      settings.map(([name, { default: value }]) => [
        `\`${name}\``,
        `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``,
      ]),
    );
    for (const [index, [, { enum: values = [] }]] of settings.entries())
      for (const value of values) assert.ok(rows('Settings')[index]![2].includes(`\`${value}\``), value);
  });

  it('says which settings a workspace cannot change', () => {
    const [, said = ''] = /A workspace cannot change (.+)\./.exec(readme) ?? [];
    const named = [...said.matchAll(/`(.+?)`/g)].map(([, name = '']) => name.replace('*', ''));
    for (const [name, { scope }] of Object.entries(configuration.properties))
      assert.equal(
        named.some((start) => name.startsWith(start)),
        scope === 'application',
        name,
      );
  });

  it('has its parts in the order that a stranger needs', () => {
    const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, text]) => text);
    assert.deepEqual(headings, [
      'Install',
      'Quick start without a token',
      'Quick start with a token',
      'Words',
      'Features',
      'User files',
      'Commands and keys',
      'Settings',
      'Limits',
      'Troubleshooting',
      'Data and privacy',
      'From the source',
    ]);
  });

  it('shows one picture of each feature that can be seen, all in one theme', () => {
    const features = section('Features').split(/^### /m).slice(1);
    const counts = features.map((text) => [text.split('\n')[0], text.match(/!\[/g)?.length ?? 0]);
    const unseen = ['Code', 'Links'];
    assert.deepEqual(
      counts.filter(([name, count]) => count !== (unseen.includes(String(name)) ? 0 : 1)),
      [],
    );
    for (const [, path = ''] of readme.matchAll(/!\[.+?\]\((.+?)\)/g))
      assert.match(path, /^media\/docs\/[a-z]+-dark\.png$/);
  });

  it('names only commands that there are', () => {
    const titles = new Set([...titleOf.values()].map((title) => title.replace('...', '')));
    const bold = [...(readme + sample).matchAll(/\*\*([A-Z][^*:.“]+?)(\.\.\.)?\*\*/g)].map(([, name = '']) =>
      name.replace(/\s+/g, ' '),
    );
    const others = ['Install from VSIX', 'Truto', 'Compare'];
    assert.deepEqual(
      bold.filter((name) => !titles.has(name) && !others.includes(name)),
      [],
    );
  });

  it('names in the context menus of the tree only what is there', () => {
    const inMenu = /\*\*([^*]+)\*\*\s+(?:is\s+)?in\s+the\s+(?:context\s+)?menu\s+of\s+an?\s+(account|user)\b/g;
    const said = [...(readme + sample).matchAll(inMenu)];
    assert.notEqual(said.length, 0);
    for (const [, title = '', row = ''] of said) {
      const titles = menus['view/item/context']
        .filter(({ when }) => new RegExp(`viewItem (=~ /\\^?|== )${row}`).test(when))
        .map(({ command }) => titleOf.get(command));
      assert.ok(titles.includes(title.replace(/\s+/g, ' ')), `${title} of ${row}: ${titles.join()}`);
    }
  });

  it('names the limits that hold', () => {
    for (const limit of [`${maxUserBytes / 1024} KB`, `${maxStreamedBytes / 1024 ** 2} MB`, `${maxDepth} levels`])
      assert.ok(section('Limits').includes(limit), limit);
  });

  it('asks for the VS Code that the manifest asks for, and knows where its data lie', () => {
    assert.ok(readme.includes(`VS Code ${/\d+\.\d+/.exec(manifest.engines.vscode)![0]} or later`));
    assert.ok(readme.includes(`\`${manifest.publisher}.${manifest.name}\``));
  });

  for (const name of ['README.md', 'SECURITY.md'])
    it(`has no sentence above 25 words (${name})`, () => {
      const prose = read(name)
        .replace(/```[^]*?```/g, '')
        .replace(/<!--.*?-->/g, '')
        .split(/\n\n|\n- |\n\d\. |\n(?=\|)| \| /)
        .map((text) => text.replace(/\s+/g, ' '));
      const sentences = prose.flatMap((text) => text.split(/(?<=[.!?:;]) /));
      assert.deepEqual(
        sentences.filter((sentence) => sentence.split(' ').filter((word) => /\w/.test(word)).length > 25),
        [],
      );
    });

  it('links to headings that there are', () => {
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text.toLowerCase().replace(/ /g, '-'));
    for (const [, target = ''] of readme.matchAll(/\]\(#(.+?)\)/g)) assert.ok(headings.includes(target), target);
  });
});
