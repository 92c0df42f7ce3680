import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../../host/repoRoot';

interface Item {
  readonly command: string;
  readonly when?: string;
}

const { contributes } = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly menus: Readonly<Record<string, readonly Item[]>> };
};
const whenOf = (menu: string, command: string): string =>
  contributes.menus[menu]?.find((item) => item.command === `truto.${command}`)?.when ?? '';

/** Whether a clause of comparisons with `&&` holds where the keys have these values. */
function holds(when: string, keys: Readonly<Record<string, string>>): boolean {
  return when.split(' && ').every((part) => {
    const [, not, key = '', pattern = '', flags] =
      /^(!?)\(?(\w+) =~ \/(.*)\/(i?)\)?$/.exec(part) ?? assert.fail(`cannot read ${part}`);
    return new RegExp(pattern, flags).test(keys[key] ?? '') !== (not === '!');
  });
}

describe('the menus', () => {
  it('offer to update from an editor where they offer to send', () => {
    const palette = whenOf('commandPalette', 'sendUser').split(' || ');
    const context = whenOf('editor/context', 'updateUser').split(' || ');
    // No form has a context menu of an editor.
    const isForm = /^activeCustomEditorId/;
    assert.deepEqual(
      context.map((part) => part.replace('resourceLangId', 'editorLangId')),
      palette.filter((part) => !isForm.test(part)),
    );
  });

  for (const [name, isOffered] of [
    ['users.csv', true],
    ['users.JSON', true],
    ['users.truto-user.json', true],
    ['team.truto-users.json', true],
    ['users.truto-plan.jsonl', false],
    ['users.csv.truto-plan-2.jsonl', false],
    ['users.truto-columns.json', false],
    ['users.truto-report.md', false],
    ['users.png', false],
  ] as const)
    it(`${isOffered ? 'offer' : 'do not offer'} to update users from ${name}`, () => {
      const when = whenOf('explorer/context', 'updateUsersFromFile');
      assert.equal(holds(when, { resourceScheme: 'file', resourceFilename: name }), isOffered);
    });
});
