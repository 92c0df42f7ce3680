import assert from 'node:assert/strict';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { driftsOf } from '../../../../src/core/update/drift';
import { readUserFile } from '../../../../src/core/update/userFile';
import { describeDrifts } from '../../../../src/users/send/describeDrifts';
import { seal } from '../../core/secrets/seal';

type User = Readonly<Record<string, unknown>>;

/** The lines about the fields. */
function lines(base: User, live: User, file: User): string[] {
  const user = KeptUser.of(base, seal);
  const all = describeDrifts(user, driftsOf({ user }, live, readUserFile(JSON.stringify(file))?.fields ?? []));
  return all.slice(0, all.indexOf(''));
}

const long = (end: string) => `${'All of it. '.repeat(30)}${end}`;

describe('the question about what someone else changed', () => {
  it('says short values in a sentence', () =>
    assert.deepEqual(lines({ title: 'a', name: 'x' }, { title: 'b', name: 'y' }, { title: 'c', name: 'x' }), [
      'title: was "a", is now "b", and the file says "c"',
      'name: was "x" and is now "y"; the file still has the old value',
    ]));

  it('says what was set and unset', () =>
    assert.deepEqual(lines({ title: 'a' }, { name: 'y' }, { title: 'b', name: 'z' }), [
      'title: was "a", is now (not set), and the file says "b"',
      'name: was (not set), is now "y", and the file says "z"',
    ]));

  it('shows long texts around what differs', () =>
    assert.deepEqual(lines({ bio: long('one') }, { bio: long('two') }, { bio: long('six') }), [
      'Changed by someone else:',
      '    bio: "…t. All of it. All of it. one" → "…t. All of it. All of it. two"',
      'Changed again if you overwrite:',
      '    bio: "…t. All of it. All of it. two" → "…t. All of it. All of it. six"',
    ]));

  it('shows lists by their items', () =>
    assert.deepEqual(lines({ groups: ['a', 'b'] }, { groups: ['a', 'b', 'c'] }, { groups: ['a'] }), [
      'Changed by someone else:',
      '    groups: 1 added',
      '        + "c"',
      'Changed again if you overwrite:',
      '    groups: 2 removed',
      '        − "b"',
      '        − "c"',
    ]));

  it('shows no secret', () =>
    assert.deepEqual(lines({ password: 'one' }, { password: 'two' }, { password: 'six' }), [
      'Changed by someone else:',
      '    password: (a new value, not shown)',
      'Changed again if you overwrite:',
      '    password: (a new value, not shown)',
    ]));

  it('shows what differs and looks the same', () =>
    assert.deepEqual(lines({ name: 'Ada' }, { name: 'Ada\u200b' }, { name: 'Ada' }), [
      'Changed by someone else:',
      String.raw`    name: "Ada" → "Ada\u200b"`,
      'Changed again if you overwrite:',
      String.raw`    name: "Ada\u200b" → "Ada"`,
    ]));
});
