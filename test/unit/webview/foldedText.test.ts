import assert from 'node:assert/strict';
import { readFormText } from '../../../src/core/form/formText';
import { userSections } from '../../../src/core/form/userSections';
import { foldedText } from '../../../src/webview/foldedText';

const fields = userSections().flatMap((section) => section.fields.map(({ field }) => field));

function folded(name: string, json: string): string {
  const list = fields.find((field) => field.name === name);
  const text = readFormText(`{"value":${json}}`);
  assert.ok(list?.kind === 'list' && text.state === 'user');
  return foldedText('The item', list.item, text.user.members.get('value')!, []);
}

describe('a folded item', () => {
  it('says each of its fields and values, also those that nobody knows', () => {
    assert.equal(
      folded('roles', '{"name":"A\\u0042","id":"1","odd":[1, 2]}'),
      'The item · ID 1 · Name AB · odd [1, 2]',
    );
    assert.equal(folded('languages', '"en"'), 'The item · en');
    assert.equal(folded('roles', '"no role"'), 'The item · no role');
  });

  it('says no secret', () => {
    assert.equal(folded('roles', '{"api_token":"hunter2"}'), 'The item · api_token ');
  });

  it('says what is wrong with it', () => {
    const [language] = fields.filter((field) => field.name === 'languages');
    assert.ok(language?.kind === 'list');
    const value = { kind: 'number', offset: 0, source: '1' } as const;
    const problem = { path: [], message: 'Must be a string.', severity: 'error', code: 'type', fixes: [] } as const;
    assert.equal(foldedText('Language 1', language.item, value, [problem]), 'Language 1 · 1 · Must be a string.');
  });
});
