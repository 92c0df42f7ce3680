import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { changedFields, driftsOf } from '../../../../src/core/update/drift';
import { refreshUserText } from '../../../../src/core/update/refreshUserText';
import { readUserFile } from '../../../../src/core/update/userFile';
import type { TextStyle } from '../../../../src/core/edit/jsonLayout';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { isSameJson } from '../../../../src/core/json/isSameJson';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { seal } from '../secrets/seal';

const style: TextStyle = { eol: '\n', indent: '  ' };
const fieldsOf = (user: unknown) => readUserFile(JSON.stringify(user))?.fields ?? [];
const summary = (base: Record<string, unknown>, live: Record<string, unknown>, file: Record<string, unknown>) =>
  driftsOf({ user: KeptUser.of(base, seal) }, live, fieldsOf(file)).map(({ field, now, isEdited }) => ({
    name: field.name,
    now,
    isEdited,
  }));

describe('drift of the live user since an edit began', () => {
  it('names a field that somebody else changed and the file did not', () => {
    assert.deepEqual(summary({ title: 'a' }, { title: 'b' }, { title: 'a' }), [
      { name: 'title', now: 'b', isEdited: false },
    ]);
  });

  it('names a field that both changed', () => {
    assert.deepEqual(summary({ title: 'a' }, { title: 'b' }, { title: 'c' }), [
      { name: 'title', now: 'b', isEdited: true },
    ]);
  });

  it('is silent where both changed it to the same', () =>
    assert.deepEqual(summary({ title: 'a' }, { title: 'b' }, { title: 'b' }), []));

  it('is silent about fields that do not go', () =>
    assert.deepEqual(summary({ name: 'a', title: 'a' }, { name: 'b', title: 'a' }, { title: 'c' }), []));

  it('counts a field that came or went', () => {
    assert.deepEqual(summary({}, { title: 'b' }, { title: 'c' }), [{ name: 'title', now: 'b', isEdited: true }]);
    assert.deepEqual(summary({ title: 'a' }, {}, { title: 'a' }), [{ name: 'title', now: undefined, isEdited: false }]);
  });

  it('never speaks of a password that is not returned', () => {
    assert.deepEqual(summary({}, {}, { password: 'new' }), []);
    assert.deepEqual(summary({ password: 'x' }, { password: 'x' }, { password: 'new' }), []);
  });

  it('sees that somebody else changed a secret, at any depth', () => {
    assert.deepEqual(summary({ api_key: 'a' }, { api_key: 'b' }, { api_key: 'a' }), [
      { name: 'api_key', now: 'b', isEdited: false },
    ]);
    assert.deepEqual(
      summary(
        { data: [{ name: 'PIN', value: 1 }] },
        { data: [{ name: 'PIN', value: 2 }] },
        { data: [{ name: 'PIN', value: 3 }] },
      ),
      [{ name: 'data', now: [{ name: 'PIN', value: 2 }], isEdited: true }],
    );
  });

  it('sees that somebody else changed what is merely called like a secret', () => {
    assert.deepEqual(summary({ secretary: 'a' }, { secretary: 'b' }, { secretary: 'c' }), [
      { name: 'secretary', now: 'b', isEdited: true },
    ]);
  });

  it('takes nothing for a field of the user that every object has', () =>
    assert.deepEqual(summary({}, {}, { toString: 'x' }), []));

  it('sees a secret come and go', () => {
    assert.deepEqual(summary({}, { api_key: 'b' }, { api_key: 'c' }), [{ name: 'api_key', now: 'b', isEdited: true }]);
    assert.deepEqual(summary({ api_key: 'a' }, {}, { api_key: 'a' }), [
      { name: 'api_key', now: undefined, isEdited: false },
    ]);
  });
});

type User = Record<string, unknown>;

/** What is known of a user since an edit began, and how the user and the file are by now. */
interface Since {
  readonly user: User;
  readonly said?: User;
  readonly before?: User;
  readonly live: User;
  readonly file: User;
}

const begun = ({ user, said, before }: Since) => ({
  user: KeptUser.of(user, seal),
  ...(said && { said: KeptUser.of(said, seal) }),
  ...(before && { before: KeptUser.of(before, seal) }),
});
const roles = (...ids: number[]) => ids.map((id) => ({ id }));

describe('what a file changes of a user since its edit began', () => {
  const cases: readonly (readonly [what: string, since: Since, isChanged: boolean])[] = [
    ['what was edited', { user: { title: 'a' }, live: { title: 'a' }, file: { title: 'b' } }, true],
    ['not what is so already', { user: { title: 'a' }, live: { title: 'b' }, file: { title: 'b' } }, false],
    ['not an id that is a number there', { user: { id: 42 }, live: { id: 42 }, file: { id: '42' } }, false],
    ['not an id that is a string there', { user: {}, live: { id: '42' }, file: { id: 42 } }, false],
    ['another id', { user: { id: 42 }, live: { id: 42 }, file: { id: '43' } }, true],
    ['a null for an id', { user: { id: '' }, live: { id: '' }, file: { id: null } }, true],
    ['what else is a number there', { user: { group: 42 }, live: { group: 42 }, file: { group: '42' } }, true],
    [
      'what somebody else changed meanwhile',
      { user: { title: 'a' }, live: { title: 'b' }, file: { title: 'a' } },
      true,
    ],
    ['null for what is not returned', { user: { title: null }, live: {}, file: { title: null } }, true],
    [
      'not the order of a list',
      { user: { roles: roles(1, 2) }, live: { roles: roles(2, 1) }, file: { roles: roles(1, 2) } },
      false,
    ],
    [
      'the order of a list that was edited',
      { user: { roles: roles(1, 2) }, live: { roles: roles(1, 2) }, file: { roles: roles(2, 1) } },
      true,
    ],
    [
      'not a null that came to stand for no value',
      { user: { group: { a: 1 } }, live: { group: { a: 1, b: null } }, file: { group: { a: 1 } } },
      false,
    ],
    [
      'a null that was written',
      { user: { group: { a: 1 } }, live: { group: { a: 1 } }, file: { group: { a: 1, b: null } } },
      true,
    ],
    [
      'not the server’s own spelling of what was sent',
      { user: { title: 'ada' }, said: { title: ' Ada' }, live: { title: 'ada' }, file: { title: ' Ada' } },
      false,
    ],
    [
      'what was sent, where somebody else changed it since',
      { user: { title: 'ada' }, said: { title: ' Ada' }, live: { title: 'eve' }, file: { title: ' Ada' } },
      true,
    ],
    [
      'what was edited after it was sent',
      { user: { title: 'ada' }, said: { title: ' Ada' }, live: { title: 'ada' }, file: { title: 'Ada' } },
      true,
    ],
    [
      'not what a provider adds of its own',
      {
        user: { remote_data: { a: 1, at: 1 } },
        live: { remote_data: { a: 1, at: 2 } },
        file: { remote_data: { a: 1, at: 1 } },
      },
      false,
    ],
    [
      'not what a provider has added since it was sent',
      {
        user: { remote_data: { a: 1, at: 2 } },
        said: { remote_data: { a: 1, at: 1 } },
        live: { remote_data: { a: 1, at: 3 } },
        file: { remote_data: { a: 1, at: 1 } },
      },
      false,
    ],
    [
      'what a provider has and was edited since it was sent',
      {
        user: { remote_data: { a: 1, at: 2 } },
        said: { remote_data: { a: 1, at: 1 } },
        live: { remote_data: { a: 1, at: 3 } },
        file: { remote_data: { a: 1, at: 5 } },
      },
      true,
    ],
    [
      'what a provider has and is to lose, of which nothing was said',
      {
        user: { remote_data: { a: 1 } },
        said: { title: 'a' },
        live: { remote_data: { a: 1 } },
        file: { remote_data: { a: null } },
      },
      true,
    ],
    [
      'what a provider has and was edited',
      {
        user: { remote_data: { a: 1, at: 1 } },
        live: { remote_data: { a: 1, at: 2 } },
        file: { remote_data: { a: 5, at: 1 } },
      },
      true,
    ],
    [
      'not what a provider has as it was edited',
      { user: { remote_data: { a: 1 } }, live: { remote_data: { a: 5, at: 2 } }, file: { remote_data: { a: 5 } } },
      false,
    ],
    [
      'what a provider did not have',
      { user: { remote_data: null }, live: { remote_data: null }, file: { remote_data: { a: 1 } } },
      true,
    ],
    [
      'all that a provider has',
      { user: { remote_data: { a: 1 } }, live: { remote_data: { a: 1 } }, file: { remote_data: 'x' } },
      true,
    ],
    [
      'what a member called like that of a provider has',
      { user: { group: { a: 1, at: 1 } }, live: { group: { a: 1, at: 2 } }, file: { group: { a: 1, at: 1 } } },
      true,
    ],
  ];
  for (const [what, since, isChanged] of cases)
    it(`is ${what}`, () => {
      const [field] = fieldsOf(since.file);
      assert.deepEqual(changedFields(since.live, [field!], begun(since)), isChanged ? [field] : []);
    });
});

describe('drift since an update', () => {
  const cases: readonly (readonly [what: string, since: Since, isDrifted: boolean])[] = [
    [
      'is none where reads do not show the update yet',
      { user: { title: 'b' }, before: { title: 'a' }, live: { title: 'a' }, file: { title: 'c' } },
      false,
    ],
    [
      'is none where they do',
      { user: { title: 'b' }, before: { title: 'a' }, live: { title: 'b' }, file: { title: 'c' } },
      false,
    ],
    [
      'is what is neither',
      { user: { title: 'b' }, before: { title: 'a' }, live: { title: 'd' }, file: { title: 'c' } },
      true,
    ],
    [
      'is none in what a provider adds of its own',
      {
        user: { remote_data: { a: 1, at: 1 } },
        live: { remote_data: { a: 1, at: 2 } },
        file: { remote_data: { a: 5, at: 1 } },
      },
      false,
    ],
    [
      'is what the file edits of it',
      {
        user: { remote_data: { a: 1, b: 1 } },
        live: { remote_data: { a: 1, b: 2 } },
        file: { remote_data: { a: 5, b: 5 } },
      },
      true,
    ],
    [
      'is all of it where the file puts something else in its place',
      { user: { remote_data: { a: 1 } }, live: { remote_data: { a: 2 } }, file: { remote_data: 'x' } },
      true,
    ],
    [
      'is all of it where a provider has something else in its place',
      { user: { remote_data: { a: 1 } }, live: { remote_data: null }, file: { remote_data: { a: 5 } } },
      true,
    ],
    [
      'is what another member has that changes all the time',
      { user: { group: { a: 1, at: 1 } }, live: { group: { a: 1, at: 2 } }, file: { group: { a: 5, at: 1 } } },
      true,
    ],
  ];
  for (const [what, since, isDrifted] of cases)
    it(what, () => {
      const drifts = driftsOf(begun(since), since.live, fieldsOf(since.file));
      assert.deepEqual(
        drifts.map(({ isEdited }) => isEdited),
        isDrifted ? [true] : [],
      );
    });
});

describe('refreshing a user file', () => {
  const refreshed = (text: string, base: Record<string, unknown>, live: Record<string, unknown>) => {
    const edit = refreshUserText(
      text,
      driftsOf({ user: KeptUser.of(base, seal) }, live, readUserFile(text)?.fields ?? []),
      style,
    );
    return edit ? applyTextEdits(text, [edit]) : text;
  };

  it('takes over what the file did not edit, and leaves the rest as it was written', () => {
    const text = '{ // mine\n  "title":"a",   "name": "N",\n  "roles": [],\n}\n';
    assert.equal(
      refreshed(text, { title: 'a', name: 'm', roles: [] }, { title: 'b', name: 'o', roles: [{ id: '1' }] }).replace(
        /\s/g,
        '',
      ),
      '{//mine"title":"b","name":"N","roles":[{"id":"1"}],}',
    );
  });

  it('does nothing where there is nothing to do', () => assert.equal(refreshUserText('{}', [], style), undefined));

  it('takes a field out that the user no longer has', () => {
    assert.deepEqual(JSON.parse(refreshed('{"title":"a","name":"n"}', { title: 'a', name: 'n' }, { name: 'n' })), {
      name: 'n',
    });
  });

  it('leaves only drifts of edited fields, for any three states of a user', () => {
    const user = fc.dictionary(fc.constantFrom('name', 'title', 'emails', 'api_key'), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(user, user, user, (base, live, file) => {
        const text = refreshed(JSON.stringify(file), base, live);
        const after = readUserFile(text)?.fields ?? [];
        assert.ok(driftsOf({ user: KeptUser.of(base, seal) }, live, after).every(({ isEdited }) => isEdited));
        for (const { name, value } of fieldsOf(file)) {
          const wasEdited = !isSameJson(base[name], value);
          if (wasEdited) assert.ok(after.some((field) => field.name === name && isSameJson(field.value, value)));
        }
      }),
    );
  });
});
