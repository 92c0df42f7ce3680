import assert from 'node:assert/strict';
import { namesSchema } from '../../../../src/core/hints/namesSchema';

describe('a user file that names its schema', () => {
  it('is an object with a string there, broken or not', () => {
    for (const text of [
      '{"$schema": "https://example.com/any.json"}',
      '// x\n{ "name": "Ada", /* y */ "$schema": "./user.schema.json", }',
      '{"$schema": "x", "name": ',
      '{"name": , "$schema": "x"',
      '{"$schema": 1, "$schema": "x"}',
    ])
      assert.ok(namesSchema(text), text);
  });

  it('is none that names it elsewhere, or not by a string', () => {
    for (const text of [
      '',
      '{}',
      '{"$schema": null}',
      '{"$schema"',
      '{"name": "$schema"}',
      '{"remote_data": {"$schema": "x"}}',
      '[{"$schema": "x"}]',
      '{"name": "x"}\n{"$schema": "x"}',
    ])
      assert.ok(!namesSchema(text), text);
  });
});
