import assert from 'node:assert/strict';
import { formValueAt, readFormText, type FormValue } from '../../../src/core/form/formText';
import { userSections } from '../../../src/core/form/userSections';
import { copyOfItem } from '../../../src/webview/copyOfItem';
import { lineAndColumn } from '../../../src/webview/lineAndColumn';

const fields = userSections().flatMap((section) => section.fields);

function itemOf(name: string, json: string): { field: Parameters<typeof copyOfItem>[0]; value: FormValue } {
  const list = fields.find(({ path }) => path.join('.') === name)?.field;
  const parsed = readFormText(`{"list":[${json}]}`);
  assert.ok(list?.kind === 'list' && parsed.state === 'user');
  return { field: list.item, value: formValueAt(parsed.user, ['list', 0])! };
}

describe('the copy of an item', () => {
  const copy = (name: string, json: string): unknown => {
    const { field, value } = itemOf(name, json);
    return JSON.parse(copyOfItem(field, value));
  };

  it('is its value without comments, numbers as they are spelled', () => {
    assert.deepEqual(copy('roles', '{ "id": "a", // first\n "own": [1,], }'), { id: 'a', own: [1] });
    assert.deepEqual(copy('languages', '"en"'), 'en');
    const { field, value } = itemOf('roles', '{"n":1.50}');
    assert.equal(copyOfItem(field, value), '{"n":1.50}');
  });

  it('leaves with the first what only one is to have', () => {
    assert.deepEqual(copy('emails', '{"email":"a" /* x */, "is_primary": true}'), { email: 'a', is_primary: false });
    assert.deepEqual(copy('emails', '{"is_primary": null}'), { is_primary: null });
  });
});

describe('lineAndColumn', () => {
  it('counts as VS Code does', () => {
    const text = 'a\r\nbc\nd\re';
    assert.deepEqual(
      [0, 3, 4, 6, 8].map((offset) => lineAndColumn(text, offset)).map(({ line, column }) => `${line}:${column}`),
      ['1:1', '2:1', '2:2', '3:1', '4:1'],
    );
  });
});
