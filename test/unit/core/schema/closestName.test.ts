import assert from 'node:assert/strict';
import { closestName } from '../../../../src/core/schema/closestName';

describe('closestName', () => {
  const names = ['name', 'first_name', 'last_name', 'username', 'emails', 'id'];

  it('finds slips: a letter too many, too few, another one, two swapped', () => {
    for (const slip of ['namee', 'nme', 'nama', 'nmae']) assert.equal(closestName(slip, names), 'name', slip);
  });

  it('ignores case and separators', () => {
    for (const spelling of ['FirstName', 'FIRST-NAME', 'first name'])
      assert.equal(closestName(spelling, names), 'first_name');
    assert.equal(closestName('ID', names), 'id');
  });

  it('leaves alone what is not close', () => {
    for (const name of ['', '_', 'ie', 'colour', 'x'.repeat(10_000)])
      assert.equal(closestName(name, names), undefined, name);
  });
});
