import assert from 'node:assert/strict';
import { suggested } from '../../../../src/core/schema/closestName';

describe('suggested', () => {
  const names = ['name', 'first_name', 'last_name', 'username', 'emails', 'id', 'title', '$truto', 'licenses'];

  it('finds slips, and is not sure: a letter too many, too few, another one, two swapped', () => {
    for (const slip of ['namee', 'nme', 'nama', 'nmae'])
      assert.deepEqual(suggested(slip, names), { suggestion: 'name' });
    assert.deepEqual(suggested('lisences', names), { suggestion: 'licenses' });
    assert.deepEqual(suggested('$turto', names), { suggestion: '$truto' });
    assert.deepEqual(suggested('EMAIL', names), { suggestion: 'emails' });
  });

  it('takes at most one slip for every three letters of either name, and three in all', () => {
    assert.deepEqual(suggested('fistname', ['first_name']), { suggestion: 'first_name' });
    assert.equal(suggested('tittel', ['title'])?.suggestion, undefined);
    assert.equal(suggested('nm', ['name']), undefined);
    assert.equal(suggested('uid', names), undefined);
    assert.equal(suggested('ids', names), undefined);
    assert.deepEqual(suggested('axcdxfghxjkl', ['abcdefghijkl']), { suggestion: 'abcdefghijkl' });
    assert.equal(suggested('axcdxfghxjkx', ['abcdefghijkl']), undefined);
  });

  it('takes the nearest, and of equally near ones the first', () => {
    assert.deepEqual(suggested('abcdefghx', ['abcdefgxy', 'abcdefghi']), { suggestion: 'abcdefghi' });
    assert.deepEqual(suggested('abcx', ['abcd', 'abce']), { suggestion: 'abcd' });
  });

  it('is sure where case and separators alone differ', () => {
    for (const spelling of ['FirstName', 'FIRST-NAME', 'first name', 'first__name'])
      assert.deepEqual(suggested(spelling, names), { suggestion: 'first_name', isSure: true });
    assert.deepEqual(suggested('ID', names), { suggestion: 'id', isSure: true });
  });

  it('leaves alone what is not close', () => {
    for (const name of ['', '_', 'ie', 'colour', 'x'.repeat(10_000)])
      assert.equal(suggested(name, names), undefined, name);
  });
});
