import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { driftsOf } from '../../../../src/core/update/drift';
import { refreshUserText } from '../../../../src/core/update/refreshUserText';
import { readUserFile } from '../../../../src/core/update/userFile';
import type { TextStyle } from '../../../../src/core/edit/jsonLayout';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { isSameJson } from '../../../../src/core/json/isSameJson';
import { withoutSecretValues } from '../../../../src/core/secrets/withoutSecretValues';

const style: TextStyle = { eol: '\n', indent: '  ' };
const fieldsOf = (user: unknown) => readUserFile(JSON.stringify(user))?.fields ?? [];
const summary = (base: Record<string, unknown>, live: Record<string, unknown>, file: Record<string, unknown>) =>
  driftsOf(base, live, fieldsOf(file)).map(({ field, before, now, isEdited }) => ({
    name: field.name,
    before,
    now,
    isEdited,
  }));

describe('drift of the live user since an edit began', () => {
  it('names a field that somebody else changed and the file did not', () => {
    assert.deepEqual(summary({ title: 'a' }, { title: 'b' }, { title: 'a' }), [
      { name: 'title', before: 'a', now: 'b', isEdited: false },
    ]);
  });

  it('names a field that both changed', () => {
    assert.deepEqual(summary({ title: 'a' }, { title: 'b' }, { title: 'c' }), [
      { name: 'title', before: 'a', now: 'b', isEdited: true },
    ]);
  });

  it('is silent where both changed it to the same', () =>
    assert.deepEqual(summary({ title: 'a' }, { title: 'b' }, { title: 'b' }), []));

  it('is silent about fields that do not go', () =>
    assert.deepEqual(summary({ name: 'a', title: 'a' }, { name: 'b', title: 'a' }, { title: 'c' }), []));

  it('counts a field that came or went', () => {
    assert.deepEqual(summary({}, { title: 'b' }, { title: 'c' }), [
      { name: 'title', before: undefined, now: 'b', isEdited: true },
    ]);
    assert.deepEqual(summary({ title: 'a' }, {}, { title: 'a' }), [
      { name: 'title', before: 'a', now: undefined, isEdited: false },
    ]);
  });

  it('never speaks of a password', () => {
    assert.deepEqual(summary({ password: '••••••' }, { password: 'x' }, { password: 'new' }), []);
  });
});

describe('refreshing a user file', () => {
  const refreshed = (text: string, base: Record<string, unknown>, live: Record<string, unknown>) => {
    const edit = refreshUserText(text, driftsOf(base, live, readUserFile(text)?.fields ?? []), style);
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

  it('takes a field out that the user no longer has', () => {
    assert.deepEqual(JSON.parse(refreshed('{"title":"a","name":"n"}', { title: 'a', name: 'n' }, { name: 'n' })), {
      name: 'n',
    });
  });

  it('leaves only drifts of edited fields, for any three states of a user', () => {
    const user = fc.dictionary(fc.constantFrom('name', 'title', 'emails', 'group'), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(user, user, user, (base, live, file) => {
        const clean = withoutSecretValues(base);
        const text = refreshed(JSON.stringify(file), clean, live);
        const after = readUserFile(text)?.fields ?? [];
        assert.ok(driftsOf(clean, live, after).every(({ isEdited }) => isEdited));
        for (const { name, value } of fieldsOf(file)) {
          const wasEdited = !isSameJson(clean[name], withoutSecretValues({ [name]: value })[name]);
          if (wasEdited) assert.ok(after.some((field) => field.name === name && isSameJson(field.value, value)));
        }
      }),
    );
  });
});
