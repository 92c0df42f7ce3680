import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

/** What each fix makes of a field with a text, a preferred one with `!`. */
function fixed(field: string, value: string, around: (json: string) => string = (json) => json): string[] {
  const text = `{"${field}": ${around(JSON.stringify(value))}}`;
  const [problem] = checkUserText(text, { unknownFields: 'warning' });
  return fixesFor(text, problem!).map(({ preferred, edits }) => (preferred ? '!' : '') + applyTextEdits(text, edits()));
}

describe('JSON that is a text', () => {
  it('can become what it says, digit for digit, but not unasked', () => {
    assert.deepEqual(fixed('emails', ' [{"email": "a@b.co", "n": 1.0}] '), [
      '{"emails": [{"email": "a@b.co", "n": 1.0}]}',
    ]);
    assert.deepEqual(fixed('remote_data', '{"a":1}'), ['{"remote_data": {"a":1}}']);
    assert.deepEqual(
      fixed('roles', '{"id":"7"}', (json) => `[${json}]`),
      ['{"roles": [{"id":"7"}]}'],
    );
    assert.deepEqual(fixed('$truto', '{"id":"7"}'), ['{"$truto": {"id":"7"}}']);
  });

  it('is left where it is of another kind, broken, or too deep', () => {
    for (const value of ['[1]', '{a}', '{"a":1,}', '// x', '', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`])
      assert.deepEqual(fixed('remote_data', value), ['{}'], value);
  });
});
