import assert from 'node:assert/strict';
import { isAccountId } from '../../../../src/core/update/accountId';

describe('the id of an account', () => {
  const id = '5a9d0c1e-0000-4000-8000-00000000000F';

  it('is one when it is whole, not while it is typed', () => {
    const typed = Array.from({ length: id.length + 1 }, (_, length) => id.slice(0, length));
    assert.deepEqual(typed.filter(isAccountId), [id]);
  });

  it('is no other text', () => {
    for (const text of [`${id}0`, ` ${id}`, `${id}\n`, id.replaceAll('-', ''), id.replace('5', 'g'), '<your account>'])
      assert.equal(isAccountId(text), false, text);
  });
});
