import assert from 'node:assert/strict';
import { Comparable } from '../../../../src/core/secrets/comparable';
import { hiddenValue } from '../../../../src/core/secrets/shown';

const member = (name: string, value: unknown) => Comparable.member(name, value, JSON.stringify(value));
const user = { title: 'a', pin: '1', inner: { api_key: 'k' } };

describe('a value that is compared without being shown', () => {
  it('is hidden where it is a secret, and not where it only looks like one that is', () => {
    assert.equal(member('pin', '1').isHidden, true);
    assert.equal(member('tokens', ['a']).isHidden, true);
    assert.equal(member('title', 'a').isHidden, false);
    assert.equal(member('pin', null).isHidden, false);
    assert.equal(member('title', hiddenValue).isHidden, false);
  });

  it('has items where it is a list that may be shown', () => {
    const items = member('list', ['a', { pin: 1 }]).items;
    assert.deepEqual(
      items?.map(({ value, shown }) => [value, shown]),
      [
        ['a', 'a'],
        [{ pin: 1 }, { pin: hiddenValue }],
      ],
    );
    for (const none of [member('tokens', ['a']), member('list', { 0: 'a' }), member('list', 'a')])
      assert.equal(none.items, undefined);
  });

  it('has members where it is an object that may be shown', () => {
    const members = [...(member('data', user).members ?? [])];
    assert.deepEqual(
      members.map(([name, { value, shown }]) => [name, value, shown]),
      [
        ['title', 'a', 'a'],
        ['pin', '1', hiddenValue],
        ['inner', { api_key: 'k' }, { api_key: hiddenValue }],
      ],
    );
    for (const none of [member('credentials', { user: 'a' }), member('data', ['a']), member('data', 'a')])
      assert.equal(none.members, undefined);
  });

  it('is narrowed to the names of another one, shown as before', () => {
    const { value, shown } = member('data', user).within(member('data', { inner: 1, pin: 2, other: 3 }));
    assert.deepEqual(
      [value, shown],
      [
        { pin: '1', inner: { api_key: 'k' } },
        { pin: hiddenValue, inner: { api_key: hiddenValue } },
      ],
    );
  });

  it('stays whole where it or the other one has no names to be narrowed to', () => {
    const [own, hidden, text] = [member('data', user), member('credentials', { title: 'a' }), member('data', 'a')];
    for (const other of [undefined, hidden, text, member('data', ['title'])]) assert.equal(own.within(other), own);
    assert.equal(hidden.within(own), hidden);
    assert.equal(text.within(own), text);
  });

  it('is the same as one of the same value, whatever is shown', () => {
    assert.equal(member('pin', '1').isSame(member('title', '1')), true);
    assert.equal(member('pin', '1').isSame(member('pin', '2')), false);
  });
});
