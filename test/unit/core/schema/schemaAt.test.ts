import assert from 'node:assert/strict';
import { isWriteOnly } from '../../../../src/core/schema/schemaAt';

describe('a field that is never given back', () => {
  it('is the password', () => assert.equal(isWriteOnly('password'), true));
  it('is no other, known or not', () => {
    for (const name of ['title', 'id', 'api_key', 'toString', '']) assert.equal(isWriteOnly(name), false, name);
  });
});
