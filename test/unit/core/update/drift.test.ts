import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { driftsOf } from '../../../../src/core/update/drift';
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
