import assert from 'node:assert/strict';
import type { FixAction } from '../../../../src/core/fixes/fix';
import { fixTitle } from '../../../../src/platform/words/fixWords';

const titles: readonly (readonly [FixAction, string])[] = [
  [{ kind: 'changeValue', json: '"active"' }, 'Change to "active"'],
  [{ kind: 'takeItem', json: `"${'x'.repeat(70)}"` }, `Change to "${'x'.repeat(59)}…`],
  [{ kind: 'wrapInList', json: '["en"]' }, 'Change to ["en"]'],
  [{ kind: 'wrapInList', json: `["${'x'.repeat(60)}"]` }, 'Put it in an array'],
  [{ kind: 'wrapInObject', json: '{"id":"1"}' }, 'Change to {"id":"1"}'],
  [{ kind: 'wrapInObject', json: `{"id":"${'x'.repeat(60)}"}` }, 'Put it in an object'],
  [{ kind: 'renameField', field: 'surname', to: 'last_name' }, 'Change to “last_name”'],
  [{ kind: 'renameField', field: 'active', to: 'status', json: '"active"' }, 'Change to “status”: "active"'],
  [{ kind: 'splitName', fields: ['first_name', 'last_name'] }, 'Change to “first_name” and “last_name”'],
  [{ kind: 'addField', field: 'roles', json: '[]' }, 'Add “roles”'],
  [{ kind: 'removeField', field: 'x' }, 'Remove “x”'],
  [{ kind: 'moveToRemoteData', field: 'x' }, 'Move “x” to “remote_data”, passed through unchanged'],
  [{ kind: 'keepThis', field: 'x' }, 'Keep only this “x”'],
  [{ kind: 'removeThis', field: 'x' }, 'Remove only this “x”'],
  [{ kind: 'removeItem' }, 'Remove it from the array'],
  [{ kind: 'joinHalves' }, 'Write the whole character'],
  [{ kind: 'removeHalf' }, 'Remove the half character'],
  [{ kind: 'replaceHalf' }, 'Replace it with “�”, the sign for an unknown character'],
  [
    { kind: 'moveField', field: 'integrated_account_id', to: ['$truto', 'integrated_account_id'] },
    'Move to “$truto.integrated_account_id”',
  ],
  [{ kind: 'spellSign' }, 'Keep “�”, spelled as an escape'],
  [{ kind: 'writeAsJson' }, 'Write it as JSON'],
  [{ kind: 'makeArray' }, 'Put all lines in an array'],
  [{ kind: 'removeField', field: '' }, 'Remove the empty key'],
  [{ kind: 'startUser' }, 'Start a user with { }'],
];

describe('the words of fixes', () => {
  it('say nothing of secrets', () => {
    const value: FixAction = { kind: 'changeValue', json: '"12345678"' };
    const hidden = 'Change to "••••••"';
    assert.equal(fixTitle(value, ['password']), hidden);
    assert.equal(fixTitle(value, ['remote_data', 'api_key']), hidden);
    assert.equal(fixTitle({ kind: 'takeItem', json: '"hunter2"' }, [0, 'password']), hidden);
    const inList: FixAction = { kind: 'wrapInList', json: '[{ "password": "hunter2" }]' };
    assert.ok(!fixTitle(inList, ['logins']).includes('hunter2'));
    const renamed: FixAction = { kind: 'renameField', field: 'pass', to: 'password', json: '"hunter2"' };
    assert.ok(!fixTitle(renamed, ['pass']).includes('hunter2'));
  });

  it('keep the spaces of what they say', () => {
    const list: FixAction = { kind: 'wrapInList', json: '[{ "id": "admin" }]' };
    assert.equal(fixTitle(list, ['roles']), 'Change to [{ "id": "admin" }]');
  });

  for (const [action, title] of titles) it(title, () => assert.equal(fixTitle(action, ['title']), title));
});
