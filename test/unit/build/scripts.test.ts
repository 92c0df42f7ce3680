import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../../host/repoRoot';

type Scripts = Readonly<Record<string, string>>;

const read = (name: string) => readFileSync(join(repoRoot, name), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Scripts };

/** What npm runs for a script, one command after the other, down to those that run no other script. */
function commandsOf(name: string): readonly string[] {
  const before = scripts[`pre${name}`];
  return [...(before === undefined ? [] : [before]), scripts[name] ?? '']
    .flatMap((line) => line.split(' && '))
    .flatMap((command) => {
      const [, inner] = /^npm run (?:--silent )?([\w:]+)/.exec(command) ?? [];
      return inner === undefined ? [command] : commandsOf(inner);
    });
}

describe('the scripts of package.json', () => {
  for (const name of Object.keys(scripts).filter((name) => !(name.startsWith('pre') && name.slice(3) in scripts)))
    it(`begin with what is missing on a fresh clone, whatever Node runs them (${name})`, () => {
      assert.equal(commandsOf(name)[0], 'node test/host/install.mjs');
    });

  it('are there where a paper names them', () => {
    for (const paper of ['README.md', 'CONTRIBUTING.md']) {
      const said = [...read(paper).matchAll(/`npm (?:run )?([\w:]+)|, `(test:\w+)`/g)].map(
        ([, one, other]) => one ?? other!,
      );
      assert.notEqual(said.length, 0);
      assert.deepEqual(
        said.filter((name) => !(name in scripts)),
        [],
        paper,
      );
    }
  });
});
