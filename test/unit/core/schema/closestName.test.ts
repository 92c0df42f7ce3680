import assert from 'node:assert/strict';
import { KnownNames } from '../../../../src/core/schema/closestName';

const suggested = (name: string, names: readonly string[]) => new KnownNames(names).meant(name);

describe('the name that was meant', () => {
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

  it('is found by comparing a name with those alone that it shares most letters with', () => {
    const known = new KnownNames(Array.from({ length: 5_000 }, (_, index) => `field_${index.toString(36)}`));
    const budget = { names: 100, comparisons: 1_000 };
    for (let index = 0; index < 100; index++)
      assert.equal(known.meant(`${index}_of_the_letters_that_fields_have`, budget), undefined);
    assert.deepEqual(budget, { names: 0, comparisons: 1_000 });
  });

  it('is guessed no more once so many guesses were made, while what is sure is told on', () => {
    const known = new KnownNames(names);
    for (const spent of [
      { names: 0, comparisons: 9 },
      { names: 9, comparisons: 0 },
    ]) {
      assert.equal(known.meant('nmae', spent), undefined);
      assert.deepEqual(known.meant('Name', spent), { suggestion: 'name', isSure: true });
    }
  });

  it('leaves alone what is not close', () => {
    for (const name of ['', '_', 'ie', 'colour', 'x'.repeat(10_000)])
      assert.equal(suggested(name, names), undefined, name);
  });
});
