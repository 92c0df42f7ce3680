import assert from 'node:assert/strict';
import { movedEntries } from '../../../../src/core/update/movedEntries';

describe('what is kept under the names of documents', () => {
  const before = { 'file:///a/one.json': 1, 'file:///a/two.json': 2, 'file:///ab.json': 3 };

  it('moves with a file', () => {
    const move = { from: 'file:///a/one.json', to: 'file:///c.json', isCopy: false };
    assert.deepEqual(movedEntries(before, move), {
      'file:///a/two.json': 2,
      'file:///ab.json': 3,
      'file:///c.json': 1,
    });
  });

  it('moves with a folder, whose name others begin with', () => {
    const move = { from: 'file:///a', to: 'file:///b', isCopy: false };
    assert.deepEqual(movedEntries(before, move), {
      'file:///ab.json': 3,
      'file:///b/one.json': 1,
      'file:///b/two.json': 2,
    });
  });

  it('takes the place of what was there, also when that is nothing', () => {
    const move = { from: 'file:///a/one.json', to: 'file:///ab.json', isCopy: false };
    assert.deepEqual(movedEntries(before, move), { 'file:///a/two.json': 2, 'file:///ab.json': 1 });
    const ofNothing = { ...move, from: 'file:///other.json' };
    assert.deepEqual(movedEntries(before, ofNothing), { 'file:///a/one.json': 1, 'file:///a/two.json': 2 });
  });

  it('stays where the document stays; a copy takes the place of nothing', () => {
    const copy = { from: 'file:///a/one.json', to: 'file:///new.json', isCopy: true };
    assert.deepEqual(movedEntries(before, copy), { ...before, 'file:///new.json': 1 });
    for (const from of ['file:///a/one.json', 'file:///other.json'])
      assert.deepEqual(movedEntries(before, { from, to: 'file:///ab.json', isCopy: true }), before);
  });

  it('goes with the document', () => {
    const gone = { from: 'file:///ab.json', to: undefined, isCopy: false };
    assert.deepEqual(movedEntries(before, gone), { 'file:///a/one.json': 1, 'file:///a/two.json': 2 });
  });
});
